import HTTPTypes
import HummingbirdTesting
import KakaoSandbox
import NIOCore
import Naru
import NaruServer
import ShopModel
import Store
import Synchronization
import Testing

@Suite("Plan, sync, runs and explanations by HTTP")
struct PipelineRouteTests {
  static let files: ShopFiles = {
    var files = ShopFiles()
    files.flower = """
      customer_files:
        - name: 전체회원
          users: phone
          where: { consent: none_required }
          columns: { 이름: member.name }
          max_removal: 20%

      """
    return files
  }()

  private static let routes: [(HTTPRequest.Method, String)] = [
    (.get, "/plan"), (.post, "/sync"), (.post, "/reconcile"), (.get, "/runs"), (.get, "/runs/1"),
    (.get, "/members/flower01/explanation"),
    (.post, "/imports"), (.get, "/imports/1"),
  ]

  @Test("only the shop's own token is let in, and nothing is done for another")
  func tokens() async throws {
    try await withSite(Self.files) { site in
      for (method, path) in Self.routes {
        for token in [nil, "", "Bearer", "Bearer wrong", "Bearer " + (ShopFiles.secrets["ROSE_TOKEN"] ?? "")] {
          let answer = try await BackEnd(site: site, authorization: token).call(method, path)
          #expect(answer.status == 401 && answer.json.problem == "unauthorized", "\(method) \(path)")
        }
        let plain = try await BackEnd(site: site, shop: "plain").call(method, path)
        #expect(plain.status == 401, "a shop without a token lets nobody in")
        #expect(try await BackEnd(site: site, shop: "nobody").call(method, path).json.problem == "unknown-shop")
      }
      #expect(try await site.naru.connection("flower").runs().isEmpty)
    }
  }

  @Test("a plan is what the verb prints, a sync runs in the background, and its run says how it ended")
  func wholeWay() async throws {
    try await withSite(Self.files) { site in
      let backEnd = BackEnd(site: site)
      try await site.importMember("flower01", phone: "010-0000-1001")
      let plan = try await backEnd.call(.get, "/plan")
      #expect(plan.status == 200 && plan.json["files"][0]["add"].int == 1 && plan.json["files"][0]["guard"].isNull)
      let begun = try await backEnd.call(.post, "/sync", "{\"file\":\"전체회원\"}")
      #expect(begun.status == 202)
      let run = try #require(begun.json["run_id"].string)
      try await site.jobs.drain()
      let ended = try await backEnd.call(.get, "/runs/\(run)").json
      #expect(ended["state"].string == "done" && ended["kind"].string == "sync" && ended["counts"]["sent"].int == 1)
      #expect(ended["findings"].list.contains { $0["code"].string == "customer-file-created" })
      #expect(try await backEnd.call(.get, "/plan").json["files"][0]["unchanged"].int == 1)
      #expect(try await backEnd.call(.post, "/sync").status == 202, "a body is not needed")
      try await site.jobs.drain()
    }
  }

  @Test("what a guard held back is in the run, and passes when it is confirmed")
  func guarded() async throws {
    try await withSite(Self.files) { site in
      let backEnd = BackEnd(site: site)
      for number in 1...4 { try await site.importMember("flower0\(number)", phone: "010-0000-100\(number)") }
      _ = try await backEnd.call(.post, "/sync")
      try await site.jobs.drain()
      let connection = try site.naru.connection("flower")
      let at = site.time.now.adding(milliseconds: 1)
      for id in ["flower01", "flower02"] { try await connection.apply(.memberWithdrawn(id: id, at: at)) }
      #expect(try await backEnd.call(.get, "/plan").json["files"][0]["guard"]["kind"].string == "max_removal")
      for (body, state) in [("{}", "stopped"), ("{\"confirm_removals\":true}", "done")] {
        let run = try await backEnd.call(.post, "/sync", body).json["run_id"].string ?? "?"
        try await site.jobs.drain()
        #expect(try await backEnd.call(.get, "/runs/\(run)").json["state"].string == state)
      }
    }
  }

  @Test("a second sync is 409 with the one that runs, be it another process's")
  func running() async throws {
    try await withSite(Self.files) { site in
      let backEnd = BackEnd(site: site)
      try await site.importMember("flower01", phone: "010-0000-1001")
      let gate = Gate()
      site.transport.gates.withLock { $0["/v1/talkchannel/target_user_file"] = gate }
      site.transport.gates.withLock { $0["/v1/talkchannel/create/target_user_file"] = gate }
      let first = try await backEnd.call(.post, "/sync")
      await gate.arrival()
      let second = try await backEnd.call(.post, "/sync")
      #expect(second.status == 409 && second.json.problem == "already-running")
      #expect(second.json["run_id"].string == first.json["run_id"].string)
      gate.open()
      try await site.jobs.drain()
      let shop = try #require(ShopID("flower"))
      _ = try site.naru.store.acquireLease(shop, holder: "another:1", now: site.time.now, duration: .seconds(60))
      let third = try await backEnd.call(.post, "/sync")
      #expect(third.status == 409 && third.json["run_id"].string == nil)
    }
  }

  @Test("a reconciliation runs in the background, and never beside another run")
  func reconciliation() async throws {
    try await withSite(Self.files) { site in
      let backEnd = BackEnd(site: site)
      let begun = try await backEnd.call(.post, "/reconcile")
      let run = try #require(begun.json["run_id"].string)
      #expect(begun.status == 202)
      try await site.jobs.drain()
      let ended = try await backEnd.call(.get, "/runs/\(run)").json
      #expect(ended["kind"].string == "reconcile" && ended["state"].string == "done")
      #expect(try await backEnd.call(.post, "/reconcile", "{\"confirm_missing\":true}").status == 202)
      try await site.jobs.drain()
      for body in ["[", "[]", "{\"confirm_missing\":\"yes\"}"] {
        #expect(try await backEnd.call(.post, "/reconcile", body).json.problem == "bad-json", "\(body)")
      }
      let shop = try #require(ShopID("flower"))
      _ = try site.naru.store.acquireLease(shop, holder: "another:1", now: site.time.now, duration: .seconds(60))
      let taken = try await backEnd.call(.post, "/reconcile")
      #expect(taken.status == 409 && taken.json.problem == "already-running")
    }
    var files = ShopFiles()
    files.hasAdminKey = false
    try await withSite(files) { site in
      let answer = try await BackEnd(site: site).call(.post, "/reconcile")
      #expect(answer.status == 501 && answer.json.problem == "no-kakao-key")
    }
  }

  @Test("a customer file that is none, a body that is none, and a shop without Kakao are told apart")
  func refused() async throws {
    try await withSite(Self.files) { site in
      let backEnd = BackEnd(site: site)
      let unknown = try await backEnd.call(.post, "/sync", "{\"file\":\"없는파일\"}")
      #expect(unknown.status == 404 && unknown.json.problem == "unknown-customer-file")
      for body in ["[", "[]", "{\"file\":1}", "{\"confirm_removals\":\"yes\"}"] {
        #expect(try await backEnd.call(.post, "/sync", body).json.problem == "bad-json", "\(body)")
      }
      #expect(try await backEnd.call(.post, "/sync", "{}", type: "text/plain").status == 415)
      #expect(try await site.naru.connection("flower").runs().isEmpty)
    }
    var files = ShopFiles()
    files.hasAdminKey = false
    try await withSite(files) { site in
      let answer = try await BackEnd(site: site).call(.post, "/sync")
      #expect(answer.status == 501 && answer.json.problem == "no-kakao-key")
    }
  }

  @Test("runs come page by page, the newest first, each once")
  func pages() async throws {
    try await withSite(Self.files) { site in
      let backEnd = BackEnd(site: site)
      for number in 1...5 { try await site.importMember("flower0\(number)", phone: "010-0000-100\(number)") }
      var (ids, after, pages): ([String], String?, Int) = ([], nil, 0)
      repeat {
        let page = try await backEnd.call(.get, "/runs?limit=2" + (after.map { "&after=\($0)" } ?? "")).json
        ids += page["runs"].list.compactMap { $0["run_id"].string }
        after = page["next"].string
        pages += 1
      } while after != nil && pages < 9
      #expect(ids == ["5", "4", "3", "2", "1"] && pages == 3)
      #expect(try await backEnd.call(.get, "/runs").json["next"].isNull)
      for query in ["limit=0", "limit=501", "limit=x", "after=0", "after=x", "after=-1"] {
        #expect(try await backEnd.call(.get, "/runs?\(query)").json.problem == "bad-query", "\(query)")
      }
      for run in ["0", "6", "x", "-1", "01", "9223372036854775807", "9223372036854775808"] {
        let answer = try await backEnd.call(.get, "/runs/\(run)")
        #expect(answer.status == 404 && answer.json.problem == "unknown-run", "\(run)")
      }
    }
  }

  @Test("an explanation masks personal values unless it is asked to reveal them")
  func explanation() async throws {
    try await withSite(Self.files) { site in
      let backEnd = BackEnd(site: site)
      try await site.importMember("꽃 01/a", phone: "010-0000-1001")
      let path = "/members/%EA%BD%83%2001%2Fa/explanation"
      let masked = try await backEnd.send(.get, path)
      #expect(masked.status == .ok && !masked.text.contains("가명"))
      let json = JSONValue(masked.text)
      #expect(json["member_id"].string == "꽃 01/a" && json["files"][0]["in"].bool == true)
      #expect(try await backEnd.send(.get, path + "?reveal=true").text.contains("가명"))
      #expect(try await backEnd.call(.get, path + "?reveal=perhaps").json.problem == "bad-query")
      let unknown = try await backEnd.call(.get, "/members/nobody/explanation")
      #expect(unknown.status == 404 && unknown.json.problem == "unknown-member")
    }
  }
}
