import CommonValues
import Testing

@testable import KakaoAPI

@Suite struct UnlinkWebhookTests {
  private func problem(_ form: String) -> WebhookProblem? {
    do throws(WebhookProblem) {
      _ = try UnlinkWebhook(form: Array(form.utf8))
      return nil
    } catch {
      return error
    }
  }

  @Test("a query and a form give the same notice")
  func forms() throws {
    let text =
      "app_id=123456&user_id=1376016924429759228&referrer_type=UNLINK_FROM_APPS&group_user_token=marked%2B1&x=%"
    let notice = try UnlinkWebhook(query: text)
    #expect(try UnlinkWebhook(form: Array(text.utf8)) == notice)
    #expect(notice.appID == "123456" && notice.userID == 1_376_016_924_429_759_228)
    #expect(notice.referrer == .unlinkFromApps && notice.groupUserToken?.reveal() == "marked+1")
    #expect(!"\(notice)".contains("marked") && !"\(notice)".contains("137601"))
    #expect(Set([notice, try UnlinkWebhook(query: text)]).count == 1)
  }

  @Test(
    "every documented referrer is known, others are kept, and none is fine",
    arguments: [
      "ACCOUNT_DELETE", "FORCED_ACCOUNT_DELETE", "UNLINK_FROM_ADMIN", "UNLINK_FROM_APPS", "INCOMPLETE_SIGN_UP", "NEW",
    ])
  func referrers(word: String) throws {
    let known: [UnlinkWebhook.Referrer] = [
      .accountDelete, .forcedAccountDelete, .unlinkFromAdmin, .unlinkFromApps, .incompleteSignUp,
    ]
    let notice = try UnlinkWebhook(query: "app_id=1&user_id=2&referrer_type=\(word)")
    #expect(notice.referrer?.rawValue == word)
    #expect(known.contains { $0 == notice.referrer } == (word != "NEW"))
    #expect(try UnlinkWebhook(query: "app_id=1&user_id=2").referrer == nil)
  }

  @Test(
    "what is missing, doubled or of a wrong form is named",
    arguments: [
      ("", .missing("app_id")), ("app_id=1", .missing("user_id")), ("user_id=1", .missing("app_id")),
      ("app_id=&user_id=1", .missing("app_id")), ("app_id=1&user_id=1&user_id=2", .repeated("user_id")),
      ("app_id=1&app_id=1&user_id=1", .repeated("app_id")), ("app_id=1&user_id=1x", .invalid("user_id")),
      ("app_id=1&user_id=-1", .invalid("user_id")), ("app_id=1&user_id=%2B1", .invalid("user_id")),
      ("app_id=1&user_id=0", .invalid("user_id")), ("app_id=1&user_id=01", .invalid("user_id")),
      ("app_id=1&user_id=9223372036854775808", .invalid("user_id")), ("app_id=1&user_id=1.0", .invalid("user_id")),
      ("app_id=1&user_id=1%00", .invalid("user_id")), ("app_id=1&user_id=%FF", .invalid("user_id")),
      (#"{"app_id":"1","user_id":"2"}"#, .missing("app_id")),
      ("app_id=" + String(repeating: "1", count: 300) + "&user_id=1", .invalid("app_id")),
      ("app_id=1&user_id=1&referrer_type=" + String(repeating: "A", count: 300), .invalid("referrer_type")),
      (String(repeating: "a", count: 70_000), .tooLarge), (String(repeating: "a=1&", count: 1000), .tooLarge),
    ] as [(String, WebhookProblem)])
  func problems(form: String, expected: WebhookProblem) { #expect(problem(form) == expected) }
}
