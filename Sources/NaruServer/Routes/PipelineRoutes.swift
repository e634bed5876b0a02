import CommonValues
import HTTPTypes
import Hummingbird
import Naru
import ShopModel

/// What a shop's back end calls to see and begin what goes to Kakao: plan, sync, runs, and one member's explanation. The JSON is that of
/// the verbs.
struct PipelineRoutes: Sendable {
  let naru: Naru
  let jobs: NaruJobs

  func add(to router: Router<ServerContext>) {
    router.get("/shops/:shop/plan") { request, context in
      try naru.requireBackEnd(request, context)
      let connection = try naru.connection(in: context)
      return try BackEndJSON.answer(PlanView(try await connection.plan()))
    }
    router.post("/shops/:shop/sync") { request, context in
      let shop = try naru.requireBackEnd(request, context)
      let body: SyncBody = try await BackEndJSON.read(request, context, orEmpty: SyncBody())
      let run: Int64
      do throws(NaruError) {
        run = try await jobs.startSync(of: shop.id, file: body.file, confirmed: body.confirmRemovals ?? false)
      } catch {
        throw try await problem(error, context)
      }
      return try BackEndJSON.answer(["run_id": String(run)], status: .accepted)
    }
    router.post("/shops/:shop/reconcile") { request, context in
      let shop = try naru.requireBackEnd(request, context)
      let body: ReconcileBody = try await BackEndJSON.read(request, context, orEmpty: ReconcileBody())
      let run: Int64
      do throws(NaruError) {
        run = try await jobs.startReconciliation(of: shop.id, confirmed: body.confirmMissing ?? false)
      } catch {
        throw try await problem(error, context)
      }
      return try BackEndJSON.answer(["run_id": String(run)], status: .accepted)
    }
    router.get("/shops/:shop/runs") { request, context in
      try naru.requireBackEnd(request, context)
      let query = request.uri.queryParameters
      let limit = query["limit"].map { Int($0) ?? 0 } ?? RunPage.limit
      guard (1...RunPage.largest).contains(limit) else { throw Problem.badQuery("limit") }
      let after = query["after"].map { Int64($0) ?? 0 }
      if let after, after < 1 { throw Problem.badQuery("after") }
      let runs = try await naru.connection(in: context).runs(before: after, limit: limit + 1)
      return try BackEndJSON.answer(RunPage(runs.prefix(limit).map { RunView($0) }, isLast: runs.count <= limit))
    }
    router.get("/shops/:shop/runs/:run") { request, context in
      try naru.requireBackEnd(request, context)
      guard let number = BackEndJSON.number("run", in: context),
        let run = try await naru.connection(in: context).run(number)
      else { throw Problem.unknownRun }
      return try BackEndJSON.answer(RunView(run, withFindings: true))
    }
    router.get("/shops/:shop/members/:member/explanation") { request, context in
      let shop = try naru.requireBackEnd(request, context)
      let isRevealed = try request.flag("reveal") ?? false
      guard let member = BackEndJSON.segment("member", in: context) else { throw Problem.unknownMember }
      let explanation = ExplanationView(
        try await naru.connection(in: context).explain(member: member, unmasked: true), shop)
      return try BackEndJSON.answer(isRevealed ? explanation : explanation.masked)
    }
  }

  /// Another run in the way is named.
  private func problem(_ error: NaruError, _ context: ServerContext) async throws -> Problem {
    var problem = Problem(error)
    if problem.name == "already-running", let run = try await naru.connection(in: context).runningRun() {
      problem.members = [("run_id", String(run))]
    }
    return problem
  }
}

/// `POST …/sync`.
struct SyncBody: Decodable, Sendable {
  var file: String?
  var confirmRemovals: Bool?

  private enum CodingKeys: String, CodingKey {
    case file
    case confirmRemovals = "confirm_removals"
  }
}

/// `POST …/reconcile`.
struct ReconcileBody: Decodable, Sendable {
  var confirmMissing: Bool?

  private enum CodingKeys: String, CodingKey {
    case confirmMissing = "confirm_missing"
  }
}

/// `GET …/runs`.
struct RunPage: Encodable, Sendable {
  /// Runs of a page unless said, and at most.
  static let limit = 50
  static let largest = 500

  var runs: [RunView]
  /// What to ask for `after`; nil on the last page.
  var next: String?

  init(_ runs: [RunView], isLast: Bool) {
    self.runs = runs
    next = isLast ? nil : runs.last?.runID
  }

  /// Writes `next` as null when there is none.
  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(runs, forKey: .runs)
    try container.encode(next, forKey: .next)
  }

  private enum CodingKeys: String, CodingKey { case runs, next }
}

extension Problem {
  static let unknownRun = Problem(
    "unknown-run", .notFound, LocalizedText(ko: "그 번호의 기록이 없습니다.", en: "There is no run of that number."))
  static let unknownMember = Problem(
    "unknown-member", .notFound, LocalizedText(ko: "그 아이디의 회원이 없습니다.", en: "There is no member with that id."))
}
