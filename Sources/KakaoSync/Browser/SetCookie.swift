/// A cookie to set, always HttpOnly, SameSite=Lax, on every path and without Domain.
public struct SetCookie: Sendable, Hashable, CustomStringConvertible {
  /// Its whole name, `__Host-` included where it has it.
  public let name: String
  let value: String
  /// Seconds that it lives; 0 removes it.
  public let maxAge: Int
  let isSecure: Bool

  /// The value of a `Set-Cookie` header. It is a secret of the browser's: for the answer alone, never for a log.
  public var header: String {
    "\(name)=\(value); Path=/; Max-Age=\(maxAge); HttpOnly; SameSite=Lax" + (isSecure ? "; Secure" : "")
  }

  /// The name alone.
  public var description: String { name }
}

/// The names of Naru's cookies: with `__Host-` and Secure exactly when the public address is https.
struct CookieNames: Sendable, Hashable {
  let isSecure: Bool
  private let prefix: String

  init(isSecure: Bool) {
    self.isSecure = isSecure
    prefix = (isSecure ? "__Host-" : "") + "naru_"
  }

  /// What the names of login attempts begin with.
  var attempts: String { prefix + "l_" }
  /// That an auto-login was tried at a shop.
  func tried(_ shop: String) -> String { prefix + "tried_" + shop }
  /// That a page of the shop's own has sent the browser to the auto-login; not ``tried(_:)``, upon which that would not try.
  func sent(_ shop: String) -> String { prefix + "sent_" + shop }
  /// A session at a shop.
  func session(_ shop: String) -> String { prefix + "session_" + shop }

  func set(_ name: String, _ value: String, maxAge: Int) -> SetCookie {
    SetCookie(name: name, value: value, maxAge: maxAge, isSecure: isSecure)
  }

  func remove(_ name: String) -> SetCookie { set(name, "", maxAge: 0) }
}
