import CommonValues
import Dispatch
import Records
import ShopAdapters
import ShopModel
import Store
import Synchronization

/// The steps of one import, in their order: read, apply, quarantine.
struct ImportPass {
  var report: ImportReport
  private let store: Store
  private var request: ImportRequest
  private let mappings: FormatMappings
  private let file: String
  private var format: RecordFormat
  private let asOf: Timestamp
  private let observer: ImportObserver
  private let lines: [Int: Int]
  private let stage: RecordStage
  private let spool: QuarantineSpool
  private var mapped = 0
  private var isTruncated = false

  /// As many single findings as a report holds.
  static let findingLimit = 200

  /// - Parameters:
  ///   - stage: where the records wait.
  ///   - lines: which line of the original file a line of what is read stands for, where they differ.
  init(
    store: Store, request: ImportRequest, mappings: FormatMappings, format: RecordFormat, stage: RecordStage,
    asOf: Timestamp, observer: ImportObserver, lines: [Int: Int] = [:]
  ) {
    self.store = store
    self.request = request
    self.mappings = mappings
    self.format = format
    self.stage = stage
    self.asOf = asOf
    self.observer = observer
    self.lines = lines
    file = format.file
    spool = QuarantineSpool(directory: store.scratchDirectory)
    report = ImportReport(file: file, kind: mappings.kind, dryRun: request.dryRun, asOf: asOf)
  }

  /// Members or orders.
  var kind: ExportKind { mappings.kind }

  /// How many entries the file leaves in quarantine.
  var entries: Int { spool.counts.entries }

  /// Reads the whole file on several threads. Nothing is stored yet.
  mutating func read(_ reader: any RecordReader, of file: RecordFile, workers count: Int) throws {
    let queue = BlockQueue(reader, of: file, observer: observer)
    let totals = Mutex((rows: 0, mapped: 0, truncated: false))
    let (mappings, format, asOf, stage, spool) = (mappings, format, asOf, stage, spool)
    DispatchQueue.concurrentPerform(iterations: count) { _ in
      let worker: MappingWorker
      do {
        worker = try MappingWorker(
          queue, mappings: mappings, format: format, fileTime: asOf, stage: stage, spool: spool)
      } catch {
        return queue.fail(error)
      }
      worker.run()
      totals.withLock { totals in
        totals.rows += worker.rows
        totals.mapped += worker.mapped
        totals.truncated = totals.truncated || worker.truncated
      }
    }
    try queue.check()
    try spool.check()
    let total = totals.withLock { $0 }
    report.rows = total.rows
    mapped = total.mapped
    isTruncated = total.truncated
    self.format = reader.format
    let unused = try mappings.mapping(reader.format).unusedLabels
    if !unused.isEmpty { report.findings.append(ImportProblem.unusedColumns(self.file, unused)) }
  }

  /// Applies what was staged and, in the same transaction, whatever `finish` stores besides. Of a dry run nothing is kept, and
  /// `finish` is not called.
  mutating func apply(finish: (ImportPass) throws -> Void) throws {
    let complete = request.complete && kind == .members && guardAllowsCompleteness()
    let options = ApplyOptions(
      fileTime: asOf, complete: complete, maxAbsent: request.confirmed ? nil : request.maxAbsent,
      dryRun: request.dryRun)
    let duplicates = DuplicateFindings(file: file, lines: lines)
    let total = Int64(mapped)
    let observer = observer
    let applyObserver = ApplyObserver(
      progress: { observer.progress(.applying(done: Int64($0), total: total)) },
      duplicate: { _, replaced, kept in duplicates.add(replaced: replaced, kept: kept) },
      shouldStop: observer.shouldStop)
    var problem: (any Error)?
    let atEnd: (ApplyCounts) throws -> Void = { counts in
      do {
        take(counts, found: duplicates.findings)
        if !request.dryRun { try finish(self) }
      } catch {
        problem = error
        throw error
      }
    }
    do {
      switch kind {
      case .members:
        _ = try store.applyMembers(
          stage, in: request.shop, rules: request.rules, options: options, observer: applyObserver, finish: atEnd)
      case .orders:
        let combine = orderCombiner()
        _ = try store.applyOrders(
          stage, in: request.shop, rules: request.rules, options: options, observer: applyObserver, finish: atEnd,
          combine: combine)
      }
    } catch {
      // The store knows only its own errors.
      throw problem ?? error
    }
    observer.progress(.applying(done: total, total: total))
  }

  private mutating func take(_ counts: ApplyCounts, found: [Diagnostic]) {
    report.findings += found
    report.records = counts.records - counts.rejected
    report.changed = counts.inserted + counts.changed
    report.unchanged = counts.unchanged
    report.withdrawn = counts.withdrawn
    let spooled = spool.counts
    report.quarantined = spooled.rows
    report.warnings += spooled.fields + counts.duplicates
    if spooled.fields > QuarantineSpool.fieldLimit {
      report.findings.append(
        ImportProblem.fieldsNotKept(
          file, kept: QuarantineSpool.fieldLimit, of: spooled.fields))
    }
    if counts.absentGuardStopped {
      keepAbsent(
        LocalizedText(
          ko: "\(counts.absent)명이 파일에 없어 허용한 비율을 넘습니다.",
          en: "\(counts.absent) are absent, more than is allowed."), canForce: true)
    }
  }

  /// A complete file makes people withdrawn only if it ended properly and next to no row was refused (DESIGN §10).
  private mutating func guardAllowsCompleteness() -> Bool {
    if isTruncated {
      keepAbsent(LocalizedText(ko: "파일이 중간에 끊겼습니다.", en: "the file was cut."), canForce: false)
      return false
    }
    if mapped == 0 {
      keepAbsent(LocalizedText(ko: "파일에 회원이 없습니다.", en: "the file names nobody."), canForce: false)
      return false
    }
    let refused = spool.counts.rows
    if !request.confirmed, refused * 100 > report.rows {
      keepAbsent(
        LocalizedText(ko: "전체 행의 1%가 넘는 행을 읽을 수 없었습니다.", en: "more than 1 % of the rows could not be read."),
        canForce: true)
      return false
    }
    return true
  }

  /// Leaves the absent as they are, because the file alone does not name everybody.
  mutating func keepAbsentOfSeveral() {
    request.complete = false
    keepAbsent(
      LocalizedText(
        ko: "압축 파일에 회원 파일이 둘 이상 있어 하나만으로는 전체 목록인지 알 수 없습니다.",
        en: "the archive holds several files of members, none of which names everybody by itself."), canForce: false)
  }

  private mutating func keepAbsent(_ why: LocalizedText, canForce: Bool) {
    report.absentKept = true
    report.findings.append(ImportProblem.notWithdrawn(file, why, canForce: canForce))
  }

  /// Makes one order of its rows, or leaves it out as a whole because one of them can not be read.
  private func orderCombiner() -> (borrowing RecordGroup, inout FieldRecordWriter) -> Bool {
    var combiner = OrderRowCombiner()
    let (spool, file) = (spool, file)
    return { group, writer in
      var rows: [StagedOrderRow] = []
      rows.reserveCapacity(group.count)
      for index in 0..<group.count { rows.append(StagedOrderRow(group[index].fields)) }
      guard !rows.contains(where: \.isSpoiled) else {
        for index in 0..<group.count where !rows[index].isSpoiled {
          let line = Int(group[index].line)
          spool.add(ImportProblem.spoiledOrder(file, line: line), line: line, raw: rows[index].text)
        }
        return false
      }
      combiner.combine(count: rows.count, row: { rows[$0].fields }, into: &writer)
      let line = Int(group[0].line)
      for warning in combiner.warnings {
        spool.add(warning.diagnostic(file: file, line: line), line: line, raw: rows[0].text)
      }
      return true
    }
  }

  /// Stores what was refused.
  func quarantine(runID: Int64) throws {
    guard entries > 0 else { return }
    var labels: [String] = []
    if format.shape == .table {
      labels = mappings.header(of: format).labels
      labels += [String](repeating: "", count: max(0, format.header.maximumCells - labels.count))
    }
    try store.save(QuarantineSource(labels: labels, sourceTime: asOf), run: runID, in: request.shop)
    try spool.drain { batch in
      try store.quarantine(
        batch.map { entry in
          let line = lines[entry.line] ?? entry.line
          var diagnostic = entry.diagnostic
          diagnostic.place.line = line
          return QuarantinedRow(
            runID: runID, kind: kind.rawValue, file: file, line: line, diagnostic: diagnostic,
            raw: entry.raw)
        }, in: request.shop)
    }
  }
}

/// Collects what there is to say about ids that stand twice.
private final class DuplicateFindings: Sendable {
  private let file: String
  private let lines: [Int: Int]
  private let found = Mutex([Diagnostic]())

  init(file: String, lines: [Int: Int]) {
    self.file = file
    self.lines = lines
  }

  var findings: [Diagnostic] { found.withLock { $0 } }

  func add(replaced: Int64, kept: Int64) {
    found.withLock { found in
      guard found.count < ImportPass.findingLimit else { return }
      found.append(ImportProblem.duplicate(file, replaced: original(replaced), kept: original(kept)))
    }
  }

  private func original(_ line: Int64) -> Int64 { lines[Int(line)].map(Int64.init) ?? line }
}
