public import CommonValues

/// A row that can not be used, to be kept in quarantine.
public struct MalformedRecord: Sendable, Hashable {
  /// How much of the row is kept, in bytes.
  public static let rawLimit = 4 << 10

  /// The physical line on which the row starts.
  public let line: Int
  /// What is wrong with it, without any of its content.
  public let diagnostic: Diagnostic
  /// The row's first bytes as they stand in the file, at most ``rawLimit``. They hold personal data: mask them in every listing.
  public let raw: [UInt8]
  /// The encoding of ``raw``.
  public let encoding: TextEncoding
  /// Whether the file ends within this row, so that something may be missing behind it.
  public let isTruncated: Bool

  /// The kept bytes as text; what can not be decoded becomes a replacement character.
  public var text: String {
    guard encoding == .cp949 else { return String(decoding: raw, as: UTF8.self) }
    return raw.withUnsafeBufferPointer { bytes in
      String(unsafeUninitializedCapacity: bytes.count * 3 / 2 + 8) { buffer in
        guard let target = buffer.baseAddress else { return 0 }
        return CP949Table.decode(bytes, into: target, by: CP949Table.shared.entries)
      }
    }
  }
}
