public import CommonValues
internal import Crypto

#if canImport(FoundationEssentials)
  internal import FoundationEssentials
#else
  internal import Foundation
#endif

/// A key that tokens are sealed with: 16 bytes (AES-128) or 32 bytes (AES-256).
public struct SealingKey: Sendable {
  /// Why text is no key.
  public enum Problem: Error, Sendable, Hashable {
    /// Neither hexadecimal digits nor base64.
    case notEncoded
    /// Another number of bytes than 16 or 32; the number is there.
    case wrongLength(Int)
    /// All bytes are the same: a placeholder, not a key.
    case notRandom
  }

  /// The length of ``id``.
  static let idLength = 8

  let key: SymmetricKey
  /// Names the key in a record and tells nothing about it.
  let id: [UInt8]

  /// Reads a key.
  ///
  /// - Parameter text: 32 or 64 hexadecimal digits, or base64 (also its URL form, with or without padding); blanks
  ///   around it are dropped. `openssl rand -base64 32` makes one.
  public init(_ text: Secret<String>) throws(Problem) {
    let characters = text.reveal().utf8.drop { $0 <= 0x20 }
    let end = characters.lastIndex { $0 > 0x20 }.map { characters.index(after: $0) } ?? characters.startIndex
    try self.init(bytes: try SealingKey.decode(Array(characters[..<end])))
  }

  init(bytes: [UInt8]) throws(Problem) {
    guard bytes.count == 16 || bytes.count == 32 else { throw .wrongLength(bytes.count) }
    guard Set(bytes).count > 1 else { throw .notRandom }
    key = SymmetricKey(data: bytes)
    let hash = SHA256.hash(data: Array("naru sealing key".utf8) + bytes)
    id = Array(hash.prefix(SealingKey.idLength))
  }

  /// The forms can not be mixed up: as base64, 32 or 64 digits would be 24 or 48 bytes.
  private static func decode(_ text: [UInt8]) throws(Problem) -> [UInt8] {
    if text.count == 32 || text.count == 64 {
      let digits = text.compactMap { HexText.value($0) }
      if digits.count == text.count {
        return stride(from: 0, to: digits.count, by: 2).map { digits[$0] << 4 | digits[$0 + 1] }
      }
    }
    var base64 = text.map { byte -> UInt8 in byte == 0x2D ? 0x2B : byte == 0x5F ? 0x2F : byte }
    while base64.last == 0x3D { base64.removeLast() }
    while base64.count % 4 != 0 { base64.append(0x3D) }
    guard !base64.isEmpty, let data = Data(base64Encoded: Data(base64)) else { throw .notEncoded }
    return Array(data)
  }
}
