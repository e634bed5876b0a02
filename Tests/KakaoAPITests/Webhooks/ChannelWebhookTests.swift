import CommonValues
import Testing

@testable import KakaoAPI

@Suite struct ChannelWebhookTests {
  private let current =
    #"{"event":"added","id":"1376016924429759228","id_type":"app_user_id","channel_public_id":"_ZeUTxl","channel_uuid":"@flower","updated_at":"2020-04-29T05:34:57Z"}"#
  private let former =
    #"{"event":"blocked","id":"1274364410","id_type":"open_id","plus_friend_public_id":"_ZeUTxl","plus_friend_uuid":"@flower","timestamp":1588138497000}"#

  private func read(_ json: String, resourceID: String? = nil) throws(WebhookProblem) -> ChannelWebhook {
    try ChannelWebhook(body: Array(json.utf8), resourceID: resourceID)
  }

  private func problem(_ json: String) -> WebhookProblem? {
    do throws(WebhookProblem) {
      _ = try read(json)
      return nil
    } catch {
      return error
    }
  }

  @Test("both generations of names are read, and both times are the same instant")
  func generations() throws {
    let new = try read(current, resourceID: "Rvy1c2dk")
    #expect(new.event == .added && new.user == .appUser(1_376_016_924_429_759_228))
    var text = "\(new)"
    dump(new, to: &text)
    #expect(!text.contains("1376016924429759228"))
    #expect(new.channelPublicID == "_ZeUTxl" && new.channelUUID == "@flower" && new.resourceID == "Rvy1c2dk")
    let old = try read(former)
    #expect(old.event == .blocked && old.user == .openID("1274364410") && old.resourceID == nil)
    #expect(old.channelPublicID == "_ZeUTxl" && old.channelUUID == "@flower")
    #expect(new.updatedAt == old.updatedAt && new.updatedAt == Timestamp(seconds: 1_588_138_497))
  }

  @Test("where both names or both times are there, today's count")
  func both() throws {
    let notice = try read(
      #"{"event":"added","id":"5","id_type":"app_user_id","channel_public_id":"_new","plus_friend_public_id":"_old","updated_at":"2026-01-01T00:00:00Z","timestamp":1}"#
    )
    #expect(notice.channelPublicID == "_new" && notice.updatedAt == Timestamp(seconds: 1_767_225_600))
  }

  @Test(
    "a time that can not be read falls back to the other, then to none",
    arguments: [
      (#""updated_at":"soon","timestamp":1588138497000"#, 1_588_138_497_000),
      (#""updated_at":null,"timestamp":"1588138497000""#, 1_588_138_497_000), (#""updated_at":"","timestamp":{}"#, nil),
      (#""x":1"#, nil),
    ] as [(String, Int64?)])
  func times(fields: String, milliseconds: Int64?) throws {
    let notice = try read(#"{"event":"added","id":"5","id_type":"app_user_id","channel_public_id":"",\#(fields)}"#)
    #expect(notice.updatedAt?.milliseconds == milliseconds && notice.channelPublicID == "")
  }

  @Test("events come in any case, and new ones and new kinds of id are kept")
  func open() throws {
    let notice = try read(#"{"event":"BLOCKED","id":"a/b","id_type":"later","channel_public_id":"_a"}"#)
    #expect(notice.event == .blocked && notice.user == .other(kind: "later", id: "a/b"))
    #expect(try read(#"{"event":"muted","id":"5","channel_public_id":"_a"}"#).user == .other(kind: nil, id: "5"))
  }

  @Test(
    "what is missing or of a wrong form is named",
    arguments: [
      ("", .malformed), ("[]", .malformed), ("{", .malformed), ("null", .malformed), ("{}", .missing("event")),
      (#"{"event":"added"}"#, .missing("id")), (#"{"event":"added","id":"5"}"#, .missing("channel_public_id")),
      (#"{"event":7,"id":"5","channel_public_id":"_a"}"#, .missing("event")),
      (#"{"event":"added","id":1376016924429759228,"channel_public_id":"_a"}"#, .missing("id")),
      (#"{"event":"added","id":"5x","id_type":"app_user_id","channel_public_id":"_a"}"#, .invalid("id")),
      (#"{"event":"added","id":"0","id_type":"app_user_id","channel_public_id":"_a"}"#, .invalid("id")),
      (
        #"{"event":"added","id":"9223372036854775808","id_type":"app_user_id","channel_public_id":"_a"}"#,
        .invalid("id")
      ),
      (#"{"event":"added","id":"\#(String(repeating: "5", count: 300))","channel_public_id":"_a"}"#, .invalid("id")),
      (#"{"event":"\#(String(repeating: "a", count: 300))","id":"5","channel_public_id":"_a"}"#, .invalid("event")),
      (
        #"{"event":"added","id":"5","channel_public_id":"\#(String(repeating: "a", count: 300))"}"#,
        .invalid("channel_public_id")
      ),
      (#"{"x":""# + String(repeating: "a", count: 70_000), .tooLarge),
      (String(repeating: "[", count: 60_000), .malformed),
    ] as [(String, WebhookProblem)])
  func problems(json: String, expected: WebhookProblem) { #expect(problem(json) == expected) }

  @Test("a resource id that can not be one is not used", arguments: ["", String(repeating: "a", count: 300)])
  func resourceID(text: String) throws { #expect(try read(current, resourceID: text).resourceID == nil) }
}
