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
  private let adapter: any ExportMapping
  private let options: ExportOptions
  private let made: Mutex<[(format: RecordFormat, mapping: FileMapping)]>

  /// Throws what refuses the file.
  init(_ adapter: any ExportMapping, _ format: RecordFormat, _ options: ExportOptions) throws(Diagnostic) {
    let first = try adapter.mapping(for: format.header, options)
    self.adapter = adapter
    kind = first.kind
    var options = options
    options.kind = first.kind
    self.options = options
    made = Mutex([(format, first)])
  }

  /// The mapping of a format. Throws what refuses the file.
  func mapping(_ format: RecordFormat) throws(Diagnostic) -> FileMapping {
    if let known = made.withLock({ made in made.first { $0.format === format }?.mapping }) { return known }
    // Two threads may make the same one at once; either will do.
    let mapping = try adapter.mapping(for: format.header, options)
    made.withLock { made in
      made.append((format, mapping))
      if made.count > FormatMappings.kept { made.removeFirst() }
    }
    return mapping
  }
}
