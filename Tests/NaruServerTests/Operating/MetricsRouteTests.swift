import HTTPTransport
import HTTPTypes
import HummingbirdTesting
import KakaoSandbox
import Naru
import Testing

@testable import NaruServer

@Suite("The address of the metrics")
struct MetricsRouteTests {
  private static let token = "metrics-0123456789-abcdefghij"

  private static func files(_ lines: String = "") -> ShopFiles {
    var files = ShopFiles()
    files.process += lines
    return files
  }

  @Test("tells this machine, and nobody for whom it asks")
  func local() async throws {
    try await withSite { site in
      let running = try await Running.start(site.server)
      let http = try CurlTransport()
      let url = running.base + "/metrics"
      let answer = try await http.get(url)
      #expect(answer.status == 200)
      #expect(answer.headers["Content-Type"] == "text/plain; version=0.0.4; charset=utf-8")
      for header in ["Forwarded", "Via", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto", "X-Real-IP"] {
        #expect(try await http.get(url, HTTPHeaders([.init(header, "127.0.0.1")])).status == 404, "\(header)")
      }
      await http.shutdown()
      try await running.end()
      // A peer that is not known to be this machine.
      #expect(try await site.client.execute(uri: "/metrics", method: .get).status == .notFound)
    }
  }

  @Test("with a token tells whoever has it, and nobody else, this machine included")
  func token() async throws {
    var files = Self.files("metrics: { token: { env: METRICS_TOKEN } }\n")
    files.secrets["METRICS_TOKEN"] = Self.token
    try await withSite(files) { site in
      for (header, status) in [
        (nil, 401), ("Bearer \(Self.token)", 200), ("Bearer \(Self.token)x", 401), (Site.token, 401),
      ] as [(String?, Int)] {
        var headers: HTTPFields = [:]
        headers[.authorization] = header
        let answer = try await site.client.execute(uri: "/metrics", method: .get, headers: headers)
        #expect(answer.status.code == status && !answer.text.contains(Self.token))
      }
    }
  }

  @Test("counts requests by their route and status, never by what was asked for, and measures them")
  func requests() async throws {
    try await withSite { site in
      try await BackEnd(site: site).call(.get, "/links/1376016924429759228")
      try await BackEnd(site: site, authorization: "Bearer x").call(.get, "/links/1376016924429759228?token=marked")
      for number in 0..<20 { _ = try await site.client.execute(uri: "/marked-\(number)", method: .get) }
      _ = try await site.client.execute(uri: "/healthz", method: .init("MARKED") ?? .get)
      let text = site.metrics.text()
      let route = "method=\"GET\",route=\"/shops/{shop}/links/{user}\""
      #expect(text.contains("naru_server_requests_total{\(route),status=\"200\"} 1\n"))
      #expect(text.contains("naru_server_requests_total{\(route),status=\"401\"} 1\n"))
      #expect(text.contains("naru_server_request_duration_seconds_count{\(route)} 2\n"))
      #expect(text.contains("naru_server_requests_total{method=\"GET\",route=\"none\",status=\"404\"} 20\n"))
      #expect(text.contains("method=\"other\",route=\"none\""))
      #expect(
        !text.contains("marked") && !text.lowercased().contains("marked") && !text.contains("1376016924429759228"))
    }
  }

  @Test("shows the inbox, the age of what shops sent, imports, logins and calls of Kakao, and nobody's name")
  func values() async throws {
    _ = MetricBook.shared
    try await withSite { site in
      try await site.importMember("flower09", phone: "010-0000-0001", email: "hana@example.com")
      try await BackEnd(site: site).signUp(site.browser(), Site.hana, member: "flower09")
      site.time.advance(seconds: 90)
      try site.sandbox.setRelation(.blocked, of: Site.hana, to: ShopFiles.channel)
      let sent = await site.sandbox.deliverWebhooks()
      #expect(sent > 0)
      site.time.advance(seconds: 30)
      let samples = await HealthWatch(site.metrics, inbox: site.inbox, now: { site.time.now }).samples(site.naru)
      let text = MetricBook.registry.text(with: samples)
      for line in [
        "naru_inbox_waiting{shop=\"flower\"} \(sent)", "naru_inbox_oldest_waiting_seconds{shop=\"flower\"} 30",
        "naru_inbox_dead{shop=\"flower\"} 0", "naru_imports_waiting{shop=\"flower\"} 0",
        "naru_inbox_waiting{shop=\"plain\"} 0",
        "naru_shop_newest_delivery_seconds{shop=\"flower\"} 120", "naru_shops 3",
        "naru_shop_overdue{shop=\"flower\"} 0",
      ] { #expect(text.contains(line + "\n"), "\(line)") }
      for name in [
        "naru_import_rows_total{kind=\"members\",outcome=\"changed\",shop=\"flower\"}",
        "naru_imports_total{kind=\"members\",shop=\"flower\"}", "naru_logins_total{event=\"started\",shop=\"flower\"}",
        "naru_kakao_calls_total{group=\"auth\",outcome=\"ok\"}",
        "naru_kakao_calls_total{group=\"users\",outcome=\"ok\"}",
        "naru_back_end_calls_total{shop=\"flower\",token=\"0\"}", "naru_webhooks_total{",
      ] { #expect(text.contains(name), "\(name)") }
      for word in ["flower09", "hana", "0000-0001", "\(Site.hana)"] { #expect(!text.contains(word), "\(word)") }
      try await site.inbox.drain()
      let later = await HealthWatch(site.metrics, inbox: site.inbox, now: { site.time.now }).samples(site.naru)
      #expect(MetricsRegistry().text(with: later).contains("naru_inbox_waiting{shop=\"flower\"} 0\n"))
    }
  }

  @Test("shows what it knows also when the store can not be read")
  func broken() async throws {
    try await withSite { site in
      await site.naru.close()
      let samples = await HealthWatch(site.metrics, inbox: site.inbox, now: { site.time.now }).samples(site.naru)
      let text = site.metrics.text(with: samples)
      #expect(text.contains("naru_inbox_capacity 10000\n") && !text.contains("naru_inbox_waiting"))
    }
  }
}
