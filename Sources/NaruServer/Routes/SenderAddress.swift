import NIOCore

extension ServerContext {
  /// Who is at the other end of the connection, as an address without a port.
  var senderAddress: String? { remoteAddress?.ipAddress }
}
