/// Where the server's certificate and its key are, both PEM; read when the server starts and again on a reload.
public struct TLSFiles: Sendable, Hashable {
  /// The certificate, followed by those between it and the root.
  public let certificate: String
  /// The private key, without a password.
  public let key: String
}
