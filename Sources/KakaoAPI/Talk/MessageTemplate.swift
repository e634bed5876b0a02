/// A message in one of Kakao's six default forms, composed here.
///
/// Field names and which are required are those of Kakao's SDKs; links lead only to domains that are registered for
/// the app.
public enum MessageTemplate: Sendable, Hashable {
  /// A picture with title, text, counts and list of items.
  case feed(FeedTemplate)
  /// Two or three pieces of content under a heading.
  case list(ListTemplate)
  /// A place, with a button to the map.
  case location(LocationTemplate)
  /// A thing for sale.
  case commerce(CommerceTemplate)
  /// Text.
  case text(TextTemplate)
  /// An event, or a public calendar, of Talk Calendar.
  case calendar(CalendarTemplate)
}

/// A picture with title, text, counts and list of items.
public struct FeedTemplate: Sendable, Hashable {
  /// The main content.
  public var content: MessageContent
  /// A list of items below it.
  public var itemContent: MessageItemContent?
  /// Counts below it.
  public var social: MessageSocial?
  /// The title of the one button that a message without ``buttons`` has.
  public var buttonTitle: String?
  /// At most ``MessageLimits/buttons``.
  public var buttons: [MessageButton]

  /// A feed message.
  public init(
    content: MessageContent, itemContent: MessageItemContent? = nil, social: MessageSocial? = nil,
    buttonTitle: String? = nil, buttons: [MessageButton] = []
  ) {
    self.content = content
    self.itemContent = itemContent
    self.social = social
    self.buttonTitle = buttonTitle
    self.buttons = buttons
  }
}

/// Several pieces of content under a heading.
public struct ListTemplate: Sendable, Hashable {
  /// The heading.
  public var headerTitle: String
  /// Where the heading leads.
  public var headerLink: MessageLink
  /// ``MessageLimits/listContents`` of them.
  public var contents: [MessageContent]
  /// The title of the one button that a message without ``buttons`` has.
  public var buttonTitle: String?
  /// At most ``MessageLimits/buttons``.
  public var buttons: [MessageButton]

  /// A list message.
  public init(
    headerTitle: String, headerLink: MessageLink, contents: [MessageContent], buttonTitle: String? = nil,
    buttons: [MessageButton] = []
  ) {
    self.headerTitle = headerTitle
    self.headerLink = headerLink
    self.contents = contents
    self.buttonTitle = buttonTitle
    self.buttons = buttons
  }
}

/// A place, with a button to the map.
public struct LocationTemplate: Sendable, Hashable {
  /// The address to look for.
  public var address: String
  /// The name of the place on the map.
  public var addressTitle: String?
  /// The main content.
  public var content: MessageContent
  /// Counts below it.
  public var social: MessageSocial?
  /// The title of the one button that a message without ``buttons`` has.
  public var buttonTitle: String?
  /// At most ``MessageLimits/buttons``.
  public var buttons: [MessageButton]

  /// A location message.
  public init(
    address: String, addressTitle: String? = nil, content: MessageContent, social: MessageSocial? = nil,
    buttonTitle: String? = nil, buttons: [MessageButton] = []
  ) {
    self.address = address
    self.addressTitle = addressTitle
    self.content = content
    self.social = social
    self.buttonTitle = buttonTitle
    self.buttons = buttons
  }
}

/// A thing for sale.
public struct CommerceTemplate: Sendable, Hashable {
  /// The main content.
  public var content: MessageContent
  /// The prices.
  public var commerce: MessageCommerce
  /// The title of the one button that a message without ``buttons`` has.
  public var buttonTitle: String?
  /// At most ``MessageLimits/buttons``.
  public var buttons: [MessageButton]

  /// A commerce message.
  public init(
    content: MessageContent, commerce: MessageCommerce, buttonTitle: String? = nil, buttons: [MessageButton] = []
  ) {
    self.content = content
    self.commerce = commerce
    self.buttonTitle = buttonTitle
    self.buttons = buttons
  }
}

/// Text.
public struct TextTemplate: Sendable, Hashable {
  /// At most ``MessageLimits/textCharacters``.
  public var text: String
  /// Where the text leads.
  public var link: MessageLink
  /// The title of the one button that a message without ``buttons`` has.
  public var buttonTitle: String?
  /// At most ``MessageLimits/buttons``.
  public var buttons: [MessageButton]

  /// A text message.
  public init(text: String, link: MessageLink, buttonTitle: String? = nil, buttons: [MessageButton] = []) {
    self.text = text
    self.link = link
    self.buttonTitle = buttonTitle
    self.buttons = buttons
  }
}

/// An event, or a public calendar, of Talk Calendar.
public struct CalendarTemplate: Sendable, Hashable {
  /// What ``CalendarTemplate/id`` names. An open set.
  public struct IDType: RawRepresentable, Sendable, Hashable {
    /// Kakao's word.
    public let rawValue: String

    /// Any type.
    public init(rawValue: String) { self.rawValue = rawValue }

    /// An event.
    public static let event = IDType(rawValue: "event")
    /// A public calendar.
    public static let calendar = IDType(rawValue: "calendar")
  }

  /// What the id names.
  public var idType: IDType
  /// The id of the event or calendar.
  public var id: String
  /// The main content.
  public var content: MessageContent
  /// At most ``MessageLimits/buttons``.
  public var buttons: [MessageButton]

  /// A calendar message.
  public init(idType: IDType, id: String, content: MessageContent, buttons: [MessageButton] = []) {
    self.idType = idType
    self.id = id
    self.content = content
    self.buttons = buttons
  }
}
