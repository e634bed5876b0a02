import CommonValues
import Foundation
import NaruTestSupport
import Records
import ShopModel
import Testing

@testable import ShopAdapters

@Suite("Canonical JSON")
struct CanonicalTests {
  private let received = Timestamp(seconds: 1_793_577_600)

  private static let member = #"""
    {"kind":"member","id":"flower01","name":"김하나","phone":"+821000000001","email":"hana@example.com","gender":"female","birth_date":"1990-01-31",
    "grade":"VIP","region":"서울","points":1200,"joined_at":"2024-03-02T10:15:00+09:00","last_login_at":"2026-11-01T08:00:00+09:00","status":"active",
    "kakao_user_id":"1376016924429759228","consents":[{"kind":"sms","state":"granted","at":"2025-06-01T00:00:00+09:00"},{"kind":"email","state":"denied"},
    {"kind":"fax","state":"granted"},{"kind":"push","state":"maybe"}],"attributes":{"추천인":"rose02","나이":null},"updated_at":"2026-11-02T00:00:00+09:00"}
    """#.split(separator: "\n").joined()
  private static let order = #"""
    {"kind":"order","id":"20261102-0000001","member_id":"flower01","buyer":{"name":"김하나","phone":"+821000000001"},"placed_at":"2026-11-02T09:00:00+09:00",
    "paid_at":"2026-11-02T09:01:00+09:00","status":"paid","currency":"KRW","total":"24680","items":[{"name":"장미 \"빨강\"","quantity":2,"price":"24680"},{"name":"카드","quantity":1}],
    "updated_at":"2026-11-02T09:01:00+09:00"}
    """#.split(separator: "\n").joined()

  private func decode(_ text: String, _ decoder: CanonicalDecoder = CanonicalDecoder()) throws -> CanonicalDecoder.Items
  {
    try decoder.decode(Array(text.utf8), receivedAt: received)
  }

  @Test("The objects of the design are read as the model writes them")
  func whole() throws {
    let items = try decode(CanonicalTests.member + "\n" + CanonicalTests.order)
    #expect(items.rejected.isEmpty && items.count == 2 && items.accepted.flatMap(\.warnings).isEmpty)
    let member = try JSONDecoder().decode(Member.self, from: Data(CanonicalTests.member.utf8))
    let order = try JSONDecoder().decode(Order.self, from: Data(CanonicalTests.order.utf8))
    #expect(items.events == [.event(.member(member)), .event(.order(order))])
  }

  @Test("One object, an array and lines are the same")
  func framings() throws {
    let withdrawn = #"{"kind":"member_withdrawn","id":"a","at":"2026-11-10T00:00:00+09:00"}"#
    let refetch = #"{"kind":"refetch","entity":"member","ids":["b",7,"b"]}"#
    let expected: [AdapterEvent] = [
      .event(.memberWithdrawn(id: "a", at: try #require(time("2026-11-10T00:00:00+09:00")))),
      .refetch(Refetch(.member, ["b", "7"])),
    ]
    #expect(try decode("[\(withdrawn),\n \(refetch)]").events == expected)
    #expect(try decode("\(withdrawn)\r\n\n\(refetch)\n").events == expected)
    #expect(
      try decode("\u{FEFF}{\n\"kind\":\n\"member_withdrawn\", \"id\":\"a\"\n}").events == [
        .event(.memberWithdrawn(id: "a", at: received))
      ])
    #expect(try decode("[]").count == 0)
  }

  @Test("Each bad item is rejected by itself, with its number and id")
  func items() throws {
    let items = try decode(
      #"[{"kind":"member","id":"a"},{"kind":"member"},{"kind":"x","id":"c"},7,{"id":"e"},{"kind":"order","id":"f","total":"much"},{"kind":"order","id":"g","items":[{"quantity":1}]},{"kind":"member_withdrawn","id":"h","at":"soon"},{"kind":"refetch","entity":"cart","ids":["i"]},{"kind":"member","id":"j","name":"\ud83d"},{"kind":"member","id":"k","id":"l"},{"kind":"refetch","entity":"order","ids":[]}]"#
    )
    #expect(items.accepted.map(\.index) == [0] && items.count == 12)
    #expect(items.rejected.map(\.index) == Array(1...11))
    #expect(items.rejected.map(\.id) == [nil, "c", nil, "e", "f", "g", "h", nil, nil, nil, nil])
    #expect(
      items.rejected.map(\.reason.code) == [
        "no-id", "unknown-kind", "not-an-object", "unknown-kind", "unreadable-amount", "unreadable-amount",
        "unreadable-time", "bad-refetch", "bad-json",
        "bad-json", "bad-refetch",
      ])
    let lines = try decode(
      "{\"kind\":\"member\",\"id\":\"a\"}\n{\"kind\":\"member\",\n{\"kind\":\"member\",\"id\":\"b\"}")
    #expect(lines.accepted.map(\.index) == [0, 2] && lines.rejected.map(\.index) == [1])
  }

  @Test("A field that can not be read is left out with a warning")
  func warnings() throws {
    let items = try decode(
      #"{"kind":"member","id":"a","phone":"1","email":"x","gender":"f","birth_date":"soon","points":"many","status":"gone","kakao_user_id":"k","joined_at":"?","consents":[{"kind":"sms","state":"granted","at":"?"}]}"#
    )
    let item = try #require(items.accepted.first)
    #expect(
      Set(item.warnings.map(\.field)) == [
        "phone", "email", "gender", "birth_date", "points", "status", "kakao_user_id", "joined_at", "consents",
      ])
    var member = Member(id: "a")
    member.consents = [Consent(.sms, .granted)]
    #expect(item.event == .event(.member(member)))
  }

  @Test("null empties, absent leaves, and a null Kakao user ends a stated one")
  func absence() throws {
    let items = try decode(
      #"[{"kind":"member","id":"a"},{"kind":"member","id":"a","name":null,"phone":"","kakao_user_id":null,"consents":null,"attributes":null}]"#
    )
    var emptied = Member(id: "a")
    emptied.name = .empty
    emptied.phone = .empty
    emptied.kakaoUserID = .empty
    #expect(items.events == [.event(.member(Member(id: "a"))), .event(.member(emptied))])
  }

  @Test("Attributes are those that are declared; a kind may be assumed")
  func options() throws {
    let decoder = CanonicalDecoder(attributes: ["추천인"], assuming: .members)
    let items = try decode(#"{"id":"a","attributes":{"추천인":"b","비밀":"c"}}"#, decoder)
    guard case .event(.member(let member))? = items.events.first else {
      Issue.record("no member")
      return
    }
    #expect(member.attributes == ["추천인": .value("b")])
  }

  @Test(
    "What is no JSON as a whole is refused",
    arguments: ["", "  ", "member", "[{\"kind\":\"member\"", "[1,]", "{\"kind\":\"member\",", "[] []", "\"a\"", "7"])
  func broken(text: String) {
    let problem = #expect(throws: Diagnostic.self) { try decode(text) }
    #expect(problem?.code == "bad-json")
  }

  @Test("A body over the limit, too deep, or not UTF-8 is refused")
  func limits() {
    var decoder = CanonicalDecoder()
    decoder.byteLimit = 10
    #expect(throws: Diagnostic.self) { try decode("[\"aaaaaaaaaaaaaa\"]", decoder) }
    #expect(throws: Diagnostic.self) { try decode(String(repeating: "[", count: 100_000)) }
    #expect(throws: Diagnostic.self) {
      try CanonicalDecoder().decode([0x5B, 0x22, 0xFF, 0x22, 0x5D], receivedAt: received)
    }
  }
}

/// A file of any format, its rows mapped on bytes.
struct MappedTree {
  var rows: [MappedRow] = []
  var kinds: [ExportKind] = []
  var refetches: [Refetch] = []
  var mappings: [FileMapping] = []

  init(
    _ text: String, adapter: DeclarativeAdapter = Support.shopExport, kind: ExportKind? = nil,
    attributes: [AttributeMapping] = [], mixesKinds: Bool = false
  ) throws {
    let layout = adapter.layout(for: kind)
    var options = RecordFileOptions(headerScore: { adapter.knownLabels(in: $0) })
    options.recordPath = layout.records
    options.rowsPath = layout.rows
    let file = try RecordFile.open(MemorySource(Array(text.utf8), name: "test"), options: options)
    let parser = RecordBlockParser()
    while let reader = try file.nextReader() {
      while let block = try reader.nextBlock() {
        var options = ExportOptions(
          file: "test", sourceTime: sourceTime, kind: kind, attributes: attributes, shape: block.format.shape)
        options.mixesKinds = mixesKinds
        let mapping = try adapter.mapping(for: block.format.header, options)
        mappings.append(mapping)
        let mapper = mapping.makeMapper()
        parser.parse(block) { record in
          var row = MappedRow(line: record.line)
          var writer = FieldRecordWriter()
          switch mapper.map(record, into: &writer) {
          case .mapped: break
          case .refetch(let refetch): refetches.append(refetch)
          case .quarantined(let problem): row.problem = problem
          }
          row.id = String(decoding: mapper.id, as: UTF8.self)
          row.bytes = writer.bytes
          row.time = mapper.recordTime
          row.warnings = mapper.warnings
          rows.append(row)
          kinds.append(mapper.rowKind)
        } malformed: { _ in
        }
      }
    }
  }
}

@Suite("Canonical JSON as a file")
struct CanonicalFileTests {
  private static let values = [
    "null", "\"\"", "\"김하나\"", "\"+821000000001\"", "\"hana@example.com\"", "\"female\"", "\"active\"", "\"withdrawn\"",
    "\"paid\"", "1200", "\"1,200원\"",
    "\"2026-01-01T00:00:00Z\"", "\"soon\"", "\"1376016924429759228\"", "1376016924429759228", "true", "[]", "\"-\"",
    "\"없음\"", "\"\\\"q\\\" \\u00e9\"",
  ]
  private static let lists = [
    "null", "[]", "[{\"kind\":\"sms\",\"state\":\"granted\"}]",
    "[{\"kind\":\"sms\",\"state\":\"granted\"},{\"kind\":\"sms\",\"state\":\"denied\",\"at\":\"2025-01-01\"},{\"state\":\"denied\"}]",
    "[{\"kind\":\"third_party\",\"state\":\"granted\",\"at\":\"x\"},{\"at\":null,\"kind\":\"email\",\"x\":[1],\"state\":\"denied\"}]",
    "\"yes\"",
  ]
  private static let itemLists = [
    "null", "[]", "[{\"name\":\"a \\\"b\\\"\",\"quantity\":2,\"price\":\"1.5\"},{\"name\":\"c\",\"price\":null}]",
    "[{\"name\":\"\"}]", "[{\"name\":\"a\",\"quantity\":1.5}]", "7",
  ]

  @Test("A file and a call say the same", arguments: 0..<10)
  func agreement(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    func some<Element>(_ all: [Element]) -> Element { all[Int.random(in: all.indices, using: &random)] }
    let memberKeys = MemberField.allCases.map(\.name) + ["updated_at", "withdrawn_at"]
    let orderKeys = ["member_id", "placed_at", "paid_at", "status", "currency", "total", "updated_at"]
    var lines: [String] = []
    for number in 0..<80 {
      let isMember = Bool.random(using: &random)
      var parts = ["\"kind\":\"\(isMember ? "member" : "order")\"", "\"id\":\"m\(number)\""]
      for key in isMember ? memberKeys : orderKeys where Bool.random(using: &random) {
        parts.append("\"\(key)\":\(some(CanonicalFileTests.values))")
      }
      if isMember {
        if Bool.random(using: &random) { parts.append("\"consents\":\(some(CanonicalFileTests.lists))") }
        if Bool.random(using: &random) {
          parts.append("\"attributes\":{\"추천인\":\(some(["null", "\"a\"", "\"-\""])),\"나이\":\"x\",\"비밀\":\"y\"}")
        }
      } else {
        if Bool.random(using: &random) { parts.append("\"items\":\(some(CanonicalFileTests.itemLists))") }
        if Bool.random(using: &random) {
          parts.append(
            "\"buyer\":{\"name\":\(some(CanonicalFileTests.values)),\"phone\":\(some(CanonicalFileTests.values))}")
        }
      }
      lines.append("{" + parts.shuffled(using: &random).joined(separator: ",") + "}")
    }
    let text = lines.joined(separator: "\n") + "\n"
    let attributes = [AttributeMapping(name: "추천인"), AttributeMapping(name: "나이")]
    let file = try MappedTree(text, attributes: attributes, mixesKinds: true)
    let items = try CanonicalDecoder(attributes: ["추천인", "나이"]).decode(Array(text.utf8), receivedAt: sourceTime)
    #expect(file.rows.count == items.count)
    for item in items.rejected {
      #expect(file.rows[item.index].problem?.code == item.reason.code, "\(lines[item.index])")
    }
    for item in items.accepted {
      let row = file.rows[item.index]
      #expect(row.problem == nil && Set(row.warnings) == Set(item.warnings), "\(lines[item.index])")
      switch item.event {
      case .event(.member(let member)):
        var writer = FieldRecordWriter()
        MemberRecord.write(member, to: &writer)
        #expect(file.kinds[item.index] == .members && row.id == member.id && row.time == member.updatedAt)
        #expect(row.bytes == writer.bytes, "\(lines[item.index])")
      case .event(.order(let order)):
        var (found, _) = Support.combine([row.bytes], id: row.id)
        found.updatedAt = row.time
        #expect(file.kinds[item.index] == .orders && found == order, "\(lines[item.index])")
      default: Issue.record("unexpected")
      }
    }
  }

  @Test("All kinds in one file, where they are welcome")
  func kinds() throws {
    let text = #"""
      {"kind":"member","id":"a","name":"김하나"}
      {"kind":"member_withdrawn","id":"b","at":"2026-11-10T00:00:00+09:00"}
      {"kind":"member_withdrawn","id":"c"}
      {"kind":"refetch","entity":"order","ids":["1","2"]}
      {"kind":"order","id":"1","total":"5"}
      {"kind":"nonsense","id":"d"}
      {"id":"e"}
      """#
    let mixed = try MappedTree(text, mixesKinds: true)
    #expect(mixed.mappings.allSatisfy { $0.isCanonical })
    #expect(mixed.rows.map { $0.problem?.code } == [nil, nil, nil, nil, nil, "unknown-kind", "unknown-kind"])
    #expect(
      mixed.rows[1].member.withdrawnAt == time("2026-11-10T00:00:00+09:00")
        && mixed.rows[1].member.status == .value(.withdrawn))
    #expect(
      mixed.rows[1].time == time("2026-11-10T00:00:00+09:00") && mixed.rows[2].time == nil
        && mixed.rows[2].member.status == .value(.withdrawn))
    #expect(mixed.refetches == [Refetch(.order, ["1", "2"])] && mixed.kinds[4] == .orders)
    let alone = try MappedTree(text, kind: .members)
    #expect(
      alone.rows.map { $0.problem?.code } == [
        nil, nil, nil, "refetch-in-file", "other-kind", "unknown-kind", "unknown-kind",
      ])
  }

  @Test("Trees without a kind are mapped by their paths, and what a record lacks is left as it was")
  func paths() throws {
    let adapter = try TestManifests.adapter(
      "members: { id: [user.id], name: [user.name], email: [user.mail], consents: { sms: [agree.sms] }, records: data.list }\nyes_words: [\"true\"]\nno_words: [\"false\"]"
    )
    let text =
      #"{"data":{"list":[{"user":{"id":1,"name":"김"},"agree":{"sms":true}},{"user":{"id":2,"name":null,"mail":"a@example.com"}}]}}"#
    let tree = try MappedTree(text, adapter: adapter, kind: .members)
    #expect(tree.rows.map(\.id) == ["1", "2"])
    #expect(
      tree.rows[0].member.name == .value("김") && tree.rows[0].member.email == .unknown
        && tree.rows[0].member.consents == [Consent(.sms, .granted)])
    #expect(
      tree.rows[1].member.name == .empty && tree.rows[1].member.email == .value("a@example.com")
        && tree.rows[1].member.consents.isEmpty)
  }
}

@Suite("shop-export in other formats")
struct ShopExportTreeTests {
  @Test("XML of members, children named as the fields", arguments: [ExportKind?.none, .members])
  func members(kind: ExportKind?) throws {
    let text = """
      <?xml version="1.0" encoding="UTF-8"?>
      <members>
        <member><id>hana01</id><name>김하나 &amp; 벗</name><phone>010-0000-0001</phone><grade/><birth_date>1990-01-31</birth_date>
          <consents><sms>Y</sms><email>거부</email></consents><kakao_user_id>1376016924429759228</kakao_user_id></member>
        <member><id>duri02</id><consents><third_party>동의</third_party></consents></member>
      </members>
      """
    let tree = try MappedTree(text, kind: kind)
    #expect(tree.rows.map(\.id) == ["hana01", "duri02"] && tree.kinds == [.members, .members])
    let hana = tree.rows[0].member
    #expect(hana.name == .value("김하나 & 벗") && hana.phone.value?.e164 == "+821000000001" && hana.grade == .empty)
    #expect(hana.consents == [Consent(.sms, .granted), Consent(.email, .denied)])
    #expect(hana.kakaoUserID == .value(1_376_016_924_429_759_228) && hana.birthDate.value?.description == "1990-01-31")
    var duri = Member(id: "duri02")
    duri.consents = [Consent(.thirdParty, .granted)]
    #expect(tree.rows[1].member == duri)
  }

  @Test("XML of orders, each item a row", arguments: [ExportKind?.none, .orders])
  func orders(kind: ExportKind?) throws {
    let text = """
      <?xml version="1.0"?>
      <orders><order><id>1</id><member_id>hana01</member_id><buyer><name>김하나</name><phone>010-0000-0001</phone></buyer><placed_at>2026-11-02T09:00:00+09:00</placed_at>
      <status>paid</status><total>24680</total><items><item><name>장미</name><quantity>2</quantity><price>10000</price></item><item><name>화병</name></item></items></order>
      <order><id>2</id><total>5</total></order></orders>
      """
    let tree = try MappedTree(text, kind: kind)
    #expect(tree.rows.map(\.id) == ["1", "1", "2"] && tree.rows.allSatisfy { $0.problem == nil })
    let (order, warnings) = Support.combine([tree.rows[0].bytes, tree.rows[1].bytes], id: "1")
    #expect(warnings.isEmpty && order.items.map(\.name) == ["장미", "화병"] && order.items.map(\.quantity) == [2, 1])
    #expect(
      order.total == DecimalNumber(24_680) && order.buyer.phone?.e164 == "+821000000001" && order.status == .paid
        && order.memberID == "hana01")
  }

  @Test("JSON without a kind is read by its labels")
  func json() throws {
    let tree = try MappedTree(#"[{"아이디":"a","이름":"김","SMS 수신여부":"Y"},{"아이디":"b","이름":null}]"#)
    #expect(tree.rows.map(\.id) == ["a", "b"] && tree.rows[0].member.consents == [Consent(.sms, .granted)])
    #expect(tree.rows[1].member.name == .empty && tree.rows[1].member.consents.isEmpty)
  }
}
