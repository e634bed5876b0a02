import ChannelSync
import KakaoSandbox
import Naru
import Testing

@Suite("When Kakao fails")
struct FaultTests {
  struct Case: Sendable, CustomTestStringConvertible {
    var testDescription: String
    var effect: SandboxFault.Effect
    var processed = false
  }

  static let cases = [
    Case(testDescription: "500", effect: .error(status: 500, code: -1, message: "internal")),
    Case(testDescription: "empty body", effect: .emptyBody(status: 200), processed: true),
    Case(testDescription: "half an answer", effect: .truncatedBody, processed: true),
    Case(testDescription: "a page of HTML", effect: .htmlBody(status: 502)),
    Case(testDescription: "dropped before", effect: .drop),
    Case(testDescription: "dropped after", effect: .drop, processed: true),
  ]

  @Test("one failure costs nothing but a repeated request", arguments: cases)
  func once(_ fault: Case) async throws {
    try await withScene { scene in
      let people = [Person].numbered(1...30)
      try await scene.shop { shop in
        try await shop.take(people, day: 1)
        scene.sandbox.addFault(SandboxFault(path: "*/update/*", effect: fault.effect, processed: fault.processed))
        _ = try await shop.sync()
        _ = try await shop.sync()
        try scene.expectKakaoHolds(people)
        #expect(try await !shop.plan().hasWork)
      }
    }
  }

  @Test("what fails for as long as a run lasts is right after a later run", arguments: cases)
  func forLong(_ fault: Case) async throws {
    try await withScene { scene in
      let people = [Person].numbered(1...30)
      try await scene.shop { shop in
        try await shop.take(people, day: 1)
        scene.sandbox.addFault(
          SandboxFault(path: "*/update/*", effect: fault.effect, processed: fault.processed, times: nil))
        let result = try await shop.sync()
        #expect(result.ending == .failed)
        #expect(result.files.contains { $0.problem != nil } || result.problem != nil)
        #expect(scene.writes().count <= 8)
        #expect(try await shop.plan().hasWork)
        scene.sandbox.clearFaults()
        #expect(try await shop.sync().ending == .complete)
        try scene.expectKakaoHolds(people)
      }
    }
  }

  @Test("the quota ends the run at once, and a later run sends the rest")
  func quota() async throws {
    try await withScene { scene in
      let people = [Person].numbered(1...30)
      try await scene.shop { shop in
        try await shop.take(people, day: 1)
        scene.sandbox.addFault(SandboxFault(path: "*/update/*", effect: .quota, times: nil))
        let result = try await shop.sync()
        #expect(result.ending == .quota)
        #expect(result.exitCode == 75)
        #expect(scene.writes().count == 1)
        #expect(scene.sandbox.journal(limit: 1).first?.path == Scene.updatePath)
        scene.sandbox.clearFaults()
        _ = try await shop.sync()
        try scene.expectKakaoHolds(people)
      }
    }
  }

  @Test("removals that go wrong are made good as well", arguments: cases)
  func removals(_ fault: Case) async throws {
    try await withScene { scene in
      var people = [Person].numbered(1...30)
      try await scene.shop { shop in
        try await shop.take(people, day: 1)
        _ = try await shop.sync()
        people[0].smsConsent = false
        try await shop.take(people, day: 2)
        scene.sandbox.addFault(SandboxFault(path: "*/delete/*", effect: fault.effect, processed: fault.processed))
        _ = try await shop.sync()
        _ = try await shop.sync()
        try scene.expectKakaoHolds(people)
        #expect(try await !shop.plan().hasWork)
      }
    }
  }
}
