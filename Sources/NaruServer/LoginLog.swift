import KakaoSync
import Logging
import Metrics
import ShopModel

/// One log line and one count for what became of a login; neither says who.
enum LoginLog {
  static func note(_ event: LoginEvent, shop: ShopID?, _ logger: Logger) {
    let name = shop?.description ?? "-"
    Counter(label: "naru_logins_total", dimensions: [("shop", name), ("event", event.kind.rawValue)]).increment()
    var metadata: Logger.Metadata = ["shop": .string(name), "event": .string(event.kind.rawValue)]
    if let reference = event.reference { metadata["reference"] = .string(reference) }
    if let cause = event.cause { metadata["cause"] = .string(cause) }
    switch event.kind {
    case .failed, .tooSlow, .unavailable, .refused: logger.warning("login", metadata: metadata)
    case .loggedIn, .signupBegun, .loggedOut: logger.info("login", metadata: metadata)
    // Whoever was shown a number may tell it to the shop, so it is in a log of the usual level.
    default: logger.log(level: event.reference == nil ? .debug : .info, "login", metadata: metadata)
    }
  }
}
