import CommonValues
import NaruTestSupport
import ShopModel
import Store
import Testing

@testable import ChannelSync

@Suite("The day on which an answer may change by itself")
struct DueDayTests {
  private func due(_ facts: MemberFacts, _ file: CustomerFileDefinition, on day: String = "2026-11-21") -> String? {
    Sample.evaluator(file, today: Sample.day(day)).evaluate(facts).dueOn?.description
  }

  private func born(_ day: String) -> MemberFacts { Sample.facts { $0.member.birthDate = .value(Sample.day(day)) } }

  private func paid(_ day: String) -> MemberFacts {
    Sample.facts { $0.orders = OrderSums(count: 1, lastPaidOn: Sample.day(day)) }
  }

  @Test("a file without ages and days has none")
  func never() {
    let file = Sample.file(columns: [Column(name: "생년월일", source: .member(.birthDate))])
    #expect(due(born("1990-01-31"), file) == nil)
  }

  @Test("an age column changes on the birthday, a band on every tenth")
  func birthdays() {
    let age = Sample.file(columns: [Column(name: "나이", source: .age)])
    #expect(due(born("1990-01-31"), age) == "2027-01-31")
    #expect(due(born("1990-11-21"), age) == "2027-11-21")
    #expect(due(born("1990-11-22"), age) == "2026-11-22")
    #expect(due(born("2004-02-29"), age) == "2027-03-01")
    #expect(due(born("2027-05-05"), age) == "2027-05-05")
    let band = Sample.file(columns: [Column(name: "연령", source: .ageBand)])
    #expect(due(born("1990-01-31"), band) == "2030-01-31")
    #expect(due(born("1930-01-31"), band) == nil)
  }

  @Test("age bounds: who is too young comes in, who is in goes out, who is too old stays out")
  func ageBounds() {
    let file = Sample.file { $0.age = .init(atLeast: 20, atMost: 29) }
    #expect(due(born("2010-03-01"), file) == "2030-03-01")
    #expect(due(born("2000-03-01"), file) == "2030-03-01")
    #expect(due(born("1990-03-01"), file) == nil)
  }

  @Test("within ends the day after its edge, before begins on it")
  func lastPaid() {
    let within = Sample.file { $0.lastPaid = .within(days: 90) }
    #expect(due(paid("2026-11-20"), within) == "2027-02-19")
    #expect(due(paid("2026-08-23"), within) == "2026-11-22")
    #expect(due(paid("2026-08-22"), within) == nil)
    let before = Sample.file { $0.lastPaid = .before(days: 365) }
    #expect(due(paid("2026-11-20"), before) == "2027-11-20")
    #expect(due(paid("2025-11-21"), before) == nil)
  }

  @Test("nobody whom another rule keeps out is ever due")
  func keptOut() {
    let file = Sample.file(consent: .granted([.sms])) { $0.lastPaid = .within(days: 90) }
    #expect(due(paid("2026-11-20"), file) == nil)
  }

  @Test("day by day, the answer never changes before its day", arguments: 0..<12)
  func dayByDay(_ seed: UInt64) {
    var generator = SplitMix64(seed: seed)
    for _ in 0..<12 {
      let file = RandomCase.file(&generator)
      let facts = RandomCase.facts(&generator)
      var day = Sample.today.adding(days: Int.random(in: -400...400, using: &generator))
      var held = Sample.evaluator(file, today: day).evaluate(facts)
      for _ in 0..<1600 {
        day = day.adding(days: 1)
        if let due = held.dueOn, due <= day {
          held = Sample.evaluator(file, today: day).evaluate(facts)
          #expect(held.dueOn.map { $0 > day } ?? true)
          continue
        }
        let fresh = Sample.evaluator(file, today: day).evaluate(facts)
        guard fresh.target == held.target, fresh.contentHash == held.contentHash else {
          Issue.record("changed on \(day) before \(held.dueOn?.description ?? "never"): \(file.selection)")
          return
        }
      }
    }
  }
}
