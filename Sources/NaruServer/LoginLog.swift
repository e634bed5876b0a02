import KakaoSync
import Logging
import ShopModel

/// One log line and one count for what became of a login; neither says who.
enum LoginLog {
  static func note(_ event: LoginEvent, of shop: LoginDirectory.Entry, _ logger: Logger) {
    shop.count(event.kind)
    guard logger.logLevel <= level(of: event) else { return }
    var metadata: Logger.Metadata = ["shop": .string(shop.id.description), "event": .string(event.kind.rawValue)]
    if let reference = event.reference { metadata["reference"] = .string(reference) }
    if let cause = event.cause { metadata["cause"] = .string(cause) }
    logger.log(level: level(of: event), "login", metadata: metadata)
  }

  private static func level(of event: LoginEvent) -> Logger.Level {
    switch event.kind {
    case .failed, .tooSlow, .unavailable, .refused: .warning
    case .loggedIn, .signupBegun, .loggedOut: .info
    // Whoever was shown a number may tell it to the shop, so it is in a log of the usual level.
    default: event.reference == nil ? .debug : .info
    }
  }
}
