public import CommonValues

/// What decides whether a member may be written to, status and consents, read from the bytes of a ``MemberRecord`` without making text
/// or a ``Member`` of them: for counting very many.
public struct MemberOutline: Sendable, Hashable {
  /// The status as ``MemberRecord/read(id:_:sourceTime:)`` has it; active where the record does not say.
  public private(set) var status = MemberStatus.active
  /// A bit for each kind that was granted, by its stored order.
  private var granted: UInt8 = 0
  /// The same of those that were granted with a date.
  private var dated: UInt8 = 0

  /// Reads a record.
  ///
  /// - Parameter sourceTime: the record's own, for a leaving that its source did not date; asked for that alone.
  public init(_ bytes: ByteSlice, sourceTime: () -> Timestamp?) {
    var left: (isSaid: Bool, at: Timestamp?) = (false, nil)
    var joinedAt: Timestamp?
    var cursor = FieldCursor(bytes)
    while let entry = cursor.next() {
      switch entry.tag {
      case FieldRecord.firstConsentTag...FieldRecord.lastConsentTag:
        guard let flags = entry.payload.first, flags & 2 != 0 else { continue }
        let bit = UInt8(1) << (entry.tag - FieldRecord.firstConsentTag)
        granted |= bit
        if flags & 1 != 0, entry.payload.count == 9 { dated |= bit }
      case FieldRecord.withdrawnAtTag:
        left = (true, entry.timestamp ?? entry.ownTime.map(Timestamp.init(milliseconds:)) ?? sourceTime())
      case MemberField.status.rawValue where !entry.isEmpty:
        if let known = entry.payload.first.flatMap(MemberStatus.init(storedByte:)) { status = known }
      case MemberField.joinedAt.rawValue where !entry.isEmpty: joinedAt = entry.timestamp
      default: break
      }
    }
    guard left.isSaid else { return }
    if let at = left.at, let joinedAt, joinedAt > at { return }
    status = .withdrawn
  }

  /// Whether all of the kinds were granted; where `isDated`, each with a date.
  public func grants(_ kinds: [ConsentKind], isDated: Bool) -> Bool {
    let bits = isDated ? dated : granted
    return kinds.allSatisfy { bits & 1 << $0.storedOrder != 0 }
  }
}
