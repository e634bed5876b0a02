import ChannelSync
import CommonValues
import KakaoSandbox
import Naru
import NaruTestSupport
import ShopModel
import Testing

@Suite("Journeys through the library")
struct JourneyTests {
  @Test("an export becomes exactly the wanted files, then nothing is left, then only the difference is sent")
  func wholeWay() async throws {
    try await withScene { scene in
      try await scene.shop { shop in
        var people = [Person].numbered(1...60)
        #expect(try await shop.take(people, day: 1) == 60)
        #expect(try await shop.plan().files.map(\.add) == [36, 15])
        #expect(try await shop.sync().ending == .complete)
        try scene.expectKakaoHolds(people)
        #expect(try await !shop.plan().hasWork)
        let end = scene.journalEnd
        #expect(try await shop.sync().files.map(\.sent) == [0, 0])
        #expect(scene.writes(after: end).isEmpty)

        people[0].points += 1
        people[2].smsConsent = false
        people.append(Person(61))
        #expect(try await shop.take(people, day: 2) == 3)
        let result = try await shop.sync()
        #expect(result.files.map { [$0.plan.add, $0.plan.update, $0.plan.remove] } == [[1, 1, 1], [0, 0, 1]])
        try scene.expectKakaoHolds(people)
        let writes = scene.writes(after: end)
        #expect(writes.filter { $0.path == Scene.updatePath }.count == 1)
        #expect(writes.filter { $0.path == Scene.deletePath }.count == 2)
        let named = writes.map(\.requestBody).joined()
        #expect(!people[1...].dropFirst(2).dropLast().contains { named.contains("\($0.kakaoUser)") })
      }
    }
  }

  @Test("who blocked the channel leaves the files that exclude the blocked, and no other")
  func blocked() async throws {
    try await withScene { scene in
      let people = [Person].numbered(1...9)
      try scene.sandbox.addUsers(people.filter(\.hasKakaoUser).map { SandboxUser(id: $0.kakaoUser) })
      try await scene.shop { shop in
        try await shop.take(people, day: 1)
        _ = try await shop.sync()
        try scene.sandbox.setRelation(.blocked, of: people[0].kakaoUser, to: Scene.channel)
        #expect(try await shop.refreshRelations() == 8)
        #expect(try await shop.sync(confirmed: true).ending == .complete)
        #expect(try scene.rows(ShopText.appFile) == Set(people.dropFirst().compactMap(\.appRow)))
        let rule = try await shop.explain(member: people[0].id).files[0].rules.first { !$0.ok }
        #expect(rule?.rule == "not_blocked")
        // An older export does not bring them back.
        try await shop.take(people, day: 0)
        #expect(try await !shop.plan().hasWork)
      }
    }
  }

  @Test("a withdrawn consent removes a person, and an older export does not bring them back")
  func consentWithdrawn() async throws {
    try await withScene { scene in
      try await scene.shop { shop in
        let before = [Person].numbered(1...9)
        var after = before
        after[0].smsConsent = false
        try await shop.take(before, day: 1)
        _ = try await shop.sync()
        try await shop.take(after, day: 2)
        _ = try await shop.sync()
        try scene.expectKakaoHolds(after)
        try await shop.take(before, day: 1)
        _ = try await shop.sync()
        try scene.expectKakaoHolds(after)
        // A blank is no answer: it changes nothing.
        after[1].smsConsent = nil
        try await shop.take(after, day: 3)
        #expect(try await !shop.plan().hasWork)
      }
    }
  }

  @Test("an unlinked person leaves the file of app users, and an older statement does not revive them")
  func unlinked() async throws {
    try await withScene { scene in
      let people = [Person].numbered(1...9)
      try await scene.shop { shop in
        try await shop.take(people, day: 1)
        _ = try await shop.sync()
        let time = Timestamp(milliseconds: Scene.november.milliseconds + 5 * 86_400_000)
        #expect(try await shop.apply(.accountUnlinked(kakaoUserID: people[0].kakaoUser, at: time), sourceTime: time))
        for day in [0, 1, 2] {
          try await shop.take(people, day: day)
          _ = try await shop.sync()
          #expect(try scene.rows(ShopText.appFile) == Set(people.dropFirst().compactMap(\.appRow)), "day \(day)")
        }
        #expect(try scene.rows(ShopText.phoneFile) == Set(people.compactMap(\.phoneRow)))
      }
    }
  }

  @Test("4,500 people go out as 2,000, 2,000 and 500")
  func batches() async throws {
    var text = ShopText()
    text.hasPhoneFile = false
    try await withScene(text) { scene in
      let people = (1...4500).map { number in
        var person = Person(number)
        person.smsConsent = true
        person.hasKakaoUser = true
        return person
      }
      try await scene.shop { shop in
        try await shop.take(people, day: 1)
        #expect(try await shop.plan().files[0].calls == 3)
        let result = try await shop.sync()
        #expect(result.files[0].sent == 4500)
        #expect(try scene.rows(ShopText.appFile) == Set(people.compactMap(\.appRow)))
        let counts = try scene.writes().map { try JSONTree($0.answerBody)["success_count"]?.int }
        #expect(counts == [2000, 2000, 500])
      }
    }
  }

  @Test("a plan that removes more than allowed sends nothing until it is confirmed")
  func removalGuard() async throws {
    var text = ShopText()
    text.hasPhoneFile = false
    try await withScene(text) { scene in
      var people = [Person].numbered(1...40)
      try await scene.shop { shop in
        try await shop.take(people, day: 1)
        _ = try await shop.sync()
        let before = people
        for index in people.indices where index % 3 != 0 { people[index].smsConsent = false }
        try await shop.take(people, day: 2)
        let end = scene.journalEnd
        #expect(try await shop.sync().ending == .guarded)
        #expect(scene.writes(after: end).isEmpty)
        #expect(try scene.rows(ShopText.appFile) == Set(before.compactMap(\.appRow)))
        #expect(try await shop.sync(confirmed: true).ending == .complete)
        #expect(try scene.rows(ShopText.appFile) == Set(people.compactMap(\.appRow)))
      }
    }
  }

  @Test("changed columns make a second file once that is confirmed, and empty the first")
  func columnChange() async throws {
    try await withScene { scene in
      let people = [Person].numbered(1...20)
      try await scene.shop { shop in
        try await shop.take(people, day: 1)
        _ = try await shop.sync()
      }
      var text = ShopText()
      text.appColumns = "지역: member.region"
      try scene.configure(text)
      try await scene.shop { shop in
        #expect(try await shop.sync().ending == .guarded)
        #expect(try scene.rows("\(ShopText.appFile) (2)") == nil)
        let result = try await shop.sync(confirmed: true)
        #expect(result.ending == .complete)
        #expect(try scene.rows(ShopText.appFile)?.isEmpty == true)
        let wanted = people.compactMap(\.appRow).map { row in
          KakaoRow(userType: row.userType, id: row.id, fields: row.fields.filter { $0.key == "지역" })
        }
        #expect(try scene.rows("\(ShopText.appFile) (2)") == Set(wanted))
        #expect(try await !shop.plan().hasWork)
      }
    }
  }
}
