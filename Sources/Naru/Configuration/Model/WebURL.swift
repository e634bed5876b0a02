/// An absolute `http` or `https` address, checked: no user name, no fragment, a plain ASCII host.
public struct WebURL: Sendable, Hashable, CustomStringConvertible {
  /// `http` or `https`.
  public let scheme: String
  /// The host in lower case; an IPv6 address keeps its brackets.
  public let host: String
  /// The port when one is written.
  public let port: Int?
  /// The path, at least `/`.
  public let path: String
  /// The query without its `?`, when there is one.
  public let query: String?

  /// Nil when the text is no such address.
  public init?(_ text: String) {
    guard text.utf8.count <= 2048, text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F && $0 != 0x5C && $0 != 0x22 }),
      !text.contains("#"), let mark = text.firstRange(of: "://")
    else { return nil }
    let scheme = text[..<mark.lowerBound].lowercased()
    guard scheme == "http" || scheme == "https" else { return nil }
    let rest = text[mark.upperBound...]
    let end = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
    let authority = rest[..<end]
    guard !authority.contains("@") else { return nil }
    let tail = rest[end...]
    let question = tail.firstIndex(of: "?") ?? tail.endIndex
    guard let parsed = HostAndPort(String(authority)) else { return nil }
    self.scheme = scheme
    host = parsed.host
    port = parsed.port
    path = question == tail.startIndex ? "/" : String(tail[..<question])
    query = question < tail.endIndex ? String(tail[tail.index(after: question)...]) : nil
  }

  /// `https` to a host on the standard port.
  init(host: String) {
    scheme = "https"
    self.host = host
    port = nil
    path = "/"
    query = nil
  }

  /// Whether the host is this machine by name or address: `localhost`, `127.…`, `[::1]`.
  public var isLoopback: Bool {
    if host == "localhost" || host == "[::1]" { return true }
    let parts = host.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts[0] == "127" && parts.allSatisfy { UInt8($0) != nil }
  }

  /// Scheme, host and port as browsers write an origin, the scheme's own port left out.
  public var origin: String {
    let standard = scheme == "https" ? 443 : 80
    return "\(scheme)://\(host)" + (port.flatMap { $0 == standard ? nil : ":\($0)" } ?? "")
  }

  /// The address as it is used.
  public var description: String { origin + path + (query.map { "?" + $0 } ?? "") }
}

/// `host:port`, the port optional.
struct HostAndPort: Sendable, Hashable {
  let host: String
  let port: Int?

  init?(_ text: String) {
    var hostText = Substring(text.lowercased())
    var portText: Substring?
    if hostText.hasPrefix("[") {
      guard let close = hostText.firstIndex(of: "]") else { return nil }
      let rest = hostText[hostText.index(after: close)...]
      guard rest.isEmpty || rest.hasPrefix(":") else { return nil }
      portText = rest.isEmpty ? nil : rest.dropFirst()
      hostText = hostText[...close]
      let inner = hostText.dropFirst().dropLast()
      guard inner.count >= 2, inner.allSatisfy({ $0.isHexDigit || $0 == ":" || $0 == "." }), inner.contains(":") else {
        return nil
      }
    } else {
      if let colon = hostText.firstIndex(of: ":") {
        portText = hostText[hostText.index(after: colon)...]
        hostText = hostText[..<colon]
      }
      let labels = hostText.split(separator: ".", omittingEmptySubsequences: false)
      let plain = labels.allSatisfy { label in
        !label.isEmpty && label.utf8.count <= 63 && !label.hasPrefix("-") && !label.hasSuffix("-")
          && label.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-" || $0 == "_") }
      }
      guard plain, hostText.utf8.count <= 253 else { return nil }
    }
    host = String(hostText)
    guard let portText else {
      port = nil
      return
    }
    guard portText.count <= 5, portText.allSatisfy({ $0.isASCII && $0.isNumber }), let number = Int(portText),
      (0...65_535).contains(number)
    else { return nil }
    port = number
  }
}
