public import CommonValues

/// A ``Member`` as ``FieldRecord`` bytes and back.
public enum MemberRecord {
  /// Appends the fields that `member` states.
  public static func write(_ member: Member, to writer: inout FieldRecordWriter) {
    write(member.name, .name, &writer) { $0.text($1, $2) }
    write(member.phone, .phone, &writer) { $0.integer($1, $2.digits) }
    write(member.email, .email, &writer) { $0.text($1, $2) }
    write(member.gender, .gender, &writer) { $0.byte($1, $2.storedByte) }
    write(member.birthDate, .birthDate, &writer) { $0.integer($1, Int64($2.daysSinceEpoch)) }
    write(member.grade, .grade, &writer) { $0.text($1, $2) }
    write(member.region, .region, &writer) { $0.text($1, $2) }
    write(member.points, .points, &writer) { $0.integer($1, $2.tenThousandths) }
    write(member.joinedAt, .joinedAt, &writer) { $0.integer($1, $2.milliseconds) }
    write(member.lastLoginAt, .lastLoginAt, &writer) { $0.integer($1, $2.milliseconds) }
    let isWithdrawn = member.withdrawnAt != nil || member.status.value == .withdrawn
    if member.status.value != .withdrawn { write(member.status, .status, &writer) { $0.byte($1, $2.storedByte) } }
    write(member.kakaoUserID, .kakaoUserID, &writer) { $0.integer($1, $2) }
    if !member.consents.isEmpty { write(member.consents, &writer) }
    if isWithdrawn { writer.withdrawal(at: member.withdrawnAt?.milliseconds) }
    let attributes = member.attributes.map { (Array($0.key.utf8), $0.value) }
      .sorted { $0.0.lexicographicallyPrecedes($1.0) }
    for (name, field) in attributes {
      name.withUnsafeBufferPointer { name in
        switch field {
        case .unknown: break
        case .empty: writer.attribute(name: name, value: nil)
        case .value(var text): text.withUTF8 { writer.attribute(name: name, value: $0) }
        }
      }
    }
  }

  /// One entry per kind; of two statements about one kind a refusal goes before a grant, then the later date.
  private static func write(_ consents: [Consent], _ writer: inout FieldRecordWriter) {
    func weight(_ consent: Consent) -> (Int, Int64) {
      (consent.state == .denied ? 1 : 0, consent.at?.milliseconds ?? .min)
    }
    for kind in ConsentKind.allCases {
      let statements = consents.filter { $0.kind == kind }
      if let consent = statements.max(by: { weight($0) < weight($1) }) { writer.consent(consent) }
    }
  }

  private static func write<Value>(
    _ field: Field<Value>, _ name: MemberField, _ writer: inout FieldRecordWriter,
    _ body: (inout FieldRecordWriter, UInt8, Value) -> Void
  ) {
    switch field {
    case .unknown: break
    case .empty: writer.empty(name.rawValue)
    case .value(let value): body(&writer, name.rawValue, value)
    }
  }

  /// The member that the bytes describe. Fields that are damaged are left out.
  ///
  /// - Parameter sourceTime: the record's own, for a leaving that its source did not date; without it nothing undoes such a one.
  public static func read(id: String, _ bytes: ByteSlice, sourceTime: Timestamp? = nil) -> Member {
    var member = Member(id: id)
    var stated = member.status
    var cursor = FieldCursor(bytes)
    while let entry = cursor.next() {
      switch entry.tag {
      case FieldRecord.firstConsentTag...FieldRecord.lastConsentTag:
        if let consent = consent(entry) { member.consents.append(consent) }
      case FieldRecord.withdrawnAtTag:
        member.status = .value(.withdrawn)
        member.withdrawnAt = entry.timestamp ?? entry.ownTime.map(Timestamp.init(milliseconds:)) ?? sourceTime
      case FieldRecord.attributeTag:
        let (name, value) = entry.attribute
        member.attributes[String(decoding: name, as: UTF8.self)] =
          entry.isEmpty ? .empty : .value(String(decoding: value, as: UTF8.self))
      default:
        if let field = MemberField(rawValue: entry.tag) { set(field, entry, &member) }
        if entry.tag == MemberField.status.rawValue { stated = member.status }
      }
    }
    if let withdrawnAt = member.withdrawnAt, let joinedAt = member.joinedAt.value, joinedAt > withdrawnAt {
      member.withdrawnAt = nil
      member.status = stated
    }
    return member
  }

  private static func set(_ field: MemberField, _ entry: FieldEntry, _ member: inout Member) {
    func read<Value>(_ value: @autoclosure () -> Value?) -> Field<Value> {
      entry.isEmpty ? .empty : Field(value())
    }
    switch field {
    case .name: member.name = read(entry.text)
    case .phone: member.phone = read(entry.fixed.flatMap(PhoneNumber.init(digits:)))
    case .email: member.email = read(entry.text)
    case .gender: member.gender = read(entry.payload.first.flatMap(Gender.init(storedByte:)))
    case .birthDate: member.birthDate = read(entry.date)
    case .grade: member.grade = read(entry.text)
    case .region: member.region = read(entry.text)
    case .points: member.points = read(entry.fixed.map(DecimalNumber.init(tenThousandths:)))
    case .joinedAt: member.joinedAt = read(entry.timestamp)
    case .lastLoginAt: member.lastLoginAt = read(entry.timestamp)
    case .status: member.status = read(entry.payload.first.flatMap(MemberStatus.init(storedByte:)))
    case .kakaoUserID: member.kakaoUserID = read(entry.fixed.flatMap { $0 > 0 ? $0 : nil })
    }
  }

  private static func consent(_ entry: FieldEntry) -> Consent? {
    guard let flags = entry.payload.first,
      let kind = ConsentKind(storedOrder: entry.tag - FieldRecord.firstConsentTag)
    else { return nil }
    let isDated = flags & 1 != 0 && entry.payload.count == 9
    let at = isDated ? Timestamp(milliseconds: FieldEntry.integer(entry.payload, at: 1)) : nil
    return Consent(kind, flags & 2 != 0 ? .granted : .denied, at: at)
  }
}

extension Gender {
  /// The byte that stands for it in a stored record.
  public var storedByte: UInt8 { self == .female ? 1 : 2 }

  init?(storedByte: UInt8) {
    switch storedByte {
    case 1: self = .female
    case 2: self = .male
    default: return nil
    }
  }
}

extension MemberStatus {
  /// The byte that stands for it in a stored record.
  public var storedByte: UInt8 {
    switch self {
    case .active: 1
    case .dormant: 2
    case .withdrawn: 3
    }
  }

  init?(storedByte: UInt8) {
    guard let status = MemberStatus.allCases.first(where: { $0.storedByte == storedByte }) else { return nil }
    self = status
  }
}
