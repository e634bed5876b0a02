import CommonValues

extension ConfigurationValue {
  /// `host:port` or `unix:path`.
  func listenAddress() -> ListenAddress? {
    guard let text = text() else { return nil }
    if text.hasPrefix("unix:") { return unixSocket(String(text.dropFirst(5))) }
    if let address = HostAndPort(text), let port = address.port { return ListenAddress(host: address.host, port: port) }
    report(
      .invalidValue(
        ko: "연결을 받을 주소가 아닙니다", en: "not an address to listen on",
        fixKo: "127.0.0.1:8080처럼 주소와 포트를, 또는 unix:/run/naru.sock처럼 쓰십시오",
        fixEn: "write host and port, like 127.0.0.1:8080, or unix:/run/naru.sock"))
    return nil
  }

  /// `sqlite:path`. The text is never repeated in a finding: a database URL may hold a password.
  func store() -> StoreLocation? {
    guard let text = text() else { return nil }
    if text.hasPrefix("sqlite:") {
      let path = String(text.dropFirst(7))
      if !path.isEmpty, !path.hasPrefix("//"), !path.hasSuffix("/") { return .sqlite(path: context.resolve(path)) }
    }
    if text.hasPrefix("postgres:") || text.hasPrefix("postgresql:") {
      report(
        .invalidValue(
          ko: "이 버전은 PostgreSQL 저장소를 지원하지 않습니다", en: "this version has no PostgreSQL store",
          fixKo: "sqlite:data/naru.db처럼 쓰십시오",
          fixEn: "write it like sqlite:data/naru.db"))
    } else {
      report(
        .invalidValue(
          ko: "저장소의 위치가 아닙니다", en: "not the place of a store", fixKo: "sqlite:data/naru.db처럼 쓰십시오",
          fixEn: "write it like sqlite:data/naru.db"))
    }
    return nil
  }

  /// An IP address or network in CIDR form.
  func network() -> String? {
    guard let text = text() else { return nil }
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    if parts.count <= 2 {
      let isV4 = parts[0].split(separator: ".", omittingEmptySubsequences: false).map { UInt8($0) }
      let v4 = isV4.count == 4 && isV4.allSatisfy { $0 != nil }
      let v6 = parts[0].contains(":") && parts[0].allSatisfy { $0.isHexDigit || $0 == ":" || $0 == "." }
      let bits = parts.count == 2 ? Int(parts[1]) ?? -1 : 0
      if v4 || v6, (0...(v4 ? 32 : 128)).contains(bits) { return text }
    }
    report(
      .invalidValue(
        ko: "IP 주소나 대역이 아닙니다", en: "not an IP address or network", fixKo: "10.0.0.0/8처럼 쓰십시오",
        fixEn: "write it like 10.0.0.0/8"))
    return nil
  }

  /// Where exports may be fetched from.
  func fetch() -> FetchSettings? {
    guard let section = ConfigurationSection<FetchKey>(self) else { return nil }
    var settings = FetchSettings()
    settings.hosts = section[.hosts]?.list(of: { $0.hostPattern() })
    settings.networks = section[.networks]?.list(of: { $0.network() }) ?? []
    return settings
  }

  /// A host's name, or `*.` before a name.
  private func hostPattern() -> String? {
    guard let text = text()?.lowercased() else { return nil }
    let name = text.hasPrefix("*.") ? text.dropFirst(2) : text[...]
    let labels = name.split(separator: ".", omittingEmptySubsequences: false)
    let isName = labels.allSatisfy { label in
      (1...63).contains(label.utf8.count)
        && label.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D }
    }
    if isName { return text }
    report(
      .invalidValue(
        ko: "호스트 이름이 아닙니다", en: "not a host name", fixKo: "exports.example.com 또는 *.example.com처럼 쓰십시오",
        fixEn: "write it like exports.example.com or *.example.com"))
    return nil
  }

  /// An `https` address (`http` for this machine alone).
  func url() -> WebURL? {
    guard let text = text() else { return nil }
    guard let url = WebURL(text) else {
      report(
        .invalidValue(
          ko: "인터넷 주소가 아닙니다", en: "not a web address",
          fixKo: "https://로 시작하는 전체 주소를 쓰십시오. 사용자 이름, #, 한글 도메인(퓨니코드로 바꿀 것)은 쓸 수 없습니다",
          fixEn: "write the whole address beginning with https://, without user name or #, the host in ASCII"))
      return nil
    }
    guard url.scheme == "https" || url.isLoopback else {
      report(.insecureURL)
      return nil
    }
    return url
  }

  /// An address that exports are fetched from: as it is, or as a secret where it holds one.
  func exportAddress() -> FetchAddress? {
    guard case .mapping = node.content else {
      // What stands in the file is no secret, whatever it holds.
      return url() == nil ? nil : text().flatMap { FetchAddress(Secret($0)) }
    }
    guard let secret = oneSecret() else { return nil }
    guard let url = WebURL(secret.reveal()), url.scheme == "https" || url.isLoopback else {
      report(
        .invalidValue(
          ko: "비밀 값이 https 주소가 아닙니다", en: "the secret is no https address",
          fixKo: "https://로 시작하는 전체 주소를 넣으십시오", fixEn: "let it be the whole address, beginning with https://"))
      return nil
    }
    return FetchAddress(secret)
  }

  /// An address to which paths are added: no query, no path.
  func baseURL() -> WebURL? {
    guard let url = url() else { return nil }
    guard url.query == nil, url.path == "/" else {
      report(
        .invalidValue(
          ko: "경로나 물음표 없이 호스트까지만 있어야 합니다", en: "it must end after the host and port",
          fixKo: "\(url.origin)처럼 쓰십시오", fixEn: "write \(url.origin)"))
      return nil
    }
    return url
  }

  func limits() -> InputLimits? {
    guard let section = ConfigurationSection<LimitsKey>(self) else { return nil }
    var limits = InputLimits()
    if let bytes = section[.upload]?.bytes() { limits.uploadBytes = bytes }
    if let bytes = section[.file]?.bytes() { limits.fileBytes = bytes }
    if let bytes = section[.unpacked]?.bytes() { limits.unpackedBytes = bytes }
    if let bytes = section[.field]?.bytes() { limits.fieldBytes = Int(min(bytes, 256 << 20)) }
    if let bytes = section[.record]?.bytes() { limits.recordBytes = Int(min(bytes, 256 << 20)) }
    if let bytes = section[.body]?.bytes() { limits.bodyBytes = Int(min(bytes, 256 << 20)) }
    if let ratio = section[.ratio]?.integer(1...100_000) { limits.unpackedRatio = ratio }
    if let entries = section[.entries]?.integer(1...1_000_000) { limits.zipEntries = entries }
    if let columns = section[.columns]?.integer(1...16_384) { limits.columns = columns }
    if let depth = section[.depth]?.integer(1...1_000) { limits.depth = depth }
    if limits.fieldBytes > limits.recordBytes {
      report(
        .invalidValue(
          ko: "field가 record보다 큽니다", en: "field is larger than record", fixKo: "record를 field보다 크게 하십시오",
          fixEn: "make record at least as large as field"), at: section.position)
    }
    return limits
  }
}
