import CommonValues

/// The parts of a workbook besides the sheet's rows.
final class XLSXPackage {
  /// What the workbook says about the sheet that is read.
  struct Book {
    var sheetPart = ""
    var sharedStringsPart: String?
    var stylesPart: String?
    var is1904 = false
  }

  private let archive: ZipArchive
  private let limits: RecordLimits
  private var parts: [String: ZipArchive.Entry] = [:]

  init(_ archive: ZipArchive, limits: RecordLimits) {
    self.archive = archive
    self.limits = limits
    // Names of parts are compared without case (ECMA-376, part 2). Of two alike the first counts.
    for entry in archive.entries {
      let key = XLSXPackage.key(entry.name)
      if parts[key] == nil { parts[key] = entry }
    }
  }

  private static func key(_ name: String) -> String {
    let plain = name.hasPrefix("/") ? String(name.dropFirst()) : name
    return plain.replacing("\\", with: "/").lowercased()
  }

  func part(_ name: String) throws(Diagnostic) -> any ByteSource {
    guard let entry = parts[XLSXPackage.key(name)] else { throw FileProblem.badWorkbook(archive.file) }
    return try archive.open(entry)
  }

  private func read(_ name: String, _ handler: XMLHandler) throws(Diagnostic) {
    let source = try XMLSource(part(name), encoding: nil, limit: limits.fileBytes)
    let parser = try XMLParser(handler, file: archive.file, limits: limits)
    while let piece = try source.next() { try parser.feed(piece) }
    try parser.finish()
  }

  func workbook(sheet: String?) throws(Diagnostic) -> Book {
    let root = XLSXRelations()
    try read("_rels/.rels", root)
    guard let main = root.target(ofType: "/officeDocument") else { throw FileProblem.badWorkbook(archive.file) }
    let mainPart = XLSXPackage.resolve(main, from: "")
    guard !mainPart.lowercased().hasSuffix(".bin") else { throw FileProblem.badWorkbook(archive.file) }
    let book = XLSXBookHandler()
    try read(mainPart, book)
    let slash = mainPart.lastIndex(of: "/").map { mainPart.index(after: $0) } ?? mainPart.startIndex
    let relations = XLSXRelations()
    try read("\(mainPart[..<slash])_rels/\(mainPart[slash...]).rels", relations)
    let names = book.sheets.map(\.name)
    let found =
      sheet.map { wanted in book.sheets.first { $0.name == wanted } }
      ?? book.sheets.first { !$0.isHidden } ?? book.sheets.first
    guard let found else { throw FileProblem.noSheet(archive.file, sheet, names) }
    guard let target = relations.targets[found.relation] else { throw FileProblem.badWorkbook(archive.file) }
    let folder = String(mainPart[..<slash])
    var result = Book(sheetPart: XLSXPackage.resolve(target, from: folder), is1904: book.is1904)
    result.sharedStringsPart = relations.target(ofType: "/sharedStrings").map { XLSXPackage.resolve($0, from: folder) }
    result.stylesPart = relations.target(ofType: "/styles").map { XLSXPackage.resolve($0, from: folder) }
    return result
  }

  func sharedStrings(_ book: Book, directory: String?) throws(Diagnostic) -> XLSXStrings {
    let strings = XLSXStrings(file: archive.file, directory: directory)
    if let part = book.sharedStringsPart, parts[XLSXPackage.key(part)] != nil {
      let handler = XLSXStringsHandler(strings, limits: limits)
      try read(part, handler)
    }
    try strings.finish()
    return strings
  }

  func styles(_ book: Book) throws(Diagnostic) -> [XLSXNumber.Style] {
    guard let part = book.stylesPart, parts[XLSXPackage.key(part)] != nil else { return [] }
    let handler = XLSXStylesHandler()
    try read(part, handler)
    return handler.styles
  }

  /// The name of a part that a relation of another names.
  private static func resolve(_ target: String, from folder: String) -> String {
    if target.hasPrefix("/") { return String(target.dropFirst()) }
    var path = folder.split(separator: "/").map(String.init)
    for step in target.split(separator: "/") {
      if step == ".." { _ = path.popLast() } else if step != "." { path.append(String(step)) }
    }
    return path.joined(separator: "/")
  }
}

/// What a part is related to.
private final class XLSXRelations: XMLHandler {
  private(set) var targets: [String: String] = [:]
  private var types: [(type: String, target: String)] = []

  func target(ofType suffix: String) -> String? { types.first { $0.type.hasSuffix(suffix) }?.target }

  override func start(_ name: UnsafePointer<UInt8>, _ attributes: XMLAttributes) {
    guard XMLName.equals(name, "Relationship"), let target = attributes.string("Target"),
      attributes.string("TargetMode") != "External"
    else { return }
    if let id = attributes.string("Id") { targets[id] = target }
    types.append((attributes.string("Type") ?? "", target))
  }
}

/// The list of sheets.
private final class XLSXBookHandler: XMLHandler {
  struct Sheet {
    let name: String
    let relation: String
    let isHidden: Bool
  }

  private(set) var sheets: [Sheet] = []
  private(set) var is1904 = false

  override func start(_ name: UnsafePointer<UInt8>, _ attributes: XMLAttributes) {
    if XMLName.equals(name, "workbookPr") {
      let value = attributes.string("date1904")
      is1904 = value == "1" || value == "true"
    } else if XMLName.equals(name, "sheet"), let title = attributes.string("name") {
      // `id` is that of the relation; the sheet's own is `sheetId`.
      sheets.append(
        Sheet(
          name: title, relation: attributes.string("id") ?? "",
          isHidden: attributes.string("state").map { $0 != "visible" } ?? false))
    }
  }
}

/// The styles of cells.
private final class XLSXStylesHandler: XMLHandler {
  private(set) var styles: [XLSXNumber.Style] = []
  private var formats: [Int: XLSXNumber.Style] = [:]
  private var isInCellFormats = false

  override func start(_ name: UnsafePointer<UInt8>, _ attributes: XMLAttributes) {
    if XMLName.equals(name, "numFmt") {
      if let id = attributes.string("numFmtId").flatMap({ Int($0) }), let code = attributes.string("formatCode") {
        formats[id] = XLSXNumber.Style(code: code)
      }
    } else if XMLName.equals(name, "cellXfs") {
      isInCellFormats = true
    } else if isInCellFormats, XMLName.equals(name, "xf") {
      let id = attributes.string("numFmtId").flatMap { Int($0) } ?? 0
      styles.append(formats[id] ?? XLSXNumber.Style(builtIn: id))
    }
  }

  override func end(_ name: UnsafePointer<UInt8>) {
    if XMLName.equals(name, "cellXfs") { isInCellFormats = false }
  }
}
