import CommonValues
import ShopModel
import Testing

@Suite("Joining consents")
struct ConsentJoinTests {
  /// A consent with the source time of its statement.
  struct Statement: Sendable, CustomTestStringConvertible {
    let state: Consent.State
    let at: Int64?
    let source: Int64
    var consent: Consent { Consent(.sms, state, at: at.map { Timestamp(milliseconds: $0) }) }
    var testDescription: String { "\(state) at \(at.map(String.init) ?? "-") said \(source)" }

    static func yes(_ at: Int64?, said source: Int64) -> Statement { .init(state: .granted, at: at, source: source) }
    static func no(_ at: Int64?, said source: Int64) -> Statement { .init(state: .denied, at: at, source: source) }
  }

  /// Of each pair the first holds.
  static let table: [(Statement, Statement)] = [
    // A refusal is undone only by a dated grant that is newer.
    (.yes(6, said: 6), .no(5, said: 5)), (.yes(6, said: 1), .no(5, said: 9)), (.yes(6, said: 9), .no(nil, said: 5)),
    (.no(5, said: 5), .yes(5, said: 9)), (.no(5, said: 5), .yes(4, said: 9)), (.no(5, said: 5), .yes(nil, said: 9)),
    (.no(nil, said: 5), .yes(5, said: 9)), (.no(nil, said: 5), .yes(nil, said: 9)),
    (.no(nil, said: 5), .yes(4, said: 4)),
    // A grant is ended by a refusal at its time or later; an undated grant by any.
    (.no(nil, said: 7), .yes(6, said: 6)), (.no(6, said: 7), .yes(6, said: 6)), (.no(nil, said: 1), .yes(nil, said: 2)),
    (.no(1, said: 1), .yes(nil, said: 2)),
    // Of two of a kind the newer date holds, a dated grant before an undated one.
    (.yes(7, said: 1), .yes(6, said: 9)), (.yes(1, said: 1), .yes(nil, said: 9)), (.no(7, said: 1), .no(6, said: 9)),
    (.no(nil, said: 9), .no(6, said: 6)), (.no(6, said: 6), .no(nil, said: 6)),
  ]

  @Test("the table of DESIGN §10, in both orders of arrival", arguments: table)
  func rules(holds: Statement, other: Statement) {
    func stored(_ statement: Statement) -> Stored {
      var member = Member(id: "m")
      member.consents = [statement.consent]
      return Stored(member, at: statement.source)
    }
    for result in [stored(holds).joined(stored(other)), stored(other).joined(stored(holds))] {
      #expect(result.result.member.consents == [holds.consent])
    }
  }

  @Test("one kind of consent never touches another, and silence leaves it")
  func kinds() {
    var (first, second) = (Member(id: "m"), Member(id: "m"))
    first.consents = [Consent(.sms, .granted), Consent(.email, .granted)]
    second.consents = [Consent(.marketing, .granted), Consent(.email, .denied)]
    let result = Stored(first, at: 1).joined(Stored(second, at: 2)).result.member
    #expect(result.consents == [Consent(.sms, .granted), Consent(.email, .denied), Consent(.marketing, .granted)])
    #expect(result.consent(.email)?.state == .denied)
    #expect(result.consent(.push) == nil)
  }

  @Test("two statements about one kind in one record become the refusal")
  func twice() {
    var member = Member(id: "m")
    member.consents = [
      Consent(.sms, .denied), Consent(.sms, .granted, at: Timestamp(milliseconds: 5)), Consent(.email, .granted),
      Consent(.email, .granted, at: Timestamp(milliseconds: 3)),
    ]
    #expect(
      Stored(member, at: 1).member.consents == [
        Consent(.sms, .denied), Consent(.email, .granted, at: Timestamp(milliseconds: 3)),
      ])
  }
}
