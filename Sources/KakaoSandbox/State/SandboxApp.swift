/// An app of the developer console.
public struct SandboxApp: Sendable, Hashable {
  /// The app id.
  public var id: Int64
  /// The name, shown on the consent screen.
  public var name: String
  /// Whether the owner has accepted the customer-file policy in the console.
  public var customerFiles: Bool
  /// Public ids of the channels connected to the app, in the order of connecting.
  public var channels: [String]
  /// Kakao Login, OpenID Connect and Kakao Sync.
  public var login: SandboxLogin
  /// Where webhooks go.
  public var webhooks: SandboxWebhooks
  /// Custom user properties defined in the console; another key in a call is -201.
  public var propertyKeys: [String]
  /// Origins registered for links in messages (제품 링크 관리), such as `https://shop.example.com`; links are not checked
  /// while there is none.
  public var linkDomains: [String] = []
  /// Whether Kakao has sanctioned the app (-12).
  public var isSuspended = false

  /// Makes an app; without further arguments one with the login settings of ``SandboxLogin/init()`` and no webhooks.
  public init(
    id: Int64, name: String, customerFiles: Bool = true, channels: [String] = [],
    login: SandboxLogin = SandboxLogin(), webhooks: SandboxWebhooks = SandboxWebhooks(), propertyKeys: [String] = []
  ) {
    self.id = id
    self.name = name
    self.customerFiles = customerFiles
    self.channels = channels
    self.login = login
    self.webhooks = webhooks
    self.propertyKeys = propertyKeys
  }
}
