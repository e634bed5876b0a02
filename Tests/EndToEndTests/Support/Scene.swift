import CommonValues
import Foundation
import KakaoSandbox
import Naru
import ShopModel
import Store

/// A shop with its files in a folder of its own, beside a local Kakao that serves on a port of its own.
struct Scene: Sendable {
  static let channel = "_xgTNZs"
  /// Marked, so that it can be searched for where it must not stand.
  static let adminKey = "marked-secret-of-the-admin-key"
  static let keyVariable = "NARU_END_TO_END_ADMIN_KEY"

  let folder: String
  let port: Int
  let sandbox: KakaoSandbox
  /// Opened to let answers go that a fault holds back.
  let gate: Gate

  var config: String { folder + "/naru.yaml" }
  var shopFile: String { folder + "/shops/flower.yaml" }

  /// A file in the scene's folder; gives its path.
  @discardableResult
  func write(_ bytes: some Sequence<UInt8>, to name: String) throws -> String {
    let path = folder + "/" + name
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    return path
  }

  /// How many members the store knows.
  func memberCount() async throws -> Int { try await shop { shop in try await shop.counts().members } }

  /// Writes the shop's file anew.
  func configure(_ shop: ShopText) throws { try write(shop.yaml(port: port).utf8, to: "shops/flower.yaml") }

  /// Runs `body` with the shop as a back end embeds it.
  @discardableResult
  func shop<Result>(
    environment: [String: String] = [:],
    now: @escaping @Sendable () -> Timestamp = { Timestamp(seconds: Int64(Date().timeIntervalSince1970)) },
    _ body: (Connection) async throws -> Result
  ) async throws -> Result {
    let configuration = try NaruConfiguration.load(
      path: config, environment: [Scene.keyVariable: Scene.adminKey].merging(environment) { $1 },
      builtInAdapters: Naru.builtInAdapters
    ).get()
    let naru = try Naru(configuration, now: now)
    do {
      let result = try await body(try naru.connection("flower"))
      await naru.close()
      return result
    } catch {
      await naru.close()
      throw error
    }
  }
}

/// Why a scene could not be set.
enum SceneError: Error {
  case notServing
  case neverCame(String)
  case noExecutable
}

/// Sets a scene, runs `body` and clears it away.
func withScene(_ shop: ShopText = ShopText(), _ body: @escaping @Sendable (Scene) async throws -> Void) async throws {
  let folder = FileManager.default.temporaryDirectory.path + "/naru-end-to-end-" + UUID().uuidString
  try FileManager.default.createDirectory(atPath: folder + "/shops", withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(atPath: folder) }
  let gate = Gate()
  let sandbox = try KakaoSandbox(clock: gate)
  try sandbox.createChannel(SandboxChannel(publicID: Scene.channel, uuid: "@flowershop", name: "플라워샵"))
  try sandbox.addKey(SandboxKey(name: "admin", value: Scene.adminKey))
  let (ports, bound) = AsyncStream.makeStream(of: Int.self)
  try await withThrowingTaskGroup(of: Void.self) { group in
    group.addTask {
      defer { bound.finish() }
      try? await sandbox.run { port in
        bound.yield(port)
        bound.finish()
      }
    }
    defer {
      gate.open()
      group.cancelAll()
    }
    guard let port = await ports.first(where: { _ in true }) else { throw SceneError.notServing }
    let scene = Scene(folder: folder, port: port, sandbox: sandbox, gate: gate)
    try scene.write("store: sqlite:naru.db\nshops: shops/\n".utf8, to: "naru.yaml")
    try scene.configure(shop)
    try await body(scene)
  }
}

/// Asks again and again, at most ten seconds, until `question` is answered.
@discardableResult
func until<Answer>(_ what: String, _ question: () throws -> Answer?) async throws -> Answer {
  for _ in 0..<1_000 {
    if let answer = try question() { return answer }
    try await Task.sleep(for: .milliseconds(10))
  }
  throw SceneError.neverCame(what)
}
