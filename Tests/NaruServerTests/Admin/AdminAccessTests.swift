import CommonValues
import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Naru
import Testing

@testable import NaruServer

@Suite("Who may see the operator's pages")
struct AdminAccessTests {
  @Test("without a token in the config there are no pages, and no login")
  func off() async throws {
    try await withSite { site in
      let admin = AdminBrowser(site)
      for path in AdminBrowser.pages + ["/admin/login"] {
        let answer = try await admin.get(path)
        #expect(answer.status == .notFound && JSONValue(answer.text).problem == "not-found", "\(path)")
      }
      for path in ["/admin/login", "/admin/logout", "/admin/shops/flower/plan"] {
        #expect(try await admin.send(path, ["token": "", "form": ""]).status == .notFound)
      }
    }
  }

  @Test("a stranger is sent to the login, and after it to the page that was asked for")
  func login() async throws {
    try await withSite(.withAdmin) { site in
      let admin = AdminBrowser(site)
      for path in AdminBrowser.pages {
        let answer = try await admin.get(path)
        #expect(answer.status == .seeOther)
        #expect(answer.location == "/admin/login?next=" + PercentEncoding.encode(path))
        #expect(!answer.text.contains("플라워샵"))
      }
      let page = try await admin.get("/admin/login?next=%2Fadmin%2Fshops%2Fflower")
      #expect(
        page.status == .ok && page.text.contains("value=\"/admin/shops/flower\"")
          && page.text.contains("type=\"password\""))
      let answer = try await admin.logIn(next: "/admin/shops/flower")
      #expect(answer.status == .seeOther && answer.location == "/admin/shops/flower")
      for path in AdminBrowser.pages { #expect(try await admin.get(path).status == .ok, "\(path)") }
      #expect(try await admin.get("/admin/login").location == "/admin")
      #expect(site.log.all.contains { $0.contains("admin: login") && $0.contains("outcome=right") })
      #expect(!site.log.all.contains { $0.contains(AdminBrowser.token) })
    }
  }

  @Test("the cookie is the session alone: HttpOnly, strict, without domain, Secure with __Host- under https, 12 hours")
  func cookie() async throws {
    try await withSite(.withAdmin) { site in
      let cookie = try #require(try await AdminBrowser(site).logIn().headers[.setCookie])
      #expect(cookie.firstMatch(of: /^__Host-naru_admin=[0-9a-f]{64};/) != nil)
      for part in ["Path=/", "Max-Age=43200", "HttpOnly", "SameSite=Strict", "Secure"] {
        #expect(cookie.components(separatedBy: "; ").contains(part))
      }
      #expect(!cookie.contains("Domain"))
    }
    var plain = ShopFiles.withAdmin
    plain.process = "listen: 127.0.0.1:0\npublic_url: http://localhost:8080\nstore: sqlite:naru.db\n"
    try await withSite(plain) { site in
      let cookie = try #require(try await AdminBrowser(site).logIn().headers[.setCookie])
      #expect(cookie.hasPrefix("naru_admin=") && !cookie.contains("Secure"))
    }
  }

  @Test("every token of the list opens the pages; anything else is refused, and both are in the log without the token")
  func tokens() async throws {
    try await withSite(.withAdmin) { site in
      #expect(try await AdminBrowser(site).logIn(ShopFiles.secrets["OLD_ADMIN_TOKEN"] ?? "").status == .seeOther)
      for wrong in [
        "", "x", AdminBrowser.token + "x", String(AdminBrowser.token.dropLast()),
        ShopFiles.secrets["FLOWER_TOKEN"] ?? "",
      ] {
        let answer = try await AdminBrowser(site).logIn(wrong)
        #expect(answer.status == .forbidden || answer.status == .tooManyRequests, "\(wrong)")
        #expect(answer.headers[.setCookie] == nil && (wrong.utf8.count < 20 || !answer.text.contains(wrong)))
        site.time.advance(seconds: 301)
      }
      #expect(site.log.all.count { $0.contains("admin: login") && $0.contains("outcome=wrong") } == 5)
    }
  }

  @Test("after three wrong tokens even the right one has to wait, and is told for how long")
  func slowdown() async throws {
    try await withSite(.withAdmin) { site in
      let admin = AdminBrowser(site)
      for _ in 1...3 { #expect(try await admin.logIn("wrong").status == .forbidden) }
      let early = try await admin.logIn()
      #expect(early.status == .tooManyRequests && early.headers[.retryAfter] == "1")
      #expect(early.headers[.setCookie] == nil)
      site.time.advance(seconds: 1)
      #expect(try await admin.logIn().status == .seeOther)
    }
  }

  @Test("a cookie that is forged, foreign, ended or too old opens nothing")
  func cookies() async throws {
    try await withSite(.withAdmin) { site in
      let admin = AdminBrowser(site)
      try await admin.logIn()
      let mine = try #require(admin.browser.cookies["__Host-naru_admin"])
      func status(_ value: String) async throws -> HTTPResponse.Status {
        try await site.client.execute(
          uri: "/admin", method: .get, headers: [.cookie: "a=b; __Host-naru_admin=\(value)"]
        ).status
      }
      #expect(try await status(mine) == .ok)
      let flipped = (mine.first == "0" ? "1" : "0") + mine.dropFirst()
      for bad in [
        "", "x", flipped, mine.uppercased() == mine ? flipped : mine.uppercased(), mine + "00",
        String(mine.dropLast(2)),
        "\"\(mine)\"", String(repeating: "0", count: 64),
      ] { #expect(try await status(bad) == .seeOther, "\(bad)") }
      site.time.advance(seconds: 12 * 3_600 - 1)
      #expect(try await status(mine) == .ok)
      site.time.advance(seconds: 1)
      #expect(try await status(mine) == .seeOther)
    }
  }

  @Test("the store holds neither the session's id nor the token, and sessions outlive the process")
  func stored() async throws {
    try await withSite(.withAdmin) { site in
      let admin = AdminBrowser(site)
      try await admin.logIn()
      let cookie = try #require(admin.browser.cookies["__Host-naru_admin"])
      let id = try #require(HexText.decode(cookie.utf8))
      let session = AdminSession(id: id)
      let record = try #require(try site.naru.store.adminSession(session.hash, now: site.time.now))
      #expect(record.hash != id && record.proof != id)
      let again = try NaruServer(site.naru, inbox: site.inbox)
      try await Application(router: again.router()).test(.router) { client in
        let answer = try await client.execute(
          uri: "/admin", method: .get, headers: [.cookie: "__Host-naru_admin=\(cookie)"])
        #expect(answer.status == .ok)
      }
    }
  }

  @Test("a session ends with the token that began it")
  func tokenRemoved() async throws {
    try await withSite(.withAdmin) { site in
      let admin = AdminBrowser(site)
      try await admin.logIn(ShopFiles.secrets["OLD_ADMIN_TOKEN"] ?? "")
      let cookie = try #require(admin.browser.cookies["__Host-naru_admin"])
      let id = try #require(HexText.decode(cookie.utf8))
      let record = try #require(try site.naru.store.adminSession(AdminSession(id: id).hash, now: site.time.now))
      var files = ShopFiles.withAdmin
      for (line, isOpen) in [("{ env: OLD_ADMIN_TOKEN }", true), ("{ env: ADMIN_TOKEN }", false)] {
        files.admin = "admin: { token: \(line) }\n"
        try await withSite(files) { other in
          try other.naru.store.save(record)
          let answer = try await other.client.execute(
            uri: "/admin", method: .get, headers: [.cookie: "__Host-naru_admin=\(cookie)"])
          #expect((answer.status == .ok) == isOpen, "\(line)")
        }
      }
    }
  }

  @Test("logging out ends the session for good, and its cookie goes")
  func logout() async throws {
    try await withSite(.withAdmin) { site in
      let admin = AdminBrowser(site)
      try await admin.logIn()
      let cookie = admin.browser.cookies["__Host-naru_admin"] ?? ""
      let answer = try await admin.post("/admin/logout")
      #expect(answer.status == .seeOther && answer.location == "/admin/login")
      #expect(admin.browser.cookies["__Host-naru_admin"] == nil)
      let later = try await site.client.execute(
        uri: "/admin", method: .get, headers: [.cookie: "__Host-naru_admin=\(cookie)"])
      #expect(later.status == .seeOther)
    }
  }

  @Test("a form is taken from our own pages alone: with the session's token, and not from another site")
  func forms() async throws {
    try await withSite(.withAdmin) { site in
      let (admin, other) = (AdminBrowser(site), AdminBrowser(site))
      try await admin.logIn()
      try await other.logIn()
      let (token, foreign) = (try await admin.formToken(), try await other.formToken())
      #expect(token.count == 64 && token != foreign)
      let paths = [
        "/admin/logout", "/admin/shops/flower/plan", "/admin/shops/flower/coverage", "/admin/shops/flower/member",
        "/admin/shops/flower/quarantine/1", "/admin/shops/flower/inbox", "/admin/shops/flower/inbox/1",
        "/admin/shops/flower/sync", "/admin/shops/flower/reconcile",
      ]
      let own: HTTPField.Name = .named("Sec-Fetch-Site")
      for path in paths {
        for (fields, headers) in [
          ([:], [own: "same-origin"]), (["form": ""], [own: "same-origin"]), (["form": foreign], [own: "same-origin"]),
          (["form": String(token.dropLast())], [own: "same-origin"]), (["form": token], [own: "cross-site"]),
          (["form": token], [own: "same-site"]), (["form": token], [own: "none"]),
          (["form": token], [.origin: "https://evil.example.org"]), (["form": token], [.origin: "null"]),
          (["form": token], [.origin: "https://sync.example.com.evil.example.org"]),
        ] as [([String: String], HTTPFields)] {
          let answer = try await admin.send(path, fields, headers: headers)
          #expect(answer.status == .forbidden, "\(path) \(fields.keys) \(headers)")
        }
      }
      // A browser of before Sec-Fetch-Site names the origin.
      let old = try await admin.send(
        "/admin/shops/flower/coverage", ["form": token], headers: [.origin: "https://sync.example.com"])
      #expect(old.status == .seeOther)
      let foreignLogin = try await AdminBrowser(site).send(
        "/admin/login", ["token": AdminBrowser.token], headers: [own: "cross-site"])
      #expect(foreignLogin.status == .forbidden && foreignLogin.headers[.setCookie] == nil)
    }
  }

  @Test("a form without a session leads to the login and does nothing")
  func formsOfStrangers() async throws {
    try await withSite(.withAdmin) { site in
      for path in [
        "/admin/shops/flower/plan", "/admin/shops/flower/inbox", "/admin/shops/flower/sync",
        "/admin/shops/flower/reconcile", "/admin/logout",
      ] {
        let answer = try await AdminBrowser(site).send(path, ["form": "x", "all": "1"])
        #expect(answer.status == .seeOther && answer.location == "/admin/login")
      }
    }
  }

  @Test(
    "the login leads on to these pages alone",
    arguments: [
      "https://evil.example.org/", "//evil.example.org", "/admin//evil", "/shops/flower", "/admin/shops/..%2f..",
      "javascript:x",
      "/admin\r\nSet-Cookie: a=b", "/adminx", "/admin/shops/flower?x=1", "/admin/login",
    ])
  func next(_ address: String) async throws {
    let isShop = address == "/admin//evil"
    #expect(AdminLoginPage.checked(next: address) == "/admin" || isShop)
    #expect(AdminLoginPage.checked(next: "/admin/shops/flower/runs/12") == "/admin/shops/flower/runs/12")
  }
}
