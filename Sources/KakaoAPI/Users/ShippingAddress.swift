public import CommonValues

/// A page of a user's shipping addresses, or all of them.
public struct ShippingAddresses: Sendable, Hashable {
  /// The app user id.
  public let userID: Int64?
  /// Whether the user has yet to agree to share them.
  public let needsAgreement: Bool?
  /// The addresses: the default one first, the others by ``ShippingAddress/updatedAt``, newest first.
  public let addresses: [ShippingAddress]

  /// A user's addresses.
  public init(userID: Int64?, needsAgreement: Bool? = nil, addresses: [ShippingAddress]) {
    self.userID = userID
    self.needsAgreement = needsAgreement
    self.addresses = addresses
  }
}

/// One of a user's shipping addresses. Printing it shows the id alone.
public struct ShippingAddress: Sendable, Hashable, Identifiable {
  /// How the address is written. An open set.
  public struct Form: RawRepresentable, Sendable, Hashable, CustomStringConvertible {
    /// Kakao's word.
    public let rawValue: String

    /// Any form.
    public init(rawValue: String) { self.rawValue = rawValue }

    public var description: String { rawValue }

    /// By lot number (지번).
    public static let lotNumber = Form(rawValue: "OLD")
    /// By street name (도로명).
    public static let streetName = Form(rawValue: "NEW")
  }

  /// The address's id.
  public var id: Int64
  /// The name that the user gave it.
  public var name: String?
  /// Whether it is the user's default address.
  public var isDefault: Bool
  /// When it was last changed.
  public var updatedAt: Timestamp?
  /// How it is written.
  public var form: Form?
  /// The address that has a postal code.
  public var baseAddress: String?
  /// What the user added to it: floor, room.
  public var detailAddress: String?
  /// Who receives.
  public var receiverName: String?
  /// The receiver's number, normalised where it can be read.
  public var receiverPhoneNumber1: PhoneNumber?
  /// A second one.
  public var receiverPhoneNumber2: PhoneNumber?
  /// The receiver's number as Kakao wrote it.
  public var receiverPhoneNumber1Text: String?
  /// The second one as Kakao wrote it.
  public var receiverPhoneNumber2Text: String?
  /// The postal code of five digits; always there for ``Form/streetName``.
  public var zoneNumber: String?
  /// The old postal code, `463-400`.
  public var zipCode: String?

  /// An address of which nothing but the id is known.
  public init(id: Int64, isDefault: Bool = false, updatedAt: Timestamp? = nil) {
    self.id = id
    self.isDefault = isDefault
    self.updatedAt = updatedAt
  }

  /// The postal code: the new one, else the old one.
  public var postalCode: String? { zoneNumber ?? zipCode }
}

extension ShippingAddress: CustomStringConvertible, CustomReflectable {
  public var description: String { "shipping address \(id)" }
  public var customMirror: Mirror { Mirror(self, children: ["id": id]) }
}

extension ShippingAddresses: Decodable {
  private enum Key: String, CodingKey {
    case userID = "user_id"
    case needsAgreement = "shipping_addresses_needs_agreement"
    case addresses = "shipping_addresses"
  }

  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: Key.self)
    userID = fields.lenientInt64(.userID)
    needsAgreement = fields.lenientBool(.needsAgreement)
    addresses = fields.lenientArray(of: ShippingAddress.self, .addresses) ?? []
  }
}

extension ShippingAddress: Decodable {
  private enum Key: String, CodingKey {
    case id, name, type
    case isDefault = "is_default"
    case oldDefault = "default"
    case updatedAt = "updated_at"
    case baseAddress = "base_address"
    case detailAddress = "detail_address"
    case receiverName = "receiver_name"
    case phone1 = "receiver_phone_number1"
    case phone2 = "receiver_phone_number2"
    case zoneNumber = "zone_number"
    case zipCode = "zip_code"
  }

  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: Key.self)
    guard let id = fields.lenientInt64(.id) else {
      throw DecodingError.dataCorruptedError(forKey: .id, in: fields, debugDescription: "not a 64-bit integer")
    }
    self.id = id
    name = fields.lenientText(.name)
    isDefault = fields.lenientBool(.isDefault) ?? fields.lenientBool(.oldDefault) ?? false
    updatedAt = fields.lenientUnixTime(.updatedAt)
    form = fields.lenientText(.type).map { Form(rawValue: $0) }
    baseAddress = fields.lenientText(.baseAddress)
    detailAddress = fields.lenientText(.detailAddress)
    receiverName = fields.lenientText(.receiverName)
    receiverPhoneNumber1Text = fields.lenientText(.phone1)
    receiverPhoneNumber2Text = fields.lenientText(.phone2)
    receiverPhoneNumber1 = receiverPhoneNumber1Text.flatMap { PhoneNumber($0) }
    receiverPhoneNumber2 = receiverPhoneNumber2Text.flatMap { PhoneNumber($0) }
    zoneNumber = fields.lenientText(.zoneNumber)
    zipCode = fields.lenientText(.zipCode)
  }
}
