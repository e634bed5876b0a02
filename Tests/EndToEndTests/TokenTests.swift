import CommonValues
import Foundation
import KakaoAPI
import Naru
import NaruTestSupport
import ShopModel
import Store
import Testing

extension Processes {
  @Suite("Tokens that are kept")
  struct TokenTests {
    private static let old = "0a1b2c3d0a1b2c3d0a1b2c3d0a1b2c3d0a1b2c3d0a1b2c3d0a1b2c3d0a1b2c3d"
    private static let new = "f9e8d7c6f9e8d7c6f9e8d7c6f9e8d7c6f9e8d7c6f9e8d7c6f9e8d7c6f9e8d7c6"
    private static let environment = ["NARU_OLD_KEY": old, "NARU_NEW_KEY": new]
    private static let count = 450

    /// The shop with these keys, by the names of their variables; with none it keeps no tokens.
    private func configure(_ scene: Scene, _ keys: [String]) throws {
      var text = ShopText()
      text.adminKey += "\n  rest_api_key: { env: \(Scene.keyVariable) }"
      text.further = "login:\n  return_urls: [\"https://flower.example.com/\"]\n"
      if !keys.isEmpty {
        text.further +=
          "  store_tokens: true\n  token_keys: [\(keys.map { "{ env: \($0) }" }.joined(separator: ", "))]\n"
      }
      try scene.configure(text)
    }

    private func reseal(_ scene: Scene, _ flags: String...) async throws -> NaruProcess.Ending {
      try await scene.naru(["tokens", "reseal", "--shop", "flower"] + flags, environment: Self.environment)
    }

    @Test("21: tokens are sealed again by the verb, in parts if need be, and read under the new key alone")
    func reseal() async throws {
      try await withScene { scene in
        try scene.write(
          "store: sqlite:naru.db\nshops: shops/\npublic_url: https://sync.example.com\n".utf8, to: "naru.yaml")
        let (old, new) = (try SealingKey(Secret(Self.old)), try SealingKey(Secret(Self.new)))
        let (shop, time) = (try #require(ShopID("flower")), Timestamp(seconds: 1_790_000_000))
        do {
          let store = try Store.open(url: "sqlite:\(scene.folder)/naru.db")
          for user in 1...Int64(Self.count) {
            let sealed = try TokenSealer(old).seal([7], app: "flower", userID: user)
            _ = try store.storeTokens(sealed, ofKakaoUser: user, in: shop, now: time)
          }
          store.close()
        }
        try configure(scene, [])
        let without = try await reseal(scene, "--lang", "en")
        #expect(without.status == 78 && without.errors.contains("[no-token-keys]"), "\(without)")

        try configure(scene, ["NARU_NEW_KEY", "NARU_OLD_KEY"])
        let dry = try await reseal(scene, "--dry-run", "--json")
        #expect(dry.status == 2, "\(dry.errors)")
        #expect(try JSONTree(dry.output)["resealed"]?.int == Self.count)
        // Ctrl-C at any time; another run does the rest.
        let stopped = try scene.start(
          ["tokens", "reseal", "--shop", "flower", "--json"], environment: Self.environment)
        stopped.signal(SIGINT)
        _ = await stopped.ending()
        let done = try await reseal(scene, "--json")
        #expect(done.status == 0, "\(done.errors)")
        let report = try JSONTree(done.output)
        #expect(report["total"]?.int == Self.count && report["checked"]?.int == Self.count)
        #expect(report["complete"] == .bool(true) && report["dry_run"] == .bool(false))
        let again = try await reseal(scene, "--lang", "ko")
        #expect(again.status == 0 && again.output.contains("예전 키를 login.token_keys에서 빼도 됩니다."), "\(again)")

        try configure(scene, ["NARU_NEW_KEY"])
        #expect(try await reseal(scene, "--dry-run").status == 0)
        try configure(scene, ["NARU_OLD_KEY"])
        let lost = try await reseal(scene, "--json")
        #expect(lost.status == 2 && lost.errors.contains("[tokens-unreadable]"))
        #expect(try JSONTree(lost.output)["unreadable"]?.int == Self.count)
        for ending in [without, dry, done, again, lost] {
          for key in [Self.old, Self.new] { #expect(!(ending.output + ending.errors).contains(key)) }
        }
        let store = try Store.open(url: "sqlite:\(scene.folder)/naru.db")
        for user in try store.userTokens(of: shop, limit: 1_000) {
          #expect(try TokenSealer(new).open(user.tokens.sealed, app: "flower", userID: user.kakaoUserID) == [7])
        }
        store.close()
      }
    }
  }
}
