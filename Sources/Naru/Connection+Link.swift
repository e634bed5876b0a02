import CommonValues
import KakaoSync

extension Connection {
  /// An address for a channel message that logs whoever opens it in KakaoTalk in and goes on to `target`.
  ///
  /// - Parameter target: a path of the shop, or an address that `login.return_urls` allows.
  /// - Returns: the address for the message, and where it leads in the end.
  /// - Throws: ``NaruError`` when the shop has no login, or when the target is not the shop's.
  public func autoLoginAddress(to target: String) throws(NaruError) -> (address: String, target: String) {
    let settings = try login.settings
    guard let allowed = settings.returnAddresses.address(target) else {
      throw NaruError(.notAReturnAddress(shop.file))
    }
    let query = target.hasPrefix("/") ? target : allowed.description
    // Slashes stay, so that a path is readable in a message.
    let readable = PercentEncoding.encode(query) { PercentEncoding.isUnreserved($0) || $0 == 0x2F }
    return ("\(settings.publicURL)/shops/\(shop.id)/auto-login?return_to=\(readable)", allowed.description)
  }
}

extension Diagnostic {
  fileprivate static func notAReturnAddress(_ file: String) -> Diagnostic {
    Diagnostic(
      .error, code: "not-a-return-address", place: .init(file: file, field: "login.return_urls"),
      reason: LocalizedText(
        ko: "그 주소로는 보낼 수 없습니다. login.return_urls가 허용하지 않습니다.",
        en: "People can not be sent there: login.return_urls does not allow it."),
      fix: LocalizedText(
        ko: "/로 시작하는 쇼핑몰의 경로를 쓰시거나 return_urls에 주소를 추가하십시오.",
        en: "Give a path of the shop that begins with /, or add the address to return_urls."))
  }
}
