/// Checks a `template_object` against the six documented kinds.
struct TemplateObject {
  private let settings: SandboxSettings
  private let domains: [String]?
  private(set) var hints: [SandboxText] = []

  /// - Parameter domains: origins registered for links of the app; `nil` when links are not checked.
  init(_ settings: SandboxSettings, domains: [String]?) {
    self.settings = settings
    self.domains = domains
  }

  enum Kind: String, CaseIterable {
    case feed, list, location, commerce, text, calendar
  }

  /// What a member of an object must be.
  private indirect enum Shape: Sendable {
    case text
    case integer
    case oneOf([String])
    case choice([Int64])
    case object([Field])
    case list(Shape, ClosedRange<Int>)
    case link
    case limited(Int)
  }

  private struct Field: Sendable {
    var name: String
    var shape: Shape
    var isRequired = false
  }

  private static func need(_ name: String, _ shape: Shape) -> Field {
    Field(name: name, shape: shape, isRequired: true)
  }
  private static func may(_ name: String, _ shape: Shape) -> Field { Field(name: name, shape: shape) }

  /// - Returns: the kind.
  mutating func check(_ value: JSONValue) throws(KakaoFailure) -> Kind {
    guard case .object = value else {
      throw .parameter(ko: "template_object는 JSON 객체여야 합니다.", en: "template_object must be a JSON object.")
    }
    guard let kind = value["object_type"]?.text.flatMap(Kind.init(rawValue:)) else {
      let all = Kind.allCases.map(\.rawValue).joined(separator: ", ")
      throw .parameter(
        ko: "template_object.object_type은 다음 중 하나입니다: \(all)", en: "template_object.object_type is one of \(all).")
    }
    try check(value, .object([Self.need("object_type", .text)] + fields(kind)), "template_object")
    return kind
  }

  private func fields(_ kind: Kind) -> [Field] {
    let button = Shape.object([Self.need("title", .text), Self.need("link", .link)])
    let buttons = Self.may("buttons", .list(button, 0...settings.maximumMessageButtons))
    let buttonTitle = Self.may("button_title", .text)
    let content = Shape.object([
      Self.may("title", .text), Self.may("image_url", .text), Self.may("image_width", .integer),
      Self.may("image_height", .integer), Self.may("description", .text), Self.need("link", .link),
    ])
    let social = Self.may(
      "social",
      .object(
        ["like_count", "comment_count", "shared_count", "view_count", "subscriber_count"].map {
          Self.may($0, .integer)
        }))
    switch kind {
    case .feed:
      return [Self.need("content", content), Self.may("item_content", itemContent), social, buttonTitle, buttons]
    case .list:
      return [
        Self.need("header_title", .text), Self.need("header_link", .link),
        Self.need("contents", .list(content, settings.messageListContents)), buttonTitle, buttons,
      ]
    case .location:
      return [
        Self.need("address", .text), Self.may("address_title", .text), Self.need("content", content), social,
        buttonTitle,
        buttons,
      ]
    case .commerce: return [Self.need("content", content), Self.need("commerce", Self.commerce), buttonTitle, buttons]
    case .text:
      return [
        Self.need("text", .limited(settings.maximumMessageText)), Self.need("link", .link), buttonTitle, buttons,
      ]
    case .calendar:
      return [
        Self.need("id_type", .oneOf(["event", "calendar"])), Self.need("id", .text), Self.need("content", content),
        buttons,
      ]
    }
  }

  private var itemContent: Shape {
    .object([
      Self.may("profile_text", .text), Self.may("profile_image_url", .text), Self.may("title_image_text", .text),
      Self.may("title_image_url", .text), Self.may("title_image_category", .text),
      Self.may(
        "items",
        .list(
          .object([Self.need("item", .text), Self.need("item_op", .text)]), 0...settings.maximumMessageItems)),
      Self.may("sum", .text), Self.may("sum_op", .text),
    ])
  }

  private static let commerce = Shape.object([
    need("regular_price", .integer), may("discount_price", .integer), may("discount_rate", .integer),
    may("fixed_discount_price", .integer), may("product_name", .text), may("currency_unit", .text),
    may("currency_unit_position", .choice([0, 1])),
  ])

  private mutating func check(_ value: JSONValue, _ shape: Shape, _ place: String) throws(KakaoFailure) {
    switch shape {
    case .text:
      guard value.text != nil else { throw Self.wrong(place, ko: "문자열", en: "a string") }
    case .limited(let limit):
      guard let text = value.text else { throw Self.wrong(place, ko: "문자열", en: "a string") }
      guard text.count <= limit else {
        throw .parameter(
          ko: "\(place)은(는) \(limit)자까지입니다. 받은 길이: \(text.count)",
          en: "\(place) has at most \(limit) characters. Received: \(text.count)")
      }
    case .integer:
      guard value.integer != nil else { throw Self.wrong(place, ko: "정수", en: "an integer") }
    case .choice(let values):
      guard value.integer.map(values.contains) == true else {
        let all = values.map(String.init).joined(separator: ", ")
        throw Self.wrong(place, ko: "다음 중 하나(\(all))", en: "one of \(all)")
      }
    case .oneOf(let values):
      guard value.text.map(values.contains) == true else {
        let all = values.joined(separator: ", ")
        throw Self.wrong(place, ko: "다음 중 하나(\(all))", en: "one of \(all)")
      }
    case .list(let element, let range):
      guard case .array(let elements) = value else { throw Self.wrong(place, ko: "배열", en: "an array") }
      guard range.contains(elements.count) else {
        throw .parameter(
          ko: "\(place)의 개수는 \(range.lowerBound)~\(range.upperBound)개입니다. 받은 수: \(elements.count)",
          en: "\(place) has \(range.lowerBound) to \(range.upperBound) elements. Received: \(elements.count)")
      }
      for (index, part) in elements.enumerated() { try check(part, element, "\(place)[\(index)]") }
    case .object(let fields): try members(value, fields, place)
    case .link:
      try members(
        value,
        [
          Self.may("web_url", .text), Self.may("mobile_web_url", .text), Self.may("android_execution_params", .text),
          Self.may("ios_execution_params", .text),
        ], place)
      for name in ["web_url", "mobile_web_url"] {
        if let url = value[name]?.text { try checkLink(url, "\(place).\(name)") }
      }
    }
  }

  private mutating func members(_ value: JSONValue, _ fields: [Field], _ place: String) throws(KakaoFailure) {
    guard case .object(let members) = value else { throw Self.wrong(place, ko: "객체", en: "an object") }
    for member in members {
      guard let field = fields.first(where: { $0.name == member.key }) else {
        try meet(
          settings.unknownParameter, ko: "\(place)에 문서에 없는 항목이 있습니다: \(member.key)",
          en: "\(place) has a member that is not documented: \(member.key)")
        continue
      }
      try check(member.value, field.shape, "\(place).\(member.key)")
    }
    for field in fields where field.isRequired && !members.contains(where: { $0.key == field.name }) {
      throw .parameter(ko: "\(place).\(field.name)이(가) 없습니다.", en: "\(place).\(field.name) is missing.")
    }
  }

  /// A link may lead to domains registered for the app only.
  mutating func checkLink(_ url: String, _ place: String) throws(KakaoFailure) {
    guard let domains else { return }
    guard !domains.contains(where: { Self.isUnder($0, url) }) else { return }
    try meet(
      settings.foreignMessageLink, ko: "\(place)의 도메인이 앱에 등록되어 있지 않습니다(제품 링크 관리).",
      en: "The domain of \(place) is not registered for the app (product link).")
  }

  /// Whether an address is of a registered origin: the same scheme, host and port.
  static func isUnder(_ origin: String, _ url: String) -> Bool {
    let base = origin.hasSuffix("/") ? String(origin.dropLast()) : origin
    guard url.lowercased().hasPrefix(base.lowercased()) else { return false }
    guard let next = url.dropFirst(base.count).first else { return true }
    return next == "/" || next == "?" || next == "#"
  }

  private mutating func meet(_ policy: SandboxSettings.RowPolicy, ko: String, en: String) throws(KakaoFailure) {
    if policy == .refuseCall { throw .parameter(ko: ko, en: en) }
    hints.append(SandboxText(ko: ko, en: en))
  }

  private static func wrong(_ place: String, ko: String, en: String) -> KakaoFailure {
    .parameter(ko: "\(place)의 형식: \(ko)", en: "\(place) must be \(en).")
  }
}
