import CommonValues
import ShopModel

/// What the text of one cell may be; usually several things at once.
struct ValueShape: OptionSet, Sendable, Hashable {
  let rawValue: UInt32

  static let mobile = ValueShape(rawValue: 1 << 0)
  static let otherPhone = ValueShape(rawValue: 1 << 1)
  static let email = ValueShape(rawValue: 1 << 2)
  /// A day without a time.
  static let day = ValueShape(rawValue: 1 << 3)
  /// A day with a time.
  static let moment = ValueShape(rawValue: 1 << 4)
  static let timeOfDay = ValueShape(rawValue: 1 << 5)
  static let amount = ValueShape(rawValue: 1 << 6)
  static let wholeNumber = ValueShape(rawValue: 1 << 7)
  static let points = ValueShape(rawValue: 1 << 8)
  /// Letters, digits and a few marks of ASCII without blanks.
  static let identifier = ValueShape(rawValue: 1 << 9)
  static let yesOrNo = ValueShape(rawValue: 1 << 10)
  static let gender = ValueShape(rawValue: 1 << 11)
  static let memberStatus = ValueShape(rawValue: 1 << 12)
  static let orderStatus = ValueShape(rawValue: 1 << 13)
  static let currency = ValueShape(rawValue: 1 << 14)
  /// Two to four syllables of Hangul and nothing else.
  static let koreanName = ValueShape(rawValue: 1 << 15)
  /// Personal data that the shop has made unreadable with stars.
  static let masked = ValueShape(rawValue: 1 << 16)
  /// A date in an order of parts that is not read: `27/11/2026`, `11-27-2026`, `26-11-27`.
  static let oddDate = ValueShape(rawValue: 1 << 17)
  /// A number that a spreadsheet has rounded.
  static let rounded = ValueShape(rawValue: 1 << 18)
  /// Ten digits or more, as Kakao's user ids have.
  static let longNumber = ValueShape(rawValue: 1 << 19)
  /// Text that is none of the above but an identifier, a name or a word.
  static let freeText = ValueShape(rawValue: 1 << 20)

  /// Ten or thirteen digits that are a time of this century's first decades.
  static let unixSeconds = ValueShape(rawValue: 1 << 21)
  static let unixMilliseconds = ValueShape(rawValue: 1 << 22)
  /// A list of JSON.
  static let list = ValueShape(rawValue: 1 << 23)

  static let phone: ValueShape = [.mobile, .otherPhone]
  static let time: ValueShape = [.day, .moment]
  static let anyTime: ValueShape = [.day, .moment, .unixSeconds, .unixMilliseconds]

  init(rawValue: UInt32) { self.rawValue = rawValue }

  /// The shapes of a cell that is not blank and has no blanks at its ends.
  init(_ text: ByteSlice, words: GuessWords) {
    self = ValueShape.numbers(text)
    let dates = ValueShape.dates(text)
    // `2024-02-11` has the digits of a number in Seoul.
    if !dates.isEmpty { subtract(.phone) }
    formUnion(dates)
    if CellText.hostStart(ofEmail: text) != nil { insert(.email) }
    formUnion(words.shapes(text))
    if ValueShape.isMasked(text) { insert(.masked) }
    if ValueShape.isIdentifier(text) { insert(.identifier) }
    if ValueShape.isKoreanName(text) { insert(.koreanName) }
    if text.first == 0x5B, text.last == 0x5D { insert(.list) }
    if isEmpty { insert(.freeText) }
  }

  private static func numbers(_ text: ByteSlice) -> ValueShape {
    var shapes: ValueShape = []
    if CellText.isRounded(text) { shapes.insert(.rounded) }
    let isDigits = text.allSatisfy { $0 &- 0x30 < 10 }
    // A plain number is a phone number only if it has a phone's first digits: amounts and ids have as many digits.
    if let phone = PhoneNumber(bytes: text), !isDigits || phone.isKoreanMobile || text[0] == 0x30 {
      shapes.insert(phone.isKoreanMobile ? .mobile : .otherPhone)
    }
    if DecimalNumber(bytes: text) != nil { shapes.insert(.amount) }
    if isDigits, text.count <= 18 { shapes.insert(.wholeNumber) }
    if isDigits, text.count == 10, text[0] == 0x31 { shapes.insert(.unixSeconds) }
    if isDigits, text.count == 13, text[0] == 0x31 { shapes.insert(.unixMilliseconds) }
    if isDigits, text.count >= 9, CellText.kakaoUserID(text) != nil { shapes.insert(.longNumber) }
    if DecimalNumber(bytes: CellText.points(text)) != nil { shapes.insert(.points) }
    return shapes
  }

  private static func dates(_ text: ByteSlice) -> ValueShape {
    if CellText.isZeroDate(text) { return [.day, .moment] }
    if CellText.timeOfDay(text) != nil, text.contains(0x3A) { return .timeOfDay }
    guard Timestamp(bytes: text) != nil else { return isOddDate(text) ? .oddDate : [] }
    // Behind `YYYYMMDD` and the longest way to write a day there is a time.
    return text.contains(0x3A) || (text.count > 8 && text.allSatisfy { $0 &- 0x30 < 10 }) ? .moment : .day
  }

  /// Three numbers with one separator of which the first is no year; a time may follow.
  private static func isOddDate(_ text: ByteSlice) -> Bool {
    guard let separator = text.first(where: { $0 == 0x2F || $0 == 0x2D || $0 == 0x2E }) else { return false }
    let date = text.split(separator: 0x20, maxSplits: 1).first ?? text[...]
    let parts = date.split(separator: separator, omittingEmptySubsequences: false)
    guard parts.count == 3, parts.allSatisfy({ (1...4).contains($0.count) && $0.allSatisfy { $0 &- 0x30 < 10 } }) else {
      return false
    }
    return parts[0].count <= 2 && parts[1].count <= 2 && (parts[2].count == 2 || parts[2].count == 4)
  }

  private static func isIdentifier(_ text: ByteSlice) -> Bool {
    text.count <= 64
      && text.allSatisfy {
        switch $0 {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x5F, 0x2E, 0x40, 0x23: true
        default: false
        }
      }
  }

  private static func isKoreanName(_ text: ByteSlice) -> Bool {
    guard text.count == 6 || text.count == 9 || text.count == 12 else { return false }
    return String(decoding: text, as: UTF8.self).unicodeScalars.allSatisfy { (0xAC00...0xD7A3).contains($0.value) }
  }

  /// Two stars or more in a row, or one between letters.
  private static func isMasked(_ text: ByteSlice) -> Bool {
    guard let star = text.firstIndex(of: 0x2A) else { return false }
    let next = star + 1
    return next < text.count && (text[next] == 0x2A || star > 0)
  }
}
