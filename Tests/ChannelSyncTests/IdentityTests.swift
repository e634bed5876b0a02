import CommonValues
import ShopModel
import Store
import Testing

@testable import ChannelSync

@Suite("Identity")
struct IdentityTests {
  private func identity(
    _ users: CustomerFileDefinition.Users = .app, user: Int64? = 1001, _ change: (inout MemberFacts) -> Void = { _ in }
  ) -> Identity { Identity(of: Sample.facts(user: user, change), in: users) }

  @Test("the link that holds goes before the export's id")
  func linkFirst() {
    #expect(identity { $0.link = Sample.link(2002) } == .link(2002))
    #expect(identity(user: nil) { $0.link = Sample.link(2002) } == .link(2002))
  }

  @Test("without a link the export's id is taken")
  func export() {
    #expect(identity() == .export(1001))
    #expect(identity(user: nil) == .noKakaoUser)
    #expect(identity(user: 0) == .noKakaoUser)
    #expect(identity(user: -4) == .noKakaoUser)
  }

  @Test("an ended link is never used, neither by itself nor through the export's id")
  func ended() {
    let ended = Sample.time("2026-06-01T00:00:00+09:00")
    #expect(identity { $0.endedKakaoUsers = [1001: ended] } == .linkEnded)
    #expect(identity(user: nil) { $0.link = Sample.link(2002, ended: "2026-06-01T00:00:00+09:00") } == .linkEnded)
    #expect(identity(user: 2002) { $0.link = Sample.link(2002, ended: "2026-06-01T00:00:00+09:00") } == .linkEnded)
    #expect(
      identity(user: nil) {
        $0.link = Sample.link(2002)
        $0.endedKakaoUsers = [2002: ended]
      } == .linkEnded)
    #expect(
      identity {
        $0.endedKakaoUsers = [1001: ended]
      }.target == nil)
  }

  @Test("a link made after the old one ended holds, and the end of another user's link does not matter")
  func linkedAgain() {
    #expect(
      identity(user: nil) {
        $0.link = Sample.link(2002, at: "2026-07-01T00:00:00+09:00")
        $0.endedKakaoUsers = [2002: Sample.time("2026-06-01T00:00:00+09:00"), 7: Sample.time("2026-08-01")]
      } == .link(2002))
    #expect(identity { $0.endedKakaoUsers = [7: Sample.time("2026-08-01")] } == .export(1001))
  }

  @Test(
    "only Korean mobile numbers become phone ids",
    arguments: [
      ("010-1234-5678", Identity.phone(821_012_345_678)), ("011-123-4567", .phone(82_111_234_567)),
      ("02-123-4567", .phoneNotMobile), ("+1 212 555 0100", .phoneNotMobile), ("0507-1234-5678", .phoneNotMobile),
    ])
  func phones(_ text: String, _ expected: Identity) throws {
    let phone = try #require(PhoneNumber(text))
    #expect(identity(.phone) { $0.member.phone = .value(phone) } == expected)
  }

  @Test("a member without a phone number has no phone id, whatever Kakao user is known")
  func noPhone() {
    #expect(identity(.phone) { $0.link = Sample.link(2002) } == .noPhone)
    #expect(identity(.phone) { $0.member.phone = .empty } == .noPhone)
  }
}
