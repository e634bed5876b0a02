import CommonValues

/// Bytes that are appended and then read in any order: in memory while they are few, else in a temporary file.
final class SpoolBuffer {
  private static let pieceBytes = 1 << 20
  private let name: String
  private let directory: String?
  private var memory: [UInt8] = []
  private var file: SpoolFile?
  private var map: UnsafeRawBufferPointer?

  init(for name: String, in directory: String?) {
    self.name = name
    self.directory = directory
  }

  deinit { if let map { SpoolFile.unmap(map) } }

  private(set) var count = 0

  func append(_ bytes: UnsafeRawBufferPointer) throws(Diagnostic) {
    memory.append(contentsOf: bytes)
    count += bytes.count
    if memory.count >= SpoolBuffer.pieceBytes { try flush() }
  }

  private func flush() throws(Diagnostic) {
    let target: SpoolFile
    if let file {
      target = file
    } else {
      target = try SpoolFile(for: name, in: directory)
      file = target
    }
    var problem: Diagnostic?
    memory.withUnsafeBytes { bytes in
      do throws(Diagnostic) { try target.append(bytes) } catch { problem = error }
    }
    if let problem { throw problem }
    memory.removeAll(keepingCapacity: true)
  }

  /// Nothing more will be appended.
  func finish() throws(Diagnostic) {
    guard let file else { return }
    try flush()
    memory = []
    map = try file.mapped()
  }

  /// Calls `body` with all bytes.
  @inline(__always)
  func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    if let map { return body(map) }
    return memory.withUnsafeBytes(body)
  }
}
