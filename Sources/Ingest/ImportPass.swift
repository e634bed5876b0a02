import CommonValues
import Dispatch
import Records
import ShopAdapters
import ShopModel
import Store
import Synchronization

/// The steps of one import, in their order: read, apply, quarantine.
struct ImportPass {
  /// The number of the run; 0 for a dry run.
  var runID: Int64 = 0 {
    didSet { for kind in ExportKind.allCases { found[kind]?.runID = runID } }
  }
  /// What messages call the file.
  let file: String
  private let store: Store
  private var request: ImportRequest
  private let mappings: FormatMappings
  private var format: RecordFormat
  private let asOf: Timestamp
  private let observer: ImportObserver
  private let lines: [Int: Int]
  private let stages: ImportStages
  private let setAside: SetAside
  private var found: [ExportKind: ImportReport] = [:]
  private var mapped = KindCounts()
  private var isTruncated = false
  private var applied: Int64 = 0
  /// What was thrown within the store's transaction: the store knows only its own errors.
  private var problem: (any Error)?

  /// As many single findings as a report holds.
  static let findingLimit = 200

  /// - Parameters:
  ///   - stages: where the records wait.
  ///   - setAside: what was set aside before the records came.
  ///   - lines: which line of the original file a line of what is read stands for, where they differ.
  init(
    store: Store, request: ImportRequest, mappings: FormatMappings, format: RecordFormat, stages: ImportStages,
    asOf: Timestamp, observer: ImportObserver, setAside: SetAside? = nil, lines: [Int: Int] = [:]
  ) {
    self.store = store
    self.request = request
    self.mappings = mappings
    self.format = format
    self.stages = stages
    self.asOf = asOf
    self.observer = observer
    self.lines = lines
    file = format.file
    self.setAside = setAside ?? SetAside(store)
    for kind in ExportKind.allCases {
      found[kind] = ImportReport(file: file, kind: kind, dryRun: request.dryRun, asOf: asOf)
    }
  }

  private var spool: QuarantineSpool { setAside.spool }

  /// What the file is about: one kind, or of canonical JSON whichever it has.
  var kinds: [ExportKind] {
    guard format.shape == .tree else { return [mappings.kind] }
    let kinds = ExportKind.allCases.filter { (found[$0]?.rows ?? 0) > 0 || spool.counts($0).rows > 0 }
    return kinds.isEmpty ? [mappings.kind] : kinds
  }

  /// Whether there are members in the file.
  var hasMembers: Bool { kinds.contains(.members) }

  /// One report for each of ``kinds``.
  var reports: [ImportReport] { kinds.map { found[$0] ?? empty($0) } }

  /// How many entries the file leaves in quarantine.
  var entries: Int { spool.entries }

  private func empty(_ kind: ExportKind) -> ImportReport {
    ImportReport(file: file, kind: kind, dryRun: request.dryRun, asOf: asOf)
  }

  private mutating func change(_ kind: ExportKind, _ body: (inout ImportReport) -> Void) {
    var report = found[kind] ?? empty(kind)
    body(&report)
    found[kind] = report
  }

  /// Reads the whole file on several threads. Nothing is stored yet.
  mutating func read(_ reader: any RecordReader, of file: RecordFile, workers count: Int) throws {
    let queue = BlockQueue(reader, of: file, observer: observer)
    let totals = Mutex((rows: KindCounts(), mapped: KindCounts(), truncated: false))
    let (mappings, format, asOf, stages, spool) = (mappings, format, asOf, stages, spool)
    DispatchQueue.concurrentPerform(iterations: count) { _ in
      let worker: MappingWorker
      do {
        worker = try MappingWorker(
          queue, mappings: mappings, format: format, fileTime: asOf, stages: stages, spool: spool)
      } catch {
        return queue.fail(error)
      }
      worker.run()
      totals.withLock { totals in
        totals.rows.add(worker.rows)
        totals.mapped.add(worker.mapped)
        totals.truncated = totals.truncated || worker.truncated
      }
    }
    try queue.check()
    try spool.check()
    let total = totals.withLock { $0 }
    for kind in ExportKind.allCases { change(kind) { $0.rows = total.rows[kind] } }
    mapped = total.mapped
    isTruncated = total.truncated || setAside.isTruncated
    self.format = reader.format
    let unused = try mappings.mapping(reader.format).unusedLabels
    if !unused.isEmpty {
      let finding = ImportProblem.unusedColumns(self.file, unused)
      change(kinds[0]) { $0.findings.append(finding) }
    }
  }

  /// Applies what was staged and, in the same transaction, whatever `finish` stores besides. Of a dry run nothing is kept, and
  /// `finish` is not called.
  mutating func apply(finish: (ImportPass) throws -> Void) throws {
    let complete = request.complete && hasMembers && guardAllowsCompleteness()
    let options = ApplyOptions(
      fileTime: asOf, complete: complete, maxAbsent: request.confirmed ? nil : request.maxAbsent,
      dryRun: request.dryRun)
    let primary = ImportStages.Lane(kinds[0])
    let lanes = ImportStages.Lane.allCases.filter { $0 == primary || stages[$0].count > 0 }
    do {
      try apply(lanes, options, finish)
    } catch {
      throw problem ?? error
    }
    for kind in kinds { countSetAside(kind) }
    let total = Int64(mapped.total)
    observer.progress(.applying(done: total, total: total))
  }

  /// Applies the first lane and, within its transaction, the others.
  private mutating func apply(
    _ lanes: [ImportStages.Lane], _ options: ApplyOptions, _ finish: (ImportPass) throws -> Void
  ) throws {
    guard let lane = lanes.first else {
      for kind in kinds { countSetAside(kind) }
      if !request.dryRun { try finish(self) }
      return
    }
    let duplicates = DuplicateFindings(file: file, lines: lines)
    let (observer, before, total) = (observer, applied, Int64(mapped.total))
    let applyObserver = ApplyObserver(
      progress: { observer.progress(.applying(done: before + Int64($0), total: total)) },
      duplicate: { _, replaced, kept in duplicates.add(replaced: replaced, kept: kept) },
      shouldStop: observer.shouldStop)
    var own = options
    own.complete = options.complete && lane == .members
    let atEnd: (ApplyCounts) throws -> Void = { counts in
      do {
        take(counts, lane, found: duplicates.findings)
        try apply(Array(lanes.dropFirst()), options, finish)
      } catch {
        if problem == nil { problem = error }
        throw error
      }
    }
    switch lane {
    case .members, .withdrawals:
      _ = try store.applyMembers(
        stages[lane], in: request.shop, rules: request.rules, options: own, observer: applyObserver, finish: atEnd)
    case .orders:
      let combine = orderCombiner()
      _ = try store.applyOrders(
        stages[lane], in: request.shop, rules: request.rules, options: own, observer: applyObserver, finish: atEnd,
        combine: combine)
    }
  }

  private mutating func take(_ counts: ApplyCounts, _ lane: ImportStages.Lane, found findings: [Diagnostic]) {
    applied += Int64(counts.records + counts.duplicates)
    change(lane.kind) { report in
      report.findings += findings
      report.records += counts.records - counts.rejected
      report.changed += counts.inserted + counts.changed
      report.unchanged += counts.unchanged
      report.withdrawn += counts.withdrawn
      report.warnings += counts.duplicates
    }
    if counts.absentGuardStopped {
      keepAbsent(
        LocalizedText(
          ko: "\(counts.absent)명이 파일에 없어 허용한 비율을 넘습니다.",
          en: "\(counts.absent) are absent, more than is allowed."), canForce: true)
    }
  }

  /// Counts what stands in the spool, once.
  private mutating func countSetAside(_ kind: ExportKind) {
    let (file, spooled) = (file, spool.counts(kind))
    change(kind) { report in
      report.warnings += spooled.fields - report.fieldsLeftOut
      report.fieldsLeftOut = spooled.fields
      report.quarantined = spooled.rows
      guard spooled.fields > QuarantineSpool.fieldLimit,
        !report.findings.contains(where: { $0.code == "field-notes-not-kept" })
      else { return }
      report.findings.append(
        ImportProblem.fieldsNotKept(file, kept: QuarantineSpool.fieldLimit, of: spooled.fields))
    }
  }

  /// A complete file makes people withdrawn only if it ended properly and next to no row was refused (DESIGN §10).
  private mutating func guardAllowsCompleteness() -> Bool {
    if !mappings.mayBeComplete {
      keepAbsent(
        LocalizedText(
          ko: "이 플랫폼의 파일에는 전체 회원이 들어 있지 않습니다.", en: "this platform's exports never hold every member."),
        canForce: false)
      return false
    }
    if isTruncated {
      keepAbsent(LocalizedText(ko: "파일이 중간에 끊겼습니다.", en: "the file was cut."), canForce: false)
      return false
    }
    if stages.members.count == 0 {
      keepAbsent(LocalizedText(ko: "파일에 회원이 없습니다.", en: "the file names nobody."), canForce: false)
      return false
    }
    let refused = ExportKind.allCases.reduce(0) { $0 + spool.counts($1).rows }
    if !request.confirmed, refused * 100 > reports.reduce(0, { $0 + $1.rows }) {
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
    let finding = ImportProblem.notWithdrawn(file, why, canForce: canForce)
    change(.members) { report in
      report.absentKept = true
      report.findings.append(finding)
    }
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
          spool.add(ImportProblem.spoiledOrder(file, line: line), .orders, line: line, raw: rows[index].text)
        }
        return false
      }
      combiner.combine(count: rows.count, row: { rows[$0].fields }, into: &writer)
      let line = Int(group[0].line)
      for warning in combiner.warnings {
        spool.add(warning.diagnostic(file: file, line: line), .orders, line: line, raw: rows[0].text)
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
            runID: runID, kind: entry.kind.rawValue, file: file, line: line, diagnostic: diagnostic, raw: entry.raw)
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
