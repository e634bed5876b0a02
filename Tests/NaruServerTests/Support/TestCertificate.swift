import Foundation

/// Certificates made for the occasion by openssl.
enum TestCertificate {
  static let openssl = ["/usr/bin/openssl", "/usr/local/bin/openssl"].first {
    FileManager.default.isExecutableFile(atPath: $0)
  }

  /// Writes `name.pem` and `name.key`, the certificate of 127.0.0.1 that is its own authority.
  static func make(_ name: String, in folder: String) async throws {
    let process = Process()
    process.executableURL = URL(filePath: openssl ?? "")
    process.arguments = [
      "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2", "-subj",
      "/CN=\(name)", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", "\(folder)/\(name).key", "-out",
      "\(folder)/\(name).pem",
    ]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    await withCheckedContinuation { continuation in
      Thread.detachNewThread {
        process.waitUntilExit()
        continuation.resume()
      }
    }
    guard process.terminationStatus == 0 else { throw SiteError.unexpected("openssl failed") }
    try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: "\(folder)/\(name).key")
  }
}
