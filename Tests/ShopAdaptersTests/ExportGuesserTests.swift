import CommonValues
import NaruTestSupport
import Records
import ShopModel
import Testing

@testable import ShopAdapters

@Suite struct ExportGuesserTests {
  private func guess(_ text: String, kind: ExportKind? = nil) throws -> ExportGuess {
    let guesser = try ExportGuesser()
    var options = CSVOptions()
    options.headerScore = { guesser.knownLabels(in: $0) }
    let reader = try CSVReader(MemorySource(text, name: "unknown.csv"), options: options)
    return try guesser.guess(reader, kind: kind)
  }

  private func fields(_ guess: ExportGuess) -> [String: String] {
    Dictionary(
      guess.columns.compactMap { column in column.field.map { (column.label, column.confidence >= 50 ? $0 : "?\($0)") }
      },
      uniquingKeysWith: { first, _ in first })
  }

  /// Rows of members under labels that no list knows.
  private static func members(_ labels: String, _ row: (Int) -> String, count: Int = 40) -> String {
    ([labels] + (1...count).map(row)).joined(separator: "\n") + "\n"
  }

  private static func date(_ number: Int, year: Int = 2024) -> String {
    "\(year)-0\(number % 9 + 1)-1\(number % 10)"
  }

  @Test("labels that no list knows are understood from their parts and from the values")
  func unknownLabels() throws {
    let text = ExportGuesserTests.members(
      "회원 고유코드,고객 성함,고객님 휴대전화번호,자택 전화,대표메일,남녀구분(성별),출생년월일,현재등급,보유마일리지,회원가입 날짜,가입 시간,최근 방문일시"
    ) { n in
      "M\(1000 + n),김하\(n % 2 == 0 ? "나" : "늘"),010-0000-\(1000 + n),02-000-\(1000 + n),user\(n)@example.com,\(n % 2 == 0 ? "여" : "남"),\(ExportGuesserTests.date(n, year: 1980 + n % 20)),\(n % 3 == 0 ? "VIP" : "일반"),\"1,\(100 + n)\",\(ExportGuesserTests.date(n)),10:\(10 + n % 40),\(ExportGuesserTests.date(n)) 08:00"
    }
    let guess = try guess(text)
    #expect(guess.kind == .members && guess.rows == 40)
    #expect(
      fields(guess) == [
        "회원 고유코드": "id", "고객 성함": "name", "고객님 휴대전화번호": "phone", "자택 전화": "phone", "대표메일": "email",
        "남녀구분(성별)": "gender", "출생년월일": "birth_date", "현재등급": "grade", "보유마일리지": "points",
        "회원가입 날짜": "joined_at", "가입 시간": "joined_at.time", "최근 방문일시": "last_login_at",
      ])
  }

  @Test("each kind of consent needs its own word in the label, and a date of it goes to its date")
  func consents() throws {
    let text = ExportGuesserTests.members(
      "아이디,문자 광고 허용,문자 광고 허용 일자,메일 광고 수신,카톡 알림 동의여부,야간 문자 동의,동의여부,사용여부"
    ) { n in "u\(n),Y,\(ExportGuesserTests.date(n)),N,Y,N,Y,Y" }
    let guess = try guess(text)
    #expect(
      fields(guess) == [
        "아이디": "id", "문자 광고 허용": "consents.sms", "문자 광고 허용 일자": "consents.sms.yes_date", "메일 광고 수신": "consents.email",
        "카톡 알림 동의여부": "consents.kakao", "야간 문자 동의": "consents.night",
      ])
    // A yes to nobody knows what is no consent: somebody has to say what it means.
    for label in ["동의여부", "사용여부"] {
      let column = try #require(guess.columns.first { $0.label == label })
      #expect(column.field == nil && column.note != nil)
    }
  }

  @Test("values without a telling label are taken for e-mail and mobile numbers, and for nothing that may be anything")
  func valuesAlone() throws {
    let text = ExportGuesserTests.members("회원ID,col2,col3,col4,col5,col6") { n in
      "u\(n),user\(n)@example.com,010-0000-\(1000 + n),\(ExportGuesserTests.date(n)),\(n % 2 == 0 ? "Y" : "N"),\(n)"
    }
    let guess = try guess(text, kind: .members)
    #expect(fields(guess) == ["회원ID": "id", "col2": "email", "col3": "phone"])
    #expect(guess.columns.allSatisfy { $0.confidence < 80 || $0.field == "id" })
  }

  @Test("what belongs to a delivery or a guardian is left out, however much it looks like the member's")
  func foreign() throws {
    let text = ExportGuesserTests.members("주문번호,주문자 ID,주문자 휴대폰,받는분 휴대폰,수취인명,배송지 주소,보호자 연락처,주문일시,결제금액") { n in
      "2026-\(n),u\(n),010-0000-\(1000 + n),010-0000-\(2000 + n),김하나,서울,010-0000-3000,\(ExportGuesserTests.date(n)) 10:00,\(n)000"
    }
    let guess = try guess(text)
    #expect(guess.kind == .orders && guess.confidence > 60)
    #expect(
      fields(guess) == [
        "주문번호": "id", "주문자 ID": "member_id", "주문자 휴대폰": "buyer.phone", "주문일시": "placed_at", "결제금액": "total",
      ])
    for label in ["받는분 휴대폰", "수취인명", "배송지 주소", "보호자 연락처"] {
      let column = try #require(guess.columns.first { $0.label == label })
      #expect(column.field == nil && column.note != nil && !guess.manifest.contains(label))
    }
  }

  @Test("orders with a row for each item have an order's number, and items")
  func items() throws {
    let text = ExportGuesserTests.members(
      "Order No,Line Item ID,Buyer Mail,Product Title,Qty,Unit Price,Line Total,Paid Date,Order State"
    ) { n in
      "O\(n / 2),L\(n),b\(n / 2)@example.com,장미 \(n),\(n % 3 + 1),\"12,000원\",\"24,000원\",\(ExportGuesserTests.date(n)) 10:00:00,\(n % 2 == 0 ? "배송완료" : "결제완료")"
    }
    let guess = try guess(text)
    #expect(
      fields(guess) == [
        "Order No": "id", "Line Item ID": "items.id", "Buyer Mail": "buyer.email", "Product Title": "items.name",
        "Qty": "items.quantity", "Unit Price": "items.price", "Line Total": "items.total", "Paid Date": "paid_at",
        "Order State": "status",
      ])
    #expect(guess.manifest.contains("delivered: [\"배송완료\"]") && guess.manifest.contains("paid: [\"결제완료\"]"))
  }

  @Test("the manifest is one that loads, and maps the file it was made from")
  func manifestLoads() throws {
    let text = ExportGuesserTests.members("회원 고유코드,\"이름 \"\"#1\"\": {x}\",휴대폰,전화,문자동의,문자동의일,회원상태,가입일,가입시각") { n in
      "M\(n),김하나,010-0000-\(1000 + n),02-000-\(1000 + n),\(n % 2 == 0 ? "수신함" : "수신거부"),\(ExportGuesserTests.date(n)),\(n % 2 == 0 ? "정상" : "휴면"),\(ExportGuesserTests.date(n)),10:00"
    }
    let guess = try guess(text)
    let manifest = try AdapterManifest(yaml: guess.manifest)
    let adapter = DeclarativeAdapter(manifest)
    #expect(manifest.members?.fields[.phone]?.sources.map(\.labels) == [["휴대폰"], ["전화"]])
    #expect(manifest.members?.consents[.sms]?.yes.contains("수신함") == true)
    #expect(manifest.members?.consents[.sms]?.no.contains("수신거부") == true)
    let file = try MappedFile(text, adapter: adapter)
    #expect(file.mapping.columns.count == 9 && file.mapping.unusedLabels.isEmpty)
    #expect(file.rows.count == 40 && file.rows.allSatisfy { $0.problem == nil && $0.warnings.isEmpty })
    #expect(file.rows[0].member.consents == [Consent(.sms, .denied)])
    #expect(file.rows[1].member.consents == [Consent(.sms, .granted, at: Timestamp("2024-03-12"))])
  }

  @Test("nothing of a row stands in the result, whatever the file looks like", arguments: 0..<60)
  func noPersonalData(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let labels = ["아이디", "이름", "휴대폰", "이메일", "생년월일", "상태", "등급", "문자동의", "메모", "주소"].shuffled(using: &random)
    let secret = { (kind: Int) -> String in
      [
        "marked\(random.next() % 90 + 10)", "마크\(["가", "나", "다", "라"][Int(random.next() % 4)])",
        "010-0000-77\(random.next() % 90 + 10)", "marked\(random.next() % 9)@example.com",
      ][kind]
    }
    let rows = (0..<30).map { _ in labels.map { _ in secret(Int(random.next() % 4)) }.joined(separator: ",") }
    let guess = try guess((["\(labels.joined(separator: ","))"] + rows).joined(separator: "\n"))
    let all = guess.manifest + guess.columns.map { "\($0)" }.joined()
    #expect(!all.contains("marked") && !all.contains("마크") && !all.contains("0000-77"))
    _ = try AdapterManifest(yaml: guess.manifest)
  }

  @Test("words of a status that nobody knows are named only when they come again and again")
  func unknownWords() throws {
    let many = ExportGuesserTests.members("아이디,회원상태") { n in "u\(n),\(["정상", "블랙"][n % 2])" }
    #expect(try guess(many).manifest.contains("# not known yet: [\"블랙\"]"))
    let few = ExportGuesserTests.members("아이디,회원상태", { n in "u\(n),\(["정상", "블랙"][n % 2])" }, count: 4)
    #expect(try !guess(few).manifest.contains("블랙"))
  }

  @Test("a file without a header shows none of its cells as a label")
  func noHeader() throws {
    let rows = (1...20).map { "user\($0)@example.com,010-0000-\(1000 + $0),김하나" }.joined(separator: "\n")
    #expect(throws: Diagnostic.self) { try guess(rows) }
    // One label that Naru knows does not make labels of the others.
    let partly = "아이디,user1@example.com,김하나\n" + (1...20).map { "u\($0),user\($0)@example.com,박둘\n" }.joined()
    let found = try guess(partly)
    let all = found.manifest + found.columns.map(\.label).joined()
    #expect(!all.contains("user1") && !all.contains("example") && !all.contains("김하나"))
    #expect(found.columns.map { $0.note == nil } == [true, false, false])
  }

  @Test("masked values, rounded numbers and dates in another order are pointed out")
  func notes() throws {
    let text = ExportGuesserTests.members("아이디,휴대폰,회원번호,가입일") { n in
      "u\(n),010-****-\(1000 + n),2.02611E+15,\(10 + n % 18)/1\(n % 3)/2024"
    }
    let guess = try guess(text)
    for label in ["휴대폰", "회원번호", "가입일"] {
      #expect(guess.columns.first { $0.label == label }?.note != nil, "\(label)")
    }
  }

  @Test("an export of JSON is understood by its paths; times in seconds get their format, and lists are pointed out")
  func tree() throws {
    let lines = (1...30).map {
      #"{"user_id":"u\#($0)","profile":{"mobile":"010-0000-\#(1000 + $0)","mail":"u\#($0)@example.com"},"joined_at":\#(1_790_000_000 + $0),"pets":[{"name":"초코"}]}"#
    }
    let file = try RecordFile.open(MemorySource(lines.joined(separator: "\n"), name: "a.jsonl"))
    let guess = try ExportGuesser().guess(try #require(try file.nextReader()))
    #expect(
      fields(guess) == ["user_id": "id", "profile.mobile": "phone", "profile.mail": "email", "joined_at": "joined_at"])
    #expect(guess.manifest.contains("format: unix_seconds"))
    #expect(guess.columns.first { $0.label == "pets" }?.note?.english.contains("rows: pets") == true)
    #expect(!guess.manifest.contains("초코"))
    _ = try AdapterManifest(yaml: guess.manifest)
  }

  @Test("an id is found without its label, and said to be unsure")
  func idByValues() throws {
    let text = ExportGuesserTests.members("그것,저것,이메일") { n in "k\(n),같음,user\(n)@example.com" }
    let guess = try guess(text, kind: .members)
    #expect(fields(guess)["그것"] == "?id")
    #expect(guess.manifest.contains("id: [\"그것\"] # ") && guess.manifest.contains("확인 필요"))
    #expect(try AdapterManifest(yaml: guess.manifest).members?.id.sources.first?.labels == ["그것"])
  }

  @Test("the built-in labels are recognised word for word, each as its own field")
  func builtInLabels() throws {
    let words = try GuessWords.builtIn()
    let lexicon = LabelLexicon(words)
    for (label, targets) in words.labels {
      let found = lexicon.suggestion(label)
      #expect(targets.allSatisfy { found.targets[$0] == 1 }, "\(label)")
    }
  }

  @Test("hostile labels and cells of any bytes never crash, and the manifest still loads", arguments: 0..<60)
  func hostile(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    func noise() -> String {
      let alphabet = [
        "a", "Z", "0", "\"\"", "\\", ": ", "#", "[", "]", "{", "}", "- ", "|", "&", "*", "!", "%", "@", "`", "'", "한",
        "\u{2028}", "\u{85}", "é", "😀", "=",
      ]
      var text = ""
      for _ in 0..<Int(random.next() % 12) { text += alphabet[Int(random.next() % UInt64(alphabet.count))] }
      return text
    }
    let width = Int(random.next() % 8) + 2
    let header = (0..<width).map { "\"id \($0)\(noise())\"" }.joined(separator: ",")
    let rows = (0..<10).map { _ in (0..<width).map { _ in "\"\(noise())\"" }.joined(separator: ",") }
    let text = ([header] + rows).joined(separator: "\n")
    let guesser = try ExportGuesser()
    let reader = try CSVReader(MemorySource(text, name: "x"), options: CSVOptions(delimiter: 0x2C, header: .row(1)))
    do {
      _ = try AdapterManifest(yaml: try guesser.guess(reader).manifest)
    } catch let problem as Diagnostic {
      #expect(problem.code == "nothing-to-map")
    }
  }
}
