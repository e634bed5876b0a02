import CommonValues

/// Makes records of the elements at a path.
final class XMLRecordHandler: XMLHandler {
  private let state: UnsafeMutablePointer<XMLRecordState>
  private let limits: RecordLimits
  private let file: String
  private let path: XMLRecordPath
  private var ready: [RecordBlock] = []

  init(_ path: XMLRecordPath, file: String, options: RecordFileOptions) {
    self.file = file
    self.path = path
    limits = options.limits
    state = .allocate(capacity: 1)
    state.initialize(to: XMLRecordState(path, file: file, options: options))
  }

  deinit {
    state.deinitialize(count: 1)
    state.deallocate()
  }

  var format: RecordFormat { state.pointee.tree.format() }

  override func start(_ name: UnsafePointer<UInt8>, _ attributes: XMLAttributes) {
    guard depth <= limits.depth else {
      return refuse(FileProblem.tooDeep(file, line: line, limit: limits.depth))
    }
    if state.pointee.isOutside {
      if state.pointee.opens(name, depth) {
        state.pointee.begin(depth, line: line)
        state.pointee.take(attributes)
      }
    } else {
      state.pointee.start(name, depth)
      state.pointee.take(attributes)
    }
    if state.pointee.tree.isRefused, let problem = state.pointee.tree.refusal { refuse(problem) }
  }

  override func text(_ bytes: UnsafePointer<UInt8>, _ count: Int) {
    if !state.pointee.isOutside { state.pointee.append(bytes, count) }
  }

  override func end(_ name: UnsafePointer<UInt8>) {
    guard !state.pointee.isOutside else { return }
    if state.pointee.end(depth) {
      while state.pointee.tree.isFull, let block = state.pointee.tree.take() { ready.append(block) }
    }
    if state.pointee.tree.isRefused, let problem = state.pointee.tree.refusal { refuse(problem) }
  }

  /// The next block that is full.
  func takeReady() -> RecordBlock? { ready.isEmpty ? nil : ready.removeFirst() }

  /// The document has ended.
  func finish() throws(Diagnostic) {
    while let block = state.pointee.tree.take() { ready.append(block) }
    if state.pointee.count == 0 { throw FileProblem.noRecords(file, path: path.text) }
  }
}
