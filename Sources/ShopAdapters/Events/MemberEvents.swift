import CommonValues
import ShopModel

/// Maps the rows of a member export to events.
struct MemberEvents {
  private let bound: BoundMembers
  private let source: RowSource

  init(_ bound: BoundMembers, _ source: RowSource) {
    self.bound = bound
    self.source = source
  }

  /// - Parameter stated: the id, where it is one of several in the row.
  func event(_ row: EventCells, _ line: Int?, id stated: String? = nil) -> Result<RowEvent, Diagnostic> {
    var row = row
    let id: String
    switch EventID.read(stated ?? row.value(bound.id), source, line) {
    case .success(let found): id = found
    case .failure(let problem): return .failure(problem)
    }
    var member = Member(id: id)
    member.updatedAt = row.date(bound.updatedAt)
    let sourceTime = member.updatedAt ?? source.time
    member.status = status(&row, &member)
    for (field, bound) in bound.fields where field != .status { set(field, bound, &row, &member, sourceTime) }
    for (kind, flag) in bound.consents {
      guard let state = self.flag(flag, &row, .unknownConsent) else { continue }
      var at = row.date(state ? flag.yesAt : flag.noAt)
      if at == nil { at = row.date(flag.changedAt) }
      member.consents.append(Consent(kind, state ? .granted : .denied, at: at))
    }
    if let list = bound.consentList, let cell = row.value(list) {
      member.consents += CanonicalLists.consents(cell, &row.warnings)
    }
    for attribute in bound.attributes where !row.saysNothing(attribute) {
      member.attributes[attribute.name] = text(attribute, row)
    }
    return .success(RowEvent(event: .member(member), recordTime: member.updatedAt, warnings: row.warnings))
  }

  private func text(_ bound: BoundField, _ row: EventCells) -> Field<String> {
    guard let cell = row.value(bound) else { return row.saysNothing(bound) ? .unknown : .empty }
    return .value(row.meaning(cell, bound) ?? cell)
  }

  private func set(
    _ field: MemberField, _ bound: BoundField, _ row: inout EventCells, _ member: inout Member, _ sourceTime: Timestamp
  ) {
    switch field {
    case .name: member.name = text(bound, row)
    case .grade: member.grade = text(bound, row)
    case .region: member.region = text(bound, row)
    case .phone: member.phone = parsed(bound, &row, .badPhone) { PhoneNumber($0) }
    case .email: member.email = parsed(bound, &row, .badEmail) { EventText.email($0) }
    case .gender:
      member.gender = parsed(bound, &row, .unknownGender) { [row] in
        row.meaning($0, bound).flatMap(Gender.init(rawValue:))
      }
    case .birthDate:
      if let cell = row.value(bound), row.isZeroDate(cell) {
        member.birthDate = .empty
      } else {
        member.birthDate = parsed(bound, &row, .badDate) {
          CalendarDate($0).flatMap { $0 <= sourceTime.seoulDate ? $0 : nil }
        }
      }
    case .points: member.points = parsed(bound, &row, .badNumber) { EventText.points($0) }
    case .joinedAt: member.joinedAt = time(bound, &row)
    case .lastLoginAt: member.lastLoginAt = time(bound, &row, isLastSeen: true)
    case .kakaoUserID:
      let found: Field<Int64> = parsed(bound, &row, .badKakaoUserID) { EventText.kakaoUserID($0) }
      if found != .empty || bound.mapping.endsWhenBlank { member.kakaoUserID = found }
    case .status: break
    }
  }

  private func parsed<Value>(
    _ bound: BoundField, _ row: inout EventCells, _ problem: FieldWarning.Problem, _ parse: (String) -> Value?
  ) -> Field<Value> {
    guard let cell = row.value(bound) else { return row.saysNothing(bound) ? .unknown : .empty }
    guard let value = parse(cell) else {
      row.warnings.append(FieldWarning(bound.name, problem))
      return .unknown
    }
    return .value(value)
  }

  private func time(_ bound: BoundField, _ row: inout EventCells, isLastSeen: Bool = false) -> Field<Timestamp> {
    switch row.time(bound, isLastSeen: isLastSeen) {
    case .absent: return .unknown
    case .blank: return .empty
    case .value(let found): return .value(found)
    case .bad:
      row.warnings.append(FieldWarning(bound.name, .badTime))
      return .unknown
    }
  }

  private func flag(_ flag: BoundFlag, _ row: inout EventCells, _ problem: FieldWarning.Problem) -> Bool? {
    guard let bound = flag.state, let cell = row.value(bound) else { return nil }
    if let found = flag.words.find(cell) { return found == 1 }
    row.warnings.append(FieldWarning(bound.name, problem))
    return nil
  }

  /// The status, and in `member` the day of leaving.
  private func status(_ row: inout EventCells, _ member: inout Member) -> Field<MemberStatus> {
    var stated: MemberStatus?
    var isBlank = false
    if let bound = bound.fields.first(where: { $0.field == .status })?.bound {
      if let cell = row.value(bound) {
        stated = row.meaning(cell, bound).flatMap(MemberStatus.init(rawValue:))
        if stated == nil { row.warnings.append(FieldWarning(bound.name, .unknownStatus)) }
      } else {
        isBlank = !row.saysNothing(bound)
      }
    }
    let hasLeft = bound.withdrawn.flatMap { flag($0, &row, .unknownFlag) }
    let left = row.date(bound.withdrawn?.yesAt)
    let isLeaving = left != nil && hasLeft == nil && (stated == nil || stated == .withdrawn)
    if hasLeft == true || stated == .withdrawn || isLeaving {
      member.withdrawnAt = left
      return .value(.withdrawn)
    }
    if let stated { return .value(stated) }
    if let dormant = bound.dormant {
      if let isDormant = flag(dormant, &row, .unknownFlag) { return .value(isDormant ? .dormant : .active) }
      if let since = row.date(dormant.yesAt) {
        guard let until = row.date(dormant.noAt) else { return .value(.dormant) }
        return .value(until >= since ? .active : .dormant)
      }
    }
    return isBlank ? .empty : .unknown
  }
}
