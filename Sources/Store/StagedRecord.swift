public import CommonValues

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// One record on its way into the store: whose it is, when the source said it, and its fields.
///
/// The slices point into the staging buffer and are valid only until the next record is asked for.
public struct StagedRecord {
  /// The member's or order's id.
  public let key: ByteSlice
  /// Source time in milliseconds.
  public let sourceTime: Int64
  /// ``ContentHash`` of the fields.
  public let contentHash: Int64
  /// Place in the file: a physical line or row number. Later lines win.
  public let line: Int64
  /// The fields in the stored form.
  public let fields: ByteSlice

  /// The whole record as it is stored, header and padding included.
  let storage: ByteSlice

  /// Bytes in front of key and fields: total length (4), length of the key (2), padding (2), source time, hash, line.
  static let headerSize = 32

  /// A record that was not staged: one event on its way.
  init(key: ByteSlice, sourceTime: Int64, contentHash: Int64, line: Int64, fields: ByteSlice) {
    self.key = key
    self.sourceTime = sourceTime
    self.contentHash = contentHash
    self.line = line
    self.fields = fields
    storage = ByteSlice(start: nil, count: 0)
  }

  init(at base: UnsafePointer<UInt8>) {
    let raw = UnsafeRawPointer(base)
    storage = ByteSlice(start: base, count: Int(raw.load(as: UInt32.self)))
    let total = storage.count - Int(raw.load(fromByteOffset: 6, as: UInt16.self))
    let keyLength = Int(raw.load(fromByteOffset: 4, as: UInt16.self))
    sourceTime = raw.loadUnaligned(fromByteOffset: 8, as: Int64.self)
    contentHash = raw.loadUnaligned(fromByteOffset: 16, as: Int64.self)
    line = raw.loadUnaligned(fromByteOffset: 24, as: Int64.self)
    key = ByteSlice(start: base + StagedRecord.headerSize, count: keyLength)
    let start = StagedRecord.headerSize + keyLength
    fields = ByteSlice(start: base + start, count: total - start)
  }

  /// The first eight bytes of a key as an integer that sorts as the bytes do.
  @inline(__always)
  static func prefix(of key: ByteSlice) -> UInt64 {
    if key.count >= 8, let base = key.baseAddress {
      return UInt64(bigEndian: UnsafeRawPointer(base).loadUnaligned(as: UInt64.self))
    }
    var prefix: UInt64 = 0
    for index in 0..<8 { prefix = prefix << 8 | (index < key.count ? UInt64(key[index]) : 0) }
    return prefix
  }
}

extension ByteSlice {
  /// Bytewise order, as SQLite's BINARY collation has it: -1, 0 or 1.
  @inline(__always)
  func compared(to other: ByteSlice) -> Int {
    let shared = Swift.min(count, other.count)
    if shared > 0, let mine = baseAddress, let theirs = other.baseAddress {
      let order = memcmp(mine, theirs, shared)
      if order != 0 { return order < 0 ? -1 : 1 }
    }
    return count == other.count ? 0 : count < other.count ? -1 : 1
  }
}
