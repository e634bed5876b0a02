import CommonValues
import Foundation
import Naru
import ShopModel
import Testing

@testable import naru

@Suite("The sample shop")
struct DemoShopTests {
  private let shop = DemoShop(today: CalendarDate(daysSinceEpoch: 20_759))

  @Test("has a member export in CP949 under a title row, with sixty members and one of them twice")
  func members() throws {
    let lines = try shop.membersExport().split(separator: 0x0A, omittingEmptySubsequences: false).map(Array.init)
    #expect(lines[0].starts(with: [0xC7, 0xC3, 0xB6, 0xF3, 0xBF, 0xF6, 0xBC, 0xA5]))  // 플라워샵
    #expect(lines[1].starts(with: [0xBE, 0xC6, 0xC0, 0xCC, 0xB5, 0xF0, 0x2C]))  // 아이디,
    // A title, a header, 61 rows, one line break within a cell, and nothing after the last line end.
    #expect(lines.count == 2 + 61 + 1 + 1)
    #expect(lines.dropLast().count { $0.last == 0x0D } == 63)
  }

  @Test("has the faults that its documentation lists")
  func faults() throws {
    let rows = DemoRoster.rows()
    func row(_ id: String) throws -> DemoMember { try #require(rows.last { $0.id == id }) }
    #expect(try row("lily03").phone == "1012341003")
    #expect(PhoneNumber(try row("lily03").phone)?.e164 == "+821012341003")
    #expect(PhoneNumber(try row("tulip04").phone)?.e164 == "+821012341004")
    #expect(rows[6].id.isEmpty)
    #expect(try row("daisy10").line.split(separator: ",", omittingEmptySubsequences: false).count == 18)
    #expect(try row("rose13").line.split(separator: ",", omittingEmptySubsequences: false).count == 5)
    #expect(try shop.membersExport().count { $0 == 0xFF } == 1)
    #expect(rows.filter { $0.id == "iris17" }.map(\.grade) == ["실버", "VIP"])
    #expect(CalendarDate(try row("peony20").birthDate) == nil)
    #expect(try row("rose21").smsConsent.isEmpty)
    #expect(PhoneNumber(try row("tulip24").phone)?.isKoreanMobile == false)
    #expect(try row("iris25").phone == row("daisy26").phone)
    #expect(try row("violet27").withdrawn == "T")
    #expect(
      DemoShop.kakaoUsers.filter { $0.relation == .blocked }.map { "\($0.id)" } == [try row("peony28").kakaoUserID])
    #expect(try row("rose29").smsConsent == "T" && row("rose29").smsConsentOn.isEmpty)
    let ids = rows.map(\.id).filter { !$0.isEmpty }
    #expect(Set(ids).count == 59)
  }

  @Test("is the same for the same day, and changes where it says so some days later")
  func changes() throws {
    #expect(try shop.membersExport() == shop.membersExport())
    let before = try shop.membersExport().split(separator: 0x0A)
    let after = try shop.changedMembersExport().split(separator: 0x0A)
    #expect(after.count == before.count + 1)
    #expect(zip(before, after).count { $0 != $1 } == 4)
  }

  @Test("has an order export with a row an item")
  func orders() throws {
    let rows = DemoOrders(today: shop.today).rows()
    #expect(rows.allSatisfy { $0.count == DemoOrders.labels.count })
    #expect(rows.count == 50)
    #expect(Set(rows.map { $0[0] }).count == 40)
    #expect(rows.count { $0[5].isEmpty } == 2)
    #expect(try !shop.ordersExport().contains(0xFF))
  }

  @Test("is written with a configuration that loads without a finding that stops it")
  func folder() throws {
    let path = FileManager.default.temporaryDirectory.path + "/naru-demo-tests-" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: path) }
    let demo = try DemoFolder.write(shop, kakaoURL: "http://127.0.0.1:9001", to: path)
    let outcome = NaruConfiguration.load(path: demo.config, environment: [:])
    #expect(outcome.report.findings.isEmpty)
    let configuration = try outcome.get()
    #expect(configuration.shops.map(\.id.description) == ["flower"])
    #expect(configuration.shops[0].kakao?.adminKey?.first.reveal() == DemoShop.adminKey)
    #expect(configuration.shops[0].customerFiles.count == 2)
    for file in [demo.members, demo.orders, demo.changedMembers] {
      #expect(FileManager.default.fileExists(atPath: file))
    }
    _ = try DemoFolder.write(shop, kakaoURL: "http://127.0.0.1:9002", to: path)
  }

  @Test("is not written over somebody's own configuration")
  func foreignFolder() throws {
    let path = FileManager.default.temporaryDirectory.path + "/naru-demo-tests-" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: path) }
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    try Data("listen: a:1\n".utf8).write(to: URL(fileURLWithPath: path + "/naru.yaml"))
    #expect(throws: Diagnostic.self) { try DemoFolder.write(shop, kakaoURL: "http://127.0.0.1:9001", to: path) }
    #expect(!FileManager.default.fileExists(atPath: path + "/shops"))
  }
}
