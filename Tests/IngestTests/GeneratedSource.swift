import CommonValues
import Records

/// A file that is made while it is read: a beginning, then so many times a piece.
final class GeneratedSource: ByteSource {
  let name: String
  let size: Int64?
  private var pending: [UInt8]
  private var position = 0
  private var index = 0
  private let count: Int
  private let piece: (Int) -> [UInt8]

  /// `piece` makes the bytes of each of `count` pieces, from 0.
  init(
    _ start: String, count: Int, name: String = "generated.csv", size: Int64? = nil, piece: @escaping (Int) -> [UInt8]
  ) {
    self.name = name
    self.size = size
    self.count = count
    self.piece = piece
    pending = Array(start.utf8)
  }

  func read(into buffer: UnsafeMutableRawBufferPointer) throws(Diagnostic) -> Int {
    var written = 0
    while written < buffer.count {
      if position == pending.count {
        guard index < count else { break }
        pending = piece(index)
        index += 1
        position = 0
      }
      let length = min(buffer.count - written, pending.count - position)
      UnsafeMutableRawBufferPointer(rebasing: buffer[written..<written + length])
        .copyBytes(from: pending[position..<position + length])
      position += length
      written += length
    }
    return written
  }
}
