import CommonValues
import Foundation
import HTTPTransport
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Ingest
import KakaoAPI
import KakaoSandbox
import Logging
import NIOCore
import Naru
import NaruServer
import Store
import Synchronization

/// A sidecar with its shops, and the Kakao that it talks to, in one process and without a network.
struct Site: Sendable {
  let naru: Naru
  let server: NaruServer
  let inbox: NaruInbox
  let jobs: NaruJobs
  let sandbox: KakaoSandbox
  let transport: SandboxTransport
  let time: TestTime
  let log: LogBook
  let client: any TestClientProtocol
  /// What is counted; what Naru itself counts goes to ``MetricBook`` as well.
  let metrics: MetricsRegistry
  /// Where the config files are.
  let folder: String

  static let hana: Int64 = 1_376_016_924_429_759_228
  static let duri: Int64 = 1_376_016_924_429_759_229
  static let sechan: Int64 = 2_890_113_457
  static let child: Int64 = 2_890_113_458

  static let token = "Bearer " + (ShopFiles.secrets["FLOWER_TOKEN"] ?? "")
  static let primary = "KakaoAK " + (ShopFiles.secrets["PRIMARY_KEY"] ?? "")

  func browser(_ userAgent: String = TestBrowser.phone) -> TestBrowser { TestBrowser(self, userAgent: userAgent) }

  /// Puts a member of the shop `flower` into the store.
  func importMember(_ id: String, phone: String, email: String = "") async throws {
    let csv = "아이디,이름,휴대폰번호,이메일\r\n\(id),가명,\(phone),\(email)\r\n"
    _ = try await naru.connection("flower").importFile(Array(csv.utf8), name: "members.csv")
  }
}

/// Makes a site, runs `body`, and clears it away.
///
/// - Parameters:
///   - writer: how much of what comes in may wait.
///   - fetching: who answers at a shop's `fetch_url`.
///   - clock: by what the server measures how often is asked, how long senders wait for the disk, and how long their bodies may take; one
///     that stands still gives nothing back.
///   - before: readies the folder beyond the config files.
func withSite(
  _ files: ShopFiles = ShopFiles(), writer: InboxWriter.Options = InboxWriter.Options(),
  fetching: (any HTTPTransport)? = nil, clock: any Clock<Duration> = ContinuousClock(),
  before: (String) async throws -> Void = { _ in }, _ body: @escaping @Sendable (Site) async throws -> Void
) async throws {
  let folder = FileManager.default.temporaryDirectory.path + "/naru-server-" + UUID().uuidString
  try FileManager.default.createDirectory(atPath: folder + "/shops", withIntermediateDirectories: true)
  defer { try? FileManager.default.removeItem(atPath: folder) }
  for (name, text) in files.files { try Data(text.utf8).write(to: URL(filePath: folder + "/" + name)) }
  try await before(folder)
  let time = TestTime()
  let client = Mutex<(any TestClientProtocol)?>(nil)
  let sandbox = try Site.kakao(time) { request in
    guard let client = client.withLock({ $0 }) else { return 0 }
    var headers: HTTPFields = [:]
    for (name, value) in request.headers { if let name = HTTPField.Name(name) { headers[name] = value } }
    let path = "/" + request.url.split(separator: "/", maxSplits: 2).dropFirst(2).joined()
    let method: HTTPRequest.Method = request.method == "GET" ? .get : .post
    return try await client.execute(
      uri: path, method: method, headers: headers, body: ByteBuffer(bytes: request.body)
    ).status.code
  }
  let configuration = try NaruConfiguration.load(
    path: folder + "/naru.yaml", environment: files.secrets, builtInAdapters: Naru.builtInAdapters
  ).get()
  let transport = SandboxTransport(sandbox)
  let naru = try Naru(configuration, transport: transport, clock: StoppedClock()) { time.now }
  let log = LogBook()
  let logger = Logger(label: "naru") { log.handler(label: $0) }
  let inbox = try NaruInbox(naru, logger: logger, options: writer, fetching: fetching, clock: clock)
  let jobs = try NaruJobs(naru, logger: logger)
  let metrics = MetricsRegistry()
  let server = try NaruServer(naru, inbox: inbox, jobs: jobs, logger: logger, metrics: metrics, clock: clock)
  let application = Application(responder: server.responder, logger: logger)
  do {
    try await application.test(.router) { testClient in
      client.withLock { $0 = testClient }
      try await body(
        Site(
          naru: naru, server: server, inbox: inbox, jobs: jobs, sandbox: sandbox, transport: transport, time: time,
          log: log, client: testClient, metrics: metrics, folder: folder))
    }
  } catch {
    await naru.close()
    throw error
  }
  await naru.close()
}

extension Site {
  /// Kakao with the shop's app, its keys, terms, webhooks and people.
  static func kakao(
    _ time: TestTime, _ sender: @escaping @Sendable (SandboxWebhookRequest) async throws -> Int
  ) throws -> KakaoSandbox {
    var settings = SandboxSettings()
    settings.publicURL = "https://kauth.kakao.com"
    let sandbox = try KakaoSandbox(
      settings: settings, seed: KakaoSandbox.exampleSeed, clock: ContinuousClock(), now: { time.sandboxNow },
      sender: sender)
    let base = "https://sync.example.com/shops/"
    try sandbox.updateKey(named: "rest") {
      $0.value = ShopFiles.secrets["REST_KEY"] ?? ""
      $0.clientSecret = ShopFiles.secrets["CLIENT_SECRET"]
      $0.redirectURIs = [base + "flower/kakao/callback", base + "rose/kakao/callback"]
      $0.logoutRedirectURIs = ["https://flower.example.com/"]
    }
    // Who is logged in in KakaoTalk.
    sandbox.setTalk(account: "\(Site.hana)")
    try sandbox.updateKey(named: "calling") { $0.value = ShopFiles.secrets["ADMIN_KEY"] ?? "" }
    try sandbox.updateKey(named: "primary") { $0.value = ShopFiles.secrets["PRIMARY_KEY"] ?? "" }
    try sandbox.updateApp {
      $0.login.isOpenIDOn = true
      $0.webhooks = SandboxWebhooks(
        unlinkURL: base + "flower/webhooks/kakao/unlink", channelURL: base + "flower/webhooks/kakao/channel",
        accountURL: base + "flower/webhooks/kakao/account")
    }
    return sandbox
  }

  /// Sends what Kakao has to tell, and works on it; gives how many webhooks went out.
  @discardableResult
  func deliver() async throws -> Int {
    let count = await sandbox.deliverWebhooks()
    try await inbox.drain()
    return count
  }
}

enum SiteError: Error {
  case unexpected(String)
}
