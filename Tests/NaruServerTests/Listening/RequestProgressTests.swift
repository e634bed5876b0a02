import HTTPTypes
import NIOCore
import NaruTestSupport
import Testing

@testable import NaruServer

@Suite("How far a request has come")
struct RequestProgressTests {
  private static func head(_ path: String = "/", closes: Bool = false) -> HTTPRequest {
    HTTPRequest(
      method: .post, scheme: "http", authority: "x", path: path, headerFields: closes ? [.connection: "close"] : [:])
  }

  /// One whose body has not come yet.
  private static func streaming() -> RequestProgress {
    var progress = RequestProgress()
    _ = progress.head(head())
    _ = progress.pause()
    return progress
  }

  /// One that has come whole.
  private static func whole() -> RequestProgress {
    var progress = RequestProgress()
    _ = progress.head(head())
    _ = progress.end()
    return progress
  }

  /// Requests of random lengths, cut and paused anywhere, with answers that come at any time after they were begun: each is begun once,
  /// in its order, with exactly its bytes.
  @Test("whatever it is cut into, each request is begun once, and its body is what was sent", arguments: 0..<200)
  func anyCuts(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var progress = RequestProgress()
    var isAnswering = false
    var begun: [String] = []
    var bodies: [Int] = []
    var finished = 0
    var streams = 0
    var wanted: [Int] = []
    func take(_ action: RequestProgress.Action) {
      switch action {
      case .nothing: break
      case .answer(let head, let body):
        #expect(!isAnswering)
        isAnswering = true
        begun.append(head.path ?? "")
        bodies.append(body.readableBytes)
      case .stream(let head, let body):
        #expect(!isAnswering)
        (isAnswering, streams) = (true, streams + 1)
        begun.append(head.path ?? "")
        bodies.append(body.readableBytes)
      case .yield(let part): bodies[bodies.count - 1] += part.readableBytes
      case .finish: finished += 1
      case .answerElsewhere, .fail, .refuse, .close, .closeOutput: Issue.record("\(action)")
      }
    }
    for number in 0..<20 {
      take(progress.head(Self.head("/\(number)")))
      var length = Int.random(in: 0...3, using: &random) == 0 ? Int.random(in: 0...300_000, using: &random) : 10
      wanted.append(length)
      while length > 0 {
        if Bool.random(using: &random) { take(progress.pause()) }
        if isAnswering, Int.random(in: 0...5, using: &random) == 0 {
          isAnswering = false
          #expect(progress.answered() == false)
          progress.ended()
        }
        let part = Int.random(in: 1...min(length, 70_000), using: &random)
        take(progress.body(ByteBuffer(repeating: 1, count: part)))
        length -= part
      }
      take(progress.end())
      take(progress.pause())
      // The next request is kept back until then.
      if isAnswering {
        isAnswering = false
        #expect(progress.answered() == false)
        progress.ended()
      }
      #expect(progress.isBetween)
    }
    #expect(begun == (0..<20).map { "/\($0)" } && bodies == wanted)
    #expect(finished == streams)
  }

  @Test("one that came whole is answered from its buffer; of a longer one the answer begins before it has come")
  func beginnings() {
    var progress = RequestProgress()
    #expect(progress.head(Self.head()) == .nothing)
    #expect(progress.body(ByteBuffer(string: "ab")) == .nothing)
    #expect(progress.body(ByteBuffer(string: "c")) == .nothing)
    #expect(progress.end() == .answer(Self.head(), ByteBuffer(string: "abc")))
    #expect(progress.pause() == .nothing)
    #expect(!progress.isBetween)
    #expect(progress.answered() == false)
    #expect(progress.isBetween)
    progress.ended()

    _ = progress.head(Self.head())
    #expect(progress.pause() == .stream(Self.head(), ByteBuffer()))
    #expect(progress.answered() == false)
    progress.ended()
    #expect(progress.body(ByteBuffer(string: "d")) == .yield(ByteBuffer(string: "d")))
    #expect(progress.end() == .finish)

    _ = progress.head(Self.head())
    let long = ByteBuffer(repeating: 1, count: RequestProgress.limit + 1)
    #expect(progress.body(long) == .stream(Self.head(), long))
  }

  @Test("of many that come at once, some are answered on the event loop, and none within the end of another")
  func manyAtOnce() {
    var progress = RequestProgress()
    let (head, empty) = (Self.head(), ByteBuffer())
    for number in 0..<40 {
      _ = progress.head(head)
      let isElsewhere = number >= RequestProgress.atOnce
      #expect(progress.end() == (isElsewhere ? .answerElsewhere(head, empty) : .answer(head, empty)))
      _ = progress.answered()
      progress.ended()
    }
    _ = progress.pause()
    _ = progress.head(head)
    #expect(progress.end() == .answer(head, empty))
    _ = progress.answered()
    _ = progress.head(head)
    #expect(progress.end() == .answerElsewhere(head, empty))
  }

  @Test(
    "after the last answer nothing more is said, and the other side closes; with what comes behind it nothing is done")
  func last() {
    var whole = RequestProgress()
    _ = whole.head(Self.head(closes: true))
    _ = whole.end()
    #expect(whole.answered() == true)
    whole.ended()
    #expect(whole.head(Self.head()) == .nothing && whole.end() == .nothing)
    #expect(whole.gone() == .closeOutput)
    #expect(whole.inputClosed() == .close)

    var early = RequestProgress()
    _ = early.head(Self.head(closes: true))
    _ = early.pause()
    #expect(early.answered() == true)
    early.ended()
    #expect(early.gone() == .closeOutput && early.end() == .finish)
  }

  @Test("what was written goes out, also to a side that has closed meanwhile")
  func goesOut() {
    func atFarewell() -> RequestProgress {
      var progress = RequestProgress()
      _ = progress.head(Self.head(closes: true))
      _ = progress.end()
      _ = progress.answered()
      progress.ended()
      return progress
    }
    var closed = atFarewell()
    #expect(closed.inputClosed() == .nothing && closed.gone() == .close)
    var broken = atFarewell()
    #expect(broken.broken(byMistake: true) == .nothing && broken.gone() == .close)
    var stopped = atFarewell()
    #expect(stopped.stop() == .nothing && stopped.gone() == .close)
    var gone = atFarewell()
    #expect(gone.gone() == .closeOutput && gone.broken(byMistake: true) == .close)
  }

  @Test("what can not be read is refused once, before an answer has begun, and ends the connection after one that has")
  func broken() {
    var nothing = RequestProgress()
    #expect(nothing.broken(byMistake: true) == .refuse)
    #expect(nothing.broken(byMistake: true) == .nothing && nothing.gone() == .close)
    var failed = RequestProgress()
    #expect(failed.broken(byMistake: false) == .close)
    var gathering = RequestProgress()
    _ = gathering.head(Self.head())
    #expect(gathering.broken(byMistake: true) == .refuse)

    var streaming = Self.streaming()
    #expect(streaming.broken(byMistake: true) == .fail)
    #expect(streaming.answered() == true)

    var waiting = Self.whole()
    #expect(waiting.broken(byMistake: true) == .nothing)
    #expect(waiting.answered() == true)

    var answered = Self.streaming()
    _ = answered.answered()
    #expect(answered.broken(byMistake: false) == .close)
  }

  @Test("whoever has said all may still listen; whoever stops in the middle has said nothing")
  func inputClosed() {
    var idle = RequestProgress()
    #expect(idle.inputClosed() == .close)
    var listening = Self.whole()
    #expect(listening.inputClosed() == .nothing)
    #expect(listening.answered() == true && listening.gone() == .close)
    var stopped = RequestProgress()
    _ = stopped.head(Self.head())
    #expect(stopped.inputClosed() == .close)
    var streaming = Self.streaming()
    #expect(streaming.inputClosed() == .fail)
    #expect(streaming.answered() == true && streaming.gone() == .close)
  }

  @Test("a server that ends waits for answers, and not for bodies that are answered already")
  func stop() {
    var answering = Self.streaming()
    #expect(answering.stop() == .nothing)
    #expect(answering.answered() == true && answering.gone() == .close)

    var answered = Self.streaming()
    _ = answered.answered()
    #expect(answered.stop() == .close)

    // Half a head is no mistake that had to be told.
    var idle = RequestProgress()
    #expect(idle.stop() == .nothing && idle.broken(byMistake: true) == .close)
  }
}
