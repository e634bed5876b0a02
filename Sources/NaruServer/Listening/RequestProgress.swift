import HTTPTypes
import NIOCore

/// How far the request of one connection has come: the state machine of ``RequestHandler``. A value without channel.
///
/// A request that has come whole in one go is answered from its buffer; of any other the answer begins at once, and its body follows as
/// a stream, so that whoever is refused need not send it. The next request is not seen before the end of the answer is written.
struct RequestProgress {
  private enum Reading {
    /// Between requests.
    case nothing
    /// It has begun in what is being read just now.
    case gathering(HTTPRequest, ByteBuffer)
    /// Its body is a stream.
    case streaming
    /// It has come to its end.
    case whole
  }

  enum Action: Equatable {
    case nothing
    /// Answer a request whose body is this, on the event loop.
    case answer(HTTPRequest, ByteBuffer)
    /// The same elsewhere, since the event loop has done enough for this connection.
    case answerElsewhere(HTTPRequest, ByteBuffer)
    /// Answer a request whose body begins with this.
    case stream(HTTPRequest, ByteBuffer)
    /// The next part of the body, for the stream.
    case yield(ByteBuffer)
    /// The body has ended.
    case finish
    /// The body will not come to its end.
    case fail
    /// Say that the request can not be understood, as the last of all.
    case refuse
    /// Close both ways.
    case close
    /// Say no more, and wait for the other side to close: who closes with something unread takes back what the other side has not read
    /// either.
    case closeOutput
  }

  /// Bytes of a body that are gathered; what is longer is a stream.
  static let limit = 64 << 10
  /// Requests that are answered on the event loop of those that came at once.
  static let atOnce = 16

  private var reading = Reading.nothing
  private var isAnswering = false
  /// Whether the end of an answer is just being written, within which the next request comes.
  private var isEnding = false
  /// Requests that were begun since there was last nothing to be read.
  private var begun = 0
  /// Whether the request, or the one before, is the last of its connection.
  private var isLast = false
  /// Whether the other side has closed, or nobody waits for it to.
  private var isHasty = false

  private enum Farewell {
    case notYet
    /// The last of all is written, but may not have gone out.
    case written
    case gone
  }
  private var farewell = Farewell.notYet

  /// Whether nothing of a request is there, nor an answer on its way.
  var isBetween: Bool {
    if case .nothing = reading { return !isAnswering }
    return false
  }

  mutating func head(_ head: HTTPRequest) -> Action {
    // Nothing is looked at behind the last request.
    if isLast { return .nothing }
    reading = .gathering(head, ByteBuffer())
    if head.headerFields[.connection]?.lowercased() == "close" { isLast = true }
    return .nothing
  }

  mutating func body(_ part: ByteBuffer) -> Action {
    switch reading {
    case .gathering(let head, var body):
      reading = .nothing
      if body.readableBytes == 0 { body = part } else { body.writeImmutableBuffer(part) }
      guard body.readableBytes > RequestProgress.limit else {
        reading = .gathering(head, body)
        return .nothing
      }
      return begin(.streaming, .stream(head, body))
    case .streaming: return .yield(part)
    case .nothing, .whole: return .nothing
    }
  }

  mutating func end() -> Action {
    switch reading {
    case .gathering(let head, let body):
      begun += 1
      // One after the other, not one within the other.
      let isElsewhere = isEnding || begun > RequestProgress.atOnce
      return begin(.whole, isElsewhere ? .answerElsewhere(head, body) : .answer(head, body))
    case .streaming:
      reading = isAnswering ? .whole : .nothing
      return .finish
    case .nothing, .whole: return .nothing
    }
  }

  /// Nothing more is there to be read for now.
  mutating func pause() -> Action {
    begun = 0
    guard case .gathering(let head, let body) = reading else { return .nothing }
    return begin(.streaming, .stream(head, body))
  }

  /// The end of the answer is about to be written; ``ended()`` follows.
  ///
  /// - Returns: whether it is the last of all, so that ``gone()`` follows, too.
  mutating func answered() -> Bool {
    (isAnswering, isEnding) = (false, true)
    if case .streaming = reading {} else { reading = .nothing }
    if isLast { farewell = .written }
    return isLast
  }

  /// The end of the answer is written.
  mutating func ended() { isEnding = false }

  /// The last of all has gone out, or never will.
  mutating func gone() -> Action {
    farewell = .gone
    return isHasty ? .close : .closeOutput
  }

  /// What comes can not be read any further: an answer that has begun is the last, and without one `isMistake` decides whether the other
  /// side is told.
  mutating func broken(byMistake isMistake: Bool) -> Action {
    isLast = true
    if farewell != .notYet { return hurry() }
    switch reading {
    case .nothing, .gathering:
      reading = .nothing
      guard isMistake, !isHasty else { return .close }
      farewell = .written
      return .refuse
    case .streaming:
      reading = isAnswering ? .whole : .nothing
      return isAnswering ? .fail : .close
    case .whole: return .nothing
    }
  }

  /// The other side will send nothing more; it may still listen.
  mutating func inputClosed() -> Action {
    isLast = true
    if farewell != .notYet { return hurry() }
    isHasty = true
    switch reading {
    case .nothing: return .close
    case .gathering, .streaming: return broken(byMistake: false)
    case .whole: return .nothing
    }
  }

  /// The server is about to end: what has begun is answered, and what is still being sent after its answer is not waited for.
  mutating func stop() -> Action {
    if farewell != .notYet { return hurry() }
    isHasty = true
    guard case .streaming = reading else { return .nothing }
    isLast = true
    return isAnswering ? .nothing : .close
  }

  /// All is said: nobody waits for the other side to close any more.
  private mutating func hurry() -> Action {
    isHasty = true
    return farewell == .gone ? .close : .nothing
  }

  private mutating func begin(_ reading: Reading, _ action: Action) -> Action {
    self.reading = reading
    isAnswering = true
    return action
  }
}
