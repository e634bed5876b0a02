public import CommonValues

/// A decimal number with at most four places, exact: money, points. Never a float.
///
/// Holds ±922 trillion; arithmetic that would leave that range gives nil.
public struct DecimalNumber: Sendable, Hashable, Comparable {
  /// The number times 10,000.
  public let tenThousandths: Int64

  /// The number that is so many ten-thousandths.
  public init(tenThousandths: Int64) { self.tenThousandths = tenThousandths }

  /// A whole number; nil beyond the range.
  public init?(_ whole: Int64) {
    let (scaled, overflow) = whole.multipliedReportingOverflow(by: 10_000)
    guard !overflow else { return nil }
    tenThousandths = scaled
  }

  /// Zero.
  public static let zero = DecimalNumber(tenThousandths: 0)

  /// The sum, or nil beyond the range.
  public func adding(_ other: DecimalNumber) -> DecimalNumber? {
    let (sum, overflow) = tenThousandths.addingReportingOverflow(other.tenThousandths)
    return overflow ? nil : DecimalNumber(tenThousandths: sum)
  }

  /// The difference, or nil beyond the range.
  public func subtracting(_ other: DecimalNumber) -> DecimalNumber? {
    let (difference, overflow) = tenThousandths.subtractingReportingOverflow(other.tenThousandths)
    return overflow ? nil : DecimalNumber(tenThousandths: difference)
  }

  /// The quotient rounded half up (away from zero) to so many places, 0 to 4; the nearest number in range where rounding would
  /// leave it. `count` must be positive.
  public func divided(by count: Int, places: Int) -> DecimalNumber {
    precondition(count > 0 && (0...4).contains(places))
    var unit: Int64 = 1
    for _ in places..<4 { unit *= 10 }
    let (divisor, overflow) = Int64(count).multipliedReportingOverflow(by: unit)
    guard !overflow else { return .zero }
    let magnitude = tenThousandths.magnitude
    var quotient = magnitude / UInt64(divisor)
    let limit = UInt64(Int64.max / unit)
    if magnitude % UInt64(divisor) >= (UInt64(divisor) + 1) / 2 { quotient += 1 }
    let scaled = Int64(min(quotient, limit)) * unit
    return DecimalNumber(tenThousandths: tenThousandths < 0 ? -scaled : scaled)
  }

  public static func < (lhs: DecimalNumber, rhs: DecimalNumber) -> Bool { lhs.tenThousandths < rhs.tenThousandths }
}

extension DecimalNumber: CustomStringConvertible, LosslessStringConvertible, Codable {
  /// Without trailing zeros after the point: `24680`, `-1.5`.
  public var description: String {
    let magnitude = tenThousandths.magnitude
    var text = (tenThousandths < 0 ? "-" : "") + "\(magnitude / 10_000)"
    var fraction = magnitude % 10_000
    if fraction != 0 {
      var places = 4
      while fraction % 10 == 0 {
        fraction /= 10
        places -= 1
      }
      let digits = "\(fraction)"
      text += "." + String(repeating: "0", count: places - digits.count) + digits
    }
    return text
  }

  /// Reads what ``init(bytes:)`` reads.
  public init?(_ description: String) {
    var text = description
    guard let number = text.withUTF8({ DecimalNumber(bytes: $0) }) else { return nil }
    self = number
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let number: DecimalNumber?
    if let whole = try? container.decode(Int64.self) {
      number = DecimalNumber(whole)
    } else {
      number = DecimalNumber(try container.decode(String.self))
    }
    guard let number else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a decimal number in range")
    }
    self = number
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }

  /// Reads `24680.00`, `1,000원`, `₩1,000`, `KRW 1000`, `(1,000)` and `-1,000` (both negative), `12 %` without its sign. Nil for
  /// text without a digit, with other letters, with a second number, with more than four significant places, or beyond the range.
  public init?(bytes: ByteSlice) {
    var value: Int64 = 0
    var places = -1
    var digits = 0
    var negative = false
    var ended = false  // a blank or a unit stood behind the digits
    var index = 0
    let text = bytes.trimmed
    while index < text.count {
      let byte = text[index]
      switch byte {
      case 0x30...0x39:
        if ended { return nil }
        digits += 1
        if places >= 4 {
          guard byte == 0x30 else { return nil }
        } else {
          let (scaled, overflow) = value.multipliedReportingOverflow(by: 10)
          let (sum, carry) = scaled.addingReportingOverflow(Int64(byte - 0x30))
          if overflow || carry { return nil }
          value = sum
          if places >= 0 { places += 1 }
        }
      case 0x2C where places < 0 && digits > 0 && !ended: break
      case 0x2E where places < 0 && !ended: places = 0
      case 0x2D where digits == 0 && !negative: negative = true
      case 0x2B where digits == 0: break
      case 0x28 where index == 0 && text[text.count - 1] == 0x29: negative = true
      case 0x29 where index == text.count - 1 && text[0] == 0x28: break
      case 0x20: ended = digits > 0
      case 0x25 where digits > 0: ended = true
      default:
        guard let width = DecimalNumber.unit(text, at: index) else { return nil }
        ended = digits > 0
        index += width
        continue
      }
      index += 1
    }
    guard digits > 0 else { return nil }
    while places < 4 {
      let (scaled, overflow) = value.multipliedReportingOverflow(by: 10)
      if overflow { return nil }
      value = scaled
      places = max(places, 0) + 1
    }
    tenThousandths = negative ? -value : value
  }

  /// The width of a currency mark at that place: 원, ₩, ￦, KRW.
  private static func unit(_ text: ByteSlice, at index: Int) -> Int? {
    func matches(_ mark: StaticString) -> Bool {
      guard text.count - index >= mark.utf8CodeUnitCount else { return false }
      return (0..<mark.utf8CodeUnitCount).allSatisfy { text[index + $0] == mark.utf8Start[$0] }
    }
    if matches("원") || matches("₩") || matches("￦") || matches("KRW") || matches("krw") { return 3 }
    return nil
  }
}
