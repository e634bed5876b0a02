import CommonValues
import Records
import ShopModel

/// What the columns for status, leaving and dormancy say together.
enum FoundStatus {
  /// There is no such column, or none says anything.
  case unknown
  /// There is a column for the status, and it is blank.
  case blank
  case active
  case dormant
  /// Since then, in milliseconds; nil when the source does not say.
  case withdrawn(Int64?)
}

extension RecordMapper {
  /// Puts the columns together.
  ///
  /// A member has left if the flag or the status says so, or if there is a date of leaving and nothing says otherwise. Dormancy is asked for where
  /// the status says nothing.
  func memberStatus(_ record: borrowing Record) -> FoundStatus {
    var word: UInt8 = WordTable.none
    var isBlank = false
    if let step = tables.status {
      let cell = value(step, record)
      isBlank = cell.isEmpty && !saysNothing(step, record)
      if !cell.isEmpty {
        word = step.words.match(cell)
        if word == WordTable.none { warn(step.field, .unknownStatus) }
      }
    }
    let isStated = word == MemberStatus.active.storedByte || word == MemberStatus.dormant.storedByte
    var hasLeft: Bool?
    var left: Int64?
    if let step = tables.withdrawal {
      hasLeft = flag(step, record)
      left = date(step.dates.yes, record)
    }
    if hasLeft == true || word == MemberStatus.withdrawn.storedByte || (left != nil && hasLeft == nil && !isStated) {
      return .withdrawn(left)
    }
    if word == MemberStatus.active.storedByte { return .active }
    if word == MemberStatus.dormant.storedByte { return .dormant }
    if let step = tables.dormancy {
      if let dormant = flag(step, record) { return dormant ? .dormant : .active }
      if let since = date(step.dates.yes, record) {
        let until = date(step.dates.no, record)
        return until != nil && until ?? 0 >= since ? .active : .dormant
      }
    }
    return isBlank ? .blank : .unknown
  }

  /// Yes, no or neither.
  private func flag(_ step: MappingStep, _ record: borrowing Record) -> Bool? {
    let cell = value(step, record)
    if cell.isEmpty { return nil }
    let state = step.words.match(cell)
    guard state != WordTable.none else {
      warn(step.field, .unknownFlag)
      return nil
    }
    return state == 1
  }

  func writeStatus(_ step: MappingStep, _ status: FoundStatus, _ writer: inout FieldRecordWriter) {
    switch status {
    case .unknown, .withdrawn: break
    case .blank: writer.empty(step.tag)
    case .active: writer.byte(step.tag, MemberStatus.active.storedByte)
    case .dormant: writer.byte(step.tag, MemberStatus.dormant.storedByte)
    }
  }
}
