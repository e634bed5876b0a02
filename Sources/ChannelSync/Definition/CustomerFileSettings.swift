public import ShopModel

/// What a shop's config says about its customer files.
public struct CustomerFileSettings: Sendable, Hashable {
  /// The shop.
  public let shop: ShopID
  /// ISO 4217; sums and averages are in it.
  public let currency: String
  /// What a consent without a date is worth.
  public let undatedConsent: UndatedConsentPolicy
  /// The files, in the order of the config.
  public let files: [CustomerFileDefinition]

  /// A shop's customer files.
  public init(
    shop: ShopID, currency: String = "KRW", undatedConsent: UndatedConsentPolicy = .accept,
    files: [CustomerFileDefinition]
  ) {
    self.shop = shop
    self.currency = currency
    self.undatedConsent = undatedConsent
    self.files = files
  }

  /// Places of an average: whole won, else hundredths.
  var averagePlaces: Int { currency.uppercased() == "KRW" ? 0 : 2 }
}
