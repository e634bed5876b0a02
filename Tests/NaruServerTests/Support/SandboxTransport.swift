import HTTPTransport
import KakaoSandbox
import Synchronization

/// A transport that ends in a sandbox of this process, and can fail instead.
final class SandboxTransport: HTTPTransport {
  let sandbox: KakaoSandbox
  /// What a call of that path fails with, before Kakao sees it.
  let failures = Mutex<[String: HTTPTransportError]>([:])
  /// Where a call of that path has to wait.
  let gates = Mutex<[String: Gate]>([:])
  /// Paths in the order of their calls.
  private let called = Mutex<[String]>([])

  init(_ sandbox: KakaoSandbox) { self.sandbox = sandbox }

  /// Tokens, codes and verifiers that went over the wire.
  private let secrets = Mutex<Set<String>>([])

  var exchanged: Set<String> { secrets.withLock { $0 } }

  private func remember(_ request: HTTPRequest, _ answer: [UInt8]) {
    let json = JSONValue(String(decoding: answer, as: UTF8.self))
    let form = ("?" + String(decoding: request.body ?? [], as: UTF8.self)).fields
    let found =
      ["access_token", "refresh_token", "id_token"].compactMap { json[$0].string }
      + ["code", "code_verifier"].compactMap { form[$0] }
    secrets.withLock { $0.formUnion(found) }
  }

  func count(_ path: String) -> Int { called.withLock { $0.count { $0 == path } } }

  func fail(_ path: String, _ code: HTTPTransportError.Code, mayHaveBeenProcessed: Bool = true) {
    failures.withLock { $0[path] = HTTPTransportError(code, mayHaveBeenProcessed: mayHaveBeenProcessed) }
  }

  func send(_ request: HTTPRequest) async throws(HTTPTransportError) -> HTTPResponse {
    let parts = request.url.split(separator: "/", maxSplits: 2, omittingEmptySubsequences: true)
    let target = parts.count > 2 ? "/" + parts[2] : "/"
    let path = String(target.prefix { $0 != "?" })
    called.withLock { $0.append(path) }
    if let gate = gates.withLock({ $0[path] }) { await gate.pass() }
    if let failure = failures.withLock({ $0[path] }) { throw failure }
    var headers = ["host": parts.count > 1 ? String(parts[1]) : ""]
    for field in request.headers.fields { headers[field.name.lowercased()] = field.value }
    let query = target.utf8.contains(0x3F) ? String(target.drop { $0 != "?" }.dropFirst()) : ""
    do {
      let answer = try await sandbox.respond(
        to: SandboxRequest(
          method: request.method.rawValue, path: path, query: query, headers: headers, body: request.body ?? []))
      guard answer.delivery == .whole else {
        throw HTTPTransportError(.droppedConnection, mayHaveBeenProcessed: true)
      }
      if path == "/oauth/token" { remember(request, answer.body) }
      return HTTPResponse(
        status: answer.status, headers: HTTPHeaders(answer.headers.map { .init($0.key, $0.value) }), body: answer.body)
    } catch let error as HTTPTransportError {
      throw error
    } catch {
      throw HTTPTransportError(.cancelled, mayHaveBeenProcessed: true)
    }
  }
}
