import CommonValues
import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Naru

/// An operator's browser.
struct AdminBrowser {
  static let token = ShopFiles.secrets["ADMIN_TOKEN"] ?? ""
  static let pages = [
    "/admin", "/admin/shops/flower", "/admin/shops/flower/files", "/admin/shops/flower/runs",
    "/admin/shops/flower/member", "/admin/shops/flower/quarantine", "/admin/shops/flower/inbox",
  ]

  let browser: TestBrowser

  init(_ site: Site) { browser = site.browser() }

  @discardableResult
  func get(_ path: String) async throws -> TestResponse { try await browser.send(.get, path) }

  @discardableResult
  func logIn(_ token: String = AdminBrowser.token, next: String = "") async throws -> TestResponse {
    try await send("/admin/login", ["token": token, "next": next])
  }

  /// Posts a form as a page of ours would: with the session's token, from our own origin.
  @discardableResult
  func post(_ path: String, _ fields: [String: String] = [:]) async throws -> TestResponse {
    try await send(path, fields.merging(["form": formToken()]) { mine, _ in mine })
  }

  /// Posts fields as they are.
  func send(
    _ path: String, _ fields: [String: String], headers: HTTPFields = [.named("Sec-Fetch-Site"): "same-origin"]
  ) async throws -> TestResponse {
    var headers = headers
    headers[.contentType] = "application/x-www-form-urlencoded"
    let form = fields.map { "\($0.key)=\(AdminBrowser.encoded($0.value))" }.sorted().joined(separator: "&")
    return try await browser.send(.post, path, headers: headers, body: form)
  }

  /// The token in the forms of the session's pages.
  func formToken() async throws -> String {
    let page = try await browser.send(.get, "/admin").text
    return page.firstMatch(of: /name="form" value="([0-9a-f]{64})"/).map { String($0.1) } ?? ""
  }

  private static func encoded(_ text: String) -> String {
    text.utf8.map { byte in
      (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte) || (0x41...0x5A).contains(byte)
        ? String(UnicodeScalar(byte)) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }.joined()
  }
}

extension ShopFiles {
  /// With the operator's pages, and a shop that has customer files.
  static var withAdmin: ShopFiles {
    var files = ShopFiles()
    files.admin = "admin: { token: [{ env: ADMIN_TOKEN }, { env: OLD_ADMIN_TOKEN }] }\n"
    files.flower = """
      customer_files:
        - name: 전체회원
          channel: \(channel)
          users: phone
          where: { consent: [sms] }
          columns: { 이름: member.name, 생년월일: member.birth_date, 지역: member.region }
      """
    return files
  }
}

extension Site {
  /// Members of every sort, quarantined rows, runs of every outcome, deliveries that failed.
  func fillForAdmin() async throws {
    let flower = try naru.connection("flower")
    var csv = "아이디,이름,휴대폰번호,이메일,생년월일,SMS수신동의,회원상태,지역\r\n"
    for index in 1...6 {
      csv += "flower0\(index),김하나,010-0000-000\(index),hana@example.com,1990-01-31,Y,정상,서울\r\n"
    }
    csv += "flower07,이두리,010-0000-0007,duri@example.com,1991-02-01,N,정상,부산\r\n"
    csv += "flower08,박세찬,02-000-0008,,,Y,정상,\r\n"
    csv += ",이름만,010-0000-0009,noid@example.com,,,,\r\n"
    csv += "flower10,최열,전화아님,ten@example.com,1990-99-99,Y,정상,\r\n"
    _ = try await flower.importFile(Array(csv.utf8), name: "members.csv")
    _ = try await flower.apply(
      .accountLinked(memberID: "flower01", kakaoUserID: Site.hana, at: naru.currentTime))
    _ = try await flower.sync()
    let now = naru.currentTime
    let failed = #"""
      {"run_id":1,"outcome":"failed","files":[{"name":"전체회원","channel":"_xgTNZs","state":"active","add":1,"update":2,"remove":3,
      "unchanged":4,"calls":1,"guard":null,"sent":5,"failed":6}],"notices":[],"problem":{"severity":"error","code":"kakao-error",
      "place":{"field":"POST /v1/talkchannel/update/target_user_file"},
      "reason":{"ko":"카카오가 -402 오류로 답했습니다: x","en":"Kakao answered with error -402: x"}}}
      """#
    let shop = flower.shop.id
    try await naru.store.perform { store in
      let run = try store.beginRun(.sync, in: shop, at: now)
      try store.finishRun(run, in: shop, outcome: .failed, summary: failed, at: now.adding(milliseconds: 1_500))
      _ = try store.receive([
        InboxDelivery(
          shop: shop, source: "kakao.channel", dedup: [1], subject: "kakao-user:1", receivedAt: now,
          body: Array("{\"user\":\"hana@example.com\"".utf8))
      ])
    }
    try await inbox.drain()
  }
}
