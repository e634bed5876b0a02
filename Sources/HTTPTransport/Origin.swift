/// Scheme, host and port of a URL: what shares connections and a concurrency limit.
struct Origin: Sendable, Hashable {
  /// `http` or `https`.
  let scheme: String
  /// The host in lower case, IPv6 in brackets; the only part that logs, metrics and errors show.
  let host: String
  /// The port as written, nil for the scheme's own.
  let port: String?

  var isSecure: Bool { scheme == "https" }

  /// Nil for anything but an absolute http or https URL with a host and without user information.
  init?(url: String) {
    let bytes = url.utf8
    guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")) else { return nil }
    let scheme = url[..<colon].lowercased()
    guard scheme == "http" || scheme == "https" else { return nil }
    let rest = bytes[bytes.index(after: colon)...]
    guard rest.starts(with: "//".utf8) else { return nil }
    let start = rest.index(rest.startIndex, offsetBy: 2)
    let end = rest[start...].firstIndex { $0 == 0x2F || $0 == 0x3F || $0 == 0x23 } ?? rest.endIndex
    let authority = url[start..<end]
    let hostEnd: String.Index
    if authority.utf8.first == UInt8(ascii: "[") {
      guard let bracket = authority.utf8.firstIndex(of: UInt8(ascii: "]")) else { return nil }
      hostEnd = authority.utf8.index(after: bracket)
    } else {
      hostEnd = authority.utf8.firstIndex(of: UInt8(ascii: ":")) ?? authority.endIndex
    }
    let host = authority[..<hostEnd].lowercased()
    let after = authority[hostEnd...]
    guard !host.isEmpty, host.utf8.allSatisfy(Origin.isHostByte) else { return nil }
    if after.isEmpty {
      port = nil
    } else {
      guard after.utf8.first == UInt8(ascii: ":"), let number = UInt16(after.dropFirst()), number > 0 else {
        return nil
      }
      port = String(number)
    }
    self.scheme = scheme
    self.host = host
  }

  /// Letters, digits, `.-_` and, for IPv6, `[]:`. `@`, `%` and `\` are no part of a host here, whatever a parser makes
  /// of them.
  private static func isHostByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x5B, 0x5D, 0x3A: true
    default: false
    }
  }
}
