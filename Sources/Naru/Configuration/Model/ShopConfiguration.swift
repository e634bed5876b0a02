public import ChannelSync
public import ShopModel

/// One shop's file, checked.
public struct ShopConfiguration: Sendable {
  /// What an undated consent is worth.
  public enum UndatedConsent: String, Sendable, Hashable, CaseIterable {
    /// It counts, and is reported.
    case accept
    /// It does not count.
    case refuse
  }

  /// The path of the file.
  public let file: String
  /// The shop's id.
  public let id: ShopID
  /// The shop's name for people; its id unless said.
  public let name: String
  /// ISO 4217; the currency that sums are made in. `KRW` unless said.
  public let currency: String
  /// What an undated consent is worth; `accept` unless said.
  public let undatedConsent: UndatedConsent
  /// The adapter that reads the shop's exports and webhooks; `shop-export` unless said.
  public let adapter: AdapterReference
  /// What the shop's back end calls the sidecar with.
  public let apiToken: BearerTokens?
  /// The shop's Kakao app, when it has one.
  public let kakao: KakaoConfiguration?
  /// Signup and login, when the shop uses them.
  public let login: LoginConfiguration?
  /// How the platform's webhooks prove that they are its own.
  public let webhook: WebhookConfiguration
  /// How export files are understood.
  public let exports: ExportsConfiguration
  /// What is done by itself, and when.
  public let schedule: ScheduleConfiguration
  /// Who answers refetch events.
  public let fetchURL: WebURL?
  /// What they are asked with, as `Authorization: Bearer`.
  public let fetchToken: SecretList?
  /// How old the newest delivery may become before the shop counts as stale; nil: any age.
  public let freshness: Duration?
  /// Attributes of members beyond the adapter's, in the order of the file.
  public let attributes: [AttributeDeclaration]
  /// The customer files, in the order of the file.
  public let customerFiles: [CustomerFileDefinition]
}

/// Which adapter a shop uses.
public enum AdapterReference: Sendable, Hashable {
  /// One of those that Naru brings, by id.
  case builtIn(id: String)
  /// A directory with an `adapter.yaml`; absolute or from the working directory.
  case directory(path: String)
}

/// An attribute of members that the shop declares: kept, and usable as `member.attributes.<name>`.
public struct AttributeDeclaration: Sendable, Hashable {
  /// The name it has in Naru.
  public let name: String
  /// The column labels that fill it; the name itself unless said.
  public let labels: [String]

  /// A declaration.
  public init(name: String, labels: [String]) {
    self.name = name
    self.labels = labels
  }
}

/// The shop's Kakao app.
public struct KakaoConfiguration: Sendable {
  /// The app's REST API key.
  public let restAPIKey: SecretList?
  /// The client secret, when it is switched on in the console.
  public let clientSecret: SecretList?
  /// The key that Kakao is called with.
  public let adminKey: SecretList?
  /// The key that Kakao's webhooks carry.
  public let webhookAdminKey: SecretList?
  /// The app's number, which may stand in `aud` of an ID token.
  public let appID: Int64?
  /// The percentage of known users whom a reconciliation may find missing in Kakao's list without being told to go on.
  public let maximumMissingPercent: Double
  /// Channel public ids; the first is the one offered at signup.
  public let channels: [String]
  /// Kakao's login host.
  public let authURL: WebURL
  /// Kakao's API host.
  public let apiURL: WebURL
}

/// What the sidecar does by itself for a shop.
public struct ScheduleConfiguration: Sendable, Hashable {
  /// When customer files are sent.
  public var sync: Schedule?
  /// When links and relations are held against what Kakao says.
  public var reconcile: Schedule?
  /// When exports are fetched by their addresses.
  public var imports: Schedule?

  /// Nothing.
  public init() {}
}

/// How a shop's export files are understood.
public struct ExportsConfiguration: Sendable, Hashable {
  /// By what an order without a member id is joined to a member.
  public enum OrderMatch: String, Sendable, Hashable, CaseIterable {
    /// The phone number, where exactly one member has it.
    case phone
    /// The e-mail address, where exactly one member has it.
    case email
  }

  /// What an order with an unknown status counts as when it has no time of payment.
  public enum UnknownStatus: String, Sendable, Hashable, CaseIterable {
    /// It is not counted.
    case unpaid
    /// It is counted.
    case paid
  }

  /// Whether a member export names every member, so that absence means withdrawal.
  public var membersComplete = false
  /// The percentage of members that a complete export may make withdrawn without being told to.
  public var maximumAbsentPercent = 5.0
  /// How orders without a member id are joined; empty: not at all.
  public var orderMatch: [OrderMatch] = []
  /// What an unknown status counts as.
  public var unknownOrderStatus = UnknownStatus.unpaid
  /// A folder in which exports are put down; absolute or from the working directory.
  public var watchFolder: String?
  /// Where exports are fetched from, when `schedule.import` says so. An address may hold a token.
  public var fetchAddresses: [FetchAddress] = []

  /// The defaults.
  public init() {}
}

extension KakaoConfiguration {
  /// How many users a reconciliation may find missing unless said, in percent.
  static let defaultMissingPercent = 5.0
  /// Where Kakao's login and API live when a shop does not say otherwise.
  static let productionAuthURL = WebURL(host: "kauth.kakao.com")
  static let productionAPIURL = WebURL(host: "kapi.kakao.com")
}
