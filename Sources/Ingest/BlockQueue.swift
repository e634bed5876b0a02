import CommonValues
import Records
import Synchronization

/// Hands the blocks of a file to several threads, one after another.
///
/// Sendable although reader and file are not: they are touched only while `state` is locked.
final class BlockQueue: @unchecked Sendable {
  private struct State {
    var isAtEnd = false
    var problem: (any Error)?
  }

  private let reader: any RecordReader
  private let file: RecordFile
  private let state = Mutex(State())
  private let observer: ImportObserver

  /// - Parameter file: what the reader is of, for showing how far it is.
  init(_ reader: any RecordReader, of file: RecordFile, observer: ImportObserver) {
    self.reader = reader
    self.file = file
    self.observer = observer
  }

  /// The next block; nil at the end, and for everybody once anything went wrong.
  func next() -> RecordBlock? {
    state.withLock { state in
      guard !state.isAtEnd else { return nil }
      do {
        if observer.shouldStop() { throw CancellationError() }
        if let block = try reader.nextBlock() {
          observer.progress(.reading(done: file.bytesRead, total: file.byteCount))
          return block
        }
      } catch {
        state.problem = error
      }
      state.isAtEnd = true
      return nil
    }
  }

  /// Ends the reading because a worker can not go on.
  func fail(_ error: any Error) {
    state.withLock { state in
      state.isAtEnd = true
      if state.problem == nil { state.problem = error }
    }
  }

  /// Throws what went wrong, if anything did.
  func check() throws {
    if let problem = state.withLock({ $0.problem }) { throw problem }
  }
}
