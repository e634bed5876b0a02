import CommonValues

/// The `verify` section.
extension ManifestReader {
  mutating func verifier(_ node: ManifestNode) -> WebhookVerifier? {
    let kinds = ["header", "query", "token", "hmac", "standard_webhooks", "none"]
    guard let map = section(node, "verify", kinds + ["prefix"]) else { return nil }
    let given = kinds.filter { map[$0] != nil }
    guard given.count == 1, let kind = given.first, let value = map[kind] else {
      fault(.oneOf(kinds), node.place)
      return nil
    }
    let prefix = map["prefix"].flatMap { text($0, "prefix") } ?? ""
    if kind != "header", let prefix = map["prefix"] { fault(.notForField("prefix", field: kind), prefix.place) }
    switch kind {
    case "header": return headerName(value).map { .header(name: $0, prefix: prefix) }
    case "query": return text(value, "query").map { .query(name: $0) }
    case "token": return tokenPlace(value).map { .token($0) }
    case "hmac": return hmac(value).map { .hmac($0) }
    case "none":
      if case .map = value.content { return networks(value).map { .none(allow: $0) } }
      return isTrue(value, "none") ? WebhookVerifier.none(allow: []) : nil
    default: return isTrue(value, "standard_webhooks") ? .standardWebhooks : nil
    }
  }

  /// Whether a switch that can only be on is on.
  private mutating func isTrue(_ node: ManifestNode, _ name: String) -> Bool { word(node, name, ["true"]) != nil }

  private mutating func tokenPlace(_ node: ManifestNode) -> WebhookSettings.TokenPlace? {
    guard let map = section(node, "token", ["header", "prefix", "query"]) else { return nil }
    guard (map["header"] == nil) != (map["query"] == nil) else {
      fault(.oneOf(["header", "query"]), node.place)
      return nil
    }
    if let query = map["query"] {
      if let prefix = map["prefix"] { fault(.notForField("prefix", field: "query"), prefix.place) }
      return text(query, "query").map { .query(name: $0) }
    }
    let prefix = map["prefix"].flatMap { text($0, "prefix") } ?? ""
    return map["header"].flatMap { headerName($0) }.map { .header(name: $0, prefix: prefix) }
  }

  private mutating func networks(_ node: ManifestNode) -> [IPNetwork]? {
    guard let map = section(node, "none", ["allow"]), let list = required(map, "allow", node) else { return nil }
    guard case .list(let children) = list.content, !children.isEmpty else {
      fault(.wrongShape("allow", wanted: .labels), list.place)
      return nil
    }
    return children.compactMap { child in
      guard let text = text(child, "allow") else { return nil }
      if let network = IPNetwork(text) { return network }
      fault(.wrongShape("allow", wanted: .network), child.place)
      return nil
    }
  }

  private mutating func hmac(_ node: ManifestNode) -> WebhookVerifier.HMACScheme? {
    typealias Scheme = WebhookVerifier.HMACScheme
    let keys = ["header", "algorithm", "encoding", "key", "prefix", "separator", "signed", "timestamp"]
    guard let map = section(node, "hmac", keys), let header = required(map, "header", node).flatMap({ headerName($0) })
    else { return nil }
    var scheme = Scheme(header: header)
    if let algorithm = map["algorithm"] {
      let words = Scheme.Algorithm.allCases.map(\.rawValue)
      scheme.algorithm = word(algorithm, "algorithm", words).flatMap(Scheme.Algorithm.init(rawValue:)) ?? .sha256
    }
    if let encoding = map["encoding"] {
      let words = Scheme.Encoding.allCases.map(\.rawValue)
      scheme.encoding = word(encoding, "encoding", words).flatMap(Scheme.Encoding.init(rawValue:)) ?? .base64
    }
    if let key = map["key"] {
      let words = Scheme.Key.allCases.map(\.rawValue)
      scheme.key = word(key, "key", words).flatMap(Scheme.Key.init(rawValue:)) ?? .text
    }
    scheme.prefix = map["prefix"].flatMap { text($0, "prefix") } ?? ""
    scheme.separator = map["separator"].flatMap { separator($0, "separator") }
    if let time = map["timestamp"], let map = section(time, "timestamp", ["header", "format"]) {
      scheme.timestampHeader = required(map, "header", time).flatMap { headerName($0) }
      var rule = SourceRule()
      rule.format = .unixSeconds
      readTimeRule(map, &rule)
      scheme.timestampFormat = rule.format
    }
    if let signed = map["signed"] { scheme.signed = pieces(signed) }
    let signsTime = scheme.signed.contains(.timestamp)
    if signsTime != (scheme.timestampHeader != nil) {
      fault(.missingKey(signsTime ? "timestamp" : "{timestamp}"), (map["signed"] ?? node).place)
    }
    if !scheme.signed.contains(.body) { fault(.missingKey("{body}"), (map["signed"] ?? node).place) }
    return scheme
  }

  /// `{timestamp}.{body}` and the like; braces stand for pieces alone.
  private mutating func pieces(_ node: ManifestNode) -> [WebhookVerifier.HMACScheme.Piece] {
    guard let text = text(node, "signed") else { return [.body] }
    var pieces: [WebhookVerifier.HMACScheme.Piece] = []
    var rest = Substring(text)
    while let open = rest.firstIndex(of: "{") {
      if open > rest.startIndex { pieces.append(.text(String(rest[..<open]))) }
      guard let close = rest[open...].firstIndex(of: "}") else { break }
      guard let piece = piece(rest[rest.index(after: open)..<close]) else {
        let allowed = ["body", "timestamp", "method", "path", "header:NAME", "query:NAME"]
        fault(.unknownWord(String(rest[open...close]), suggestion: nil, allowed: allowed), node.place)
        return [.body]
      }
      pieces.append(piece)
      rest = rest[rest.index(after: close)...]
    }
    if !rest.isEmpty { pieces.append(.text(String(rest))) }
    return pieces
  }

  private func piece(_ name: Substring) -> WebhookVerifier.HMACScheme.Piece? {
    switch name {
    case "body": return .body
    case "timestamp": return .timestamp
    case "method": return .method
    case "path": return .path
    default: break
    }
    let halves = name.split(separator: ":", maxSplits: 1)
    guard halves.count == 2 else { return nil }
    let argument = String(halves[1])
    switch halves[0] {
    case "header": return isHeaderName(argument) ? .header(argument) : nil
    case "query": return .query(argument)
    default: return nil
    }
  }
}
