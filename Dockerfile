# The sidecar in a container: docker build -t naru . && docker run -v ./config:/etc/naru:ro -v naru:/var/lib/naru -p 127.0.0.1:8080:8080 naru
# In config/naru.yaml: `listen: 0.0.0.0:8080`, `store: sqlite:/var/lib/naru/naru.db`, and under trusted_proxies the network of the proxy.
FROM swift:6.3-bookworm AS build
# What scripts/system-packages asks for.
RUN apt-get update && apt-get install --yes --no-install-recommends \
      libcurl4-openssl-dev libqrencode-dev libsqlite3-dev libxml2-dev libzip-dev pkg-config zlib1g-dev \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY Package.swift ./
COPY Plugins Plugins
COPY Sources Sources
COPY Tests Tests
COPY adapters adapters
# With Swift's runtime in it, naru answers up to a third more requests, and what it runs on need not have Swift.
RUN swift build --configuration release --static-swift-stdlib --product naru \
    && mkdir /out \
    && strip --strip-debug -o /out/naru "$(swift build --configuration release --show-bin-path)/naru"

FROM debian:bookworm-slim
RUN apt-get update && apt-get install --yes --no-install-recommends \
      ca-certificates libcurl4 libqrencode4 libsqlite3-0 libstdc++6 libxml2 libzip4 tzdata zlib1g \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /var/lib/naru --shell /usr/sbin/nologin naru \
    && install --directory --mode 0700 --owner naru --group naru /var/lib/naru
COPY --from=build /out/naru /usr/local/bin/naru
USER 10001:10001
WORKDIR /etc/naru
VOLUME /var/lib/naru
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=5s \
  CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8080 && printf 'GET /healthz HTTP/1.0\\r\\n\\r\\n' >&3 && grep -q '200 OK' <&3"]
ENTRYPOINT ["/usr/local/bin/naru"]
CMD ["serve", "--config", "/etc/naru/naru.yaml", "--log-format", "json"]
