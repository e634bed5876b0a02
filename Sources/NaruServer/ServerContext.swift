public import Hummingbird
public import Logging
import NIOCore
import ShopModel
import Synchronization

/// What travels with one request: its number for logs and people, and who is at the other end of the connection.
public struct ServerContext: RequestContext, RemoteAddressRequestContext {
  /// Hummingbird's own part: parameters, and the path of the route.
  public var coreContext: CoreRequestContextStorage
  let channel: any Channel
  /// The logger without the number.
  private(set) var plainLogger: Logger
  /// Behind one reference, since a context is copied for everything that a request passes on its way.
  private var facts: RequestFacts

  /// A request that has just come in on `source`'s connection. It gets a number of its own.
  public init(source: ApplicationRequestContextSource) {
    channel = source.channel
    plainLogger = source.logger
    facts = RequestFacts(
      reference: RequestReference.make(), client: ClientAddress(peer: source.channel.remoteAddress), route: nil,
      shop: nil, limits: nil, deadline: nil)
    coreContext = CoreRequestContextStorage(source: source)
  }

  /// Says everything with the request's number. It is made whenever somebody has something to say, which most requests have not.
  public var logger: Logger {
    get {
      var logger = plainLogger
      logger[metadataKey: "request"] = .string(reference)
      return logger
    }
    set { plainLogger = newValue }
  }

  /// The other end of the connection, which may be a proxy; nil where there is none, as in a test.
  public var remoteAddress: SocketAddress? { channel.remoteAddress }
  /// The request's number: in every log line, and on pages and problems as the reference.
  public var reference: String { facts.reference }
  /// Who asks: the peer, or whom a listed proxy asks for.
  var client: ClientAddress { facts.client }
  /// Which route it is, once that was found out.
  var route: RouteName? { facts.route }
  /// Which shop its path names, when that can be an id.
  var shop: ShopID? { facts.shop ?? namedShop }
  private var namedShop: ShopID? { parameters.get("shop").flatMap { ShopID($0) } }
  /// How often may be asked; nil: any number of times.
  var limits: RequestLimits? { facts.limits }
  /// How long its body may take; nil: any time.
  var deadline: BodyDeadline? { facts.deadline }
  /// Which of the shop's tokens was shown, from 0, for the request's log line.
  var token: Int? { facts.token.withLock { $0 } }

  /// Takes down what the first that sees the request finds out.
  ///
  /// - Parameter reference: a number that somebody before has given it; nil: it keeps its own.
  mutating func receive(
    reference: String?, client: ClientAddress, route: RouteName, limits: RequestLimits, deadline: BodyDeadline
  ) {
    facts = RequestFacts(
      reference: reference ?? facts.reference, client: client, route: route, shop: namedShop, limits: limits,
      deadline: deadline)
  }

  /// A handler found out which of the shop's tokens was shown.
  func note(token: Int) { facts.token.withLock { $0 = token } }

  /// Closes the connection once the answer had a second to go out. Somebody who sends for ever is not waited for.
  func closeSoon() {
    let channel = channel
    channel.eventLoop.scheduleTask(in: .seconds(1)) { channel.close(promise: nil) }
  }
}

/// What is known of one request.
private final class RequestFacts: Sendable {
  let reference: String
  let client: ClientAddress
  let route: RouteName?
  let shop: ShopID?
  let limits: RequestLimits?
  let deadline: BodyDeadline?
  let token = Mutex<Int?>(nil)

  init(
    reference: String, client: ClientAddress, route: RouteName?, shop: ShopID?, limits: RequestLimits?,
    deadline: BodyDeadline?
  ) {
    self.shop = shop
    self.reference = reference
    self.client = client
    self.route = route
    self.limits = limits
    self.deadline = deadline
  }
}

/// Numbers of requests.
enum RequestReference {
  /// Ten letters and digits that are hard to misread, at random.
  static func make() -> String {
    var bits = number()
    return String(unsafeUninitializedCapacity: 10) { text in
      for index in 0..<10 {
        text.initializeElement(at: index, to: letters[Int(bits & 31)])
        bits >>= 5
      }
      return 10
    }
  }

  /// Numbers at random, without asking the system for each: nobody gains anything by guessing them.
  private static func number() -> UInt64 {
    var bits = count.wrappingAdd(0x9E37_79B9_7F4A_7C15, ordering: .relaxed).newValue
    bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
    bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
    return bits ^ (bits >> 31)
  }

  private static let count = Atomic(UInt64.random(in: .min ... .max))

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
