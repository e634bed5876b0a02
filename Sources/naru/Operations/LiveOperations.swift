import CommonValues
import Ingest
import Naru
import Records
import ShopAdapters
import ShopModel
import Store

/// The verbs on a real configuration, store and Kakao.
struct LiveOperations: NaruOperations {
  /// Opens what the configuration describes, runs `body` for one shop and closes again.
  func withShop<Result>(
    _ shop: ShopID, _ context: OperationContext, _ body: (Connection) async throws -> Result
  ) async throws -> Result {
    let configuration = try configuration(context)
    guard configuration.shop(shop) != nil else {
      throw OperationError([OfflineCheck.unknownShop(shop, in: configuration)], status: .usage)
    }
    return try await withNaru(configuration) { naru in
      try await body(try naru.connection(shop.description))
    }
  }

  /// Opens a configuration, runs `body` and closes again. Errors become what the verbs show.
  func withNaru<Result>(
    _ configuration: NaruConfiguration, _ body: (Naru) async throws -> Result
  ) async throws -> Result {
    do {
      let naru = try Naru(configuration)
      do {
        let result = try await body(naru)
        await naru.close()
        return result
      } catch {
        await naru.close()
        throw error
      }
    } catch let error as NaruError {
      throw OperationError(error.diagnostics, status: error.status)
    }
  }

  /// The checked configuration; what is worth a warning is told on the way.
  func configuration(_ context: OperationContext) throws -> NaruConfiguration {
    let outcome = NaruConfiguration.load(
      path: context.configPath, environment: context.environment, builtInAdapters: Naru.builtInAdapters)
    return try outcome.get()
  }

  // MARK: import

  func importFiles(_ request: ImportRequest, _ context: OperationContext) async throws -> Outcome<[ImportResult]> {
    try await withShop(request.shop, context) { connection in
      var outcome = Outcome([ImportResult]())
      for file in request.files {
        do {
          for report in try await take(file, request, connection, context) {
            outcome.result.append(ImportResult(report))
            outcome.diagnostics += report.findings
            if report.records == 0 { outcome.diagnostics.append(.nothingUsed(report, of: request.shop)) }
            outcome.status = max(outcome.status, status(of: report, strict: request.strict))
          }
        } catch let error as NaruError {
          // What was taken before is told all the same; the files after it are not tried.
          guard !outcome.result.isEmpty else { throw error }
          outcome.diagnostics += error.diagnostics
          outcome.status = max(outcome.status, error.status)
          return outcome
        }
      }
      return outcome
    }
  }

  /// Takes a file by its path or, when it is an address, by fetching it.
  private func take(
    _ file: String, _ request: ImportRequest, _ connection: Connection, _ context: OperationContext
  ) async throws -> [ImportReport] {
    if file.hasPrefix("https://") || file.hasPrefix("http://") {
      // The address may hold a token, so it is never shown.
      let observer = ImportProgress("https://…", context).observer
      return try await connection.importFile(from: file, options: request.options, observer: observer)
    }
    return try await connection.importFile(
      at: file, options: request.options, observer: ImportProgress(file, context).observer)
  }

  private func status(of report: ImportReport, strict: Bool) -> ExitStatus {
    if report.records == 0 || (strict && report.quarantined > 0) { return .failed }
    return report.absentKept ? .somethingToDo : .fine
  }

  // MARK: explain and listings

  func explain(_ request: MemberRequest, _ context: OperationContext) async throws -> Outcome<ExplainResult> {
    try await withShop(request.shop, context) { connection in
      let explanation = try await connection.explain(member: request.member, unmasked: true)
      return Outcome(ExplainResult(explanation, connection.shop))
    }
  }

  func members(_ request: ListRequest, _ context: OperationContext) async throws -> Outcome<[MemberView]> {
    try await withShop(request.shop, context) { connection in
      Outcome(try await connection.members(limit: request.limit).map(MemberView.init))
    }
  }

  func member(_ request: MemberRequest, _ context: OperationContext) async throws -> Outcome<MemberView> {
    try await withShop(request.shop, context) { connection in
      Outcome(MemberView(try await connection.member(request.member)))
    }
  }

  func runs(_ request: ListRequest, _ context: OperationContext) async throws -> Outcome<[RunView]> {
    try await withShop(request.shop, context) { connection in
      Outcome(try await connection.runs(limit: request.limit).map { RunView($0) })
    }
  }

  func run(_ request: RunRequest, _ context: OperationContext) async throws -> Outcome<RunView> {
    let found = try await withShop(request.shop, context) { connection in
      try await connection.run(Int64(request.runID) ?? 0)
    }
    guard let found else { throw OperationError([.notFound("run", ko: "기록", request.runID)]) }
    return Outcome(RunView(found, withFindings: true))
  }

  func quarantine(_ request: ListRequest, _ context: OperationContext) async throws -> Outcome<[QuarantineView]> {
    try await withShop(request.shop, context) { connection in
      Outcome(try await connection.quarantine(limit: request.limit).map { QuarantineView($0) })
    }
  }

  func quarantined(_ request: QuarantineRequest, _ context: OperationContext) async throws -> Outcome<QuarantineView> {
    let found = try await withShop(request.shop, context) { connection in
      try await connection.quarantined(Int64(request.id) ?? 0)
    }
    guard let found else { throw OperationError([.notFound("quarantine entry", ko: "격리 항목", request.id)]) }
    return Outcome(QuarantineView(found, withRaw: true))
  }

  func retryQuarantine(
    _ request: RetryRequest, _ context: OperationContext
  ) async throws -> Outcome<QuarantineRetryResult> {
    try await withShop(request.shop, context) { connection in
      var ids: Set<Int64>?
      if !request.ids.isEmpty {
        ids = []
        for text in request.ids {
          guard let id = Int64(text), try await connection.quarantined(id) != nil else {
            throw OperationError([.notFound("quarantine entry", ko: "격리 항목", text)])
          }
          ids?.insert(id)
        }
      }
      let report = try await connection.retryQuarantine(ids)
      return Outcome(QuarantineRetryResult(report), diagnostics: report.findings)
    }
  }
}

extension ImportRequest {
  /// The request as the library takes it.
  fileprivate var options: ImportOptions {
    var options = ImportOptions()
    options.kind = kind.map { $0 == .members ? .members : .orders }
    options.complete = complete ? true : nil
    options.confirmed = yes
    options.dryRun = dryRun
    options.asOf = asOf
    options.encoding = encoding.flatMap { TextEncoding(name: $0.rawValue) }
    options.delimiter = delimiter?.byte
    return options
  }
}

/// Turns an import's progress into the console's.
private struct ImportProgress {
  let observer: ImportObserver

  init(_ file: String, _ context: OperationContext) {
    let (shown, stop) = (context.observer, context.stop)
    let reading = LocalizedText(ko: "\(file) 읽는 중", en: "Reading \(file)")
    let fetching = LocalizedText(ko: "파일 받는 중", en: "Fetching the file")
    let applying = LocalizedText(ko: "\(file) 반영 중", en: "Applying \(file)")
    observer = ImportObserver(
      progress: { step in
        switch step {
        case .fetching(let done):
          shown.progress(ProgressUpdate(fetching, done: done, unit: .bytes))
        case .reading(let done, let total):
          shown.progress(ProgressUpdate(reading, done: done, total: total, unit: .bytes, isLast: done == total))
        case .applying(let done, let total):
          shown.progress(ProgressUpdate(applying, done: done, total: total, unit: .rows, isLast: done == total))
        }
      }, shouldStop: { stop.isAsked })
  }
}

extension NaruError {
  /// How a process ends that met this.
  var status: ExitStatus {
    switch diagnostics.first?.code {
    case "store-busy", "lease-taken", "lease-lost": .tryLater
    default: isConfiguration ? .configuration : .failed
    }
  }
}

extension ExitStatus: Comparable {
  /// By how much it matters when several files end differently.
  static func < (lhs: ExitStatus, rhs: ExitStatus) -> Bool { lhs.weight < rhs.weight }

  private var weight: Int {
    switch self {
    case .fine: 0
    case .somethingToDo: 1
    default: 2
    }
  }
}

extension Diagnostic {
  /// Why an import that was not refused ends as failed all the same.
  fileprivate static func nothingUsed(_ report: ImportReport, of shop: ShopID) -> Diagnostic {
    Diagnostic(
      .error, code: "nothing-imported", place: .init(file: report.file),
      reason: LocalizedText(ko: "가져올 수 있는 행이 없습니다.", en: "There is no row that could be used."),
      fix: report.quarantined == 0
        ? LocalizedText(
          ko: "머리글 아래에 행이 있는 파일을 다시 내려받아 주십시오.", en: "Export the file again, with rows below the header.")
        : LocalizedText(
          ko: "이유를 확인하십시오: naru quarantine --shop \(shop)", en: "See why: naru quarantine --shop \(shop)"))
  }

  static func notFound(_ what: String, ko: String, _ id: String) -> Diagnostic {
    Diagnostic(
      .error, code: "not-found",
      reason: LocalizedText(ko: "\(ko) \(id)을(를) 찾을 수 없습니다.", en: "There is no \(what) \(id)."))
  }
}
