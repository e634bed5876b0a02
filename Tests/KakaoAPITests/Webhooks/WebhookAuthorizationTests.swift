import CommonValues
import Testing

@testable import KakaoAPI

@Suite struct WebhookAuthorizationTests {
  private let check = WebhookAuthorization(keys: [Secret("current-key"), Secret("old-key"), Secret("")])

  @Test("the current and the former key are accepted and told apart")
  func keys() {
    #expect(check.keyIndex(in: ["KakaoAK current-key"]) == 0)
    #expect(check.keyIndex(in: ["kakaoak old-key"]) == 1)
    #expect(WebhookAuthorization(keys: [Secret("k"), Secret("k")]).keyIndex(in: ["KakaoAK k"]) == 0)
  }

  @Test(
    "everything else is refused",
    arguments: [
      [], [""], ["KakaoAK"], ["KakaoAK "], ["KakaoAK  current-key"], ["KakaoAK current-key "], ["Bearer current-key"],
      ["current-key"], ["KakaoAK current-keY"], ["KakaoAK current-key,old-key"], ["KakaoAK current-ke"],
      ["KakaoAK current-keycurrent-key"], ["KakaoAK current-key", "KakaoAK current-key"], ["KakaoAK\tcurrent-key"],
      ["KakaoAK " + String(repeating: "a", count: 100_000)],
    ])
  func refused(headers: [String]) { #expect(check.keyIndex(in: headers) == nil) }

  @Test("without a key nothing is accepted")
  func noKeys() { #expect(WebhookAuthorization(keys: []).keyIndex(in: ["KakaoAK "]) == nil) }

  @Test("a key is shown by nothing")
  func redaction() {
    var text = "\(check)"
    dump(check, to: &text)
    #expect(!text.contains("current-key"))
  }
}
