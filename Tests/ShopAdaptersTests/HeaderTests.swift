import CommonValues
import Records
import ShopModel
import Testing

@testable import ShopAdapters

@Suite("The header decides what becomes of the columns")
struct HeaderTests {
  /// What a file with this header, and nothing in it, is refused for.
  private func refusal(
    _ header: String, kind: ExportKind? = nil, adapter: any ExportMapping = Support.shopExport
  ) -> Diagnostic? {
    do {
      _ = try MappedFile(header + "\r\n", adapter: adapter, kind: kind)
      return nil
    } catch {
      return error as? Diagnostic
    }
  }

  @Test("Every label of the manifest maps its column, in every spelling")
  func everyAlias() throws {
    for kind in ExportKind.allCases {
      let manifest = Support.shopExport.manifest
      let id = try #require(manifest.idMapping(kind)?.sources.first?.labels.first)
      for label in manifest.labels(kind) {
        for spelling in [
          label, "*" + label.uppercased(), " " + label.split(separator: " ").joined(separator: "_") + " ",
        ] {
          if LabelNormaliser.normalise(spelling) == LabelNormaliser.normalise(id) { continue }
          let known = Support.shopExport.knownLabels(in: [spelling])
          #expect(known == 1, "\(spelling)")
        }
      }
    }
  }

  @Test("Each label of a field fills that field")
  func everyFieldAlias() throws {
    let members = try #require(Support.shopExport.manifest.members)
    for (field, mapping) in members.fields {
      for label in mapping.sources.flatMap(\.labels) {
        let file = try MappedFile(Support.line(["아이디", label]), kind: .members)
        #expect(file.mapping.columns.contains { $0.field == field.name && $0.number == 2 }, "\(label)")
      }
    }
    for (kind, flag) in members.consents {
      for label in flag.state.labels {
        let row = try Support.row([("아이디", "a"), (label, "Y")], Support.shopExport)
        #expect(row.member.consents == [Consent(kind, .granted)], "\(label)")
      }
      for label in flag.yesAt?.labels ?? [] {
        let cells = [("아이디", "a"), (flag.state.labels[0], "Y"), (label, "2025-06-01")]
        #expect(try Support.row(cells, Support.shopExport).member.consents.first?.at == time("2025-06-01"), "\(label)")
      }
    }
    let orders = try #require(Support.shopExport.manifest.orders)
    for (field, mapping) in orders.fields {
      for label in mapping.sources.flatMap(\.labels) {
        let file = try MappedFile(Support.line(["주문번호", label]), kind: .orders)
        #expect(file.mapping.columns.contains { $0.field == field.name && $0.number == 2 }, "\(label)")
      }
    }
  }

  @Test("Each label of the id makes a file of that kind")
  func everyID() throws {
    for kind in ExportKind.allCases {
      for label in Support.shopExport.manifest.idMapping(kind)?.sources.flatMap(\.labels) ?? [] {
        // Both kinds know it; the members' likelier.
        let expected = label == "ID" ? .members : kind
        #expect(try MappedFile(Support.line([label, "비고"])).mapping.kind == expected, "\(label)")
        #expect(try MappedFile(Support.line([label, "비고"]), kind: kind).mapping.kind == kind, "\(label)")
      }
    }
  }

  @Test("No id column: refused, with the labels found and those looked for")
  func noID() throws {
    let problem = try #require(refusal("이름,휴대폰번호,회원등급"))
    #expect(problem.code == "no-id-column" && problem.severity == .error && problem.place.file == "test.csv")
    for text in [problem.reason.korean, problem.reason.english] {
      #expect(text.contains("휴대폰번호") && text.contains("아이디") && text.contains("주문번호"))
    }
    #expect(refusal("이름,전화번호", kind: .orders)?.code == "no-id-column")
  }

  @Test("A row of somebody's data, taken for the header, is masked in the message")
  func maskedHeader() throws {
    let problem = try #require(refusal("hana@example.com,010-1234-5678"))
    #expect(!problem.message(in: .korean).contains("1234"))
    #expect(!problem.message(in: .english).contains("hana"))
  }

  @Test(
    "Two columns for one field: refused, with both named",
    arguments: [
      ("아이디,이메일,이메일", "email"), ("아이디,휴대폰번호,핸드폰", "phone"), ("아이디,ID", "id"), ("주문번호,상품명,주문상품", "items.name"),
      ("아이디,SMS 수신여부,문자 수신여부", "consents.sms"),
    ])
  func twoColumns(header: String, field: String) throws {
    let problem = try #require(refusal(header))
    #expect(problem.code == "two-columns-for-field" && problem.place.field == field)
    #expect(problem.reason.english.contains("(2)"))
  }

  @Test("Columns that may repeat: the first that is not blank counts")
  func repeats() throws {
    let adapter = try TestManifests.adapter("members: { id: [ID], phone: { labels: [전화], repeats: true } }")
    let file = try MappedFile("ID,전화,전화\na,,010-1234-5678\nb,02-123-4567,010-1234-5678\n", adapter: adapter)
    #expect(file.rows.map { $0.member.phone.value?.e164 } == ["+821012345678", "+8221234567"])
  }

  @Test("A required column that is missing refuses the file")
  func required() throws {
    let adapter = try TestManifests.adapter("members: { id: [ID], name: { labels: [이름], required: true } }")
    #expect(refusal("ID,전화", adapter: adapter)?.code == "missing-column")
    #expect(refusal("ID,이름", adapter: adapter) == nil)
  }

  @Test("The kind is found by the labels, and can be said")
  func kinds() throws {
    #expect(try MappedFile("아이디,이름\n").mapping.kind == .members)
    #expect(try MappedFile("주문번호,회원아이디,주문자명,결제금액,주문일시\n").mapping.kind == .orders)
    #expect(try MappedFile("주문번호,회원아이디,주문자명,결제금액\n", kind: .members).mapping.kind == .members)
    let members = try TestManifests.adapter("members: { id: [ID] }")
    #expect(refusal("주문번호", kind: .orders, adapter: members)?.code == "kind-not-supported")
    let both = try TestManifests.adapter("members: { id: [ID] }\norders: { id: [ID], total: [금액] }")
    #expect(refusal("ID,이름", adapter: both)?.code == "kind-unclear")
    #expect(refusal("ID,이름", kind: .orders, adapter: both) == nil)
    #expect(try MappedFile("ID,금액\n", adapter: both).mapping.kind == .orders)
  }

  @Test(
    "The labels of the platforms' exports are known",
    arguments: [
      "아이디,이름,휴대폰번호,전화번호,이메일,회원등급,회원 가입일,가입시간,최종접속일,성별,생년월일,탈퇴여부,탈퇴일,모바일 메시지 수신여부,모바일 메시지 최근 수신 동의 일자,e메일 수신여부,e메일 최근 수신 동의 일자,"
        + "마케팅 목적의 개인정보 수집 및 이용 동의 여부,마케팅 목적의 개인정보 수집 및 이용 동의 일자,개인정보 제3자 제공 동의 여부,개인정보 제3자 제공 동의 일자,휴면처리일,휴면회원 해제일,사용가능 적립금,지역",
      "이름,아이디,성별,생년월일,이메일,전화,휴대폰,적립금,메일수신,SMS수신,회원등급,가입일,가입일시,최근접속일",
      "*등급,*아이디,이름,이메일,이메일 수신,핸드폰,SMS 수신,전화번호,생일,성별,가입일,최종방문일,적립금,포인트",
      "회원 번호,아이디,등급,이름,성별,생일,이메일,전화번호,휴대폰,메일수신동의,SMS수신동의,최종로그인,휴면회원여부",
      "주문번호,품목별 주문번호,주문일시,상품명,수량,판매가,실결제금액,주문자명,주문자 이메일,주문자 휴대전화",
      "주문번호,주문상태,최종주문금액,주문자 이름,주문자 이메일,주문자 번호,주문섹션품목번호,구매수량,상품명,판매가,주문일",
      "주문번호,회원아이디,주문상품,주문수량,주문일시,입금일시,구매자명,구매자 이메일,구매자 전화번호,구매자 휴대폰번호,총결제금액,실결제금액,부분취소금액,주문상태,주문상품번호,상품단가",
      "*주문번호,주문자명,상품명,주문일,주문자아이디,주문자연락처,주문자휴대폰,주문자이메일,결제금액,결제일",
    ])
  func platforms(header: String) throws {
    let file = try MappedFile(header + "\r\n")
    #expect(file.mapping.unusedLabels.allSatisfy { $0 == "회원 번호" })
  }

  @Test("Attributes of the shop's config take the place of the manifest's")
  func attributes() throws {
    let adapter = try TestManifests.adapter("members: { id: [ID], attributes: { 추천인: [추천인 ID], 나이: [나이] } }")
    let file = try MappedFile(
      "ID,추천인 ID,나이,추천\na,x,20,y\n", adapter: adapter, attributes: [AttributeMapping(name: "추천인", labels: ["추천"])])
    #expect(file.rows[0].member.attributes == ["추천인": .value("y"), "나이": .value("20")])
    #expect(file.mapping.unusedLabels == ["추천인 ID"])
  }
}
