/// Where something in a message leads, by platform.
public struct MessageLink: Sendable, Hashable {
  /// On a desktop.
  public var webURL: String?
  /// On a phone.
  public var mobileWebURL: String?
  /// What the app gets on Android, as the text of a query: `key1=value1&key2=value2`.
  public var androidParameters: String?
  /// What the app gets on iOS, as the text of a query.
  public var iosParameters: String?

  /// A link; without any address it leads to what the app is registered with.
  public init(
    webURL: String? = nil, mobileWebURL: String? = nil, androidParameters: String? = nil, iosParameters: String? = nil
  ) {
    self.webURL = webURL
    self.mobileWebURL = mobileWebURL
    self.androidParameters = androidParameters
    self.iosParameters = iosParameters
  }

  /// A link to the same address everywhere.
  public static func web(_ url: String) -> MessageLink { MessageLink(webURL: url, mobileWebURL: url) }
}

/// The main part of a message.
public struct MessageContent: Sendable, Hashable {
  /// The title.
  public var title: String?
  /// The address of the picture.
  public var imageURL: String?
  /// The picture's width in pixels.
  public var imageWidth: Int?
  /// The picture's height in pixels.
  public var imageHeight: Int?
  /// More text.
  public var description: String?
  /// Where it leads.
  public var link: MessageLink

  /// A content.
  public init(
    title: String? = nil, imageURL: String? = nil, imageWidth: Int? = nil, imageHeight: Int? = nil,
    description: String? = nil, link: MessageLink
  ) {
    self.title = title
    self.imageURL = imageURL
    self.imageWidth = imageWidth
    self.imageHeight = imageHeight
    self.description = description
    self.link = link
  }
}

/// A button below a message.
public struct MessageButton: Sendable, Hashable {
  /// What stands on it.
  public var title: String
  /// Where it leads.
  public var link: MessageLink

  /// A button.
  public init(title: String, link: MessageLink) {
    self.title = title
    self.link = link
  }
}

/// Counts below a message.
public struct MessageSocial: Sendable, Hashable {
  /// Likes.
  public var likes: Int?
  /// Comments.
  public var comments: Int?
  /// Shares.
  public var shares: Int?
  /// Views.
  public var views: Int?
  /// Subscribers.
  public var subscribers: Int?

  /// Counts.
  public init(
    likes: Int? = nil, comments: Int? = nil, shares: Int? = nil, views: Int? = nil, subscribers: Int? = nil
  ) {
    self.likes = likes
    self.comments = comments
    self.shares = shares
    self.views = views
    self.subscribers = subscribers
  }
}

/// The prices of a thing for sale, in whole units of its currency.
public struct MessageCommerce: Sendable, Hashable {
  /// Where the currency's sign stands. An open set.
  public struct UnitPosition: RawRepresentable, Sendable, Hashable {
    /// Kakao's number.
    public let rawValue: Int

    /// Any position.
    public init(rawValue: Int) { self.rawValue = rawValue }

    /// After the number; Kakao's default.
    public static let after = UnitPosition(rawValue: 0)
    /// Before the number.
    public static let before = UnitPosition(rawValue: 1)
  }

  /// The price without discount.
  public var regularPrice: Int
  /// The price with discount.
  public var discountPrice: Int?
  /// The discount in percent.
  public var discountRate: Int?
  /// The discount as an amount.
  public var fixedDiscountPrice: Int?
  /// The name of the thing.
  public var productName: String?
  /// The currency's sign.
  public var currencyUnit: String?
  /// Where the sign stands.
  public var currencyUnitPosition: UnitPosition?

  /// Prices.
  public init(
    regularPrice: Int, discountPrice: Int? = nil, discountRate: Int? = nil, fixedDiscountPrice: Int? = nil,
    productName: String? = nil, currencyUnit: String? = nil, currencyUnitPosition: UnitPosition? = nil
  ) {
    self.regularPrice = regularPrice
    self.discountPrice = discountPrice
    self.discountRate = discountRate
    self.fixedDiscountPrice = fixedDiscountPrice
    self.productName = productName
    self.currencyUnit = currencyUnit
    self.currencyUnitPosition = currencyUnitPosition
  }
}

/// A list of items in a feed message.
public struct MessageItemContent: Sendable, Hashable {
  /// One line: what, and how much.
  public struct Item: Sendable, Hashable {
    /// What.
    public var item: String
    /// How much.
    public var itemOp: String

    /// A line.
    public init(item: String, itemOp: String) {
      self.item = item
      self.itemOp = itemOp
    }
  }

  /// The text of the heading.
  public var profileText: String?
  /// The address of the heading's picture.
  public var profileImageURL: String?
  /// The title over the items.
  public var titleImageText: String?
  /// The address of that title's picture.
  public var titleImageURL: String?
  /// The category below that title.
  public var titleImageCategory: String?
  /// At most ``MessageLimits/items``.
  public var items: [Item]
  /// The word for the sum.
  public var sum: String?
  /// The sum.
  public var sumOp: String?

  /// A list of items.
  public init(
    profileText: String? = nil, profileImageURL: String? = nil, titleImageText: String? = nil,
    titleImageURL: String? = nil, titleImageCategory: String? = nil, items: [Item] = [], sum: String? = nil,
    sumOp: String? = nil
  ) {
    self.profileText = profileText
    self.profileImageURL = profileImageURL
    self.titleImageText = titleImageText
    self.titleImageURL = titleImageURL
    self.titleImageCategory = titleImageCategory
    self.items = items
    self.sum = sum
    self.sumOp = sumOp
  }
}
