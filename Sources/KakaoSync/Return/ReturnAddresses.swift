/// Where a person may be sent back to after a login (DESIGN §9).
///
/// An entry allows its own scheme, host and port, and every path that begins with its path at a segment boundary. Everything is
/// decided on bytes: nothing is decoded, resolved or repaired first, so that no browser and no server can read an allowed address as
/// another one.
public struct ReturnAddresses: Sendable, Hashable {
  /// One allowed beginning.
  public struct Entry: Sendable, Hashable {
    /// Scheme, host in lower case and port as browsers write an origin: `https://shop.example.com`.
    public let origin: String
    /// The path, at least `/`.
    public let path: String
    let originBytes: [UInt8]
    /// The path without a slash at its end; empty allows every path.
    let prefix: [UInt8]

    /// An entry. What is given is trusted: it comes from a checked configuration.
    public init(origin: String, path: String = "/") {
      self.origin = origin
      self.path = path.isEmpty ? "/" : path
      originBytes = Array(origin.utf8)
      var prefix = Array(path.utf8)
      while prefix.last == UInt8(ascii: "/") { prefix.removeLast() }
      self.prefix = prefix
    }

    func allows(_ path: ArraySlice<UInt8>) -> Bool {
      guard path.starts(with: prefix) else { return false }
      let rest = path.dropFirst(prefix.count)
      return rest.isEmpty || rest.first == UInt8(ascii: "/")
    }
  }

  /// The most bytes that a return address may have.
  public static let limit = 1024

  /// The allowed beginnings; the first is where people go who name none.
  public let entries: [Entry]
  /// Where people go who name no address.
  public let fallback: ReturnAddress

  /// A list; nil when it is empty.
  public init?(_ entries: [Entry]) {
    guard let first = entries.first else { return nil }
    self.entries = entries
    fallback = ReturnAddress(origin: first.originBytes, path: Array(first.path.utf8), query: nil, fragment: nil)
  }

  /// The address to go back to; nil when what was asked for is not allowed. Absent is the first entry.
  ///
  /// - Parameter text: a whole address, or a path with one leading `/`, which is taken on the first entry's origin.
  public func address(_ text: String?) -> ReturnAddress? {
    guard let text else { return fallback }
    guard let bytes = AddressBytes.ascii(text) else { return nil }
    if bytes.first == UInt8(ascii: "/") { return address(entries[0].originBytes, bytes[...]) }
    for entry in entries where bytes.starts(with: entry.originBytes) {
      let rest = bytes.dropFirst(entry.originBytes.count)
      switch rest.first {
      case nil, UInt8(ascii: "/"), UInt8(ascii: "?"), UInt8(ascii: "#"):
        if let address = address(entry.originBytes, rest) { return address }
      default: continue
      }
    }
    return nil
  }

  /// Reads what stands behind an origin, and looks whether an entry of that origin allows it.
  private func address(_ origin: [UInt8], _ rest: ArraySlice<UInt8>) -> ReturnAddress? {
    let hash = rest.firstIndex(of: UInt8(ascii: "#")) ?? rest.endIndex
    let question = rest[..<hash].firstIndex(of: UInt8(ascii: "?")) ?? hash
    let path = rest[..<question].isEmpty ? [UInt8(ascii: "/")][...] : rest[..<question]
    guard AddressBytes.isPlainPath(path),
      entries.contains(where: { $0.originBytes == origin && $0.allows(path) })
    else { return nil }
    return ReturnAddress(
      origin: origin, path: Array(path), query: question < hash ? Array(rest[question..<hash].dropFirst()) : nil,
      fragment: hash < rest.endIndex ? Array(rest[hash...].dropFirst()) : nil)
  }
}
