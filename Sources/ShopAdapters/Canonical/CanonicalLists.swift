import CommonValues
import ShopModel

/// The lists of canonical JSON, `consents` and `items`, from their JSON text.
enum CanonicalLists {
  /// How deep a list may be nested.
  private static let depth = 8

  /// One consent as it stands; unknown kinds and states are left out before.
  struct StatedConsent {
    var kind: ConsentKind
    var state: Consent.State
    var at: Timestamp?
  }

  /// Walks over the consents of a list; false when it is no list of objects. A kind or state that is unknown is no consent; a date that
  /// can not be read leaves an undated one.
  static func forEachConsent(
    _ json: ByteSlice, badDates: inout Int, _ body: (StatedConsent) -> Void
  ) -> Bool {
    var scanner = JSONScanner(json)
    do {
      try scanner.expect(0x5B)
      if !scanner.take(0x5D) {
        repeat {
          if let consent = try consent(&scanner, &badDates) { body(consent) }
        } while scanner.take(0x2C)
        try scanner.expect(0x5D)
      }
    } catch {
      return false
    }
    return scanner.isAtEnd()
  }

  private static func consent(
    _ scanner: inout JSONScanner, _ badDates: inout Int
  ) throws(JSONFault) -> StatedConsent? {
    var kind: ConsentKind?
    var state: Consent.State?
    var at: Timestamp?
    try scanner.expect(0x7B)
    if scanner.take(0x7D) { return nil }
    repeat {
      let key = try scanner.string()
      try scanner.expect(0x3A)
      scanner.skipBlanks()
      guard scanner.peek == 0x22 else {
        try scanner.skipValue(depth: depth)
        continue
      }
      let value = try scanner.string()
      if key.isSame("kind") {
        kind = ConsentKind.allCases.first { value.isSame($0.name) }
      } else if key.isSame("state") {
        state = value.isSame("granted") ? .granted : value.isSame("denied") ? .denied : nil
      } else if key.isSame("at") {
        at = value.hasEscapes ? Timestamp(value.text) : Timestamp(bytes: value.bytes)
        if at == nil, !value.bytes.isEmpty { badDates += 1 }
      }
    } while scanner.take(0x2C)
    try scanner.expect(0x7D)
    guard let kind, let state else { return nil }
    return StatedConsent(kind: kind, state: state, at: at)
  }

  /// Walks over the items of a list; false when it is no list of objects with a name each, or holds a number that can not be read.
  static func forEachItem(
    _ json: ByteSlice, _ body: (_ name: JSONScanner.RawString, _ quantity: Int64, _ price: DecimalNumber?) -> Void
  ) -> Bool {
    var scanner = JSONScanner(json)
    do {
      try scanner.expect(0x5B)
      if !scanner.take(0x5D) {
        repeat { try item(&scanner, body) } while scanner.take(0x2C)
        try scanner.expect(0x5D)
      }
    } catch {
      return false
    }
    return scanner.isAtEnd()
  }

  private static func item(
    _ scanner: inout JSONScanner, _ body: (JSONScanner.RawString, Int64, DecimalNumber?) -> Void
  ) throws(JSONFault) {
    var name: JSONScanner.RawString?
    var quantity = DecimalNumber(1)
    var price: DecimalNumber?
    try scanner.expect(0x7B)
    if !scanner.take(0x7D) {
      repeat {
        let key = try scanner.string()
        try scanner.expect(0x3A)
        scanner.skipBlanks()
        if key.isSame("name"), scanner.peek == 0x22 {
          name = try scanner.string()
        } else if key.isSame("quantity"), scanner.peek != 0x6E {
          quantity = try number(&scanner)
        } else if key.isSame("price"), scanner.peek != 0x6E {
          price = try number(&scanner)
          if price == nil { throw .syntax }
        } else {
          try scanner.skipValue(depth: depth)
        }
      } while scanner.take(0x2C)
      try scanner.expect(0x7D)
    }
    guard let name, !name.bytes.isEmpty, let quantity, quantity.isWhole else { throw .syntax }
    body(name, quantity.whole, price)
  }

  /// A number, or a text with one.
  private static func number(_ scanner: inout JSONScanner) throws(JSONFault) -> DecimalNumber? {
    guard scanner.peek == 0x22 else { return DecimalNumber(bytes: try scanner.number()) }
    let text = try scanner.string()
    return text.hasEscapes ? nil : DecimalNumber(bytes: text.bytes)
  }
}

/// The same as values.
extension CanonicalLists {
  static func consents(_ json: String, _ warnings: inout [FieldWarning]) -> [Consent] {
    var json = json
    var badDates = 0
    var found: [Consent] = []
    let isRead = json.withUTF8 { bytes in
      forEachConsent(bytes, badDates: &badDates) { found.append(Consent($0.kind, $0.state, at: $0.at)) }
    }
    warnings += Array(repeating: FieldWarning("consents", .badTime), count: badDates)
    if !isRead { warnings.append(FieldWarning("consents", .unknownConsent)) }
    return isRead ? found : []
  }

  static func items(_ json: String) -> [Order.Item]? {
    var json = json
    var items: [Order.Item] = []
    let isRead = json.withUTF8 { bytes in
      forEachItem(bytes) { name, quantity, price in
        items.append(Order.Item(name: name.text, quantity: Int(quantity), price: price))
      }
    }
    return isRead ? items : nil
  }
}

extension ConsentKind {
  /// The word in canonical JSON, for comparing bytes.
  fileprivate var name: StaticString {
    switch self {
    case .sms: "sms"
    case .email: "email"
    case .kakao: "kakao"
    case .push: "push"
    case .night: "night"
    case .thirdParty: "third_party"
    case .marketing: "marketing"
    }
  }
}
