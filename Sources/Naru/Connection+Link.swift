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
    return (
      "\(settings.publicURL)/shops/\(shop.id)/auto-login?return_to=\(Connection.encoded(query))", allowed.description
    )
  }

  /// Everything but unreserved characters and slashes percent-encoded, so that a path stays readable in a message.
  private static func encoded(_ text: String) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E, 0x2F: bytes.append(byte)
      default: bytes += [0x25, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: bytes, as: UTF8.self)
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
