import CommonValues

/// Another source's text, converted to UTF-8 by the system's iconv while it is read.
///
/// A code unit that is no part of a character, and a byte left over at the end, become the byte 0xFF, which is never well-formed
/// UTF-8: so only the row that holds it is refused.
final class TranscodingSource: ByteSource {
  var name: String { inner.name }
  /// Unknown, since the text changes its length.
  var size: Int64? { nil }

  private let inner: any ByteSource
  private let converter: Iconv
  private let memory: UnsafeMutableRawBufferPointer
  /// What of `memory` was read and not converted.
  private var pending: UnsafeMutableRawBufferPointer
  private var atEnd = false
  /// How many bytes are passed over when they are no character.
  private let unit: Int

  /// Converts `prefix`, already read from `inner` and without its mark, and then the rest of `inner`.
  convenience init(_ inner: any ByteSource, prefix: ByteSlice, encoding: TextEncoding) throws(Diagnostic) {
    try self.init(inner, prefix: prefix, encoding: encoding.rawValue, unit: encoding.isUTF16 ? 2 : 1)
  }

  /// The same from an encoding by its name, whose smallest piece is of `unit` bytes.
  init(_ inner: any ByteSource, prefix: ByteSlice, encoding: String, unit: Int) throws(Diagnostic) {
    guard let converter = Iconv(from: encoding, to: "UTF-8") else {
      throw FileProblem.noConverter(inner.name, encoding)
    }
    self.unit = unit
    self.inner = inner
    self.converter = converter
    memory = .allocate(byteCount: max(64 << 10, prefix.count), alignment: 64)
    memory.copyBytes(from: prefix)
    pending = UnsafeMutableRawBufferPointer(rebasing: memory[0..<prefix.count])
  }

  deinit { memory.deallocate() }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(Diagnostic) -> Int {
    var output = buffer
    while output.count >= 4 {
      if pending.count < unit, !atEnd { try refill() }
      if pending.isEmpty { break }
      switch converter.convert(&pending, into: &output) {
      case .done, .outputFull: if output.count < buffer.count { return buffer.count - output.count }
      case .illFormed: replace(unit, in: &output)
      case .cut:
        if atEnd { replace(pending.count, in: &output) } else { try refill() }
      }
    }
    return buffer.count - output.count
  }

  private func replace(_ count: Int, in output: inout UnsafeMutableRawBufferPointer) {
    guard !output.isEmpty else { return }
    output[0] = 0xFF
    output = UnsafeMutableRawBufferPointer(rebasing: output[1...])
    pending = UnsafeMutableRawBufferPointer(rebasing: pending[min(count, pending.count)...])
  }

  /// Moves the rest (a few bytes) to the beginning and reads behind it.
  private func refill() throws(Diagnostic) {
    let left = pending.count
    for index in 0..<left { memory[index] = pending[index] }
    let count = try inner.read(into: UnsafeMutableRawBufferPointer(rebasing: memory[left...]))
    if count == 0 { atEnd = true }
    pending = UnsafeMutableRawBufferPointer(rebasing: memory[0..<(left + count)])
  }
}
