public import CommonValues

/// Appends the entries of one record after another to one run of bytes. Entries must come in ascending order of tag, attributes in
/// ascending order of name.
public struct FieldRecordWriter: Sendable {
  /// What was written.
  public var bytes: [UInt8]

  /// A writer with room for so many bytes.
  @inlinable
  public init(capacity: Int = 256) {
    bytes = []
    bytes.reserveCapacity(capacity)
  }

  @inlinable
  mutating func header(tag: UInt8, length: Int, ownTime: Int64?) {
    bytes.append(tag)
    var header = length << 1 | (ownTime == nil ? 0 : 1)
    while header >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: header) | 0x80)
      header >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: header))
    if let ownTime { integer(ownTime) }
  }

  @inlinable
  mutating func integer(_ value: Int64) {
    withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
  }

  /// A field that is known to be empty.
  @inlinable
  public mutating func empty(_ tag: UInt8) { header(tag: tag | FieldRecord.emptyBit, length: 0, ownTime: nil) }

  /// A field's value as bytes.
  @inlinable
  public mutating func payload(_ tag: UInt8, _ payload: ByteSlice) {
    header(tag: tag, length: payload.count, ownTime: nil)
    bytes.append(contentsOf: payload)
  }

  /// A field's value as eight bytes.
  @inlinable
  public mutating func integer(_ tag: UInt8, _ value: Int64) {
    header(tag: tag, length: 8, ownTime: nil)
    integer(value)
  }

  /// A field's value as one byte.
  @inlinable
  public mutating func byte(_ tag: UInt8, _ value: UInt8) {
    header(tag: tag, length: 1, ownTime: nil)
    bytes.append(value)
  }

  /// A field's value as text.
  public mutating func text(_ tag: UInt8, _ text: String) {
    var text = text
    text.withUTF8 { payload(tag, $0) }
  }

  /// One consent; at most one of each kind, in the order of ``ConsentKind``.
  @inlinable
  public mutating func consent(_ consent: Consent) {
    let tag = FieldRecord.firstConsentTag + consent.kind.storedOrder
    let granted: UInt8 = consent.state == .granted ? 2 : 0
    if let at = consent.at {
      header(tag: tag, length: 9, ownTime: nil)
      bytes.append(granted | 1)
      integer(at.milliseconds)
    } else {
      byte(tag, granted)
    }
  }

  /// One attribute, nil: known to be empty. Names longer than 255 bytes are cut; a manifest or config never declares one.
  @inlinable
  public mutating func attribute(name: ByteSlice, value: ByteSlice?) {
    let nameLength = min(name.count, 255)
    let empty = value == nil ? FieldRecord.emptyBit : 0
    header(tag: FieldRecord.attributeTag | empty, length: 1 + nameLength + (value?.count ?? 0), ownTime: nil)
    bytes.append(UInt8(nameLength))
    bytes.append(contentsOf: name.prefix(nameLength))
    if let value { bytes.append(contentsOf: value) }
  }

  /// That a member left; nil when the source does not say when.
  @inlinable
  public mutating func withdrawal(at time: Int64?) {
    if let time {
      integer(FieldRecord.withdrawnAtTag, time)
    } else {
      header(tag: FieldRecord.withdrawnAtTag, length: 0, ownTime: nil)
    }
  }

  /// An entry as it was read, under another source time.
  mutating func copy(_ entry: FieldEntry, ownTime: Int64?) {
    header(
      tag: entry.tag | (entry.isEmpty ? FieldRecord.emptyBit : 0), length: entry.payload.count, ownTime: ownTime)
    bytes.append(contentsOf: entry.payload)
  }
}

extension ConsentKind {
  /// The place of the kind among the stored consents.
  @inlinable
  public var storedOrder: UInt8 {
    switch self {
    case .sms: 0
    case .email: 1
    case .kakao: 2
    case .push: 3
    case .night: 4
    case .thirdParty: 5
    case .marketing: 6
    }
  }

  /// The kind at that place.
  init?(storedOrder: UInt8) {
    guard let kind = ConsentKind.allCases.first(where: { $0.storedOrder == storedOrder }) else { return nil }
    self = kind
  }
}
