import CommonValues

/// Finds which element of a document is repeated as its record, from the document's beginning.
final class XMLOutline: XMLHandler {
  /// An element by its path.
  private struct Kind {
    let names: [String]
    let parent: Int?
    var count = 0
    var hasAttributes = false
    var hasLeafChildren = false
    var hasChildren = false
  }

  private static let kindLimit = 2_000
  private var kinds: [Kind] = []
  private var numbers: [String: Int] = [:]
  private var open: [Int?] = []
  private let limits: RecordLimits
  private let file: String

  private init(file: String, limits: RecordLimits) {
    self.file = file
    self.limits = limits
  }

  /// The path of the records of a document that begins with `window`; throws when nothing looks like them, or the document is none.
  static func recordPath(
    _ window: [[UInt8]], file: String, options: RecordFileOptions
  ) throws(Diagnostic) -> XMLRecordPath {
    let outline = XMLOutline(file: file, limits: options.limits)
    let parser = try XMLParser(outline, file: file, limits: options.limits)
    for piece in window {
      var problem: Diagnostic?
      piece.withUnsafeBufferPointer { bytes in
        do throws(Diagnostic) { try parser.feed(bytes) } catch { problem = error }
      }
      if let problem { throw problem }
    }
    guard let best = outline.best(options.headerScore) else { throw FileProblem.noRecords(file, path: nil) }
    return XMLRecordPath(whole: outline.kinds[best].names)
  }

  override func start(_ name: UnsafePointer<UInt8>, _ attributes: XMLAttributes) {
    guard depth <= limits.depth else {
      return refuse(FileProblem.tooDeep(file, line: line, limit: limits.depth))
    }
    let parent = open.last ?? nil
    let text = String(decoding: XMLName.bytes(name), as: UTF8.self)
    let key = "\(parent ?? -1) \(text)"
    var number = numbers[key]
    if number == nil, open.isEmpty || parent != nil, kinds.count < XMLOutline.kindLimit {
      number = kinds.count
      kinds.append(Kind(names: (parent.map { kinds[$0].names } ?? []) + [text], parent: parent))
      numbers[key] = number
    }
    if let number {
      kinds[number].count += 1
      if attributes.count > 0 { kinds[number].hasAttributes = true }
    }
    if let parent { kinds[parent].hasChildren = true }
    open.append(number)
  }

  override func end(_ name: UnsafePointer<UInt8>) {
    guard let last = open.popLast(), let number = last, let parent = kinds[number].parent else { return }
    if !kinds[number].hasChildren { kinds[parent].hasLeafChildren = true }
  }

  private func best(_ score: (([String]) -> Int)?) -> Int? {
    let candidates = kinds.indices.filter { kinds[$0].hasChildren || kinds[$0].hasAttributes }
    let named = candidates.filter { kinds[$0].names.last == "member" || kinds[$0].names.last == "order" }
    if let first = least(named, score) { return first }
    let repeated = candidates.filter { kinds[$0].count > 1 }
    if let first = least(repeated, score) { return first }
    // One record only, or none repeated within the beginning.
    let single = candidates.filter {
      kinds[$0].names.count > 1 && (kinds[$0].hasLeafChildren || kinds[$0].hasAttributes)
    }
    return least(single, score) ?? candidates.first { kinds[$0].hasLeafChildren }
  }

  /// The least deep; of several the one with the most labels that are known, then the most frequent, then the first.
  private func least(_ candidates: [Int], _ score: (([String]) -> Int)?) -> Int? {
    guard let depth = candidates.map({ kinds[$0].names.count }).min() else { return nil }
    let level = candidates.filter { kinds[$0].names.count == depth }
    guard level.count > 1 else { return level.first }
    return level.max {
      (score?(labels($0)) ?? 0, kinds[$0].count, -$0) < (score?(labels($1)) ?? 0, kinds[$1].count, -$1)
    }
  }

  /// The paths of what stands within an element of a kind.
  private func labels(_ kind: Int) -> [String] {
    let names = kinds[kind].names
    return kinds.filter { $0.names.count > names.count && $0.names.starts(with: names) && !$0.hasChildren }
      .map { $0.names.dropFirst(names.count).joined(separator: ".") }
  }
}
