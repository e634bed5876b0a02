import Foundation
import HTTPTransport
import KakaoSandbox
import Naru
import NaruTestSupport
import Testing

extension Processes {
  @Suite("The sidecar as a shop's back end sees it")
  struct SidecarTests {
    private static let token = "marked-api-token-0123456789"
    private static let variable = "NARU_END_TO_END_TOKEN"

    /// A sidecar of its own process, and calls to it.
    private struct Sidecar {
      let process: NaruProcess
      let base: String
      let http: CurlTransport
      var token = SidecarTests.token

      func call(_ method: HTTPMethod, _ path: String, _ body: [UInt8]? = nil) async throws -> (Int, JSONTree) {
        let answer = try await http.send(
          HTTPRequest(
            method: method, url: base + "/shops/flower" + path,
            headers: ["Authorization": "Bearer \(token)"], body: body))
        return (answer.status, try JSONTree(String(decoding: answer.body, as: UTF8.self)))
      }

      /// Asks until the state is final.
      func ending(_ path: String) async throws -> JSONTree {
        for _ in 0..<1_000 {
          let (_, json) = try await call(.get, path)
          if let state = json["state"]?.string, !["waiting", "running"].contains(state) { return json }
          try await Task.sleep(for: .milliseconds(10))
        }
        throw SceneError.neverCame("the end of \(path)")
      }
    }

    private func start(
      _ scene: Scene, _ http: CurlTransport, token: String = "{ env: \(SidecarTests.variable) }"
    ) async throws -> Sidecar {
      try scene.write("listen: 127.0.0.1:0\nstore: sqlite:naru.db\nshops: shops/\n".utf8, to: "naru.yaml")
      var text = ShopText()
      text.further = "api_token: \(token)\n"
      try scene.configure(text)
      let process = try scene.start(["serve"], environment: [Self.variable: Self.token])
      let base = try await until("the address") {
        (process.output + process.errors).firstMatch(of: /http:\/\/127\.0\.0\.1:[0-9]+/).map { String($0.output) }
      }
      return Sidecar(process: process, base: base, http: http)
    }

    private func stop(_ sidecar: Sidecar) async {
      sidecar.process.signal(SIGTERM)
      #expect(await sidecar.process.ending().status == 0)
    }

    @Test("an upload is imported, a sync sends it, the run says so, and an explanation why")
    func wholeWay() async throws {
      try await withScene { scene in
        let http = try CurlTransport()
        let sidecar = try await start(scene, http)
        let people = [Person].numbered(1...30)
        let (status, accepted) = try await sidecar.call(.post, "/imports?kind=members&name=members.csv", people.export)
        #expect(status == 202)
        let imported = try await sidecar.ending("/imports/\(accepted["import_id"]?.string ?? "?")")
        #expect(imported["state"]?.string == "done" && imported["results"]?[0]?["changed"]?.int == 30)
        let (_, plan) = try await sidecar.call(.get, "/plan")
        #expect(plan["files"]?[0]?["add"]?.int == people.compactMap(\.appRow).count)
        let (begun, run) = try await sidecar.call(.post, "/sync")
        #expect(begun == 202)
        let ended = try await sidecar.ending("/runs/\(run["run_id"]?.string ?? "?")")
        #expect(ended["state"]?.string == "done" && ended["kind"]?.string == "sync")
        try scene.expectKakaoHolds(people)
        let (_, explanation) = try await sidecar.call(.get, "/members/\(people[0].id)/explanation")
        #expect(explanation["files"]?[0]?["in"] == .bool(true) && explanation["member_id"]?.string == people[0].id)
        let (_, runs) = try await sidecar.call(.get, "/runs?limit=1")
        #expect(runs["runs"]?.elements.count == 1 && runs["next"]?.string != nil)
        await stop(sidecar)
        let log = sidecar.process.errors
        for marked in [Self.token, Scene.adminKey, people[0].name, people[0].phone, people[0].email] {
          #expect(!log.contains(marked))
        }
        await http.shutdown()
      }
    }

    @Test(
      "a token that a program gives is exchanged by SIGHUP while requests are answered; one it can not give changes nothing"
    )
    func rotation() async throws {
      try await withScene { scene in
        let http = try CurlTransport()
        let (first, second) = (Self.token + "-first", Self.token + "-second")
        let (gate, asked) = (scene.folder + "/gate", scene.folder + "/asked")
        try scene.write(first.utf8, to: "token")
        try scene.write([], to: "gate")
        var sidecar = try await start(
          scene, http, token: "{ command: [sh, -c, 'echo >>../asked; cat ../gate ../token'] }")
        func status(_ token: String) async throws -> Int {
          sidecar.token = token
          return try await sidecar.call(.get, "/runs").0
        }
        #expect(try await status(first) == 200)
        try scene.write(second.utf8, to: "token")
        // From now on the program waits until somebody opens the gate.
        try FileManager.default.removeItem(atPath: gate)
        #expect(mkfifo(gate, 0o600) == 0)
        sidecar.process.signal(SIGHUP)
        try await until("the program") { try Data(contentsOf: URL(fileURLWithPath: asked)).count == 2 ? true : nil }
        for _ in 0..<20 { #expect(try await status(first) == 200) }
        try FileHandle(forWritingTo: URL(fileURLWithPath: gate)).close()
        try await until("the reload") { sidecar.process.errors.contains("configuration reloaded") ? true : nil }
        #expect(try await status(first) == 401)
        #expect(try await status(second) == 200)
        for name in ["gate", "token"] { try FileManager.default.removeItem(atPath: scene.folder + "/" + name) }
        sidecar.process.signal(SIGHUP)
        try await until("the refusal") { sidecar.process.errors.contains("configuration refused") ? true : nil }
        #expect(try await status(second) == 200)
        await stop(sidecar)
        #expect(sidecar.process.errors.contains("secret-command-failed"))
        #expect(!sidecar.process.errors.contains(Self.token))
        await http.shutdown()
      }
    }

    @Test("what was answered 202 is imported, also when the process is killed with -9 right after")
    func killed() async throws {
      try await withScene { scene in
        let http = try CurlTransport()
        let people = [Person].numbered(1...20_000)
        let export = people.export
        var sidecar = try await start(scene, http)
        let (status, accepted) = try await sidecar.call(.post, "/imports?name=members.csv", export)
        #expect(status == 202)
        sidecar.process.signal(SIGKILL)
        #expect(await sidecar.process.ending().status == -SIGKILL)
        sidecar = try await start(scene, http)
        let imported = try await sidecar.ending("/imports/\(accepted["import_id"]?.string ?? "?")")
        #expect(imported["state"]?.string == "done")
        #expect(imported["results"]?[0]?["records"]?.int == 20_000)
        let (_, runs) = try await sidecar.call(.get, "/runs")
        #expect(runs["runs"]?.elements.allSatisfy { $0["state"]?.string != "running" } == true)
        await stop(sidecar)
        try scene.configure(ShopText())
        #expect(try await scene.memberCount() == 20_000)
        let left = try FileManager.default.contentsOfDirectory(atPath: scene.folder + "/naru.db-spool")
        #expect(left.allSatisfy { $0.hasPrefix(".") })
        await http.shutdown()
      }
    }
  }
}
