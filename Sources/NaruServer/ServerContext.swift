public import Hummingbird
import Logging
import NIOCore

/// What travels with one request: its number for logs and people, and who is at the other end of the connection.
public struct ServerContext: RequestContext, RemoteAddressRequestContext {
  public var coreContext: CoreRequestContextStorage
  public let remoteAddress: SocketAddress?
  /// The request's number: in every log line, and on pages and problems as the reference.
  public let reference: String

  public init(source: ApplicationRequestContextSource) {
    reference = ServerContext.makeReference()
    remoteAddress = source.channel.remoteAddress
    coreContext = CoreRequestContextStorage(source: source)
    logger[metadataKey: "request"] = .string(reference)
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
