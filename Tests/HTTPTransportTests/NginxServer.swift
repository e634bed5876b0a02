import Foundation
import NaruTestSupport

/// nginx with TLS and HTTP/2 on a loopback port, with a certificate made for the occasion.
struct NginxServer {
  let url: String
  /// The server's own certificate, which is its own authority.
  let certificate: String
  /// A certificate of nobody's.
  let otherCertificate: String

  static let nginx = find("nginx")
  static let openssl = find("openssl")
  static var isInstalled: Bool { nginx != nil && openssl != nil }

  private static func find(_ name: String) -> String? {
    ["/usr/sbin", "/usr/bin", "/usr/local/sbin", "/usr/local/bin"].map { "\($0)/\(name)" }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
  }

  /// Starts the server, runs `body` and ends the server.
  static func run(protocols: String, _ body: (NginxServer) async throws -> Void) async throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("naru-nginx-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.path
    for name in ["server", "other"] {
      try await launch(
        openssl,
        [
          "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
          "-subj", "/CN=naru test", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", "\(path)/\(name).key",
          "-out", "\(path)/\(name).pem",
        ])
    }
    let (descriptor, port) = try LoopbackSocket.listening()
    close(descriptor)
    let configuration = """
      pid \(path)/pid;
      error_log \(path)/error.log;
      events { worker_connections 64; }
      http {
        access_log off;
        client_body_temp_path \(path)/body; proxy_temp_path \(path)/proxy; fastcgi_temp_path \(path)/fastcgi;
        uwsgi_temp_path \(path)/uwsgi; scgi_temp_path \(path)/scgi;
        server {
          listen 127.0.0.1:\(port) ssl http2;
          ssl_certificate \(path)/server.pem; ssl_certificate_key \(path)/server.key;
          ssl_protocols \(protocols); ssl_ciphers ALL:@SECLEVEL=0;
          location /down { return 302 http://127.0.0.1:1/; }
          location /round { return 302 /; }
          location / { default_type text/plain; return 200 "hello $connection_mark\\n"; }
        }
        map $connection $connection_mark { default "$connection"; }
      }
      """
    try configuration.write(toFile: "\(path)/nginx.conf", atomically: true, encoding: .utf8)
    // nginx holds the pipe's other end as long as one of its processes lives.
    var life: [Int32] = [0, 0]
    guard pipe(&life) == 0 else { throw POSIXError(.EMFILE) }
    let alive = life[0]
    defer { close(alive) }
    // nginx answers its starter once its socket listens and it has gone to the background.
    try await launch(nginx, ["-e", "\(path)/error.log", "-c", "\(path)/nginx.conf"])
    close(life[1])
    let server = NginxServer(
      url: "https://127.0.0.1:\(port)/", certificate: "\(path)/server.pem", otherCertificate: "\(path)/other.pem")
    let result: Result<Void, any Error>
    do { result = .success(try await body(server)) } catch { result = .failure(error) }
    try await launch(nginx, ["-e", "\(path)/error.log", "-c", "\(path)/nginx.conf", "-s", "stop"])
    await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
      Thread.detachNewThread {
        var byte: UInt8 = 0
        while read(alive, &byte, 1) > 0 {}
        continuation.resume()
      }
    }
    try result.get()
  }

  private struct LaunchFailed: Error { let status: Int32 }

  /// Runs a program to its end. Foundation's `Process` would also wait for what the program leaves in the background.
  private static func launch(_ program: String?, _ arguments: [String]) async throws {
    let program = program ?? ""
    let status = await withCheckedContinuation { continuation in
      Thread.detachNewThread { continuation.resume(returning: run(program, arguments)) }
    }
    guard status == 0 else { throw LaunchFailed(status: status) }
  }

  private static func run(_ program: String, _ arguments: [String]) -> Int32 {
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    for descriptor in 0...2 as ClosedRange<Int32> {
      posix_spawn_file_actions_addopen(&actions, descriptor, "/dev/null", O_RDWR, 0)
    }
    var words = ([program] + arguments).map { strdup($0) } + [nil]
    defer { for word in words { free(word) } }
    var process = pid_t()
    let spawned = posix_spawn(&process, program, &actions, nil, &words, environ)
    guard spawned == 0 else { return spawned }
    var status: Int32 = 0
    while waitpid(process, &status, 0) < 0 {
      guard errno == EINTR else { return errno }
    }
    return status
  }
}
