internal import CCurl

/// The transport's thread: takes orders, drives libcurl, tells results. Lives and dies on that one thread.
final class CurlLoop {
  private let inbox: CurlInbox
  private let configuration: CurlTransport.Configuration
  private let report: TransportReport
  private var gate: HostGate<PendingRequest>
  private var transfers: [UInt64: CurlTransfer] = [:]
  private var idOfHandle: [UnsafeMutableRawPointer: UInt64] = [:]
  /// No request in line has an earlier deadline.
  private var earliestDeadline: ContinuousClock.Instant?

  init(inbox: CurlInbox, configuration: CurlTransport.Configuration, report: TransportReport) {
    self.inbox = inbox
    self.configuration = configuration
    self.report = report
    gate = HostGate(limit: configuration.connectionsPerHost)
  }

  /// Returns when the transport is shut down and everything freed.
  func run() {
    inbox.withMulti { multi in
      _ = naru_curl_multi_set_long(multi, CURLMOPT_MAXCONNECTS, configuration.idleConnections)
      while turn(multi) {}
      failAll(multi)
    }
    inbox.close()
  }

  /// One round; false when it was the last.
  private func turn(_ multi: UnsafeMutableRawPointer) -> Bool {
    let orders = inbox.take()
    for request in orders.submitted { arrive(request, multi) }
    for id in orders.cancelled { cancel(id, multi) }
    if orders.stopping { return false }
    expireWaiting()
    var running: Int32 = 0
    guard curl_multi_perform(multi, &running) == CURLM_OK else { return stopTaking() }
    if readFinished(multi) { return true }
    return curl_multi_poll(multi, nil, 0, pollTimeout(), nil) == CURLM_OK ? true : stopTaking()
  }

  /// libcurl itself failed: whoever asks from here on must not wait for an answer.
  private func stopTaking() -> Bool {
    inbox.stop(whenDone: nil)
    return false
  }

  // MARK: Starting

  private func arrive(_ request: PendingRequest, _ multi: UnsafeMutableRawPointer) {
    if gate.admit(request, to: request.checked.origin) {
      start(request, multi)
    } else {
      earliestDeadline = min(earliestDeadline ?? request.deadline, request.deadline)
    }
  }

  /// Starts a request that the gate let in, or ends it and goes on to the next in line.
  private func start(_ request: PendingRequest, _ multi: UnsafeMutableRawPointer) {
    var candidate: PendingRequest? = request
    while let next = candidate {
      let transfer: CurlTransfer
      do throws(HTTPTransportError) {
        transfer = try CurlTransfer(next, configuration, now: .now)
      } catch {
        candidate = finish(next, .failure(error))
        continue
      }
      guard curl_multi_add_handle(multi, transfer.handle) == CURLM_OK else {
        candidate = finish(next, .failure(next.error(.failed, mayHaveBeenProcessed: false, detail: "no handle")))
        continue
      }
      transfers[next.id] = transfer
      idOfHandle[transfer.handle] = next.id
      return
    }
  }

  // MARK: Ending

  /// Tells the result of a request that the gate had let in; returns the one that may start in its place.
  private func finish(
    _ request: PendingRequest, _ result: Result<HTTPResponse, HTTPTransportError>
  ) -> PendingRequest? {
    tell(request, result)
    return gate.leave(request.checked.origin)
  }

  private func tell(_ request: PendingRequest, _ result: Result<HTTPResponse, HTTPTransportError>) {
    report.finished(request, result)
    request.continuation.resume(returning: result)
  }

  private func remove(_ id: UInt64, _ multi: UnsafeMutableRawPointer) -> CurlTransfer? {
    guard let transfer = transfers.removeValue(forKey: id) else { return nil }
    idOfHandle[transfer.handle] = nil
    curl_multi_remove_handle(multi, transfer.handle)
    return transfer
  }

  /// Whether any transfer was done.
  private func readFinished(_ multi: UnsafeMutableRawPointer) -> Bool {
    var any = false
    var left: Int32 = 0
    while let message = curl_multi_info_read(multi, &left) {
      guard message.pointee.msg == CURLMSG_DONE, let handle = message.pointee.easy_handle,
        let id = idOfHandle[handle]
      else { continue }
      let code = message.pointee.data.result
      guard let transfer = remove(id, multi) else { continue }
      any = true
      if let next = finish(transfer.pending, transfer.result(code)) { start(next, multi) }
    }
    return any
  }

  private func cancel(_ id: UInt64, _ multi: UnsafeMutableRawPointer) {
    if let transfer = remove(id, multi) {
      let error = transfer.pending.error(.cancelled, mayHaveBeenProcessed: transfer.mayHaveBeenProcessed)
      if let next = finish(transfer.pending, .failure(error)) { start(next, multi) }
    } else {
      for request in gate.removeWaiting(where: { $0.id == id }) {
        tell(request, .failure(request.error(.cancelled, mayHaveBeenProcessed: false)))
      }
    }
  }

  /// Ends those in line whose time is up.
  private func expireWaiting() {
    let now = ContinuousClock.now
    guard let earliest = earliestDeadline, earliest <= now else { return }
    for request in gate.removeWaiting(where: { $0.deadline <= now }) {
      tell(
        request, .failure(request.error(.timedOut, mayHaveBeenProcessed: false, detail: "waiting for a connection")))
    }
    earliestDeadline = nil
    gate.forEachWaiting { earliestDeadline = min(earliestDeadline ?? $0.deadline, $0.deadline) }
  }

  private func failAll(_ multi: UnsafeMutableRawPointer) {
    for request in gate.removeWaiting(where: { _ in true }) {
      tell(request, .failure(request.error(.shutDown, mayHaveBeenProcessed: false)))
    }
    for id in Array(transfers.keys) {
      guard let transfer = remove(id, multi) else { continue }
      let error = transfer.pending.error(.shutDown, mayHaveBeenProcessed: transfer.mayHaveBeenProcessed)
      _ = finish(transfer.pending, .failure(error))
    }
  }

  /// Milliseconds until somebody in line runs out of time; libcurl knows its own timers.
  private func pollTimeout() -> Int32 {
    guard let earliestDeadline else { return 60_000 }
    let left = (earliestDeadline - .now).milliseconds
    return Int32(clamping: min(max(left + 1, 0), 60_000))
  }
}

extension Duration {
  /// Whole milliseconds, rounded down.
  var milliseconds: Int64 {
    let (seconds, attoseconds) = components
    let (product, overflow) = seconds.multipliedReportingOverflow(by: 1_000)
    if overflow { return seconds < 0 ? .min : .max }
    return product.addingReportingOverflow(attoseconds / 1_000_000_000_000_000).partialValue
  }
}
