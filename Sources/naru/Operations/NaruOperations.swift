import CommonValues
import Naru

/// What the verbs do, behind one seam: each verb calls one method, once, and renders what comes back.
///
/// Every method may throw ``OperationError`` (its diagnostics are shown, its status is the exit code), Naru's
/// `ConfigurationError` (78) or `CancellationError` (130). Anything else ends with 1 and the error's type alone, because nobody
/// knows what its text holds. Personal values come back plain: the verbs mask them unless `--reveal` was given.
protocol NaruOperations: Sendable {
  /// The whole pipeline on the bundled shop. Without `once` it returns when asked to stop.
  func demo(_ request: DemoRequest, _ context: OperationContext) async throws -> Outcome<DemoResult>
  /// Export files into the store, one result a file (a zip: one an entry), in the order given.
  func importFiles(_ request: ImportRequest, _ context: OperationContext) async throws -> Outcome<[ImportResult]>
  /// What a sync would send. 2 when there is something.
  func plan(_ request: ShopRequest, _ context: OperationContext) async throws -> Outcome<PlanResult>
  /// Sends it. 2 when a guard stopped it, 75 on quota or when another process is at it.
  func sync(_ request: SyncRequest, _ context: OperationContext) async throws -> Outcome<SyncResult>
  /// Holds links, relations and customer files against Kakao. 2 when a guard stopped it, 75 on quota or when another process is at it.
  func reconcile(_ request: ReconcileRequest, _ context: OperationContext) async throws -> Outcome<ReconcileView>
  /// Why a member is, or is not, in each customer file.
  func explain(_ request: MemberRequest, _ context: OperationContext) async throws -> Outcome<ExplainResult>
  /// Members in the order of their ids, at most `limit`.
  func members(_ request: ListRequest, _ context: OperationContext) async throws -> Outcome<[MemberView]>
  /// One member.
  func member(_ request: MemberRequest, _ context: OperationContext) async throws -> Outcome<MemberView>
  /// Runs of imports and syncs, the newest first.
  func runs(_ request: ListRequest, _ context: OperationContext) async throws -> Outcome<[RunView]>
  /// One run.
  func run(_ request: RunRequest, _ context: OperationContext) async throws -> Outcome<RunView>
  /// What is quarantined, the newest first.
  func quarantine(_ request: ListRequest, _ context: OperationContext) async throws -> Outcome<[QuarantineView]>
  /// One quarantined row.
  func quarantined(_ request: QuarantineRequest, _ context: OperationContext) async throws -> Outcome<QuarantineView>
  /// Maps quarantined rows again, as after a change of the config or of the adapter.
  func retryQuarantine(
    _ request: RetryRequest, _ context: OperationContext
  ) async throws -> Outcome<QuarantineRetryResult>
  /// What came in, the newest first.
  func inbox(_ request: InboxListRequest, _ context: OperationContext) async throws -> Outcome<[InboxView]>
  /// One delivery.
  func inboxEntry(_ request: InboxRequest, _ context: OperationContext) async throws -> Outcome<InboxView>
  /// Has deliveries worked on again.
  func retryInbox(_ request: InboxRetryRequest, _ context: OperationContext) async throws -> Outcome<InboxRetryResult>
  /// Members and orders of which it is not known what has changed.
  func waitingRefetches(_ request: ListRequest, _ context: OperationContext) async throws -> Outcome<[WaitingView]>
  /// The configuration, its secrets and adapters and, online, what Kakao has switched on.
  func check(_ request: CheckRequest, _ context: OperationContext) async throws -> Outcome<CheckResult>
  /// The adapters that are built in.
  func adapters(_ context: OperationContext) async throws -> Outcome<[AdapterView]>
  /// Writes a folder to start an adapter from.
  func newAdapter(_ request: AdapterNewRequest, _ context: OperationContext) async throws -> Outcome<AdapterNewResult>
  /// Reads an adapter's samples. 1 when anything differs.
  func testAdapter(
    _ request: AdapterTestRequest, _ context: OperationContext
  ) async throws -> Outcome<AdapterTestResult>
  /// What the columns of an unknown export may be.
  func mapExport(_ request: AdapterMapRequest, _ context: OperationContext) async throws -> Outcome<AdapterMapResult>
  /// A Kakao error code in plain words.
  func explainError(_ request: ErrorRequest, _ context: OperationContext) async throws -> Outcome<ErrorResult>
  /// An auto-login link for a channel message.
  func link(_ request: LinkRequest, _ context: OperationContext) async throws -> Outcome<LinkResult>
  /// Deletes one person everywhere. 2 when it was only told what would go.
  func erase(_ request: EraseRequest, _ context: OperationContext) async throws -> Outcome<EraseResult>
  /// Seals users' tokens under the first key; 2 when something is left to do, 130 when it was stopped.
  func resealTokens(_ request: TokenResealRequest, _ context: OperationContext) async throws -> Outcome<
    TokenResealResult
  >
  /// The sidecar; returns when asked to stop.
  func serve(_ request: ServeRequest, _ context: OperationContext) async throws -> Outcome<ServeResult>
  /// The local Kakao alone; returns when asked to stop.
  func sandbox(_ request: SandboxRequest, _ context: OperationContext) async throws -> Outcome<SandboxResult>
}

/// A result, what there is to say about it, and how the process ends.
struct Outcome<Result: Codable & Sendable>: Sendable {
  var result: Result
  var status: ExitStatus
  /// Shown on standard error, also with `--json`.
  var diagnostics: [Diagnostic]

  init(_ result: Result, status: ExitStatus = .fine, diagnostics: [Diagnostic] = []) {
    self.result = result
    self.status = status
    self.diagnostics = diagnostics
  }
}

/// A verb that could not be done.
struct OperationError: Error, Sendable {
  var diagnostics: [Diagnostic]
  var status: ExitStatus

  init(_ diagnostics: [Diagnostic], status: ExitStatus = .failed) {
    self.diagnostics = diagnostics
    self.status = status
  }
}

/// What every operation is given besides its request.
struct OperationContext: Sendable {
  /// `--config`, as it was given.
  var configPath: String
  /// The process's environment.
  var environment: [String: String]
  /// Who is told how far it is.
  var observer: any OperationObserver
  /// Whether somebody pressed Ctrl-C.
  var stop: StopSignal
}

/// Hears how an operation goes on. Calls may come from any task, and return at once.
protocol OperationObserver: Sendable {
  /// So much is done.
  func progress(_ update: ProgressUpdate)
  /// Something to read meanwhile.
  func note(_ text: LocalizedText)
  /// Something found before the end.
  func found(_ diagnostic: Diagnostic)
  /// A step of the demo is done.
  func finished(_ step: DemoStep)
  /// Something listens, and where.
  func listening(_ addresses: [ServiceAddress])
}

/// How far one part of an operation is.
struct ProgressUpdate: Sendable, Hashable {
  enum Unit: String, Sendable, Hashable {
    case bytes, rows, calls, steps
  }

  /// What is being done; a change of it begins a new bar.
  var label: LocalizedText
  var done: Int64
  /// Nil when nobody knows.
  var total: Int64?
  var unit: Unit
  /// The last update of this part.
  var isLast: Bool

  init(_ label: LocalizedText, done: Int64, total: Int64? = nil, unit: Unit, isLast: Bool = false) {
    self.label = label
    self.done = done
    self.total = total
    self.unit = unit
    self.isLast = isLast
  }
}
