import NIOSSL
import Naru
import Synchronization

/// The certificate that new connections are served with; it can be read again while the server runs.
final class TLSContexts: Sendable {
  private let context: Mutex<NIOSSLContext>

  /// Throws ``ListenError`` when certificate and key can not be used together.
  init(_ files: TLSFiles) throws(ListenError) { context = Mutex(try TLSContexts.read(files)) }

  var current: NIOSSLContext { context.withLock { $0 } }

  /// Reads the files again; connections that are open keep what they have. Throws ``ListenError``, and then nothing has changed.
  func reload(_ files: TLSFiles) throws(ListenError) {
    let fresh = try TLSContexts.read(files)
    context.withLock { $0 = fresh }
  }

  private static func read(_ files: TLSFiles) throws(ListenError) -> NIOSSLContext {
    do {
      let chain = try NIOSSLCertificate.fromPEMFile(files.certificate)
      let key = try NIOSSLPrivateKey(file: files.key, format: .pem)
      var configuration = TLSConfiguration.makeServerConfiguration(
        certificateChain: chain.map { .certificate($0) }, privateKey: .privateKey(key))
      configuration.minimumTLSVersion = .tlsv12
      configuration.applicationProtocols = ["http/1.1"]
      return try NIOSSLContext(configuration: configuration)
    } catch {
      throw ListenError(.badCertificate(String(describing: error)))
    }
  }
}
