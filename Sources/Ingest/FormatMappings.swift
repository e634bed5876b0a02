import CommonValues
import Records
import ShopAdapters
import Synchronization

/// How the records of one file become fields, for each header that the file shows: that of a table is one, that of a tree grows.
final class FormatMappings: Sendable {
  /// As many are kept at a time; more would only be of use to a thread that fell far behind.
  private static let kept = 4

  /// What the first header said the file is about; later ones do not change it.
  let kind: ExportKind
  /// Whether files of this kind may name every member.
  var mayBeComplete: Bool { isCanonical || adapter.exportsMayBeComplete }
  /// Whether each record says by itself what it is about.
  let isCanonical: Bool
  /// Whether one thread must map all rows, in the file's order.
  let isSequential: Bool
  private let adapter: any ExportMapping
  private let options: ExportOptions
  private let made: Mutex<[(format: RecordFormat, mapping: FileMapping)]>

  /// Throws what refuses the file.
  init(_ adapter: any ExportMapping, _ format: RecordFormat, _ options: ExportOptions) throws(Diagnostic) {
    let first = try adapter.mapping(for: FormatMappings.header(format, adapter, options.kind), options)
    self.adapter = adapter
    kind = first.kind
    isSequential = first.isSequential
    isCanonical = first.isCanonical
    var options = options
    options.kind = first.kind
    self.options = options
    made = Mutex([(format, first)])
  }

  /// The mapping of a format. Throws what refuses the file.
  func mapping(_ format: RecordFormat) throws(Diagnostic) -> FileMapping {
    if let known = made.withLock({ made in made.first { $0.format === format }?.mapping }) { return known }
    // Two threads may make the same one at once; either will do.
    let mapping = try adapter.mapping(for: header(of: format), options)
    made.withLock { made in
      made.append((format, mapping))
      if made.count > FormatMappings.kept { made.removeFirst() }
    }
    return mapping
  }

  /// The header of a file, or what the adapter says in place of one.
  func header(of format: RecordFormat) -> RecordHeader { FormatMappings.header(format, adapter, kind) }

  private static func header(_ format: RecordFormat, _ adapter: any ExportMapping, _ kind: ExportKind?) -> RecordHeader
  {
    guard format.shape == .table, format.header.labels.isEmpty,
      case .none(let labels) = adapter.layout(for: kind).header
    else { return format.header }
    return RecordHeader(cells: labels, line: nil)
  }
}
