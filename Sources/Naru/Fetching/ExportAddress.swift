import CommonValues

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Where an export is fetched from.
struct ExportAddress: Sendable {
  /// The address as it was given. It may hold a token: never show it.
  let url: String

  /// Nil for what is no http or https address. Which of them may be fetched is decided later.
  init?(_ text: String) {
    let lower = text.prefix(8).lowercased()
    guard lower.hasPrefix("https://") || lower.hasPrefix("http://") else { return nil }
    url = text
  }

  /// What messages call it: the host, and the file's name when the path ends in one. A query or a path may be a secret.
  var name: String {
    let rest = url.drop { $0 != "/" }.dropFirst(2)
    let path = rest.prefix { $0 != "?" && $0 != "#" }
    let parts = path.split(separator: "/", omittingEmptySubsequences: false)
    let host = parts.first.map { $0.split(separator: "@").last.map(String.init) ?? "" } ?? ""
    guard parts.count > 1, let last = parts.last, ExportAddress.isFileName(last) else { return host }
    return "\(host)/\(last)"
  }

  private static func isFileName(_ text: Substring) -> Bool {
    guard text.utf8.count <= 80, let dot = text.lastIndex(of: "."), dot > text.startIndex else { return false }
    return (2...5).contains(text[text.index(after: dot)...].count)
      && text.utf8.allSatisfy {
        switch $0 {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F: true
        default: false
        }
      }
  }

  /// When a server says that the file was last changed (RFC 9110 section 5.6.7); nil for anything else.
  static func time(ofHeader text: String?) -> Timestamp? {
    guard let text else { return nil }
    let parts = text.split(separator: " ")
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    guard parts.count == 6, parts[5] == "GMT", let day = Int(parts[1]),
      let month = months.firstIndex(of: String(parts[2])),
      let year = Int(parts[3]), let date = CalendarDate(year: year, month: month + 1, day: day)
    else { return nil }
    return Timestamp("\(date)T\(parts[4])Z")
  }
}
