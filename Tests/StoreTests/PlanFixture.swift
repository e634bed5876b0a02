import CommonValues
import ShopModel

@testable import Store

extension StoreFixture {
  /// A customer file by phone.
  func file(_ name: String = "전체회원", definition: Int64 = 1) throws -> LedgerFile {
    try store.save(
      LedgerFile(
        shop: shop, channel: "_abc", name: name, configuredName: name, users: "phone", schema: "{}",
        definitionHash: definition))
  }

  /// Plans a file in which everybody with a phone is wanted with one content, and notes who was evaluated. `due` names a day.
  @discardableResult
  func plan(
    _ file: LedgerFile, _ seen: Reports, today: Int = 20_000, due: @escaping @Sendable (String) -> Int? = { _ in nil }
  ) throws -> PlanCounts {
    try store.replan(file, today: CalendarDate(daysSinceEpoch: today)) { facts in
      seen.add(facts.member.id)
      return RowEvaluation(
        target: facts.member.phone.value?.digits, contentHash: 1,
        dueOn: due(facts.member.id).map(CalendarDate.init(daysSinceEpoch:)))
    }
  }
}
