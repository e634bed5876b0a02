/// How far an order has come.
public enum OrderStatus: String, Sendable, Hashable, Codable, CaseIterable {
  case placed
  case paid
  case preparing
  case shipped
  case delivered
  case cancelled
  case returned
  case refunded

  /// Whether money was paid and stayed.
  public var isPaid: Bool {
    switch self {
    case .paid, .preparing, .shipped, .delivered: true
    case .placed, .cancelled, .returned, .refunded: false
    }
  }
}
