import CommonValues

/// The strings of a workbook that its cells share.
final class XLSXStrings {
  private let texts: SpoolBuffer
  private let ends: SpoolBuffer
  private(set) var count = 0

  init(file: String, directory: String?) {
    texts = SpoolBuffer(for: file, in: directory)
    ends = SpoolBuffer(for: file, in: directory)
  }

  func append(_ text: [UInt8]) throws(Diagnostic) {
    var problem: Diagnostic?
    text.withUnsafeBytes { bytes in
      do throws(Diagnostic) { try texts.append(bytes) } catch { problem = error }
    }
    withUnsafeBytes(of: UInt64(texts.count)) { bytes in
      do throws(Diagnostic) { try ends.append(bytes) } catch { problem = error }
    }
    if let problem { throw problem }
    count += 1
  }

  func finish() throws(Diagnostic) {
    try texts.finish()
    try ends.finish()
  }

  /// Calls `body` with a string, if there is one of that number.
  @inline(__always)
  func withString(_ index: Int, _ body: (ByteSlice) -> Void) -> Bool {
    guard index >= 0, index < count else { return false }
    let (start, end) = ends.withBytes { bytes in
      let end = Int(bytes.loadUnaligned(fromByteOffset: index * 8, as: UInt64.self))
      return (index == 0 ? 0 : Int(bytes.loadUnaligned(fromByteOffset: index * 8 - 8, as: UInt64.self)), end)
    }
    texts.withBytes { bytes in
      body(UnsafeRawBufferPointer(rebasing: bytes[start..<end]).assumingMemoryBound(to: UInt8.self))
    }
    return true
  }
}

/// Reads the part with the shared strings.
final class XLSXStringsHandler: XMLHandler {
  private let strings: XLSXStrings
  private let limits: RecordLimits
  private var text: [UInt8] = []
  private var isInText = false
  private var phonetic = 0

  init(_ strings: XLSXStrings, limits: RecordLimits) {
    self.strings = strings
    self.limits = limits
  }

  override func start(_ name: UnsafePointer<UInt8>, _ attributes: XMLAttributes) {
    if XMLName.equals(name, "si") {
      text.removeAll(keepingCapacity: true)
    } else if XMLName.equals(name, "t") {
      isInText = phonetic == 0
    } else if XMLName.equals(name, "rPh") {
      phonetic += 1
    }
  }

  override func text(_ bytes: UnsafePointer<UInt8>, _ count: Int) {
    // What is beyond the longest field makes every row that uses it malformed; it need not be kept.
    guard isInText, text.count <= limits.fieldBytes else { return }
    text.append(contentsOf: ByteSlice(start: bytes, count: count))
  }

  override func end(_ name: UnsafePointer<UInt8>) {
    if XMLName.equals(name, "t") {
      isInText = false
    } else if XMLName.equals(name, "rPh") {
      phonetic -= 1
    } else if XMLName.equals(name, "si") {
      XLSXText.unescape(&text)
      do throws(Diagnostic) { try strings.append(text) } catch { refuse(error) }
    }
  }
}
