/// A telephone number in E.164 form.
///
/// Numbers without a country code are Korean. What the spellings mean is DESIGN §8: `010-1234-5678`, `1012345678` (a spreadsheet
/// ate the zero), `+82 010-1234-5678` and full-width digits are all `+821012345678`.
public struct PhoneNumber: Sendable, Hashable, Comparable {
  /// What a number can be used for.
  public enum Kind: String, Sendable, Hashable {
    /// A Korean mobile number (010, 011, 016–019): the only kind that becomes a phone id at Kakao.
    case koreanMobile
    /// Any other Korean number: landline, internet, safe number (050x), representative number (15xx).
    case koreanOther
    /// A number of another country.
    case foreign
  }

  /// Country code and number without `+`, at most 15 digits, as one integer: `821012345678`.
  public let digits: Int64

  /// Takes digits that were a ``digits`` before; nil when they are no number that ``init(bytes:)`` accepts.
  public init?(digits: Int64) {
    guard digits >= 10_000_000, digits < 1_000_000_000_000_000 else { return nil }
    self.digits = digits
    if PhoneNumber.isKorean(digits), PhoneNumber(korean: national)?.digits != digits { return nil }
  }

  private init(unchecked digits: Int64) { self.digits = digits }

  /// What the number can be used for.
  public var kind: Kind {
    guard PhoneNumber.isKorean(digits) else { return .foreign }
    return PhoneNumber.isMobile(national) ? .koreanMobile : .koreanOther
  }

  /// Whether this is a Korean mobile number.
  public var isKoreanMobile: Bool { kind == .koreanMobile }

  /// `+821012345678`.
  public var e164: String { "+\(digits)" }

  public static func < (lhs: PhoneNumber, rhs: PhoneNumber) -> Bool { lhs.digits < rhs.digits }

  /// The number without country code and trunk zero, for Korean numbers.
  private var national: Int64 { PhoneNumber.withoutCountry(digits) }

  /// Whether 8 to 15 digits begin with 82: Korea's is the only country code that starts so.
  private static func isKorean(_ digits: Int64) -> Bool {
    var scale: Int64 = 1_000_000
    while scale <= 10_000_000_000_000 {
      if digits / scale == 82 { return true }
      scale *= 10
    }
    return false
  }

  private static func withoutCountry(_ digits: Int64) -> Int64 {
    var scale: Int64 = 1_000_000
    while scale <= 10_000_000_000_000 {
      if digits / scale == 82 { return digits % scale }
      scale *= 10
    }
    return digits
  }

  /// National significant numbers of mobiles: 10 and eight digits; 11, 16–19 and seven or eight.
  private static func isMobile(_ national: Int64) -> Bool {
    switch national {
    case 10_0000_0001...10_9999_9999: true
    case 11_000_0000...11_999_9999, 16_000_0000...19_999_9999: true
    case 11_0000_0000...11_9999_9999, 16_0000_0000...19_9999_9999: true
    default: false
    }
  }

  /// Every Korean national significant number that is not a mobile's.
  private static func isKoreanNational(_ national: Int64) -> Bool {
    switch national {
    case 2_000_0000...2_999_9999, 2_0000_0000...2_9999_9999: true  // Seoul
    case 31_000_0000...64_999_9999, 31_0000_0000...64_9999_9999: true  // areas, 050x safe numbers
    case 70_0000_0000...70_9999_9999, 80_000_0000...80_999_9999: true  // internet, toll-free
    case 502_0000_0000...508_9999_9999: true  // safe numbers with eight digits
    case 15_00_0000...16_99_9999, 18_00_0000...18_99_9999: true  // representative numbers
    default: false
    }
  }
}

extension PhoneNumber: CustomStringConvertible, LosslessStringConvertible, Codable {
  /// The number with its middle hidden, so that an accidental print gives nothing away; the number itself is ``e164``.
  public var description: String { Masking.phone(e164) }

  /// Reads what ``init(bytes:)`` reads.
  public init?(_ description: String) {
    var text = description
    guard let number = text.withUTF8({ PhoneNumber(bytes: $0) }) else { return nil }
    self = number
  }

  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    guard let number = PhoneNumber(try container.decode(String.self)) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "not a phone number")
    }
    self = number
  }

  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(e164)
  }

  /// Reads any usual spelling. Nil for what is no number, for a foreign number without `+` or `00`, and for `010-0000-0000`,
  /// which shops type to fill the box.
  public init?(bytes: ByteSlice) {
    var value: Int64 = 0
    var count = 0
    var zeros = 0
    var international = false
    var index = 0
    while index < bytes.count {
      var byte = bytes[index]
      index += 1
      if byte == 0xEF, index + 1 < bytes.count, bytes[index] == 0xBC {
        byte = bytes[index + 1] &- 0x60  // full-width ASCII, U+FF01…U+FF3F: EF BC 81…BF
        index += 2
      } else if byte == 0xC2, index < bytes.count, bytes[index] == 0xA0 || bytes[index] == 0xAD {
        index += 1
        continue
      } else if byte == 0xE2, index + 1 < bytes.count, bytes[index] == 0x80 || bytes[index] == 0x88 {
        index += 2  // dashes, minus, narrow and directional marks
        continue
      } else if byte == 0xE3, index + 1 < bytes.count, bytes[index] == 0x80, bytes[index + 1] == 0x80 {
        index += 2
        continue
      }
      switch byte {
      case 0x30...0x39:
        if count == 0, byte == 0x30 {
          zeros += 1
          if zeros > 2 { return nil }
          continue
        }
        count += 1
        if count > 15 { return nil }
        value = value * 10 + Int64(byte - 0x30)
      case 0x2B:
        guard count == 0, zeros == 0, !international else { return nil }
        international = true
      case 0x2E where index == bytes.count - 1 && bytes[index] == 0x30 && count > 7:
        index += 1  // a spreadsheet's `1012345678.0`
      case 0x20, 0x09, 0x28, 0x29, 0x2D, 0x2E, 0x2F, 0x27, 0x5F: continue
      default: return nil
      }
    }
    guard count >= 7 else { return nil }
    self.init(value, count: count, zeros: zeros, international: international)
  }

  /// Decides what country the digits belong to.
  private init?(_ value: Int64, count: Int, zeros: Int, international: Bool) {
    if international || zeros == 2 {
      if international && zeros > 0 { return nil }
      guard PhoneNumber.isKorean(value) else {
        guard value >= 10_000_000 else { return nil }
        self.init(unchecked: value)
        return
      }
      self.init(korean: PhoneNumber.withoutTrunkZero(value, count: count))
      return
    }
    if zeros == 0, let number = PhoneNumber(korean: PhoneNumber.withoutTrunkZero(value, count: count)),
      PhoneNumber.isKorean(value)
    {
      self = number
      return
    }
    self.init(korean: value)
  }

  /// What follows 82, and the zero that some write behind it.
  private static func withoutTrunkZero(_ value: Int64, count: Int) -> Int64 {
    guard count > 2 else { return value }
    var scale: Int64 = 1
    for _ in 0..<(count - 2) { scale *= 10 }
    return value / scale == 82 ? value % scale : value
  }

  private init?(korean national: Int64) {
    guard PhoneNumber.isMobile(national) || PhoneNumber.isKoreanNational(national) else { return nil }
    var scale: Int64 = 1
    while scale <= national { scale *= 10 }
    self.init(unchecked: 82 * scale + national)
  }
}
