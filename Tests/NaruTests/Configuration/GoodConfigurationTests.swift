import ChannelSync
import CommonValues
import Foundation
import ShopModel
import Testing

@testable import Naru

@Suite("A good configuration")
struct GoodConfigurationTests {
  static let example = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent("../../../Examples/config/naru.yaml").standardizedFileURL.path

  static let environment = Dictionary(
    uniqueKeysWithValues: [
      "NARU_ADMIN_TOKEN", "FLOWER_API_TOKEN", "FLOWER_REST_API_KEY", "FLOWER_ADMIN_KEY", "FLOWER_PRIMARY_KEY",
      "FLOWER_PRIMARY_KEY_OLD", "FLOWER_WEBHOOK_SECRET",
    ].map { ($0, "marked-secret-\($0)") })

  @Test("such as the example has every value where the code looks for it")
  func values() throws {
    let outcome = NaruConfiguration.load(path: Self.example, environment: Self.environment)
    #expect(outcome.report.findings.isEmpty)
    let configuration = try outcome.get()
    #expect(configuration.listen == ListenAddress(host: "127.0.0.1", port: 8080))
    #expect(configuration.publicURL?.origin == "https://sync.example.com")
    guard case .sqlite(let path) = configuration.store else { throw Missing() }
    #expect(path.hasSuffix("Examples/config/data/naru.db"))
    #expect(configuration.limits.uploadBytes == 2 << 30)
    let id = try #require(ShopID("flower"))
    let shop = try #require(configuration.shop(id))
    #expect(shop.name == "플라워샵")
    #expect(shop.currency == "KRW")
    #expect(shop.undatedConsent == .accept)
    #expect(shop.adapter == .builtIn(id: "shop-export"))
    #expect(shop.kakao?.channels == ["_xgTNZs"])
    #expect(shop.kakao?.adminKey?.first.reveal() == "marked-secret-FLOWER_ADMIN_KEY")
    #expect(shop.kakao?.webhookAdminKey?.all.count == 2)
    #expect(shop.kakao?.webhookAdminKey?.matches("marked-secret-FLOWER_PRIMARY_KEY_OLD") == true)
    #expect(shop.kakao?.webhookAdminKey?.matches("other") == false)
    #expect(shop.kakao?.authURL.description == "https://kauth.kakao.com/")
    #expect(shop.kakao?.apiURL.origin == "https://kapi.kakao.com")
    #expect(shop.login?.handoffTTL == .seconds(60))
    #expect(shop.login?.sessionTTL == .seconds(14 * 86_400))
    #expect(shop.exports.maximumAbsentPercent == 5)
    #expect(shop.exports.orderMatch == [.phone, .email])
    #expect(shop.freshness == .seconds(26 * 3600))
    #expect(shop.attributes == [AttributeDeclaration(name: "추천인", labels: ["추천인"])])
    #expect(shop.customerFiles.map(\.name) == ["전체회원", "최근 90일 구매"])
  }

  @Test("builds the customer files that the planner takes")
  func customerFiles() throws {
    let shop = try #require(NaruConfiguration.load(path: Self.example, environment: Self.environment).get().shops.first)
    var all = Selection(consent: .granted([.sms]), notBlocked: true)
    #expect(shop.customerFiles[0].selection == all)
    #expect(shop.customerFiles[0].maxRemoval == .percent(20))
    #expect(shop.customerFiles[0].columns.map(\.name) == ["생년월일", "성별", "구매금액", "최근구매일", "포인트"])
    #expect(shop.customerFiles[0].columns.map(\.kind) == [.string, .string, .number, .string, .number])
    all = Selection(consent: .granted([.sms, .kakao]))
    all.status = [.active, .dormant]
    all.age = .init(atLeast: 20)
    all.orderTotalPaid = .init(atLeast: DecimalNumber(50_000))
    all.lastPaid = .within(days: 90)
    #expect(shop.customerFiles[1].selection == all)
    #expect(shop.customerFiles[1].users == .phone)
    #expect(shop.customerFiles[1].channel == "_xgTNZs")
    #expect(shop.customerFiles[1].maxRemoval == .rows(100))
    #expect(shop.customerFiles[1].columns[1] == Column(name: "연령", source: .age, kind: .number))
  }

  @Test("needs no more than an id of a shop")
  func defaults() throws {
    let folder = try ConfigurationFolder([
      "naru.yaml": "shops: shops\n", "shops/a.yml": "id: a\n", "shops/notes.txt": "x",
    ])
    let configuration = try folder.load().get()
    #expect(configuration.listen.description == "127.0.0.1:8080")
    #expect(configuration.store == .sqlite(path: folder.path + "/data/naru.db"))
    #expect(configuration.limits == InputLimits())
    #expect(configuration.shops.map(\.name) == ["a"])
    #expect(configuration.shops[0].exports == ExportsConfiguration())
  }

  @Test("may repeat parts by anchors and aliases")
  func aliases() throws {
    let text =
      ConfigurationFolder.shop.replacingOccurrences(of: "columns: {", with: "columns: &c {")
      + "  - {name: b, users: phone, where: {consent: none_required}, columns: *c}\n"
    let shop = try #require(ConfigurationFolder.withShop(text).load().get().shops.first)
    #expect(shop.customerFiles[0].columns == shop.customerFiles[1].columns)
  }

  @Test("lets a development shop talk to this machine over http")
  func loopback() throws {
    let text = "id: a\nkakao: {auth_url: 'http://127.0.0.1:9001', api_url: 'http://[::1]:9001/'}\n"
    let shop = try #require(ConfigurationFolder.withShop(text).load().get().shops.first)
    #expect(shop.kakao?.authURL.origin == "http://127.0.0.1:9001")
    #expect(shop.kakao?.apiURL.port == 9001)
  }

  private struct Missing: Error {}
}
