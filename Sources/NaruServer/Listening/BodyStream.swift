import NIOCore
import Synchronization

/// A request's body that arrives while it is read, once; whoever sends it waits when it is read more slowly.
struct BodyStream: AsyncSequence, Sendable {
  typealias Element = ByteBuffer
  typealias Producer = NIOThrowingAsyncSequenceProducer<
    ByteBuffer, any Error, NIOAsyncSequenceProducerBackPressureStrategies.HighLowWatermark, Delegate
  >
  typealias Source = Producer.Source

  struct Delegate: NIOAsyncSequenceProducerDelegate {
    let handler: NIOLoopBound<RequestHandler>

    func produceMore() { handler.execute { $0.wantMore() } }
    func didTerminate() { handler.execute { $0.wantMore() } }
  }

  struct AsyncIterator: AsyncIteratorProtocol {
    fileprivate var base: Producer.AsyncIterator?

    mutating func next() async throws -> ByteBuffer? { try await base?.next() }
  }

  /// Until somebody reads it; NIO ends the process when a second one tries.
  private let unread: Unread

  private final class Unread: Sendable {
    let producer: Mutex<Producer?>
    init(_ producer: Producer) { self.producer = Mutex(producer) }
  }

  /// - Parameter handler: what the body comes from. It is asked to hold back once ten parts are unread; what was read from the socket
  ///   by then comes on top.
  static func make(of handler: NIOLoopBound<RequestHandler>) -> (BodyStream, Source) {
    let made = Producer.makeSequence(
      elementType: ByteBuffer.self, failureType: (any Error).self,
      backPressureStrategy: .init(lowWatermark: 2, highWatermark: 10), finishOnDeinit: true,
      delegate: Delegate(handler: handler))
    return (BodyStream(unread: Unread(made.sequence)), made.source)
  }

  /// The body; nothing when it is asked for again.
  func makeAsyncIterator() -> AsyncIterator {
    let producer = unread.producer.withLock { producer in
      defer { producer = nil }
      return producer
    }
    return AsyncIterator(base: producer?.makeAsyncIterator())
  }
}
