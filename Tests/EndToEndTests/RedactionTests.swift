import Foundation
import KakaoSandbox
import Naru
import Store
import Testing

extension Processes {
  @Suite("What never may be seen")
  struct RedactionTests {
    @Test("no secret, phone, name or e-mail in output, messages, addresses and run summaries")
    func redaction() async throws {
      var text = ShopText()
      text.adminKey += "\n  rest_api_key: { env: \(Self.restKey) }"
      text.further = """
        login:
          return_urls: ["https://flower.example.com/"]
          store_tokens: true
          token_keys: { env: \(Self.tokenKey) }

        """
      try await withScene(text) { scene in
        try scene.write(
          "store: sqlite:naru.db\nshops: shops/\npublic_url: https://sync.example.com\n".utf8, to: "naru.yaml")
        var people = [Person].numbered(1...20)
        people[1].points = 5
        // Bad rows of every kind, with personal data in them.
        let bad = [
          "\(Person(901).line),too,many", "too,few,\(Person(902).localPhone)",
          ",\(Person(903).name),\(Person(903).localPhone),,,,,,",
          "bad904,\(Person(904).name),\(Person(904).localPhone)x,\(Person(904).email)@,,,많음,글쎄,\(Person(904).name)",
          Person(1).line, "cut905,\"\(Person(905).name)",
        ]
        try scene.write(people.export + Array(bad.joined(separator: "\r\n").utf8), to: "members.csv")
        var shown = ""
        let shop = ["--shop", "flower"]
        let journeys: [[String]] = [
          ["check"], ["check", "--online"], ["import", "members.csv", "--dry-run"] + shop,
          ["import", "members.csv"] + shop, ["import", "nope.csv"] + shop, ["quarantine"] + shop,
          ["quarantine", "show", "1"] + shop, ["quarantine", "show", "2"] + shop, ["quarantine", "show", "3"] + shop,
          ["quarantine", "retry"] + shop, ["plan"] + shop, ["explain", "--member", people[2].id] + shop,
          ["explain", "--member", people[0].id] + shop, ["members"] + shop, ["members", "show", people[2].id] + shop,
          ["sync"] + shop, ["sync"] + shop, ["runs"] + shop, ["runs", "show", "1"] + shop,
          ["runs", "show", "2"] + shop, ["link", "--to", "/event", "--svg", "event.svg"] + shop,
          ["link", "--to", "//evil.example.org/"] + shop, ["tokens", "reseal"] + shop,
        ]
        for arguments in journeys {
          for flags in [["--lang", "ko"], ["--lang", "en"], ["--json"]] {
            if arguments.first == "sync", flags.last == "en" {
              scene.sandbox.addFault(
                SandboxFault(path: "*", effect: .error(status: 400, code: -2, message: people[2].phone)))
            }
            let ending = try await scene.naru(arguments + flags, environment: Self.environment)
            shown += "\n$ \(arguments + flags)\n" + ending.output + ending.errors
          }
          scene.sandbox.clearFaults()
        }
        let wrongKey = try await scene.naru(
          ["sync", "--yes"] + shop,
          environment: Self.environment.merging([Scene.keyVariable: "marked-other-key"]) { $1 })
        shown += wrongKey.output + wrongKey.errors
        let drawing = try String(contentsOfFile: scene.folder + "/event.svg", encoding: .utf8)
        #expect(
          drawing.hasPrefix("<svg")
            && shown.contains("https://sync.example.com/shops/flower/auto-login?return_to=/event"))
        shown += "\n" + drawing
        try scene.expectKakaoHolds(people)
        for entry in scene.sandbox.journal() { shown += "\n\(entry.path)?\(entry.query)" }
        try await scene.shop(environment: Self.environment) { shop in
          for run in try await shop.runs() { shown += "\n" + run.summary }
        }
        let persons = people + [901, 902, 903, 904, 905].map { Person($0) }
        let secrets = [Scene.adminKey, "marked-other-key"] + Self.environment.values
        for marked in secrets + persons.flatMap({ Self.traces(of: $0) }) {
          let line = shown.split(separator: "\n").first { $0.contains(marked) }
          #expect(line == nil, "\(marked) is shown")
        }
        let revealed = try await scene.naru(
          ["members", "--reveal", "--json"] + shop, environment: Self.environment
        ).output
        #expect(revealed.contains(people[0].name) && revealed.contains(people[0].email))
      }
    }

    private static let restKey = "NARU_END_TO_END_REST_KEY", tokenKey = "NARU_END_TO_END_TOKEN_KEY"
    private static let environment = [
      restKey: "marked-rest-api-key", tokenKey: String(repeating: "0a1b2c3d", count: 8),
    ]

    /// How a person's data could be spelled.
    private static func traces(of person: Person) -> [String] {
      [person.name, person.email, person.localPhone, person.phone, "+" + person.phone]
        + [String(person.localPhone.filter(\.isNumber)), String(person.email.prefix { $0 != "@" })]
    }
  }
}
