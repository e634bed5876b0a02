import Foundation
import Naru
import Testing

extension Processes {
  @Suite("Bad input")
  struct BadInputTests {
    struct Case: Sendable, CustomTestStringConvertible {
      var testDescription: String
      var file: String
      var text: String?
      /// What the message must hold, in Korean and in English.
      var korean: [String]
      var english: [String]
    }

    static let files = [
      Case(
        testDescription: "missing", file: "nope.csv", korean: ["nope.csv", "파일이 없습니다", "확인"],
        english: ["nope.csv", "no file", "Check"]),
      Case(
        testDescription: "directory", file: "shops", korean: ["shops", "폴더입니다", "지정"],
        english: ["shops", "folder", "Name a file"]),
      Case(
        testDescription: "empty", file: "empty.csv", text: "", korean: ["empty.csv", "비어 있습니다", "내려받아"],
        english: ["empty.csv", "empty", "Export it"]),
      Case(
        testDescription: "header only", file: "header.csv", text: "아이디,이름\r\n",
        korean: ["header.csv", "가져올 수 있는 행이 없습니다"], english: ["header.csv", "no row"]),
      Case(
        testDescription: "no id column", file: "noid.csv", text: "이름,휴대폰\r\n김하나,010-0000-0001\r\n",
        korean: ["noid.csv:1", "이름, 휴대폰", "회원아이디", "내려받아"],
        english: ["noid.csv:1", "이름, 휴대폰", "member id", "Export the file again"]),
      Case(
        testDescription: "two columns for one field", file: "two.csv",
        text: "아이디,휴대폰,휴대폰번호\r\na,010-0000-0001,010-0000-0002\r\n",
        korean: ["two.csv:1", "휴대폰 (2), 휴대폰번호 (3)"], english: ["two.csv:1", "휴대폰 (2), 휴대폰번호 (3)"]),
      Case(
        testDescription: "HTML", file: "page.csv", text: "<html><body><p>로그인이 필요합니다</p></body></html>",
        korean: ["page.csv"], english: ["page.csv"]),
      Case(
        testDescription: "a quote that stays open", file: "quote.csv",
        text: "아이디,이름\r\na,\"" + String(repeating: "가나다라,\r\n", count: 100_000), korean: ["quote.csv:2"],
        english: ["quote.csv:2"]),
    ]

    @Test("a file that can not be used ends with 1; place, reason and fix are named; the store stays", arguments: files)
    func file(_ bad: Case) async throws {
      try await withScene { scene in
        try scene.write([Person].numbered(1...3).export, to: "good.csv")
        #expect(try await scene.naru("import", "--shop", "flower", "good.csv").status == 0)
        let before = try await scene.naru("members", "--shop", "flower", "--json", "--reveal").output
        if let text = bad.text { try scene.write(text.utf8, to: bad.file) }
        for (language, words) in [("ko", bad.korean), ("en", bad.english)] {
          let ending = try await scene.naru("import", "--shop", "flower", bad.file, "--lang", language)
          #expect(ending.status == 1)
          for word in words { #expect(ending.errors.contains(word), "\(word) in: \(ending.errors)") }
        }
        let after = try await scene.naru("members", "--shop", "flower", "--json", "--reveal").output
        #expect(before == after)
      }
    }

    struct Configuration: Sendable, CustomTestStringConvertible {
      var testDescription: String
      var shop = ShopText()
      var place: String
      var words: [String]
    }

    static let configurations = [
      Configuration(
        testDescription: "unknown key", shop: ShopText(further: "currencyy: KRW\n"), place: "shops/flower.yaml:20:1",
        words: ["currencyy", "currency"]),
      Configuration(
        testDescription: "literal secret", shop: ShopText(adminKey: "marked-literal-secret"),
        place: "shops/flower.yaml:5:14", words: ["kakao.admin_key", "env"]),
      Configuration(
        testDescription: "unset variable", shop: ShopText(adminKey: "{ env: NARU_NOT_SET }"),
        place: "shops/flower.yaml:5:", words: ["NARU_NOT_SET"]),
      Configuration(
        testDescription: "no YAML", shop: ShopText(further: "where: [\n"), place: "shops/flower.yaml:", words: []),
    ]

    @Test("a wrong configuration ends every verb with 78, and names file, line and column", arguments: configurations)
    func configuration(_ wrong: Configuration) async throws {
      try await withScene(wrong.shop) { scene in
        for arguments in [["check"], ["plan", "--shop", "flower"], ["import", "--shop", "flower", "x.csv"]] {
          for language in ["ko", "en"] {
            let ending = try await scene.naru(arguments + ["--lang", language])
            let text = ending.output + ending.errors
            #expect(ending.status == 78, "\(text)")
            for word in wrong.words + [wrong.place] { #expect(text.contains(word), "\(word) in: \(text)") }
            #expect(!text.contains("marked-literal-secret"))
          }
        }
        #expect(!FileManager.default.fileExists(atPath: scene.folder + "/naru.db"))
      }
    }

    @Test("no configuration at all ends with 78")
    func noConfiguration() async throws {
      try await withScene { scene in
        let ending = try await scene.naru("plan", "--shop", "flower", "--config", "elsewhere.yaml", "--lang", "en")
        #expect(ending.status == 78)
        #expect(ending.errors.contains("elsewhere.yaml"))
      }
    }
  }
}
