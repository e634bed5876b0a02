import CommonValues
import ShopModel
import Testing

@testable import ShopAdapters

@Suite("Conditions on a column that a file does not have")
struct ConditionTests {
  private let manifest = """
    members:
      id: [아이디]
      birth_date: { labels: [생일], when: { labels: [음력], is_not: [F] } }
      name: { labels: [이름], when: { labels: [음력], is: [F] } }
    """

  @Test("is_not holds, is does not; in both forms of the mapping")
  func missing() throws {
    let file = try MappedFile("아이디,생일,이름\na,1990-01-31,하나\n", adapter: TestManifests.adapter(manifest))
    let member = try #require(file.rows.first?.member)
    #expect(member.birthDate == Field(CalendarDate("1990-01-31")) && member.name == .unknown)
    guard case .member(let slow)? = file.mapping.events(rows: file.lines).events.first else {
      Issue.record("no member")
      return
    }
    #expect(slow.birthDate == member.birthDate && slow.name == .unknown)
  }

  @Test("With the column each row is asked")
  func present() throws {
    let text = "아이디,생일,이름,음력\na,1990-01-31,하나,F\nb,1990-01-31,둘,T\n"
    let rows = try MappedFile(text, adapter: TestManifests.adapter(manifest)).rows
    #expect(rows.map(\.member.birthDate) == [.unknown, Field(CalendarDate("1990-01-31"))])
    #expect(rows.map(\.member.name) == [.value("하나"), .unknown])
  }
}
