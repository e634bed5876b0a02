import CommonValues
import HTTPTypes
import HummingbirdTesting
import Naru
import Testing

@testable import NaruServer

@Suite("Personal data in the operator's pages")
struct AdminMaskingTests {
  private static let people = [
    "김하나", "이두리", "박세찬", "hana@example.com", "duri@example.com", "+821000000001", "010-0000-0001", "0000-0007",
    "1990-01-31", "noid@example.com", "이름만", "\(Site.hana)",
  ]

  @Test("no page shows a person unless it is asked to; that it was is in the log, but not of whom")
  func maskedAndRevealed() async throws {
    try await withSite(.withAdmin) { site in
      try await site.fillForAdmin()
      let admin = AdminBrowser(site)
      try await admin.logIn()
      for path in AdminPageTests.all {
        let text = try await admin.get(path).text
        for word in Self.people { #expect(!text.contains(word), "\(word) in \(path)") }
      }
      let masked = try await admin.post("/admin/shops/flower/member", ["member": " flower01 "]).text
      for word in Self.people { #expect(!masked.contains(word), "\(word)") }
      for word in ["김*나", "h***@e***.com", "+8210****0001", "1990-**-**", "들어감", "137", "sms 동의"] {
        #expect(masked.contains(word), "\(word)")
      }
      #expect(!site.log.all.contains { $0.contains("personal data was shown") })

      let shown = try await admin.post("/admin/shops/flower/member", ["member": "flower01", "reveal": "1"]).text
      for word in ["김하나", "hana@example.com", "+821000000001", "1990-01-31", "\(Site.hana)"] {
        #expect(shown.contains(word), "\(word)")
      }
      let row = try await admin.post("/admin/shops/flower/quarantine/1").text
      #expect(row.contains("noid@example.com") || row.contains("ten@example.com"))
      let delivery = try await admin.post("/admin/shops/flower/inbox/1").text
      #expect(delivery.contains("hana@example.com"))

      let told = site.log.all.filter { $0.contains("personal data was shown") }
      #expect(told.count == 3)
      for (line, what) in zip(told, ["what=member", "what=quarantine 1", "what=inbox 1"]) {
        #expect(line.hasPrefix("notice ") && line.contains("shop=flower") && line.contains(what))
        #expect(line.firstMatch(of: /session=[0-9a-f]{8}\b/) != nil)
      }
      for line in site.log.all {
        for word in Self.people + ["flower01"] { #expect(!line.contains(word), "\(word) in \(line)") }
      }
    }
  }

  @Test("a member stands in no address, and is explained in both languages whether in a file or not")
  func explanation() async throws {
    try await withSite(.withAdmin) { site in
      try await site.fillForAdmin()
      let admin = AdminBrowser(site)
      try await admin.logIn()
      let out = try await admin.post("/admin/shops/flower/member", ["member": "flower07"])
      #expect(out.text.contains("빠짐") && out.text.contains("문자(SMS) 수신에 동의하지 않았습니다"))
      #expect(try await admin.get("/admin/shops/flower/member?member=flower07&reveal=1").text.contains("빠짐") == false)
      let nobody = try await admin.post("/admin/shops/flower/member", ["member": "nobody"])
      #expect(nobody.status == .notFound && nobody.text.contains("그 아이디의 회원이 없습니다"))
      let empty = try await admin.post("/admin/shops/flower/member", ["member": "  "])
      #expect(empty.status == .ok && empty.text.contains("회원 아이디를 넣으십시오"))
      let plain = try await admin.post("/admin/shops/plain/member", ["member": "flower07"])
      #expect(plain.status == .notFound)
      try await admin.get("/admin?lang=en")
      let english = try await admin.post("/admin/shops/flower/member", ["member": "flower01"])
      #expect(
        english.text.contains("Every required consent is granted") && english.text.contains("not linked") == false)
    }
  }

  @Test("asking for what is not there reveals nothing and logs no reveal")
  func nothing() async throws {
    try await withSite(.withAdmin) { site in
      try await site.fillForAdmin()
      let admin = AdminBrowser(site)
      try await admin.logIn()
      for (path, fields) in [
        ("/admin/shops/rose/quarantine/1", [:]), ("/admin/shops/rose/inbox/1", [:]),
        ("/admin/shops/rose/member", ["member": "flower01", "reveal": "1"]),
        ("/admin/shops/flower/member", ["member": "nobody", "reveal": "1"]),
      ] { #expect(try await admin.post(path, fields).status == .notFound) }
      #expect(!site.log.all.contains { $0.contains("personal data was shown") })
    }
  }
}
