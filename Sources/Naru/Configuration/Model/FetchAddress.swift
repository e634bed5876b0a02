import CommonValues

/// An address that exports are fetched from. It may hold a token: it is never shown whole.
public struct FetchAddress: Sendable, Hashable, CustomStringConvertible {
  let url: Secret<String>

  /// Nil for what is no http or https address; which of them may be fetched is decided when it is.
  init?(_ url: Secret<String>) {
    guard ExportAddress(url.reveal()) != nil else { return nil }
    self.url = url
  }

  /// The host, and the file's name when the path ends in one.
  public var description: String { ExportAddress(url.reveal())?.name ?? "" }

  /// Two are the same when their whole addresses are.
  public static func == (one: FetchAddress, other: FetchAddress) -> Bool { one.url.reveal() == other.url.reveal() }

  /// Hashes the whole address.
  public func hash(into hasher: inout Hasher) { hasher.combine(url.reveal()) }
}
