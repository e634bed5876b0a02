import Dispatch
import Synchronization

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Asks the disk to write a growing write-ahead log while rows are still being computed, so that the commit has little left to wait for.
///
/// It only moves work forward in time: durability comes from the commit's own sync.
final class WALFlusher: Sendable {
  private let stopped = Atomic<Bool>(false)
  private let done = DispatchSemaphore(value: 0)

  init?(path: String, interval: UInt32 = 100_000) {
    let descriptor = open(path + "-wal", O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return nil }
    DispatchQueue.global(qos: .utility).async { [self] in
      while !stopped.load(ordering: .acquiring) {
        fdatasync(descriptor)
        usleep(interval)
      }
      close(descriptor)
      done.signal()
    }
  }

  /// Ends it and waits until it has ended.
  func stop() {
    stopped.store(true, ordering: .releasing)
    done.wait()
  }
}
