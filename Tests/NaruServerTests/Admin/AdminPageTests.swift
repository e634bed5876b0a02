import CommonValues
import Foundation
import HTTPTypes
import HummingbirdTesting
import Naru
import Testing

@testable import NaruServer

@Suite("The operator's pages")
struct AdminPageTests {
  /// Every page with an address of its own, in a store that ``Site/fillForAdmin()`` has filled.
  static let all =
    AdminBrowser.pages + [
      "/admin/shops/rose", "/admin/shops/plain", "/admin/shops/plain/files", "/admin/shops/flower/runs/1",
      "/admin/shops/flower/runs/2", "/admin/shops/flower/runs/3", "/admin/shops/flower/runs?kind=sync",
      "/admin/shops/flower/runs?before=2", "/admin/shops/flower/quarantine/1", "/admin/shops/flower/inbox?state=done",
      "/admin/shops/flower/inbox?state=waiting", "/admin/shops/flower/inbox?state=unmapped",
      "/admin/shops/flower/inbox/1", "/admin?page=2&q=flower",
    ]

  @Test("each is there with an empty store, says so, and says what to do next")
  func empty() async throws {
    try await withSite(.withAdmin) { site in
      let admin = AdminBrowser(site)
      try await admin.logIn()
      for path in AdminBrowser.pages {
        let answer = try await admin.get(path)
        #expect(answer.status == .ok, "\(path)")
      }
      let state = try await admin.get("/admin/shops/flower").text
      #expect(state.contains("naru import --shop flower") && state.contains("회원이 없어 셀 것이 없습니다"))
      #expect(try await admin.get("/admin/shops/flower/files").text.contains("아직 동기화하지 않았습니다"))
      #expect(try await admin.get("/admin/shops/plain/files").text.contains("설정에 고객 파일이 없습니다"))
      #expect(try await admin.get("/admin/shops/flower/runs").text.contains("실행한 것이 없습니다"))
      #expect(try await admin.get("/admin/shops/flower/quarantine").text.contains("격리된 것이 없습니다"))
      #expect(try await admin.get("/admin/shops/flower/inbox?state=dead").text.contains("처리하지 못한 알림이 없습니다"))
      #expect(try await admin.get("/admin?q=nobody").text.contains("그런 쇼핑몰이 없습니다"))
    }
  }

  @Test(
    "each is there with a full store, in both languages, kept and framed by nobody, without script and style of others")
  func headers() async throws {
    try await withSite(.withAdmin) { site in
      try await site.fillForAdmin()
      let admin = AdminBrowser(site)
      try await admin.logIn()
      for path in Self.all {
        for language in ["ko", "en"] {
          let answer = try await admin.get(path + (path.contains("?") ? "&" : "?") + "lang=\(language)")
          #expect(answer.status == .ok, "\(path)")
          #expect(answer.headers[.contentType] == "text/html; charset=utf-8")
          #expect(answer.headers[.cacheControl] == "no-store")
          #expect(answer.headers[.xContentTypeOptions] == "nosniff")
          #expect(answer.headers[.named("Referrer-Policy")] == "same-origin")
          #expect(answer.headers[.named("X-Frame-Options")] == "DENY")
          let policy = try #require(answer.headers[.contentSecurityPolicy])
          for part in ["default-src 'none'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'"] {
            #expect(policy.contains(part), "\(path)")
          }
          #expect(!policy.contains("unsafe") && !policy.contains("script"))
          let text = answer.text
          #expect(text.contains("<html lang=\"\(language)\">") && !text.contains("<script"))
          #expect(!text.contains(" style=") && text.firstMatch(of: /\son[a-z]+=/) == nil, "\(path)")
          #expect(text.firstMatch(of: /(?:href|src|action)="(?!\/admin|#main)/) == nil, "\(path)")
        }
      }
    }
  }

  @Test("Korean comes first; the choice of a language is kept by the browser and by no other")
  func language() async throws {
    try await withSite(.withAdmin) { site in
      let admin = AdminBrowser(site)
      #expect(try await admin.get("/admin/login").text.contains("운영자 로그인"))
      let english = try await admin.get("/admin/login?lang=en")
      #expect(english.text.contains("Operator&#39;s login"))
      let cookie = try #require(english.headers[.setCookie])
      #expect(
        cookie.hasPrefix("__Host-naru_admin_lang=en;") && cookie.contains("SameSite=Strict")
          && cookie.contains("HttpOnly"))
      try await admin.logIn()
      #expect(try await admin.get("/admin").text.contains("Customer files") == false)
      #expect(try await admin.get("/admin/shops/flower").text.contains("Customer files"))
      #expect(try await admin.get("/admin/shops/flower?lang=ko").text.contains("고객 파일"))
      #expect(try await admin.get("/admin/shops/flower").text.contains("고객 파일"))
      #expect(try await admin.get("/admin/shops/flower?lang=%3Cscript%3E").text.contains("고객 파일"))
      #expect(try await AdminBrowser(site).get("/admin/login").text.contains("운영자 로그인"))
    }
  }

  @Test("a shop's page tells what needs somebody, the coverage with its reasons, and Kakao's errors with the fix")
  func state() async throws {
    try await withSite(.withAdmin) { site in
      try await site.fillForAdmin()
      let admin = AdminBrowser(site)
      try await admin.logIn()
      let text = try await admin.get("/admin/shops/flower").text
      for words in [
        "처리하지 못한 알림이 1건", "마지막 동기화가 실패했습니다", "읽지 못한 행이나 값이", "활동 회원 9명 가운데 1명", "11.1%",
        "naru link --shop flower", "<code>-402</code>", "문자 동의가 없어", "실행 1번",
      ] {
        #expect(text.contains(words), "\(words)")
      }
      let entry = try #require(text.firstMatch(of: /연결 안 됨 · 보낼 수 있음.*?(\d+)명/).map { String($0.1) })
      #expect(entry == "5")
      let list = try await admin.get("/admin").text
      let (flower, rose) = (list.firstRange(of: "플라워샵"), list.firstRange(of: "로즈샵"))
      #expect(try #require(flower).lowerBound < #require(rose).lowerBound)
      #expect(list.contains("처리 실패 1건") && list.contains("11.1%") && list.contains("문제가 있는 곳 1"))
    }
  }

  @Test(
    "coverage is counted while a small shop's page is made, at once for a large one when somebody asks, and drawn day by day"
  )
  func coverage() async throws {
    try await withSite(.withAdmin) { site in
      try await site.importMember("one", phone: "010-0000-0001")
      let admin = AdminBrowser(site)
      try await admin.logIn()
      #expect(try await admin.get("/admin/shops/flower").text.contains("이틀째부터 그래프가 보입니다"))
      site.time.advance(seconds: 86_400)
      try await admin.logIn()
      try await site.importMember("two", phone: "010-0000-0002")
      let counted = try await admin.post("/admin/shops/flower/coverage")
      #expect(counted.location == "/admin/shops/flower?done=counted")
      let text = try await admin.get("/admin/shops/flower?done=counted").text
      #expect(text.contains("다시 세었습니다") && text.contains("<polyline") && text.contains("활동 회원 2명"))
      #expect(
        text.contains("role=\"img\"") && text.contains("<title id=\"line-t\">") && text.contains("<desc id=\"line-d\">")
      )
      #expect(text.contains("<title id=\"bars-t\">") && text.contains("<desc id=\"bars-d\">"))
    }
  }

  @Test("a plan is made when somebody asks for it, sends nothing, and shows what a sync would send")
  func plan() async throws {
    try await withSite(.withAdmin) { site in
      let csv = "아이디,이름,휴대폰번호,SMS수신동의\r\nflower01,김하나,010-0000-0001,Y\r\n"
      _ = try await site.naru.connection("flower").importFile(Array(csv.utf8), name: "members.csv")
      let admin = AdminBrowser(site)
      try await admin.logIn()
      #expect(try await admin.get("/admin/shops/flower/files").text.contains("계산 전"))
      let answer = try await admin.post("/admin/shops/flower/plan")
      #expect(answer.status == .ok && answer.text.contains("아직 아무것도 보내지 않았습니다"))
      #expect(answer.text.firstMatch(of: /추가할 사람">1명/) != nil)
      #expect(answer.text.contains("action=\"/admin/shops/flower/sync\""))
      #expect(try await admin.get("/admin/shops/flower/files").text.contains("추가할 사람\">1명"))
      #expect(site.transport.count("/v1/talkchannel/create/target_user_file") == 0)
      _ = try await site.naru.connection("flower").sync()
      let after = try await admin.get("/admin/shops/flower/files").text
      #expect(after.contains("카카오에 있음\">1명") && after.contains("추가할 사람\">0명"))
      #expect(try await admin.post("/admin/shops/flower/plan").text.contains("보낼 것이 없습니다"))
    }
  }

  @Test(
    "a sync and a reconciliation are begun by their buttons, stand in the list of runs, and never run beside another")
  func begin() async throws {
    try await withSite(.withAdmin) { site in
      func csv(_ ids: ClosedRange<Int>) -> [UInt8] {
        let rows = ids.map { "flower0\($0),김하나,010-0000-000\($0),Y\r\n" }
        return Array(("아이디,이름,휴대폰번호,SMS수신동의\r\n" + rows.joined()).utf8)
      }
      _ = try await site.naru.connection("flower").importFile(csv(1...4), name: "members.csv")
      let admin = AdminBrowser(site)
      try await admin.logIn()
      let sync = try await admin.post("/admin/shops/flower/sync")
      #expect(sync.status == .seeOther && sync.location == "/admin/shops/flower/runs?begun=2")
      try await site.jobs.drain()
      let runs = try await admin.get(sync.location).text
      #expect(runs.contains("시작했습니다") && runs.contains("href=\"/admin/shops/flower/runs/2\">동기화 2"))
      #expect(site.transport.count("/v1/talkchannel/create/target_user_file") == 1)
      #expect(!runs.contains("name=\"confirm\""), "nothing was stopped")
      let reconcile = try await admin.post("/admin/shops/flower/reconcile")
      #expect(reconcile.location == "/admin/shops/flower/runs?begun=3")
      try await site.jobs.drain()
      #expect(try await admin.get("/admin/shops/flower/runs?kind=reconcile").text.contains("대조 3"))
      #expect(site.log.all.contains { $0.contains("admin: done") && $0.contains("what=sync 2") })
      #expect(site.log.all.contains { $0.contains("admin: done") && $0.contains("what=reconcile 3") })
      let shop = try #require(ShopID("flower"))
      _ = try site.naru.store.acquireLease(shop, holder: "another:1", now: site.time.now, duration: .seconds(60))
      for path in ["sync", "reconcile"] {
        #expect(try await admin.post("/admin/shops/flower/\(path)").status == .conflict)
      }
      #expect(try await site.naru.connection("flower").runs().count == 3)
    }
  }

  @Test("a failed delivery is tried again by its button, alone or with all; one that was applied is not")
  func retry() async throws {
    try await withSite(.withAdmin) { site in
      try await site.fillForAdmin()
      let admin = AdminBrowser(site)
      try await admin.logIn()
      let shop = try #require(ShopID("flower"))
      func state() throws -> InboxEntry.State? { try site.naru.store.inboxEntry(1, of: shop)?.state }
      #expect(try state() == .dead)
      let one = try await admin.post("/admin/shops/flower/inbox", ["entry": "1"])
      #expect(one.location == "/admin/shops/flower/inbox?state=dead&retried=1")
      #expect(try state() == .waiting)
      #expect(try await admin.get(one.location).text.contains("1건을 다시 처리합니다"))
      #expect(try await admin.post("/admin/shops/flower/inbox", ["entry": "1"]).status == .notFound)
      try await site.inbox.drain()
      #expect(try state() == .dead)
      #expect(try await admin.post("/admin/shops/flower/inbox", ["all": "1"]).location.hasSuffix("retried=1"))
      for bad in ["0", "-1", "x", "99", ""] {
        #expect(try await admin.post("/admin/shops/flower/inbox", ["entry": bad]).status == .notFound)
      }
      #expect(try await admin.post("/admin/shops/rose/inbox", ["entry": "1"]).status == .notFound)
      #expect(site.log.all.contains { $0.contains("admin: done") && $0.contains("what=inbox-retry 1") })
    }
  }

  @Test("what is not there is a page with a reference, never somebody else's")
  func missing() async throws {
    try await withSite(.withAdmin) { site in
      try await site.fillForAdmin()
      let admin = AdminBrowser(site)
      try await admin.logIn()
      for path in [
        "/admin/shops/nobody", "/admin/shops/flower/runs/99", "/admin/shops/flower/runs/0",
        "/admin/shops/flower/runs/-1",
        "/admin/shops/flower/runs/9223372036854775807", "/admin/shops/flower/runs/x",
        "/admin/shops/flower/quarantine/9999", "/admin/shops/rose/quarantine/1", "/admin/shops/rose/inbox/1",
        "/admin/shops/rose/runs/1", "/admin/shops/flower/inbox/99999999999999999999",
      ] {
        let answer = try await admin.get(path)
        #expect(answer.status == .notFound, "\(path)")
        #expect(answer.headers[.contentType] == "text/html; charset=utf-8" && answer.text.contains("참조 번호"))
      }
      for path in [
        "/admin?page=0", "/admin?page=-5", "/admin?page=999999999999999999999", "/admin/shops/flower/runs?before=x",
      ] {
        #expect(try await admin.get(path).status == .ok, "\(path)")
      }
    }
  }

  @Test("a store that can not be read is a page that says so")
  func closedStore() async throws {
    try await withSite(.withAdmin) { site in
      let admin = AdminBrowser(site)
      try await admin.logIn()
      await site.naru.close()
      let answer = try await admin.get("/admin")
      #expect(answer.status.code >= 500 && answer.headers[.contentType] == "text/html; charset=utf-8")
    }
  }

  @Test("three hundred shops are listed page by page, those with trouble first, and found by name")
  func manyShops() async throws {
    var files = ShopFiles.withAdmin
    for index in 100..<400 { files.others["shops/s\(index).yaml"] = "id: s\(index)\nname: 가게 \(index)\n" }
    try await withSite(files) { site in
      let shop = try #require(ShopID("s399"))
      let now = site.time.now
      try await site.naru.store.perform { store in
        let run = try store.beginRun(.import, in: shop, at: now)
        try store.finishRun(run, in: shop, outcome: .failed, summary: "{}", at: now)
      }
      let admin = AdminBrowser(site)
      try await admin.logIn()
      let first = try await admin.get("/admin").text
      #expect(first.contains("303곳") && first.contains("1 / 7") && first.contains("가게 399"))
      #expect(first.matches(of: /<th scope="row">/).count == 50)
      #expect(try await admin.get("/admin?page=7").text.matches(of: /<th scope="row">/).count == 3)
      let found = try await admin.get("/admin?q=%EA%B0%80%EA%B2%8C%20123").text
      #expect(found.contains("가게 123") && found.matches(of: /<th scope="row">/).count == 1)
    }
  }
}
