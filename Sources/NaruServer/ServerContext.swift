public import Hummingbird
import Logging
import NIOCore

/// What travels with one request: its number for logs and people, and who is at the other end of the connection.
public struct ServerContext: RequestContext, RemoteAddressRequestContext {
  public var coreContext: CoreRequestContextStorage
  public let remoteAddress: SocketAddress?
  /// The request's number: in every log line, and on pages and problems as the reference.
  public let reference: String

  private let channel: any Channel

  public init(source: ApplicationRequestContextSource) {
    reference = ServerContext.makeReference()
    remoteAddress = source.channel.remoteAddress
    channel = source.channel
    coreContext = CoreRequestContextStorage(source: source)
    logger[metadataKey: "request"] = .string(reference)
  }

  /// Closes the connection once the answer had a second to go out. Somebody who sends for ever is not waited for.
  func closeSoon() {
    let channel = channel
    channel.eventLoop.scheduleTask(in: .seconds(1)) { channel.close(promise: nil) }
  }

  /// Ten letters and digits that are hard to misread, at random.
  private static func makeReference() -> String {
    let letters = Array("23456789ABCDEFGHJKLMNPQRSTUVWXYZ".utf8)
    var bits = UInt64.random(in: .min ... .max)
    var text: [UInt8] = []
    for _ in 0..<10 {
      text.append(letters[Int(bits & 31)])
      bits >>= 5
    }
    return String(decoding: text, as: UTF8.self)
  }
}
