/// An amount in a currency.
public struct Money: Sendable, Hashable, Codable {
  /// How much.
  public let amount: DecimalNumber
  /// ISO 4217, upper case (`KRW`).
  public let currency: String

  /// An amount in a currency.
  public init(_ amount: DecimalNumber, _ currency: String) {
    self.amount = amount
    self.currency = currency
  }
}
