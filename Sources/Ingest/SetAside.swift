import CommonValues
import Records
import ShopAdapters
import Store
import Synchronization

/// What is set aside of one file, by whoever finds it: the adapter's program, or the workers.
final class SetAside: Sendable {
  let spool: QuarantineSpool
  private let truncated = Atomic(false)

  init(_ store: Store) { spool = QuarantineSpool(directory: store.scratchDirectory) }

  /// Whether the file that the program was given ended within a record.
  var isTruncated: Bool { truncated.load(ordering: .relaxed) }

  /// Hears what a translation sets aside. `kind`: what the rows count as, which nobody knows before they were translated.
  func observer(_ kind: ExportKind, shouldStop: @escaping @Sendable () -> Bool) -> TranslationObserver {
    TranslationObserver(
      diagnostic: { self.spool.add($0, kind, line: $0.place.line ?? 0, raw: "") },
      malformed: { record in
        if record.isTruncated { self.truncated.store(true, ordering: .relaxed) }
        self.spool.add(record.diagnostic, kind, line: record.line, raw: record.text)
      }, shouldStop: shouldStop)
  }
}
