/// The fields of an order, in the order in which they are stored.
public enum OrderField: UInt8, Sendable, Hashable, CaseIterable {
  case memberID = 1
  case buyerName = 2
  case buyerPhone = 3
  case buyerEmail = 4
  case placedAt = 5
  case paidAt = 6
  case status = 7
  case currency = 8
  case total = 9
  case items = 10

  /// The name in canonical JSON, manifests and config.
  public var name: String {
    switch self {
    case .memberID: "member_id"
    case .buyerName: "buyer.name"
    case .buyerPhone: "buyer.phone"
    case .buyerEmail: "buyer.email"
    case .placedAt: "placed_at"
    case .paidAt: "paid_at"
    case .status: "status"
    case .currency: "currency"
    case .total: "total"
    case .items: "items"
    }
  }
}
