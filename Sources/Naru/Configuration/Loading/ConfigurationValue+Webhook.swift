import CommonValues

extension ConfigurationValue {
  /// The `webhook` section of a shop.
  func webhook() -> WebhookConfiguration? {
    guard let section = ConfigurationSection<WebhookKey>(self) else { return nil }
    var webhook = WebhookConfiguration()
    webhook.secret = section[.secret]?.secret()
    webhook.tokenPlace = section[.tokenPlace]?.tokenPlace()
    webhook.senders = section[.senders]?.list(orSingle: true, of: { $0.network() }) ?? []
    webhook.acceptsUnverified = section[.acceptUnverified]?.bool() ?? false
    return webhook
  }

  /// `{header: NAME}`, with `prefix` where something stands before the token; or `{query: NAME}`.
  private func tokenPlace() -> WebhookConfiguration.TokenPlace? {
    guard let section = ConfigurationSection<TokenPlaceKey>(self) else { return nil }
    switch (section[.header], section[.query]) {
    case (let header?, nil):
      let prefix = section[.prefix].map { $0.prefixText() } ?? ""
      guard let name = header.placeName(), let prefix else { return nil }
      return .header(name: name, prefix: prefix)
    case (nil, let query?):
      if let prefix = section[.prefix] { prefix.report(.prefixWithoutHeader) }
      return query.placeName().map { .query(name: $0) }
    default:
      report(
        .invalidValue(
          ko: "header와 query 가운데 하나만 있어야 합니다", en: "exactly one of header and query is needed",
          fixKo: "{header: X-Token} 또는 {query: token}으로 쓰십시오", fixEn: "write {header: X-Token} or {query: token}"))
      return nil
    }
  }

  /// The name of a header or of a query item: letters, digits, `-`, `_` and `.`.
  private func placeName() -> String? {
    guard let text = text() else { return nil }
    let isName = text.utf8.allSatisfy { byte in
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F: true
      default: false
      }
    }
    if isName, text.utf8.count <= 128 { return text }
    report(
      .invalidValue(
        ko: "헤더나 쿼리의 이름이 아닙니다", en: "not the name of a header or query item", fixKo: "영문, 숫자, -, _, .만 쓰십시오",
        fixEn: "use letters, digits, -, _ and ."))
    return nil
  }

  /// What stands before a token, with the blank at its end: `"Bearer "`.
  private func prefixText() -> String? {
    guard case .scalar(let text, _) = node.content, text.utf8.count <= 64,
      text.utf8.allSatisfy({ (0x20...0x7E).contains($0) })
    else {
      report(
        .invalidValue(
          ko: "토큰 앞에 붙는 글자가 아닙니다", en: "not something that stands before a token",
          fixKo: "\"Bearer \"처럼 따옴표 안에 쓰십시오", fixEn: "write it in quotes, like \"Bearer \""))
      return nil
    }
    return text
  }

  /// The `inbox` section of the process.
  func inbox() -> InboxSettings? {
    guard let section = ConfigurationSection<InboxKey>(self) else { return nil }
    var settings = InboxSettings()
    // Three days are how long platforms go on trying.
    if let keep = section[.keep]?.duration(atLeast: .seconds(3 * 86_400), atMost: .seconds(366 * 86_400)) {
      settings.keep = keep
    }
    return settings
  }
}

extension ConfigurationProblem {
  fileprivate static let prefixWithoutHeader = Self(
    .error, "invalid-value", ko: "prefix는 header와 함께만 쓸 수 있습니다", en: "prefix goes with header only",
    fixKo: "prefix를 지우십시오", fixEn: "remove it")
}
