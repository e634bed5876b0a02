public import CommonValues

/// An order of a shop, or what one source said about one.
public struct Order: Sendable, Hashable {
  /// Who ordered, as typed into the order. A phone number from here is no marketing contact.
  public struct Buyer: Sendable, Hashable, Codable {
    /// The buyer's name.
    public var name: String?
    /// The buyer's phone number.
    public var phone: PhoneNumber?
    /// The buyer's e-mail address.
    public var email: String?

    /// A buyer, as far as known.
    public init(name: String? = nil, phone: PhoneNumber? = nil, email: String? = nil) {
      self.name = name
      self.phone = phone
      self.email = email
    }
  }

  /// One line of an order.
  public struct Item: Sendable, Hashable, Codable {
    /// What it is called.
    public var name: String
    /// How many of it.
    public var quantity: Int
    /// Price of one piece, in the order's currency.
    public var price: DecimalNumber?

    /// An item.
    public init(name: String, quantity: Int = 1, price: DecimalNumber? = nil) {
      self.name = name
      self.quantity = quantity
      self.price = price
    }
  }

  /// The shop's own id.
  public var id: String
  /// The member who ordered; nil for a guest or when the source does not say.
  public var memberID: String?
  /// Who ordered, as the order says it.
  public var buyer = Buyer()
  /// When it was placed.
  public var placedAt: Timestamp?
  /// When it was paid; nil: not known to be paid.
  public var paidAt: Timestamp?
  /// Nil when the source's word for it is unknown.
  public var status: OrderStatus?
  /// ISO 4217; nil: the shop's own.
  public var currency: String?
  /// What was really paid, less known refunds.
  public var total: DecimalNumber?
  /// What was ordered; empty when the source does not say.
  public var items: [Item] = []
  /// When the source last changed the record, where it says so.
  public var updatedAt: Timestamp?

  /// An order of which only the id is known.
  public init(id: String) { self.id = id }
}

extension Order: Codable {
  private enum CodingKeys: String, CodingKey {
    case kind, id, buyer, status, currency, total, items
    case memberID = "member_id"
    case placedAt = "placed_at"
    case paidAt = "paid_at"
    case updatedAt = "updated_at"
  }

  /// Reads canonical JSON (DESIGN §8).
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    self.init(id: try container.decode(String.self, forKey: .id))
    memberID = try container.decodeIfPresent(String.self, forKey: .memberID)
    buyer = try container.decodeIfPresent(Buyer.self, forKey: .buyer) ?? Buyer()
    placedAt = try container.decodeIfPresent(Timestamp.self, forKey: .placedAt)
    paidAt = try container.decodeIfPresent(Timestamp.self, forKey: .paidAt)
    status = try container.decodeIfPresent(KnownWord<OrderStatus>.self, forKey: .status)?.value
    currency = try container.decodeIfPresent(String.self, forKey: .currency)
    total = try container.decodeIfPresent(DecimalNumber.self, forKey: .total)
    items = try container.decodeIfPresent([Item].self, forKey: .items) ?? []
    updatedAt = try container.decodeIfPresent(Timestamp.self, forKey: .updatedAt)
  }

  /// Writes canonical JSON (DESIGN §8).
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode("order", forKey: .kind)
    try container.encode(id, forKey: .id)
    try container.encodeIfPresent(memberID, forKey: .memberID)
    if buyer != Buyer() { try container.encode(buyer, forKey: .buyer) }
    try container.encodeIfPresent(placedAt, forKey: .placedAt)
    try container.encodeIfPresent(paidAt, forKey: .paidAt)
    try container.encodeIfPresent(status, forKey: .status)
    try container.encodeIfPresent(currency, forKey: .currency)
    try container.encodeIfPresent(total, forKey: .total)
    if !items.isEmpty { try container.encode(items, forKey: .items) }
    try container.encodeIfPresent(updatedAt, forKey: .updatedAt)
  }
}
