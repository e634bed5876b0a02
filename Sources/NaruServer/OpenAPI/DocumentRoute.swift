import HTTPTypes
import Hummingbird
import NIOCore
import Naru

/// `/openapi.json`, for this machine alone: the document tells whoever looks for a way in what there is.
struct DocumentRoute: Sendable {
  private let bytes: ByteBuffer

  init(naru: Naru) {
    bytes = ByteBuffer(bytes: APIDocument.bytes(publicURL: naru.configuration.publicURL?.origin))
  }

  func add(to router: Router<ServerContext>) {
    router.read("/openapi.json") { _, context in
      guard context.isFromThisMachine else { throw Problem.notFound }
      var headers = HTTPFields()
      headers[.contentType] = "application/json"
      return Response(status: .ok, headers: headers, body: .init(byteBuffer: bytes))
    }
  }
}

extension ServerContext {
  /// Whether the other end of the connection is a program of this machine.
  var isFromThisMachine: Bool {
    if case .unixDomainSocket = remoteAddress { return true }
    guard let address = remoteAddress?.ipAddress else { return false }
    return address == "::1" || address.hasPrefix("127.") || address.hasPrefix("::ffff:127.")
  }
}
