import CommonValues
import ShopModel

extension ConfigurationValue {
  /// `60s`, `5m`, `26h`, `14d`, `500ms`; a bare number is refused, because nobody can tell its unit.
  func duration(atLeast minimum: Duration = .milliseconds(1), atMost maximum: Duration) -> Duration? {
    guard let text = text() else { return nil }
    let units: [(String, Int64)] = [("ms", 1), ("s", 1_000), ("m", 60_000), ("h", 3_600_000), ("d", 86_400_000)]
    for (unit, milliseconds) in units where text.hasSuffix(unit) {
      guard let number = Int64(text.dropLast(unit.count)), number >= 0 else { continue }
      let (total, overflow) = number.multipliedReportingOverflow(by: milliseconds)
      guard !overflow, Duration.milliseconds(total) >= minimum, Duration.milliseconds(total) <= maximum else {
        report(
          .invalidValue(
            ko: "허용 범위를 벗어난 기간입니다", en: "the duration is out of range",
            fixKo: "\(minimum.spelled) 이상 \(maximum.spelled) 이하로 쓰십시오",
            fixEn: "use \(minimum.spelled) to \(maximum.spelled)"))
        return nil
      }
      return .milliseconds(total)
    }
    report(
      .invalidValue(
        ko: "기간이 아닙니다", en: "not a duration", fixKo: "60s, 5m, 26h, 14d처럼 단위를 붙여 쓰십시오",
        fixEn: "write a number and a unit: 60s, 5m, 26h, 14d"))
    return nil
  }

  /// `hourly`, `hourly :15`, `daily 04:00`, `weekly sun 03:00`.
  func schedule() -> Schedule? {
    guard let text = text() else { return nil }
    if let schedule = Schedule(text) { return schedule }
    report(
      .invalidValue(
        ko: "예약 시각이 아닙니다", en: "not a schedule",
        fixKo: "hourly, hourly :15, daily 04:00, weekly sun 03:00처럼 쓰십시오 (한국 시각)",
        fixEn: "write hourly, hourly :15, daily 04:00 or weekly sun 03:00, in Korean time"))
    return nil
  }

  /// `90d`: whole days.
  func days() -> Int? {
    guard let text = text() else { return nil }
    if text.hasSuffix("d"), let days = Int(text.dropLast()), (0...36_500).contains(days) { return days }
    report(
      .invalidValue(ko: "일수가 아닙니다", en: "not a number of days", fixKo: "90d처럼 쓰십시오", fixEn: "write it like 90d"))
    return nil
  }

  /// `20%` or `0.5%`, 0 to 100.
  func percent() -> Double? {
    guard let text = text() else { return nil }
    if let value = Self.percent(text) { return value }
    report(
      .invalidValue(
        ko: "백분율이 아닙니다", en: "not a percentage", fixKo: "5%처럼 0%에서 100%까지 쓰십시오", fixEn: "write 0% to 100%, like 5%"))
    return nil
  }

  static func percent(_ text: String) -> Double? {
    guard text.hasSuffix("%") else { return nil }
    let number = text.dropLast().filter { $0 != " " }
    guard !number.isEmpty, number.allSatisfy({ $0.isASCII && ($0.isNumber || $0 == ".") }), let value = Double(number),
      (0...100).contains(value)
    else { return nil }
    return value
  }

  /// A number of bytes: `512`, `64KiB`, `1MiB`, `2GiB` (or `KB`, `MB`, `GB`, powers of ten).
  func bytes() -> Int64? {
    guard let text = text() else { return nil }
    let units: [(String, Int64)] = [
      ("KiB", 1 << 10), ("MiB", 1 << 20), ("GiB", 1 << 30), ("TiB", 1 << 40), ("KB", 1_000), ("MB", 1_000_000),
      ("GB", 1_000_000_000), ("", 1),
    ]
    for (unit, factor) in units where text.hasSuffix(unit) {
      let number = String(text.dropLast(unit.count)).trimmedBlanks
      guard let value = Int64(number), value > 0 else { continue }
      let (total, overflow) = value.multipliedReportingOverflow(by: factor)
      if !overflow { return total }
    }
    report(
      .invalidValue(
        ko: "크기가 아닙니다", en: "not a size", fixKo: "64KiB, 1MiB, 2GiB처럼 쓰십시오", fixEn: "write it like 64KiB, 1MiB, 2GiB"))
    return nil
  }

  /// An exact decimal number, as amounts are.
  func decimal() -> DecimalNumber? {
    if case .scalar(let text, _) = node.content, !text.isEmpty,
      text.allSatisfy({ $0.isASCII && ($0.isNumber || ".-".contains($0)) }), let value = DecimalNumber(text)
    {
      return value
    }
    report(
      .invalidValue(
        ko: "숫자가 아닙니다", en: "not a number", fixKo: "100000처럼 숫자만 쓰십시오", fixEn: "write digits only, like 100000"))
    return nil
  }
}

extension Duration {
  /// As the files write it, in the largest unit that comes out whole.
  fileprivate var spelled: String {
    let milliseconds = components.seconds * 1_000 + components.attoseconds / 1_000_000_000_000_000
    for (unit, size) in [("d", 86_400_000), ("h", 3_600_000), ("m", 60_000), ("s", 1_000)] as [(String, Int64)]
    where milliseconds > 0 && milliseconds % size == 0 {
      return "\(milliseconds / size)\(unit)"
    }
    return "\(milliseconds)ms"
  }
}
