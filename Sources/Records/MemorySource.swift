public import CommonValues

/// Bytes that are in memory.
public final class MemorySource: ByteSource {
  public let name: String
  public var size: Int64? { Int64(bytes.count) }
  private let bytes: [UInt8]
  private let piece: Int
  private var position = 0

  /// A source of `bytes`. With `piece`, a single read gives no more than so many bytes.
  public init(_ bytes: [UInt8], name: String = "-", piece: Int = .max) {
    self.bytes = bytes
    self.name = name
    self.piece = max(1, piece)
  }

  /// A source of the UTF-8 bytes of `text`.
  public convenience init(_ text: String, name: String = "-") {
    self.init(Array(text.utf8), name: name)
  }

  public func read(into buffer: UnsafeMutableRawBufferPointer) throws(Diagnostic) -> Int {
    let count = min(buffer.count, bytes.count - position, piece)
    buffer.copyBytes(from: bytes[position..<(position + count)])
    position += count
    return count
  }

  /// Reads from anywhere, whatever was read before.
  func read(at offset: Int64, into buffer: UnsafeMutableRawBufferPointer) throws(Diagnostic) -> Int {
    let start = min(bytes.count, max(0, Int(offset)))
    let count = min(buffer.count, bytes.count - start, piece)
    buffer.copyBytes(from: bytes[start..<(start + count)])
    return count
  }
}
