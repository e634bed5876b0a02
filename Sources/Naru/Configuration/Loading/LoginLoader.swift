import CommonValues
import KakaoAPI

/// Reads a shop's `login`.
struct LoginLoader {
  /// The attributes that the shop declares.
  let attributes: Set<String>

  func load(_ value: ConfigurationValue) -> LoginConfiguration? {
    guard let section = ConfigurationSection<LoginKey>(value) else { return nil }
    if section[.returnURLs] == nil {
      _ = section.required(
        .returnURLs, ko: "로그인 뒤에 돌아갈 주소를 쓰십시오", en: "write where people may be sent back to")
    }
    let year = Duration.seconds(86_400 * 366)
    let match: LoginConfiguration.Match = section[.match]?.choice() ?? .verifiedPhone
    let stores = section[.storeTokens]?.bool() ?? false
    return LoginConfiguration(
      scopes: section[.scopes]?.list(of: { $0.wireName() }) ?? [],
      serviceTerms: section[.serviceTerms]?.list(of: { $0.wireName() }) ?? [],
      prompt: section[.prompt]?.choice(),
      returnURLs: section[.returnURLs]?.nonEmptyList(orSingle: true, of: { $0.returnURL() }) ?? [],
      signupURL: section[.signupURL]?.url(), logoutURL: section[.logoutURL]?.url(),
      handoffTTL: section[.handoffTTL]?.duration(atLeast: .seconds(1), atMost: .seconds(600)) ?? .seconds(60),
      match: match, ciAttribute: ciAttribute(section, isNeeded: match == .ci),
      sessions: section[.sessions]?.bool() ?? false,
      sessionTTL: section[.sessionTTL]?.duration(atLeast: .seconds(60), atMost: year) ?? .seconds(86_400 * 14),
      storesTokens: stores, tokenKeys: tokenKeys(section, isNeeded: stores))
  }

  private func ciAttribute(_ section: ConfigurationSection<LoginKey>, isNeeded: Bool) -> String? {
    guard let value = section[.ciAttribute] else {
      if isNeeded {
        _ = section.required(
          .ciAttribute, ko: "회원의 CI가 들어 있는 속성의 이름을 쓰십시오", en: "write the attribute that holds members' CI")
      }
      return nil
    }
    guard let name = value.text() else { return nil }
    if !attributes.contains(name) { value.report(.undeclaredAttribute(name)) }
    return name
  }

  private func tokenKeys(_ section: ConfigurationSection<LoginKey>, isNeeded: Bool) -> SecretList? {
    guard let value = section[.tokenKeys] else {
      if isNeeded {
        _ = section.required(
          .tokenKeys, ko: "토큰을 암호화할 키를 하나 이상 쓰십시오", en: "tokens are only kept sealed; write at least one key")
      }
      return nil
    }
    guard let keys = value.secret() else { return nil }
    for key in keys.all {
      do throws(SealingKey.Problem) {
        _ = try SealingKey(key)
      } catch {
        value.report(
          .invalidValue(
            ko: "암호화 키가 아닙니다", en: "not a key to seal with",
            fixKo: "무작위 16바이트나 32바이트를 16진수 또는 base64로 쓰십시오. 예: openssl rand -hex 32",
            fixEn: "use 16 or 32 random bytes in hex or base64: openssl rand -hex 32"))
        return nil
      }
    }
    return keys
  }
}
