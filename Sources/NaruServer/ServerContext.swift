public import Hummingbird
import Logging
import NIOCore
import Synchronization

/// What travels with one request: its number for logs and people, and who is at the other end of the connection.
public struct ServerContext: RequestContext, RemoteAddressRequestContext {
  public var coreContext: CoreRequestContextStorage
  public let remoteAddress: SocketAddress?
  /// The request's number: in every log line, and on pages and problems as the reference.
  public internal(set) var reference: String
  /// Who asks: the peer, or whom a listed proxy asks for.
  var client: ClientAddress
  /// What is learnt on the way and belongs into the request's log line.
  let notes = RequestNotes()
  /// Which route it is, once that was found out.
  var route: RouteName?
  /// How often may be asked; nil: any number of times.
  var limits: RequestLimits?
  /// How long its body may take; nil: any time.
  var deadline: BodyDeadline?

  let channel: any Channel

  public init(source: ApplicationRequestContextSource) {
    reference = RequestReference.make()
    remoteAddress = source.channel.remoteAddress
    channel = source.channel
    client = ClientAddress(peer: remoteAddress)
    coreContext = CoreRequestContextStorage(source: source)
    logger[metadataKey: "request"] = .string(reference)
  }

  /// Closes the connection once the answer had a second to go out. Somebody who sends for ever is not waited for.
  func closeSoon() {
    let channel = channel
    channel.eventLoop.scheduleTask(in: .seconds(1)) { channel.close(promise: nil) }
  }
}

/// What a handler learns of a request.
final class RequestNotes: Sendable {
  struct Content: Sendable {
    /// Which of the shop's tokens was shown, from 0.
    var token: Int?
  }

  private let content = Mutex(Content())

  var current: Content { content.withLock { $0 } }

  func note(token: Int) { content.withLock { $0.token = token } }
}

/// Numbers of requests.
enum RequestReference {
  /// Ten letters and digits that are hard to misread, at random.
  static func make() -> String {
    var bits = UInt64.random(in: .min ... .max)
    return String(unsafeUninitializedCapacity: 10) { text in
      for index in 0..<10 {
        text.initializeElement(at: index, to: letters[Int(bits & 31)])
        bits >>= 5
      }
      return 10
    }
  }

  private static let letters = Array("23456789ABCDEFGHJKLMNPQRSTUVWXYZ".utf8)

  /// A number that somebody before has given the request, when it is harmless: 8 to 64 letters, digits, `-`, `_` and `.`.
  static func accepted(_ text: String) -> String? {
    guard (8...64).contains(text.utf8.count) else { return nil }
    let isHarmless = text.utf8.allSatisfy { byte in
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F: true
      default: false
      }
    }
    return isHarmless ? text : nil
  }
}
