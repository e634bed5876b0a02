import CommonValues

/// A piece of a document, in memory that is used for one after another.
///
/// `@unchecked Sendable` holds because a piece is with one thread at a time: it is filled by whoever reads, handed over, and handed back.
final class XMLPiece: @unchecked Sendable {
  /// How much is read at once.
  static let size = 64 << 10
  /// Zero bytes before the text, so that looking back needs no question.
  private static let lead = 16

  /// The bytes as they are for the parser.
  private(set) var bytes: ByteSlice
  private let memory: UnsafeMutablePointer<UInt8>
  /// Where text goes in which something was replaced; most documents never need it.
  private var repaired: UnsafeMutablePointer<UInt8>?

  init() {
    memory = .allocate(capacity: XMLPiece.lead + XMLPiece.size + BlockPool.padding)
    memory.initialize(repeating: 0, count: XMLPiece.lead + XMLPiece.size + BlockPool.padding)
    bytes = ByteSlice(start: nil, count: 0)
  }

  deinit {
    memory.deallocate()
    repaired?.deallocate()
  }

  /// Where to read to.
  var room: UnsafeMutableRawBufferPointer {
    UnsafeMutableRawBufferPointer(start: memory + XMLPiece.lead, count: XMLPiece.size)
  }

  /// Takes what was read already once.
  func copy(_ text: [UInt8]) {
    if repaired == nil { repaired = .allocate(capacity: 4 * XMLPiece.size + BlockPool.padding) }
    guard let repaired else { return }
    for index in text.indices { repaired[index] = text[index] }
    bytes = ByteSlice(start: repaired, count: text.count)
  }

  /// Makes ``bytes`` of the first `count` bytes of ``room``, and hands back the ones at their end that only begin a character.
  ///
  /// What is no character becomes ``XMLCharacters/marker``; where nothing is, nothing is copied.
  func settle(_ count: Int, isLast: Bool) -> UnsafeRawBufferPointer {
    let raw = memory + XMLPiece.lead
    (raw + count).update(repeating: 0, count: 8)
    var position = 0
    var end = count
    var copied = 0
    var written = 0
    while position < end {
      position = XMLCharacters.pass(raw, from: position, to: end)
      // One by one, over more than what made the fast way stop.
      let stop = min(end, position + 128)
      while position < stop {
        let length = XMLCharacters.length(at: raw + position)
        if length > 0 {
          position += length
        } else if !isLast, XMLCharacters.isCut(raw, position, count) {
          end = position
          break
        } else {
          written = keep(raw, copied..<position, at: written)
          written = mark(at: written)
          position += 1
          copied = position
        }
      }
    }
    if copied == 0 {
      bytes = ByteSlice(start: raw, count: end)
    } else {
      written = keep(raw, copied..<end, at: written)
      bytes = ByteSlice(start: repaired, count: written)
    }
    return UnsafeRawBufferPointer(start: raw + end, count: count - end)
  }

  private func keep(_ raw: UnsafePointer<UInt8>, _ range: Range<Int>, at place: Int) -> Int {
    if repaired == nil { repaired = .allocate(capacity: 4 * XMLPiece.size + BlockPool.padding) }
    guard let repaired else { return place }
    (repaired + place).update(from: raw + range.lowerBound, count: range.count)
    return place + range.count
  }

  private func mark(at place: Int) -> Int {
    guard let repaired else { return place }
    for (index, byte) in XMLCharacters.marker.enumerated() { repaired[place + index] = byte }
    return place + XMLCharacters.marker.count
  }
}
