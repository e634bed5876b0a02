internal import CCurl
internal import Synchronization

/// Where callers leave orders for the transport's thread, and the multi handle that wakes it.
///
/// The only state that callers and the thread share; all of it is behind one lock, which is held for moments only.
final class CurlInbox: Sendable {
  /// What has come in since the last look.
  struct Orders {
    var submitted: [PendingRequest] = []
    var cancelled: [UInt64] = []
    var stopping = false
  }

  private struct State {
    var multi: UnsafeMutableRawPointer?
    var orders = Orders()
    var lastID: UInt64 = 0
    var closed = false
    var whenClosed: [@Sendable () -> Void] = []

    func wake() {
      if let multi { curl_multi_wakeup(multi) }
    }
  }

  private let state: Mutex<State>

  /// libcurl's process-wide start, once.
  private static let libraryStarted = naru_curl_global_init() == CURLE_OK

  init() throws(HTTPTransportError) {
    guard CurlInbox.libraryStarted, let multi = curl_multi_init() else {
      throw HTTPTransportError(.failed, mayHaveBeenProcessed: false, detail: "libcurl could not be started")
    }
    state = Mutex(State(multi: multi))
  }

  func nextID() -> UInt64 {
    state.withLock { state in
      state.lastID += 1
      return state.lastID
    }
  }

  /// False when the transport is shut down; the request has then been told so.
  func submit(_ request: PendingRequest) -> Bool {
    let accepted = state.withLock { state in
      guard !state.orders.stopping, !state.closed else { return false }
      state.orders.submitted.append(request)
      state.wake()
      return true
    }
    if !accepted {
      request.continuation.resume(returning: .failure(request.error(.shutDown, mayHaveBeenProcessed: false)))
    }
    return accepted
  }

  /// Ends the request with that id, if it is still under way.
  func cancel(_ id: UInt64) {
    state.withLock { state in
      guard !state.closed else { return }
      state.orders.cancelled.append(id)
      state.wake()
    }
  }

  /// Ends everything; `whenDone` is called once nothing is left.
  func stop(whenDone: (@Sendable () -> Void)?) {
    let alreadyClosed = state.withLock { state in
      guard !state.closed else { return true }
      if let whenDone { state.whenClosed.append(whenDone) }
      state.orders.stopping = true
      state.wake()
      return false
    }
    if alreadyClosed { whenDone?() }
  }

  // The rest is for the transport's thread alone.

  /// The orders since the last call.
  func take() -> Orders {
    state.withLock { state in
      let orders = state.orders
      state.orders = Orders(stopping: orders.stopping)
      return orders
    }
  }

  /// Runs `body` with the multi handle, outside the lock: libcurl asks that one thread at a time uses it, and only the
  /// transport's thread calls this.
  func withMulti<Value>(_ body: (UnsafeMutableRawPointer) -> Value) -> Value? {
    let address = state.withLock { state in state.multi.map { UInt(bitPattern: $0) } }
    guard let address, let multi = UnsafeMutableRawPointer(bitPattern: address) else { return nil }
    return body(multi)
  }

  /// Frees the multi handle and tells those who wait for it. Whatever was submitted meanwhile fails.
  func close() {
    let (late, waiters) = state.withLock { state in
      if let multi = state.multi { curl_multi_cleanup(multi) }
      let late = state.orders.submitted
      let waiters = state.whenClosed
      state.multi = nil
      state.closed = true
      state.orders = Orders(stopping: true)
      state.whenClosed = []
      return (late, waiters)
    }
    for request in late {
      request.continuation.resume(returning: .failure(request.error(.shutDown, mayHaveBeenProcessed: false)))
    }
    for waiter in waiters { waiter() }
  }
}
