import CommonValues
import HTTPTypes
import HummingbirdTesting
import Naru
import Testing

@Suite("A guard on the operator's pages")
struct AdminGuardTests {
  private static let files: ShopFiles = {
    var files = ShopFiles.withAdmin
    files.flower += "\n    max_removal: 20%\n"
    return files
  }()

  @Test("what a guard stops is asked about, sent only with the box ticked, and then not asked about again")
  func removals() async throws {
    try await withSite(Self.files) { site in
      let rows = (1...5).map { "flower0\($0),김하나,010-0000-000\($0),Y\r\n" }
      let csv = "아이디,이름,휴대폰번호,SMS수신동의\r\n" + rows.joined()
      let flower = try site.naru.connection("flower")
      _ = try await flower.importFile(Array(csv.utf8), name: "members.csv")
      let admin = AdminBrowser(site)
      try await admin.logIn()
      func sync(_ fields: [String: String] = [:]) async throws -> String {
        let begun = try await admin.post("/admin/shops/flower/sync", fields)
        #expect(begun.status == .seeOther)
        try await site.jobs.drain()
        return try await admin.get("/admin/shops/flower/runs").text
      }
      func removed() -> Int { site.transport.count("/v1/talkchannel/delete/target_users") }
      #expect(try await !sync().contains("name=\"confirm\""), "nothing to stop")
      let at = site.time.now.adding(milliseconds: 1)
      for id in ["flower01", "flower02"] { try await flower.apply(.memberWithdrawn(id: id, at: at)) }
      // Neither by its button alone nor with a box that is not ticked.
      for fields in [[:], ["confirm": ""], ["confirm": "0"]] {
        let page = try await sync(fields)
        #expect(page.contains("name=\"confirm\" value=\"1\"") && page.contains("안전장치를 넘어 보냅니다"))
        #expect(removed() == 0)
        #expect(try await flower.runs()[0].outcome == .stopped)
      }
      let files = try await admin.get("/admin/shops/flower/files?lang=en").text
      #expect(files.contains("name=\"confirm\" value=\"1\"") && files.contains("Send it past the guard"))
      let page = try await sync(["confirm": "1"])
      #expect(removed() == 1)
      #expect(try await flower.runs()[0].outcome == .succeeded)
      #expect(!page.contains("name=\"confirm\""), "nothing is stopped any more")
      let confirmed = site.log.all.filter { $0.contains("admin: done") && $0.contains("confirmed") }
      #expect(confirmed.count == 1, "that a guard was passed is in the log, with the run")
    }
  }
}
