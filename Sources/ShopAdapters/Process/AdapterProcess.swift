import CommonValues

/// A conversation with an adapter's program: lines of JSON in both directions, supervised. It belongs to one thread, and blocks it.
final class AdapterProcess {
  /// The version of the protocol, docs/adapter-protocol.md.
  static let protocolVersion = 1
  /// How much of its standard error is kept: the end.
  private static let errorBytes = 4 << 10

  private let child: ChildProcess
  private let limits: ProcessLimits
  private let shouldStop: () -> Bool
  private var outgoing: ArraySlice<UInt8> = []
  private var incoming: [UInt8] = []
  private var parsed = 0
  private var errorText: [UInt8] = []
  private var outputEnded = false
  private var errorsEnded = false

  /// What the program wrote to its standard error, its last bytes. It may hold personal data.
  var standardError: String { String(decoding: errorText, as: UTF8.self) }

  /// Starts a program and waits until it has said who it is.
  init(
    _ command: [String], folder: String, id: String, limits: ProcessLimits, shouldStop: @escaping () -> Bool = { false }
  ) throws {
    guard let child = ChildProcess(command, folder: folder, memoryMiB: limits.memoryMiB) else {
      throw AdapterProcessProblem.notStarted
    }
    self.child = child
    self.limits = limits
    self.shouldStop = shouldStop
    do {
      send(
        .object([.text("type", "hello"), .number("protocol", AdapterProcess.protocolVersion), .text("adapter", id)]))
      let hello = try receive(within: limits.start)
      guard hello["type"] == .string("hello"), hello["id"] == .string(id),
        hello["protocol"]?.cellText == "\(AdapterProcess.protocolVersion)"
      else { throw AdapterProcessProblem.noHandshake }
    } catch AdapterProcessProblem.silent, AdapterProcessProblem.badOutput {
      throw AdapterProcessProblem.noHandshake
    }
  }

  /// Whether so much is on its way already that nothing should be added.
  var isFull: Bool { outgoing.count >= 256 << 10 }

  /// Puts a message on its way; it leaves while answers are waited for.
  func send(_ message: JSONValue) { outgoing += Array((message.json + "\n").utf8) }

  /// Says that there are no more messages.
  func finish() { isFinished = true }
  private var isFinished = false
  private var inputClosed = false

  /// The next message of the program.
  func receive() throws -> JSONValue { try receive(within: limits.idle) }

  private func receive(within limit: Duration) throws -> JSONValue {
    while true {
      if let message = try exchange(within: limit, endsWithRoom: false) { return message }
    }
  }

  /// The next message, or nil as soon as there is room for more to be sent: a program may well be silent until it has been told all.
  func receiveUnlessRoom() throws -> JSONValue? { try exchange(within: limits.idle, endsWithRoom: true) }

  /// Writes and reads until there is a message, or room when that is enough.
  private func exchange(within limit: Duration, endsWithRoom: Bool) throws -> JSONValue? {
    let clock = ContinuousClock()
    var last = clock.now
    while true {
      if let line = try nextLine() { return line }
      if shouldStop() {
        child.kill()
        throw CancellationError()
      }
      if isFinished, outgoing.isEmpty, !inputClosed {
        child.closeInput()
        inputClosed = true
      }
      if outputEnded { throw AdapterProcessProblem.ended }
      let hasRoom = endsWithRoom && !isFull
      let left = limit - last.duration(to: clock.now)
      let milliseconds = left.components.seconds * 1_000 + left.components.attoseconds / 1_000_000_000_000_000
      // Short waits, so that a request to stop is heard.
      let wait = hasRoom ? 0 : min(100, max(0, milliseconds))
      let ready = child.wait(
        wantsToWrite: !outgoing.isEmpty, readsErrors: !errorsEnded, milliseconds: Int32(truncatingIfNeeded: wait))
      var moved = false
      if ready.errors { readErrors() }
      if ready.input { moved = try writeSome() }
      if ready.output {
        let before = incoming.count
        outputEnded = !ChildProcess.read(child.output, into: &incoming)
        moved = moved || incoming.count > before
      }
      if hasRoom, !ready.output { return nil }
      if moved {
        last = clock.now
      } else if !outputEnded, left <= .zero {
        child.kill()
        throw AdapterProcessProblem.silent
      }
    }
  }

  private func writeSome() throws -> Bool {
    guard let count = child.write(outgoing.prefix(64 << 10)) else {
      // Nobody reads any more; what it still has to say is read before that becomes an error.
      outgoing = []
      return false
    }
    outgoing = outgoing.dropFirst(count)
    if outgoing.isEmpty { outgoing = [] }
    return count > 0
  }

  private func readErrors() {
    errorsEnded = !ChildProcess.read(child.errors, into: &errorText)
    if errorText.count > AdapterProcess.errorBytes {
      errorText.removeFirst(errorText.count - AdapterProcess.errorBytes)
    }
  }

  private func nextLine() throws -> JSONValue? {
    guard let end = incoming[parsed...].firstIndex(of: 0x0A) else {
      if incoming.count - parsed > limits.lineBytes {
        child.kill()
        throw AdapterProcessProblem.badOutput
      }
      if parsed > 0 {
        incoming.removeFirst(parsed)
        parsed = 0
      }
      return nil
    }
    defer { parsed = end + 1 }
    guard end - parsed <= limits.lineBytes,
      let value = incoming[parsed..<end].withUnsafeBufferPointer({ try? JSONValue(parsing: $0) }), case .object = value
    else {
      child.kill()
      throw AdapterProcessProblem.badOutput
    }
    return value
  }

  /// Ends the program.
  func end() { child.kill() }
}

extension JSONValue.Member {
  static func text(_ key: String, _ value: String) -> JSONValue.Member {
    JSONValue.Member(key: key, value: .string(value))
  }

  static func number(_ key: String, _ value: Int) -> JSONValue.Member {
    JSONValue.Member(key: key, value: .number("\(value)"))
  }
}
