import CommonValues

extension ServerContext {
  /// Who sends, as an address without a port: the peer, or whom a listed proxy speaks for. Nil where nobody knows.
  var senderAddress: String? {
    guard case .address(let address) = client else { return nil }
    return address.description
  }
}
