internal import CommonValues

/// What a message may hold. Kakao's SDKs document the number of buttons and receivers; the others are widely known, but
/// stand in no document at hand, so they can be changed.
public struct MessageLimits: Sendable, Hashable {
  /// Buttons of a message. Default 2.
  public var buttons: Int
  /// Contents of a list. Default 2 to 3.
  public var listContents: ClosedRange<Int>
  /// Characters of a text message. Default 200.
  public var textCharacters: Int
  /// Items of a feed. Default 5.
  public var items: Int
  /// Receivers of one call. Default 5.
  public var receivers: Int

  /// The defaults, but for what is given.
  public init(
    buttons: Int = 2, listContents: ClosedRange<Int> = 2...3, textCharacters: Int = 200, items: Int = 5,
    receivers: Int = 5
  ) {
    self.buttons = buttons
    self.listContents = listContents
    self.textCharacters = textCharacters
    self.items = items
    self.receivers = receivers
  }

  /// - Throws: what `template` breaks.
  func check(_ template: MessageTemplate) throws(KakaoError) {
    let buttonCount: Int
    switch template {
    case .feed(let feed):
      buttonCount = feed.buttons.count
      if let count = feed.itemContent?.items.count, count > items {
        throw .invalidRequest(
          LocalizedText(
            ko: "메시지의 항목은 \(items)개까지인데 \(count)개입니다.",
            en: "A message has at most \(items) items, not \(count)."))
      }
    case .list(let list):
      buttonCount = list.buttons.count
      try require(!list.headerTitle.isEmpty, "header_title")
      guard listContents.contains(list.contents.count) else {
        throw .invalidRequest(
          LocalizedText(
            ko: "리스트 메시지의 콘텐츠는 \(listContents.lowerBound)개부터 \(listContents.upperBound)개까지인데"
              + " \(list.contents.count)개입니다.",
            en: "A list message has \(listContents.lowerBound) to \(listContents.upperBound) contents,"
              + " not \(list.contents.count)."))
      }
    case .location(let location):
      buttonCount = location.buttons.count
      try require(!location.address.isEmpty, "address")
    case .commerce(let commerce):
      buttonCount = commerce.buttons.count
    case .text(let text):
      buttonCount = text.buttons.count
      try require(!text.text.isEmpty, "text")
      guard text.text.count <= textCharacters else {
        throw .invalidRequest(
          LocalizedText(
            ko: "메시지 글은 \(textCharacters)자까지인데 \(text.text.count)자입니다.",
            en: "The text of a message has at most \(textCharacters) characters, not \(text.text.count)."))
      }
    case .calendar(let calendar):
      buttonCount = calendar.buttons.count
      try require(!calendar.id.isEmpty, "id")
    }
    guard buttonCount <= buttons else {
      throw .invalidRequest(
        LocalizedText(
          ko: "메시지의 버튼은 \(buttons)개까지인데 \(buttonCount)개입니다.",
          en: "A message has at most \(buttons) buttons, not \(buttonCount)."))
    }
  }

  /// - Throws: when there are none, too many, empty or repeated receivers.
  func check(receivers uuids: [String]) throws(KakaoError) {
    guard (1...max(1, receivers)).contains(uuids.count), Set(uuids).count == uuids.count,
      !uuids.contains(where: \.isEmpty)
    else {
      throw .invalidRequest(
        LocalizedText(
          ko: "받는 사람은 한 번에 1명부터 \(receivers)명까지이며 겹치지 않아야 합니다(\(uuids.count)명).",
          en: "One call has 1 to \(receivers) receivers, each once; there are \(uuids.count)."))
    }
  }

  private func require(_ isThere: Bool, _ field: String) throws(KakaoError) {
    guard isThere else {
      throw .invalidRequest(
        LocalizedText(ko: "메시지의 \(field) 값이 비어 있습니다.", en: "\(field) of the message is empty."))
    }
  }
}
