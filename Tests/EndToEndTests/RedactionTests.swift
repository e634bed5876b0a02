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
      try await withScene { scene in
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
          ["runs", "show", "2"] + shop,
        ]
        for arguments in journeys {
          for flags in [["--lang", "ko"], ["--lang", "en"], ["--json"]] {
            if arguments.first == "sync", flags.last == "en" {
              scene.sandbox.addFault(
                SandboxFault(path: "*", effect: .error(status: 400, code: -2, message: people[2].phone)))
            }
            let ending = try await scene.naru(arguments + flags)
            shown += "\n$ \(arguments + flags)\n" + ending.output + ending.errors
          }
          scene.sandbox.clearFaults()
        }
        let wrongKey = try await scene.naru(
          ["sync", "--yes"] + shop, environment: [Scene.keyVariable: "marked-other-key"])
        shown += wrongKey.output + wrongKey.errors
        try scene.expectKakaoHolds(people)
        for entry in scene.sandbox.journal() { shown += "\n\(entry.path)?\(entry.query)" }
        try await scene.shop { shop in
          for run in try await shop.runs() { shown += "\n" + run.summary }
        }
        let persons = people + [901, 902, 903, 904, 905].map { Person($0) }
        let secrets = [Scene.adminKey, "marked-other-key"]
        for marked in secrets + persons.flatMap({ Self.traces(of: $0) }) {
          let line = shown.split(separator: "\n").first { $0.contains(marked) }
          #expect(line == nil, "\(marked) is shown")
        }
        let revealed = try await scene.naru(["members", "--reveal", "--json"] + shop).output
        #expect(revealed.contains(people[0].name) && revealed.contains(people[0].email))
      }
    }

    /// How a person's data could be spelled.
    private static func traces(of person: Person) -> [String] {
      [person.name, person.email, person.localPhone, person.phone, "+" + person.phone]
        + [String(person.localPhone.filter(\.isNumber)), String(person.email.prefix { $0 != "@" })]
    }
  }
}
