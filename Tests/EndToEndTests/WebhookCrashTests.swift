import CommonValues
import Foundation
import HTTPTransport
import Ingest
import Logging
import Naru
import NaruTestSupport
import ShopModel
import Store
import Synchronization
import Testing

extension Processes {
  @Suite("When the sidecar is killed while webhooks come in")
  struct WebhookCrashTests {
    private static let token = "marked-webhook-token-0123456789"

    /// What was sent, and what of it was confirmed.
    private final class Oracle: Sendable {
      private let state = Mutex<(next: Int, acknowledged: Set<Int>)>((0, []))

      var acknowledged: Set<Int> { state.withLock { $0.acknowledged } }
      func take() -> Int {
        state.withLock { state in
          state.next += 1
          return state.next
        }
      }
      /// Gives how many are confirmed now.
      func note(_ number: Int) -> Int {
        state.withLock { state in
          state.acknowledged.insert(number)
          return state.acknowledged.count
        }
      }
    }

    private static func url(_ process: NaruProcess) throws -> String? {
      process.output.firstMatch(of: /http:\/\/127\.0\.0\.1:\d+/).map { String($0.0) }
    }

    private static func body(_ number: Int) -> [UInt8] {
      Array("{\"eventType\":\"END_USER_WITHDRAWAL\",\"data\":{\"memberUid\":\"member\(number)\"}}".utf8)
    }

    /// Sends one after another until nobody answers any more.
    private static func send(
      _ http: CurlTransport, _ base: String, _ oracle: Oracle, _ confirmed: @Sendable (Int) -> Void
    ) async {
      while true {
        let number = oracle.take()
        let request = HTTPRequest(
          method: .post, url: "\(base)/shops/flower/webhooks/shop?token=\(token)",
          headers: ["Content-Type": "application/json"], body: body(number), isRepeatable: false)
        guard let answer = try? await http.send(request), answer.status == 202 else { return }
        confirmed(oracle.note(number))
      }
    }

    @Test("everything that was confirmed is there, and is applied once", arguments: [[1, 40, 333], [17, 1_000]])
    func acknowledged(rounds: [Int]) async throws {
      try await withScene { scene in
        try scene.write("listen: 127.0.0.1:0\nstore: sqlite:naru.db\nshops: shops/\n".utf8, to: "naru.yaml")
        try scene.write(
          "id: flower\nadapter: imweb\nwebhook: { secret: { env: HOOK } }\n".utf8, to: "shops/flower.yaml")
        let oracle = Oracle()
        for more in rounds {
          let process = try scene.start(["serve"], environment: ["HOOK": Self.token])
          let base = try await until("the address") { try Self.url(process) }
          let goal = oracle.acknowledged.count + more
          let http = try CurlTransport()
          await withTaskGroup(of: Void.self) { group in
            for _ in 0..<16 {
              group.addTask { await Self.send(http, base, oracle) { if $0 >= goal { process.signal(SIGKILL) } } }
            }
            await group.waitForAll()
          }
          await http.shutdown()
          #expect(await process.ending().status == -SIGKILL)
        }
        let configuration = try NaruConfiguration.load(
          path: scene.config, environment: ["HOOK": Self.token], builtInAdapters: Naru.builtInAdapters
        ).get()
        let naru = try Naru(configuration)
        let connection = try naru.connection("flower")
        let stored = try await connection.inbox(limit: 1_000_000).map {
          String(decoding: $0.delivery.body, as: UTF8.self)
        }
        #expect(Set(stored).count == stored.count)
        let acknowledged = oracle.acknowledged
        #expect(acknowledged.count >= rounds.reduce(0, +))
        #expect(acknowledged.map { String(decoding: Self.body($0), as: UTF8.self) }.allSatisfy(Set(stored).contains))
        try await NaruInbox(naru, logger: Logger(label: "naru") { _ in SwiftLogNoOpLogHandler() }).drain()
        #expect(try await connection.inboxCounts().byState == [.done: stored.count])
        #expect(try await connection.counts().members == stored.count)
        await naru.close()
        let listing = try await scene.naru(
          "inbox", "--shop", "flower", "--limit", "3", "--json", environment: ["HOOK": Self.token])
        #expect(listing.status == 0)
        #expect(try SchemaCheck("inbox").findings(listing.output).isEmpty)
        #expect(try JSONTree(listing.output).elements.count == 3 && !listing.output.contains("marked"))
      }
    }
  }
}
