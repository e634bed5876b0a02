public import CommonValues

extension SealingKey.Problem {
  /// What is wrong with the key, and what to do, in words for people.
  public var explanation: LocalizedText {
    switch self {
    case .notEncoded:
      LocalizedText(
        ko: "키가 16진수도 base64도 아닙니다. openssl rand -base64 32로 만드십시오.",
        en: "The key is neither hexadecimal digits nor base64. Make one with: openssl rand -base64 32.")
    case .wrongLength(let count):
      LocalizedText(
        ko: "키는 16바이트 또는 32바이트여야 하는데 \(count)바이트입니다. openssl rand -base64 32로 만드십시오.",
        en: "A key has 16 or 32 bytes, not \(count). Make one with: openssl rand -base64 32.")
    case .notRandom:
      LocalizedText(
        ko: "키의 모든 바이트가 같습니다. 예시 값 대신 openssl rand -base64 32로 만드십시오.",
        en: "All bytes of the key are the same. Replace the placeholder: openssl rand -base64 32.")
    }
  }
}

extension TokenSealer.Problem {
  /// Why the record does not open, and what to do, in words for people.
  public var explanation: LocalizedText {
    switch self {
    case .unknownForm:
      LocalizedText(
        ko: "저장된 토큰의 형식을 알 수 없습니다. 더 새 버전의 나루가 저장했는지 확인하십시오.",
        en: "The form of the stored tokens is not known. See whether a later version of Naru has stored them.")
    case .unknownKey:
      LocalizedText(
        ko: "저장된 토큰을 봉인한 키가 설정에 없습니다. 그 키를 목록의 뒤에 다시 넣으십시오.",
        en: "The key that the stored tokens were sealed with is not configured. Put it back at the end of the list.")
    case .tampered:
      LocalizedText(
        ko: "저장된 토큰이 봉인된 뒤에 바뀌었습니다. 백업에서 되돌리거나 사용자가 다시 로그인하게 하십시오.",
        en: "The stored tokens were changed after they were sealed. Restore a backup, or have the user log in again.")
    case .notSealed:
      LocalizedText(
        ko: "토큰을 봉인하지 못했습니다. 암호 라이브러리의 오류입니다.", en: "The tokens could not be sealed: the cryptographic library failed.")
    }
  }
}
