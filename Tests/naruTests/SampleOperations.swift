import CommonValues
import Synchronization

@testable import naru

/// Operations that answer with samples and remember what they were asked.
final class SampleOperations: NaruOperations {
  private let asked = Mutex<[String]>([])
  let failure: (any Error)?
  let status: ExitStatus

  init(failure: (any Error)? = nil, status: ExitStatus = .fine) {
    self.failure = failure
    self.status = status
  }

  /// The requests so far, as text.
  var requests: [String] { asked.withLock { $0 } }

  private func answer<Result>(_ request: Any, _ result: Result) throws -> Outcome<Result> {
    asked.withLock { $0.append("\(request)") }
    if let failure { throw failure }
    return Outcome(result, status: status)
  }

  func demo(_ request: DemoRequest, _ context: OperationContext) async throws -> Outcome<DemoResult> {
    for step in Samples.demo.steps { context.observer.finished(step) }
    context.observer.listening(Samples.demo.addresses)
    return try answer(request, Samples.demo)
  }
  func importFiles(_ request: ImportRequest, _ context: OperationContext) async throws -> Outcome<[ImportResult]> {
    try answer(request, Samples.imports)
  }
  func plan(_ request: ShopRequest, _ context: OperationContext) async throws -> Outcome<PlanResult> {
    try answer(request, Samples.plan)
  }
  func sync(_ request: SyncRequest, _ context: OperationContext) async throws -> Outcome<SyncResult> {
    try answer(request, Samples.sync)
  }
  func reconcile(_ request: ReconcileRequest, _ context: OperationContext) async throws -> Outcome<ReconciledResult> {
    try answer(request, Samples.reconciliation)
  }
  func explain(_ request: MemberRequest, _ context: OperationContext) async throws -> Outcome<ExplainResult> {
    try answer(request, Samples.explanation)
  }
  func members(_ request: ListRequest, _ context: OperationContext) async throws -> Outcome<[MemberView]> {
    try answer(request, Samples.members)
  }
  func member(_ request: MemberRequest, _ context: OperationContext) async throws -> Outcome<MemberView> {
    try answer(request, Samples.members[0])
  }
  func runs(_ request: ListRequest, _ context: OperationContext) async throws -> Outcome<[RunResult]> {
    try answer(request, Samples.runs)
  }
  func run(_ request: RunRequest, _ context: OperationContext) async throws -> Outcome<RunResult> {
    try answer(request, Samples.runs[0])
  }
  func quarantine(_ request: ListRequest, _ context: OperationContext) async throws -> Outcome<[QuarantineView]> {
    try answer(request, Samples.quarantine)
  }
  func quarantined(_ request: QuarantineRequest, _ context: OperationContext) async throws -> Outcome<QuarantineView> {
    try answer(request, Samples.quarantine[0])
  }
  func retryQuarantine(
    _ request: RetryRequest, _ context: OperationContext
  ) async throws -> Outcome<QuarantineRetryResult> {
    try answer(request, QuarantineRetryResult(tried: 5, changed: 3, unchanged: 1, remaining: 1))
  }
  func inbox(_ request: InboxListRequest, _ context: OperationContext) async throws -> Outcome<[InboxView]> {
    try answer(request, Samples.inbox)
  }
  func inboxEntry(_ request: InboxRequest, _ context: OperationContext) async throws -> Outcome<InboxView> {
    try answer(request, Samples.delivery)
  }
  func retryInbox(_ request: InboxRetryRequest, _ context: OperationContext) async throws -> Outcome<InboxRetryResult> {
    try answer(request, InboxRetryResult(retried: 1_234))
  }
  func waitingRefetches(_ request: ListRequest, _ context: OperationContext) async throws -> Outcome<[WaitingView]> {
    try answer(request, Samples.waiting)
  }
  func check(_ request: CheckRequest, _ context: OperationContext) async throws -> Outcome<CheckResult> {
    try answer(request, Samples.check)
  }
  func adapters(_ context: OperationContext) async throws -> Outcome<[AdapterView]> {
    try answer("adapters", Samples.adapters)
  }
  func newAdapter(_ request: AdapterNewRequest, _ context: OperationContext) async throws -> Outcome<AdapterNewResult> {
    try answer(request, AdapterNewResult(id: "my-shop", folder: "my-shop", files: ["adapter.yaml", "README.md"]))
  }
  func testAdapter(
    _ request: AdapterTestRequest, _ context: OperationContext
  ) async throws -> Outcome<AdapterTestResult> {
    try answer(request, Samples.adapterTest)
  }
  func mapExport(_ request: AdapterMapRequest, _ context: OperationContext) async throws -> Outcome<AdapterMapResult> {
    try answer(request, Samples.adapterMap)
  }
  func explainError(_ request: ErrorRequest, _ context: OperationContext) async throws -> Outcome<ErrorResult> {
    try answer(request, Samples.error)
  }
  func link(_ request: LinkRequest, _ context: OperationContext) async throws -> Outcome<LinkResult> {
    try answer(request, Samples.link)
  }
  func erase(_ request: EraseRequest, _ context: OperationContext) async throws -> Outcome<EraseResult> {
    try answer(request, Samples.erase)
  }
  func resealTokens(
    _ request: TokenResealRequest, _ context: OperationContext
  ) async throws -> Outcome<TokenResealResult> {
    try answer(request, Samples.resealed)
  }
  func serve(_ request: ServeRequest, _ context: OperationContext) async throws -> Outcome<ServeResult> {
    context.observer.listening(Samples.serve.addresses)
    let isPlain = request.logFormat == .json && request.logLevel == .info
    return try answer(isPlain ? "serve" : "serve text \(request.logLevel)", Samples.serve)
  }
  func sandbox(_ request: SandboxRequest, _ context: OperationContext) async throws -> Outcome<SandboxResult> {
    try answer(request, SandboxResult(addresses: Samples.demo.addresses, requests: 1_234))
  }
}
