import Foundation
import KakaoSandbox
import Naru
import NaruTestSupport
import Testing

extension Processes {
  @Suite("Verbs, their exit codes and their JSON")
  struct VerbTests {
    @Test("import, plan, sync, explain and quarantine answer as their schemas say, with the right exit codes")
    func schemas() async throws {
      try await withScene { scene in
        let people = [Person].numbered(1...30)
        try scene.write(people.export + Array(",이름만,,,,,,,\r\n".utf8), to: "members.csv")
        let verbs: [(schema: String, arguments: [String], status: Int32)] = [
          ("import", ["import", "members.csv", "--dry-run"], 0), ("import", ["import", "members.csv"], 0),
          ("import", ["import", "members.csv", "--strict"], 1), ("plan", ["plan"], 2), ("sync", ["sync"], 0),
          ("sync", ["sync"], 0), ("plan", ["plan"], 0), ("explain", ["explain", "--member", people[0].id], 0),
          ("explain", ["explain", "--member", people[3].id, "--reveal"], 0), ("quarantine", ["quarantine"], 0),
        ]
        for verb in verbs {
          let ending = try await scene.naru(verb.arguments + ["--shop", "flower", "--json"])
          #expect(ending.status == verb.status, "\(verb.arguments): \(ending.errors)")
          let findings = try SchemaCheck(verb.schema).findings(ending.output)
          #expect(findings.isEmpty, "\(verb.arguments): \(findings)")
        }
        try scene.expectKakaoHolds(people)
        try scene.sandbox.addUsers(people.filter(\.hasKakaoUser).map { SandboxUser(id: $0.kakaoUser) })
        let reconciled = try await scene.naru("reconcile", "--shop", "flower", "--json")
        #expect(reconciled.status == 0, "\(reconciled.errors)")
        #expect(try SchemaCheck("reconcile").findings(reconciled.output).isEmpty)
        let found = try JSONTree(reconciled.output)
        #expect(found["users"]?["listed"]?.int == 24 && found["files"]?["checked"]?.int == 2)
        #expect(found["relations"]?["asked"]?.int == 24)
        for arguments in [["members"], ["runs"], ["runs", "show", "1"], ["members", "show", people[0].id]] {
          let ending = try await scene.naru(arguments + ["--shop", "flower", "--json"])
          #expect(ending.status == 0, "\(arguments): \(ending.errors)")
          _ = try JSONTree(ending.output)
        }
      }
    }

    @Test("a guard ends sync with 2 and the plan says which; --yes passes it")
    func guards() async throws {
      try await withScene { scene in
        var people = [Person].numbered(1...30)
        try scene.write(people.export, to: "1.csv")
        #expect(try await scene.naru("import", "--shop", "flower", "1.csv", "--as-of", "2026-11-01").status == 0)
        #expect(try await scene.naru("sync", "--shop", "flower").status == 0)
        for index in people.indices { people[index].smsConsent = false }
        try scene.write(people.export, to: "2.csv")
        #expect(try await scene.naru("import", "--shop", "flower", "2.csv", "--as-of", "2026-11-02").status == 0)
        let plan = try await scene.naru("plan", "--shop", "flower", "--json")
        #expect(plan.status == 2)
        #expect(try JSONTree(plan.output)["files"]?[0]?["guard"]?["kind"]?.string == "max_removal")
        #expect(try SchemaCheck("plan").findings(plan.output).isEmpty)
        let stopped = try await scene.naru("sync", "--shop", "flower", "--json")
        #expect(stopped.status == 2)
        #expect(try SchemaCheck("sync").findings(stopped.output).isEmpty)
        #expect(try scene.rows(ShopText.appFile)?.count == 18)
        let passed = try await scene.naru("sync", "--shop", "flower", "--yes", "--json")
        #expect(passed.status == 0)
        #expect(
          try JSONTree(passed.output)["files"]?[0]?["guard"]?["kind"] == nil, "what was passed holds nothing back")
        try scene.expectKakaoHolds(people)
      }
    }

    @Test("of several files those before a refused one are taken, and told")
    func severalFiles() async throws {
      try await withScene { scene in
        try scene.write([Person].numbered(1...9).export, to: "good.csv")
        try scene.write(Array("이름\n김하나\n".utf8), to: "bad.csv")
        let ending = try await scene.naru("import", "--shop", "flower", "good.csv", "bad.csv", "--json", "--lang", "en")
        #expect(ending.status == 1)
        #expect(try JSONTree(ending.output)["changed"]?.int == 9)
        #expect(ending.errors.contains("[no-id-column]"))
        #expect(try await scene.memberCount() == 9)
      }
    }

    @Test("a broken adapter is a finding of check, and ends every verb with 78")
    func brokenAdapter() async throws {
      try await withScene { scene in
        let shop = ShopText().yaml(port: scene.port).replacing("adapter: shop-export", with: "adapter: ../own")
        try scene.write(shop.utf8, to: "shops/flower.yaml")
        try FileManager.default.createDirectory(atPath: scene.folder + "/own", withIntermediateDirectories: true)
        try scene.write("id: own\nfrobnicate: 1\n".utf8, to: "own/adapter.yaml")
        let check = try await scene.naru("check", "--lang", "en")
        #expect(check.status == 78)
        #expect(check.output.contains("adapter.yaml:2"))
        #expect(try await scene.naru("plan", "--shop", "flower").status == 78)
      }
    }

    @Test("an older export does not bring old values back, whatever order the files come in")
    func asOf() async throws {
      try await withScene { scene in
        let old = [Person].numbered(1...9)
        var new = old
        new[0].points = 777
        try scene.write(old.export, to: "old.csv")
        try scene.write(new.export, to: "new.csv")
        for (file, day) in [("new.csv", "2026-11-02"), ("old.csv", "2026-11-01")] {
          #expect(try await scene.naru("import", "--shop", "flower", file, "--as-of", day).status == 0)
        }
        #expect(try await scene.naru("sync", "--shop", "flower").status == 0)
        try scene.expectKakaoHolds(new)
      }
    }

    @Test("standard input is imported as a file is, and a dry run stores nothing")
    func standardInput() async throws {
      try await withScene { scene in
        for (flags, count) in [(["--dry-run"], 0), ([], 9)] {
          let path = try scene.write([Person].numbered(1...9).export, to: "members.csv")
          let input = try #require(FileHandle(forReadingAtPath: path))
          let ending = try await scene.start(
            ["import", "--shop", "flower", "-", "--json"] + flags, input: input
          ).ending()
          #expect(ending.status == 0, "\(ending.errors)")
          #expect(try JSONTree(ending.output)["changed"]?.int == 9)
          #expect(try await scene.memberCount() == count)
        }
      }
    }

    @Test("the quota ends sync with 75 after one request; without Kakao it fails with a message")
    func quota() async throws {
      try await withScene { scene in
        try scene.write([Person].numbered(1...9).export, to: "members.csv")
        #expect(try await scene.naru("import", "--shop", "flower", "members.csv").status == 0)
        scene.sandbox.addFault(SandboxFault(path: "*/update/*", effect: .quota, times: nil))
        let ending = try await scene.naru("sync", "--shop", "flower", "--json")
        #expect(ending.status == 75)
        #expect(try SchemaCheck("sync").findings(ending.output).isEmpty)
        #expect(scene.writes().count == 1)
        let text = try await scene.naru("sync", "--shop", "flower", "--lang", "en")
        #expect(text.status == 75)
        #expect(!text.output.contains("There was nothing to send"))
      }
    }

    @Test(
      "what is no command ends with 64 and says how it is called",
      arguments: [
        ["frobnicate"], ["plan"], ["plan", "--shop", "a b"], ["plan", "--shop", "flower", "--frobnicate"],
        ["import", "--shop", "flower"], ["import", "--shop", "flower", "a.csv", "--kind", "people"],
        ["import", "--shop", "flower", "a.csv", "--as-of", "yesterday"], ["error"], ["error", "abc"],
        ["sandbox", "--port", "70000"], ["plan", "--shop", "nobody"], ["plan", "--shop", "flower", "--lang", "fr"],
      ])
    func usage(_ arguments: [String]) async throws {
      try await withScene { scene in
        let ending = try await scene.naru(arguments)
        #expect(ending.status == 64)
        #expect(ending.output.isEmpty)
        #expect(!ending.errors.isEmpty)
      }
    }

    @Test("check: warnings 2, online against the sandbox, and without the right key an error")
    func check() async throws {
      try await withScene { scene in
        let offline = try await scene.naru("check", "--json")
        #expect(offline.status == 2, "the column 이름 is not one of Kakao's")
        let online = try await scene.naru("check", "--online", "--lang", "en")
        #expect(online.status == 2)
        #expect(online.output.contains("The customer-file API answers (0 files)"))
        let wrong = try await scene.naru(
          "check", "--online", "--lang", "ko", environment: [Scene.keyVariable: "marked-wrong-key"])
        #expect(wrong.status == 78)
        #expect(!(wrong.output + wrong.errors).contains("marked-wrong-key"))
        scene.sandbox.addFault(SandboxFault(path: "*/target_user_file", effect: .drop, times: nil))
        let silent = try await scene.naru("check", "--online", "--lang", "en")
        #expect(silent.status == 1, "no answer is nobody's configuration")
      }
    }

    @Test("error explains a code in both languages; one that fits several lists them")
    func error() async throws {
      try await withScene { scene in
        for (language, word) in [("ko", "쿼터"), ("en", "quota")] {
          let ending = try await scene.naru("error", "-10", "--lang", language)
          #expect(ending.status == 0)
          #expect(ending.output.contains(word))
        }
        let ambiguous = try await scene.naru("error", "101", "--lang", "en")
        #expect(ambiguous.status == 1)
        #expect(ambiguous.errors.contains("-101, KOE101"))
      }
    }
  }
}
