import CommonValues
import Dispatch
import Synchronization

/// Reads, decodes and checks the next pieces of a document on a thread of its own while the caller takes one apart, so that with two
/// cores only the parser's time counts.
///
/// Belongs to one thread at a time, as its reader does. A short document is never read ahead. Giving up on a document waits for the one
/// read that is under way, so that nobody touches the source any more.
final class XMLReadAhead {
  private static let depth = 3

  private let source: XMLSource
  private let line: Line
  private var current: XMLPiece?
  private var hasBegun = false
  private var isOver = false

  init(_ source: XMLSource) {
    self.source = source
    line = Line(source)
  }

  deinit { if hasBegun, !isOver { line.stop() } }

  /// The next piece, valid until the next call; nil at the end.
  func next() throws(Diagnostic) -> ByteSlice? {
    guard !isOver else { return nil }
    if !hasBegun {
      // What was looked at to find the records is there already.
      if !source.needsReading { return try source.next() }
      hasBegun = true
      for _ in 0..<XMLReadAhead.depth { line.fill(XMLPiece()) }
    } else if let current {
      line.fill(current)
    }
    current = nil
    switch line.take() {
    case .piece(let piece):
      current = piece
      return piece.bytes
    case .end:
      isOver = true
      return nil
    case .problem(let problem):
      isOver = true
      throw problem
    }
  }
}

/// What comes of a piece that was to be filled.
private enum Filled {
  case piece(XMLPiece)
  case end
  case problem(Diagnostic)
}

/// Fills pieces in order.
///
/// `@unchecked Sendable` holds because `source` and `isOver` are touched by the jobs of one serial queue alone.
private final class Line: @unchecked Sendable {
  private let source: XMLSource
  private var isOver = false
  private let queue = DispatchQueue(label: "naru.records.xml")
  private let filled = Mutex<[Filled]>([])
  private let arrived = DispatchSemaphore(value: 0)
  private let isStopped = Atomic(false)

  init(_ source: XMLSource) { self.source = source }

  func fill(_ piece: XMLPiece) { queue.async { self.work(piece) } }

  /// The next that is filled, waited for. There is always one to come unless the last was no piece.
  func take() -> Filled {
    arrived.wait()
    return filled.withLock { $0.removeFirst() }
  }

  /// Begins no read any more, and waits for the one that is under way.
  func stop() {
    isStopped.store(true, ordering: .relaxed)
    queue.sync {}
  }

  private func work(_ piece: XMLPiece) {
    guard !isOver, !isStopped.load(ordering: .relaxed) else { return }
    let result: Filled
    do throws(Diagnostic) {
      result = try source.fill(piece) ? .piece(piece) : .end
    } catch {
      result = .problem(error)
    }
    if case .piece = result {} else { isOver = true }
    filled.withLock { $0.append(result) }
    arrived.signal()
  }
}
