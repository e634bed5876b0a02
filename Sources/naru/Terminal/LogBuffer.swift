import Dispatch
import Synchronization

/// Gathers the lines of a log and writes many by one system call, away from those who have something to say.
///
/// A line is written at most 20 ms after it was said, one that is urgent at once, in their order. When ``limit`` bytes wait, because
/// nobody reads, whoever says more waits for the reader: no line is dropped. Only the sudden end of the process loses what waits.
final class LogBuffer: OutputSink {
  private struct State {
    var waiting: [UInt8] = []
    /// Memory of what was written, for what comes next.
    var spare: [UInt8] = []
    /// Whether somebody is going to write.
    var isScheduled = false
    var isClosed = false
  }

  /// Bytes of memory that are kept for what comes next: hardly ever are more written at a time.
  private static let kept = 1 << 20

  /// Bytes that may wait.
  private let limit: Int
  private let sink: any OutputSink
  private let state = Mutex(State())
  private let queue = DispatchQueue(label: "naru.log")

  init(_ sink: any OutputSink, limit: Int = 4 << 20) {
    self.sink = sink
    self.limit = limit
  }

  func write(_ text: String) { write(bytes: Array(text.utf8), isUrgent: false) }

  func write(bytes: [UInt8], isUrgent: Bool) {
    let (isFull, starts) = state.withLock { state in
      state.waiting += bytes
      defer { state.isScheduled = true }
      return (state.waiting.count >= limit || state.isClosed, !state.isScheduled)
    }
    if isFull {
      queue.sync { empty() }
    } else if isUrgent {
      queue.async { self.empty() }
    } else if starts {
      queue.asyncAfter(deadline: .now() + .milliseconds(20)) { self.empty() }
    }
  }

  /// Writes what waits, and from now on each line as it comes.
  func close() {
    state.withLock { $0.isClosed = true }
    queue.sync { empty() }
  }

  private func empty() {
    var bytes = state.withLock { state in
      let waiting = state.waiting
      state.waiting = state.spare
      state.spare = []
      state.isScheduled = false
      return waiting
    }
    guard !bytes.isEmpty else { return }
    sink.write(bytes: bytes, isUrgent: true)
    bytes.removeAll(keepingCapacity: bytes.count <= LogBuffer.kept)
    state.withLock { $0.spare = bytes }
  }
}
