public import CommonValues
public import ShopModel

/// How a shop counts its orders and to whom it gives those that name no member.
public struct OrderRules: Sendable, Hashable {
  /// By what an order without a member id may be joined to a member.
  public enum Match: String, Sendable, Hashable, CaseIterable {
    case phone
    case email
  }

  /// The shop's currency (ISO 4217); orders in another one are not counted.
  public var currency: String
  /// Whether an order of unknown status counts as paid even without a time of payment.
  public var unknownStatusIsPaid: Bool
  /// Tried in this order; the first by which exactly one member fits decides.
  public var match: [Match]

  /// Rules; by default those of DESIGN §5.
  public init(currency: String = "KRW", unknownStatusIsPaid: Bool = false, match: [Match] = []) {
    self.currency = currency
    self.unknownStatusIsPaid = unknownStatusIsPaid
    self.match = match
  }

  /// What of the rules decides whether an order counts.
  var countingKey: String { "\(currency) \(unknownStatusIsPaid)" }

  /// What of them decides to whom a guest's order belongs; never empty.
  var matchingKey: String { "by " + match.map(\.rawValue).joined(separator: " ") }

  /// Whether an order counts: paid, not cancelled, returned or refunded, in the shop's currency; and if so what was paid and on what
  /// day in Seoul.
  public func counted(_ order: Order) -> (amount: DecimalNumber, paidOn: CalendarDate?)? {
    guard order.currency ?? currency == currency else { return nil }
    let isPaid = order.status?.isPaid ?? (order.paidAt != nil || unknownStatusIsPaid)
    guard isPaid else { return nil }
    return (order.total ?? .zero, (order.paidAt ?? order.placedAt)?.seoulDate)
  }
}
