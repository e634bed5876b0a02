import CommonValues
import NaruTestSupport
import Records
import ShopModel
import Testing

@testable import ShopAdapters

@Suite("What a manifest may ask of values")
struct LanguageTests {
  private func rows(_ manifest: String, _ text: String) throws -> [MappedRow] {
    try MappedFile(text, adapter: TestManifests.adapter(manifest)).rows
  }

  @Test("Prefix, suffix and digits: else the value is blank")
  func cuts() throws {
    let rows = try rows(
      """
      members:
        id: [아이디]
        kakao_user_id: { labels: [아이디], prefix: kakao_, only: digits }
        region: { labels: [지역], suffix: 시 }
      """, "아이디,지역\nkakao_123,서울시\nkakao_x,부산\nhana,시\n")
    #expect(rows.map(\.member.kakaoUserID) == [.value(123), .unknown, .unknown])
    #expect(rows.map(\.member.region) == [.value("서울"), .empty, .empty])
    #expect(rows.allSatisfy { $0.warnings.isEmpty })
  }

  @Test("Words that begin or end with a star, and others left out")
  func patterns() throws {
    let rows = try rows(
      """
      members:
        id: [아이디]
        attributes:
          가입경로: { labels: [아이디], map: { 카카오: ["*@k", "kakao_*"], 네이버: ["*@n"] }, others: blank }
          연동: { labels: [연동], map: { 카카오: ["*K*"] } }
      """, "아이디,연동\n33578422@k,N/F/K\n1@N,N/F\nkakao_77,k\n@k,\nhana@kr,K K\n")
    #expect(
      rows.map { $0.member.attributes["가입경로"] } == [.value("카카오"), .value("네이버"), .value("카카오"), .value("카카오"), .empty])
    #expect(
      rows.map { $0.member.attributes["연동"] } == [.value("카카오"), .value("N/F"), .value("카카오"), .empty, .value("카카오")])
  }

  @Test("A condition on another column; where it does not hold the row says nothing")
  func conditions() throws {
    let rows = try rows(
      """
      members:
        id: [아이디]
        kakao_user_id: { labels: [소셜ID], when: { labels: [소셜], is: [kakao] } }
        name: { first: [{ labels: [이름], when: { labels: [유형], is_not: [기업] } }, { labels: [담당자] }] }
        grade: { labels: [등급], when: { labels: [없는 열], is: [x] } }
      """, "아이디,소셜,소셜ID,유형,이름,담당자,등급\na,Kakao,5,기업,주식회사,김하나,1\nb,naver,6,개인,이두리,박,2\nc,,7,,,,\n")
    #expect(rows.map(\.member.kakaoUserID) == [.value(5), .unknown, .unknown])
    #expect(rows.map(\.member.name) == [.value("김하나"), .value("이두리"), .empty])
    #expect(rows.map(\.member.grade) == [.unknown, .unknown, .unknown])
  }

  @Test("Times in seconds, in UTC, and in two columns")
  func times() throws {
    let rows = try rows(
      """
      members:
        id: [id]
        joined_at: { first: [{ labels: [joined_gmt], zone: utc }, { labels: [joined], format: unix_seconds }] }
        last_login_at: { labels: [seen], time: [seen time], zone: utc }
      """,
      "id,joined_gmt,joined,seen,seen time\na,2026-01-01T00:00:00,1,2026-01-01,01:00\nb,,1790000000,2026-01-01T02:00:00+09:00,\nc,,0,,\nd,,soon,1970-01-01 00:00,\n"
    )
    #expect(
      rows[0].member.joinedAt == Field(time("2026-01-01T00:00:00Z"))
        && rows[0].member.lastLoginAt == Field(time("2026-01-01T01:00:00Z")))
    #expect(
      rows[1].member.joinedAt == Field(Timestamp(seconds: 1_790_000_000))
        && rows[1].member.lastLoginAt == Field(time("2025-12-31T17:00:00Z")))
    #expect(rows[2].member.joinedAt == .empty && rows[2].member.lastLoginAt == .empty)
    #expect(rows[3].warned == ["joined_at:bad-time"] && rows[3].member.lastLoginAt == .empty)
  }

  @Test("Several items in one cell")
  func joined() throws {
    let file = try MappedFile(
      "번호,상품,수량,단가\n1,\"장미, 화병 ,카드\",\"1, 2,3\",\"1000, ,5원\"\n2,\"장미,화병\",3,500\n3,장미,2,700\n4,\"a,,b\",\"1,2,3\",\n5,\"a,b\",\"1,x\",\n",
      adapter: TestManifests.adapter(
        "orders: { id: [번호], items: { joined: \",\", name: [상품], quantity: [수량], price: [단가] } }"))
    #expect(
      file.orders.map(\.items) == [
        [
          Order.Item(name: "장미", quantity: 1, price: DecimalNumber(1_000)), Order.Item(name: "화병", quantity: 2),
          Order.Item(name: "카드", quantity: 3, price: DecimalNumber(5)),
        ],
        [Order.Item(name: "장미"), Order.Item(name: "화병")],
        [Order.Item(name: "장미", quantity: 2, price: DecimalNumber(700))],
        [Order.Item(name: "a", quantity: 1), Order.Item(name: "b", quantity: 3)],
      ])
    #expect(file.rows[4].problem?.code == "unreadable-amount")
    #expect(file.mapping.events(rows: file.lines).events == file.orders.map(ShopEvent.order))
  }

  @Test("A row without an id belongs to the order above")
  func fillDown() throws {
    let adapter = try TestManifests.adapter(
      "orders: { id: [Name], fill_down: true, total: [Total], buyer: { email: [Email] }, items: { name: [Lineitem name] } }"
    )
    let file = try MappedFile(
      "Name,Email,Total,Lineitem name\n,,,orphan\n#1,a@example.com,10,x\n,,,y\n#2,,20,z\n\(String(repeating: "9", count: 600)),,1,q\n,,,lost\n#3,,x,bad\n,,,of bad\n",
      adapter: adapter)
    #expect(file.mapping.isSequential)
    #expect(file.rows.map(\.id).prefix(4) == ["", "#1", "#1", "#2"])
    #expect(file.orders.map(\.id) == ["#1", "#2"] && file.orders.map { $0.items.map(\.name) } == [["x", "y"], ["z"]])
    let events = file.mapping.events(rows: file.lines)
    #expect(events.events == file.orders.map(ShopEvent.order))
    #expect(events.quarantined == file.rows.compactMap(\.problem))
  }

  @Test("Contacts that are for one delivery are not taken over")
  func contacts() throws {
    let body = "orders: { id: [번호], CONTACTS buyer: { name: [이름], phone: [연락처], email: [메일] } }"
    func file(_ contacts: String) throws -> MappedFile {
      let manifest = body.split(separator: "CONTACTS").joined(separator: contacts)
      return try MappedFile(
        "번호,이름,연락처,메일\n1,김하나,010-0000-0001,a@example.com\n", adapter: TestManifests.adapter(manifest))
    }
    #expect(try file("").orders.first?.buyer.phone?.e164 == "+821000000001")
    let delivery = try file("contacts: delivery_only,")
    #expect(delivery.orders.first?.buyer == Order.Buyer(name: "김하나"))
    #expect(delivery.mapping.unusedLabels.isEmpty)
  }

  @Test("What a platform does not have is said so")
  func unsupported() throws {
    let adapter = try TestManifests.adapter("members: unsupported\norders: { id: [번호] }")
    #expect(adapter.descriptor.capabilities == [.orderExport] && adapter.manifest.unsupported == [.members])
    let problem = #expect(throws: Diagnostic.self) { try MappedFile("아이디\na\n", adapter: adapter, kind: .members) }
    #expect(problem?.code == "kind-not-supported")
  }

  @Test("Where rows stand in a file")
  func layout() throws {
    let adapter = try TestManifests.adapter(
      "members: { id: [ID], columns: [ID, 이름], complete: never }\norders: { id: [번호], header_row: 2, records: data.orders, rows: items }"
    )
    #expect(adapter.layout(for: .members).header == .none(labels: ["ID", "이름"]))
    #expect(adapter.layout(for: .orders).header == .row(2))
    #expect(adapter.layout(for: .orders).records == "data.orders" && adapter.layout(for: .orders).rows == "items")
    #expect(!adapter.exportsMayBeComplete && Support.shopExport.exportsMayBeComplete)
    var unsaid = ExportLayout()
    unsaid.rows = "items"
    #expect(adapter.layout(for: nil) == unsaid && adapter.manifest.members?.mayBeComplete == false)
  }

  @Test(
    "Each new fault is reported with line and column",
    arguments: [
      ("members:\n  id: [ID]\n  name: { labels: [a], zone: utc }", "key-not-for-field", 7, 30),
      ("members:\n  id: [ID]\n  joined_at: { labels: [a], zone: kst }", "unknown-value", 7, 35),
      ("members:\n  id: [ID]\n  joined_at: { labels: [a], prefix: x }", "key-not-for-field", 7, 37),
      ("members:\n  id: [ID]\n  phone: { labels: [a], only: letters }", "unknown-value", 7, 31),
      ("members:\n  id: [ID]\n  phone: { labels: [a], when: { labels: [b] } }", "missing-key", 7, 31),
      (
        "members:\n  id: [ID]\n  phone: { labels: [a], when: { labels: [b], is: [c], is_not: [d] } }",
        "key-not-for-field", 7, 63
      ),
      ("members:\n  id: { labels: [ID], separator: \",\" }", "key-not-for-field", 6, 34),
      ("members:\n  id: [ID]\n  header_row: 0", "wrong-shape", 7, 15),
      ("members:\n  id: [ID]\n  header_row: 2\n  columns: [a]", "keys-exclude-each-other", 8, 12),
      ("members:\n  id: [ID]\n  complete: yes", "unknown-value", 7, 13), ("orders: unsuported", "wrong-shape", 5, 9),
      ("orders:\n  id: [ID]\n  items: { joined: \"\" }", "wrong-shape", 7, 20),
      ("orders:\n  id: [ID]\n  contacts: none", "unknown-value", 7, 13),
      ("webhook:\n  routes: { a: ignore }", "missing-key", 6, 3),
      ("webhook:\n  verify: { query: t }\n  routes: { a: member }", "missing-key", 7, 16),
      ("webhook:\n  verify: { query: t }\n  members: { id: [\"a[\"] }", "wrong-shape", 7, 19),
      ("webhook:\n  verify: { query: t }\n  members: { id: [a], header_row: 2 }", "unknown-key", 7, 23),
      ("webhook:\n  verify: { query: t }\n  event: { path: a, header: B }", "one-of-keys", 7, 10),
      ("webhook:\n  verify: { query: t }\n  routes: { a: { to: link, ids: [b] } }", "missing-key", 7, 16),
      ("webhook:\n  verify: { query: t }\n  routes: { a: { to: erase } }", "missing-key", 7, 16),
      ("webhook:\n  verify: { query: t }\n  routes: { a: { to: ignroe } }", "unknown-value", 7, 22),
      (
        "webhook:\n  verify: { query: t }\n  members: { id: [a] }\n  routes: { a: { to: member, set: { status: gone } } }",
        "unknown-value", 8, 45
      ),
      (
        "webhook:\n  verify: { query: t }\n  members: { id: [a] }\n  routes: { a: { to: member, entity: order } }",
        "key-not-for-field", 8, 38
      ),
      ("command: [/bin/sh]", "wrong-shape", 5, 11), ("command: [../x]", "wrong-shape", 5, 11),
      ("command: x", "wrong-shape", 5, 10),
      ("command: [./x]\nmembers: { id: [a] }", "keys-exclude-each-other", 6, 10),
      ("limits: { memory_mib: 1 }", "missing-key", 5, 9),
    ])
  func faults(body: String, code: String, line: Int, column: Int) throws {
    let faults = TestManifests.faults(TestManifests.head + body + "\n")
    #expect(faults.count == 1, "\(faults.map { $0.message(in: .english) })")
    let fault = try #require(faults.first)
    #expect(fault.code == code && fault.place.line == line && fault.place.column == column, "\(fault.place)")
    #expect(!fault.reason.korean.isEmpty && !fault.reason.english.isEmpty)
  }

  @Test("A manifest of an earlier version is brought up to the present one; a later one is refused")
  func migrations() throws {
    let steps: [Int: ManifestMigrations.Step] = [
      0: { pairs in
        pairs.map { key, value in
          key.name == "customers" ? (ManifestKey(name: "members", place: key.place), value) : (key, value)
        }
      }
    ]
    let migrations = ManifestMigrations(current: 1, steps: steps)
    let old = "version: 0\nid: test\nrelease: 1.0.0\nname: { ko: 시험, en: Test }\ncustomers: { id: [ID] }\n"
    #expect(try ManifestReader.read(old, file: "a", migrations: migrations).members?.id.sources.first?.labels == ["ID"])
    #expect(TestManifests.faults(old).map(\.code).contains("manifest-version"))
    let later = "version: 2\nid: test\nrelease: 1.0.0\nname: { ko: 시험, en: Test }\n"
    #expect(TestManifests.faults(later).map(\.code) == ["manifest-version"])
  }
}

@Suite("The byte form and the event form say the same: what a manifest asks of values")
struct LanguagePropertyTests {
  private static let cells = [
    "", " ", "-", "kakao_1", "kakao_", "kakao_x", "kakao_ 12", "k K", "1@k", "@k", "A@K", "x@n", "N/F/K", "K", "T", "F",
    "kakao", "naver",
    "0", "1790000000",
    "1790000000123", "2026-01-01", "2026-01-01T00:00:00", "2026-01-01 09:00:00+09:00", "09:00", "00:00", "0000-00-00",
    "a, b", "a,b,", ",", "1, 2",
    "1,2,x", "1000, 2000", "=\"K\"", "기업", "개인", "12", "999999999999999999999", "1970-01-01", "2026-01-01 00:00",
  ]

  private static let manifest = """
    yes_words: [T, "*@k"]
    no_words: [F, "@k"]
    members:
      id: { first: [{ labels: [a], suffix: "@k" }, { labels: [b] }] }
      name: { first: [{ labels: [c], when: { labels: [d], is_not: [기업, "*K*"] } }, { labels: [e], prefix: k }] }
      kakao_user_id: { first: [{ labels: [a], prefix: kakao_, only: digits }, { labels: [f], when: { labels: [g], is: [kakao] } }] }
      joined_at: { first: [{ labels: [h], zone: utc, time: [i] }, { labels: [f], format: unix_seconds, when: { labels: [d], is: [개인] } }] }
      last_login_at: { labels: [c], format: unix_milliseconds }
      grade: { labels: [d], map: { x: ["*K*", kakao], y: ["k*"] }, others: blank }
      status: { labels: [g], map: { active: [T, "*@n"], withdrawn: ["N*"] } }
      consents: { sms: { labels: [a], yes_date: { labels: [h], zone: utc } } }
      attributes: { z: { labels: [e], map: { v: ["*b"] } } }
    orders:
      id: [b]
      fill_down: true
      placed_at: { first: [{ labels: [h], zone: utc }] }
      paid_at: { labels: [f], format: unix_seconds, when: { labels: [d], is: [T] } }
      status: { labels: [g], map: { paid: ["*T*"], cancelled: [F] } }
      items: { joined: ",", name: [c], quantity: [i], price: [e] }
    """

  private func file(_ seed: UInt64, _ kind: ExportKind) throws -> MappedFile {
    var random = SplitMix64(seed: seed)
    let labels = Array("abcdefghi").map(String.init)
    var text = Support.line(labels)
    for _ in 0..<150 {
      text += Support.line(labels.map { _ in LanguagePropertyTests.cells.randomElement(using: &random) ?? "" })
    }
    return try MappedFile(text, adapter: TestManifests.adapter(LanguagePropertyTests.manifest), kind: kind)
  }

  @Test("Members", arguments: 0..<10)
  func members(seed: UInt64) throws {
    let file = try file(seed, .members)
    for (row, line) in zip(file.rows, file.lines) {
      switch file.mapping.event(cells: line.cells, line: line.line) {
      case .failure(let problem): #expect(row.problem == problem)
      case .success(let event):
        #expect(Set(row.warnings) == Set(event.warnings) && row.warnings.count == event.warnings.count)
        guard case .member(let member) = event.event else { continue }
        var writer = FieldRecordWriter()
        MemberRecord.write(member, to: &writer)
        #expect(row.bytes == writer.bytes && row.id == member.id, "\(line.cells) \(row.member) \(member)")
      }
    }
  }

  @Test("Orders", arguments: 0..<10)
  func orders(seed: UInt64) throws {
    let file = try file(seed &+ 99, .orders)
    let events = file.mapping.events(rows: file.lines)
    #expect(events.quarantined == file.rows.compactMap(\.problem))
    #expect(events.events == file.orders.map(ShopEvent.order))
  }
}
