public import CommonValues

/// The stored form of a member or an order: its fields as tagged bytes, in ascending order of tag.
///
/// An entry is a tag (bit 7: the field is known to be empty), a variable-length integer `length << 1 | own`, eight bytes of source
/// time when `own` is set (else the record's own source time applies), and the payload. Two records with the same fields are the
/// same bytes, which is what the content hash stands on. The form is private to Naru; adapters speak ``ShopEvent``.
public enum FieldRecord {
  /// Tags below 16 are ``MemberField`` or ``OrderField``; these are the rest.
  public static let firstConsentTag: UInt8 = 16
  /// The last tag that a consent can have.
  public static let lastConsentTag: UInt8 = 22
  /// That a member left, and when: eight bytes, or none when the source does not say and its own time stands for it.
  public static let withdrawnAtTag: UInt8 = 30
  /// A named attribute; there may be many, in ascending order of name.
  public static let attributeTag: UInt8 = 32
  /// Set in a tag whose field is known to be empty.
  public static let emptyBit: UInt8 = 0x80
}

/// One field of a ``FieldRecord``.
public struct FieldEntry {
  /// The tag without its empty bit.
  public let tag: UInt8
  /// Whether the field is known to be empty.
  public let isEmpty: Bool
  /// The field's own source time in milliseconds, when it differs from the record's.
  public let ownTime: Int64?
  /// The value's bytes; an attribute's begin with its name.
  public let payload: ByteSlice

  @inlinable
  init(tag: UInt8, isEmpty: Bool, ownTime: Int64?, payload: ByteSlice) {
    self.tag = tag
    self.isEmpty = isEmpty
    self.ownTime = ownTime
    self.payload = payload
  }

  /// The payload of a fixed-width field: eight bytes, little-endian; 0 when there are fewer.
  @inlinable
  public var integer: Int64 { FieldEntry.integer(payload, at: 0) }

  @inlinable
  static func integer(_ bytes: ByteSlice, at offset: Int) -> Int64 {
    guard bytes.count >= offset + 8, let base = bytes.baseAddress else { return 0 }
    return Int64(littleEndian: UnsafeRawPointer(base + offset).loadUnaligned(as: Int64.self))
  }

  /// The payload of a fixed-width field; nil unless it is exactly eight bytes.
  var fixed: Int64? { payload.count == 8 ? integer : nil }

  /// The payload as a time; nil when it is none that ``Timestamp`` reads.
  var timestamp: Timestamp? {
    fixed.flatMap { Timestamp.writable.contains($0) ? Timestamp(milliseconds: $0) : nil }
  }

  /// The payload as a day; nil outside the years 1 to 9999.
  var date: CalendarDate? {
    fixed.flatMap { (-719_162...2_932_896).contains($0) ? CalendarDate(daysSinceEpoch: Int($0)) : nil }
  }

  /// The payload as text.
  public var text: String { String(decoding: payload, as: UTF8.self) }

  /// Name and value of an attribute's payload.
  public var attribute: (name: ByteSlice, value: ByteSlice) {
    guard let first = payload.first, payload.count > Int(first) else {
      return (payload, ByteSlice(rebasing: payload[0..<0]))
    }
    let split = 1 + Int(first)
    return (ByteSlice(rebasing: payload[1..<split]), ByteSlice(rebasing: payload[split...]))
  }
}

/// Walks the entries of a record; ends early, never reads beyond, when the bytes are damaged.
public struct FieldCursor {
  @usableFromInline let bytes: ByteSlice
  @usableFromInline var position = 0

  /// A walk over the bytes of one record.
  @inlinable
  public init(_ bytes: ByteSlice) { self.bytes = bytes }

  /// The next entry, or nil at the end.
  @inlinable
  public mutating func next() -> FieldEntry? {
    guard position < bytes.count else { return nil }
    let tag = bytes[position]
    var index = position + 1
    var header = 0
    var shift = 0
    while true {
      guard index < bytes.count, shift < 35 else { return nil }
      let byte = bytes[index]
      index += 1
      header |= Int(byte & 0x7F) << shift
      if byte < 0x80 { break }
      shift += 7
    }
    var ownTime: Int64?
    if header & 1 == 1 {
      guard bytes.count - index >= 8 else { return nil }
      ownTime = FieldEntry.integer(bytes, at: index)
      index += 8
    }
    let length = header >> 1
    guard bytes.count - index >= length else { return nil }
    position = index + length
    return FieldEntry(
      tag: tag & 0x7F, isEmpty: tag & FieldRecord.emptyBit != 0, ownTime: ownTime,
      payload: ByteSlice(rebasing: bytes[index..<index + length]))
  }
}
