import CommonValues
import Records
import ShopModel

extension RecordMapper {
  /// Writes the fields of a member.
  func mapMember(_ record: borrowing Record, _ writer: inout FieldRecordWriter) -> Diagnostic? {
    if !readRecordTime(record), let step = tables.updatedAt { warn(step.field, .badTime) }
    let status = memberStatus(record)
    for index in 0..<tables.steps.count {
      writeMemberField(tables.steps[index], record, status, &writer)
    }
    return nil
  }

  @inline(__always)
  private func writeMemberField(
    _ step: MappingStep, _ record: borrowing Record, _ status: FoundStatus, _ writer: inout FieldRecordWriter
  ) {
    switch step.operation {
    case .consent: return writeConsent(step, record, &writer)
    case .consentList: return writeConsentList(step, record, &writer)
    case .time, .lastSeen: return writeTime(step, record, &writer)
    case .status: return writeStatus(step, status, &writer)
    case .withdrawal:
      if case .withdrawn(let at) = status { writer.withdrawal(at: at) }
      return
    default: break
    }
    let cell = value(step, record)
    if cell.isEmpty {
      if saysNothing(step, record) { return }
      switch step.operation {
      case .kakaoUserID: if step.endsWhenBlank { writer.empty(step.tag) }
      case .attribute: writer.attribute(name: step.name, value: nil)
      default: writer.empty(step.tag)
      }
      return
    }
    switch step.operation {
    case .text: writeText(step, cell, &writer)
    case .phone: writePhone(step, cell, &writer)
    case .email: writeEmail(step, cell, &writer)
    case .gender:
      let gender = step.words.match(cell)
      if gender == WordTable.none { warn(step.field, .unknownGender) } else { writer.byte(step.tag, gender) }
    case .date: writeBirthDate(step, cell, &writer)
    case .points:
      if let number = DecimalNumber(bytes: CellText.points(cell)) {
        writer.integer(step.tag, number.tenThousandths)
      } else {
        warn(step.field, .badNumber)
      }
    case .kakaoUserID:
      if let id = CellText.kakaoUserID(cell) {
        writer.integer(step.tag, id)
      } else {
        warn(step.field, .badKakaoUserID)
      }
    case .attribute:
      let meaning = step.words.match(cell)
      writer.attribute(name: step.name, value: meaning == WordTable.none ? cell : step.texts[Int(meaning)])
    default: break
    }
  }

  /// A day of birth that lies ahead of the file is none.
  private func writeBirthDate(_ step: MappingStep, _ cell: ByteSlice, _ writer: inout FieldRecordWriter) {
    if CellText.isZeroDate(cell) {
      writer.empty(step.tag)
    } else if let date = CalendarDate(bytes: cell), date <= Timestamp(milliseconds: effectiveTime).seoulDate {
      writer.integer(step.tag, Int64(date.daysSinceEpoch))
    } else {
      warn(step.field, .badDate)
    }
  }

  private func writeTime(_ step: MappingStep, _ record: borrowing Record, _ writer: inout FieldRecordWriter) {
    switch time(step, record) {
    case .absent: break
    case .blank: writer.empty(step.tag)
    case .bad: warn(step.field, .badTime)
    case .value(let found): writer.integer(step.tag, found)
    }
  }

  private func writeConsent(
    _ step: MappingStep, _ record: borrowing Record, _ writer: inout FieldRecordWriter
  ) {
    let cell = value(step, record)
    if cell.isEmpty { return }
    let state = step.words.match(cell)
    guard state != WordTable.none else { return warn(step.field, .unknownConsent) }
    var at = date(state == 1 ? step.dates.yes : step.dates.no, record)
    if at == nil { at = date(step.dates.changed, record) }
    let kind = tables.consentKinds[step.consent]
    writer.consent(Consent(kind, state == 1 ? .granted : .denied, at: at.map(Timestamp.init(milliseconds:))))
  }

  private func writeConsentList(
    _ step: MappingStep, _ record: borrowing Record, _ writer: inout FieldRecordWriter
  ) {
    let cell = value(step, record)
    if cell.isEmpty { return }
    var badDates = 0
    consents.removeAll()
    let isRead = CanonicalLists.forEachConsent(cell, badDates: &badDates) { consents.add($0) }
    for _ in 0..<badDates { warn(step.field, .badTime) }
    guard isRead else { return warn(step.field, .unknownConsent) }
    consents.write(to: &writer)
  }

  /// One of a flag's dates; nil when there is none.
  func date(_ number: Int, _ record: borrowing Record) -> Int64? {
    guard number >= 0 else { return nil }
    switch time(tables.dates[number], record) {
    case .blank, .absent: return nil
    case .value(let found): return found
    case .bad:
      warn(tables.dates[number].field, .badTime)
      return nil
    }
  }

  /// The source time of the row.
  var effectiveTime: Int64 { recordTime?.milliseconds ?? tables.sourceTime }
}
