import CommonValues
import Testing

@testable import KakaoAPI

@Suite struct ExplanationTests {
  private let all: [LocalizedText] =
    [
      IDTokenError.Reason.malformed, .tooLong, .algorithm, .type, .unknownKey, .keysUnavailable, .signature, .claims,
      .issuer, .audience, .expired, .issuedInFuture, .nonce,
    ].map { IDTokenError($0).explanation }
    + [SealingKey.Problem.notEncoded, .wrongLength(3), .notRandom].map(\.explanation)
    + [TokenSealer.Problem.unknownForm, .unknownKey, .tampered, .notSealed].map(\.explanation)

  @Test("every reason is explained in both languages")
  func languages() {
    for text in all {
      #expect(text.korean != text.english && text.english.hasSuffix(".") && text.korean.hasSuffix("."))
      #expect(text.korean.unicodeScalars.contains { (0xAC00...0xD7A3).contains($0.value) })
      #expect(text.english.unicodeScalars.allSatisfy { $0.isASCII })
    }
  }
}
