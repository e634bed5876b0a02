import HummingbirdCore
import NIOCore
import Synchronization

/// One connection, and what answers the request that came on it last. As an executor it runs on the connection's event loop.
final class RequestConnection: ServerChildChannelValue, TaskExecutor {
  private struct State {
    var task: Task<Void, Never>?
    var isCancelled = false
  }

  let channel: any Channel
  private let state = Mutex(State())
  /// Whether a task is just being made, on the event loop, that is to begin there and then.
  private let isStarting: NIOLoopBoundBox<Bool>

  /// On the channel's event loop.
  init(_ channel: any Channel) {
    self.channel = channel
    isStarting = NIOLoopBoundBox(false, eventLoop: channel.eventLoop)
  }

  /// Answers a request on the event loop, which this is called on: it has begun before this returns, and goes on until it first waits.
  func start(_ body: @escaping @Sendable () async -> Void) {
    isStarting.value = true
    let begun = Task.detached(executorPreference: self, operation: body)
    isStarting.value = false
    keep(begun)
  }

  /// Answers a request elsewhere.
  func startElsewhere(_ body: @escaping @Sendable () async -> Void) { keep(Task.detached(operation: body)) }

  private func keep(_ task: Task<Void, Never>) {
    let isCancelled = state.withLock { state in
      state.task = task
      return state.isCancelled
    }
    if isCancelled { task.cancel() }
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    if channel.eventLoop.inEventLoop, isStarting.value {
      isStarting.value = false
      job.runSynchronously(on: asUnownedTaskExecutor())
    } else {
      channel.eventLoop.execute { job.runSynchronously(on: self.asUnownedTaskExecutor()) }
    }
  }

  /// Returns when the connection is closed and its last request answered. When the task is cancelled, so is the answer.
  func ended() async {
    await withTaskCancellationHandler {
      try? await channel.closeFuture.get()
      await state.withLock { $0.task }?.value
      // The task knows its executor, which is this.
      state.withLock { $0.task = nil }
    } onCancel: {
      channel.close(promise: nil)
      let task = state.withLock { state in
        state.isCancelled = true
        return state.task
      }
      task?.cancel()
    }
  }
}
