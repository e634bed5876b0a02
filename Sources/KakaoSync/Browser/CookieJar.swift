/// The cookies of a request, as far as Naru may have set them.
struct CookieJar: Sendable {
  /// The most bytes of a header that are looked at.
  static let limit = 32 << 10

  private(set) var cookies: [(name: String, value: String)] = []

  /// Reads the value of a `Cookie` header; several headers are joined by `; `. Whatever is no cookie is left out.
  init(_ header: String) {
    guard header.utf8.count <= CookieJar.limit else { return }
    var header = header
    header.withUTF8 { bytes in
      var start = 0
      while start < bytes.count {
        var end = start
        while end < bytes.count, bytes[end] != UInt8(ascii: ";") { end += 1 }
        read(UnsafeBufferPointer(rebasing: bytes[start..<end]))
        start = end + 1
      }
    }
  }

  private mutating func read(_ pair: UnsafeBufferPointer<UInt8>) {
    var start = 0
    while start < pair.count, pair[start] == 0x20 || pair[start] == 0x09 { start += 1 }
    var equals = start
    while equals < pair.count, pair[equals] != UInt8(ascii: "=") { equals += 1 }
    guard equals < pair.count, equals > start else { return }
    var end = pair.count
    while end > equals + 1, pair[end - 1] == 0x20 || pair[end - 1] == 0x09 { end -= 1 }
    let name = String(decoding: pair[start..<equals], as: UTF8.self)
    guard name.hasPrefix("__Host-naru_") || name.hasPrefix("naru_") else { return }
    cookies.append((name, String(decoding: pair[equals + 1..<end], as: UTF8.self)))
  }

  /// The first cookie of that name.
  subscript(name: String) -> String? { cookies.first { $0.name == name }?.value }
}
