import Foundation
import HTTPTypes
import Hummingbird
import HummingbirdTesting
import Logging
import NIOCore
import Naru
import Testing

@testable import NaruServer

@Suite("The routes as a whole")
struct RouteTableTests {
  /// docs/http-api.md of this package.
  private static func page() throws -> String {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    return try String(contentsOf: root.appending(path: "docs/http-api.md"), encoding: .utf8)
  }

  @Test("docs/http-api.md lists exactly the routes that there are")
  func documented() async throws {
    let documented = try Self.page().matches(of: /\n\| `((?:[A-Z]+(?:, )?)+) (\/[^`?]*)[^`]*` \|/).flatMap { match in
      match.1.split(separator: ", ").map { "\($0) \(match.2)" }
    }.sorted()
    try await withSite { site in #expect(site.server.routes == documented) }
  }

  @Test("docs/http-api.md lists every problem that the sources make")
  func problems() throws {
    let page = try Self.page()
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    let folder = root.appending(path: "Sources/NaruServer")
    let files = try #require(FileManager.default.enumerator(atPath: folder.path)?.allObjects as? [String])
    var names: Set<String> = []
    for file in files where file.hasSuffix(".swift") {
      let text = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
      for match in text.matches(of: /(?:Problem|badRequest|self\.init|taken)\(\s*"([a-z-]+)"/) {
        names.insert(String(match.1))
      }
    }
    #expect(names.count > 15)
    for name in names { #expect(page.contains("| `\(name)` |"), "\(name)") }
  }

  @Test("every other method of a path is 405 with what it takes; nothing is done by it")
  func otherMethods() async throws {
    try await withSite { site in
      let query = try #require(HTTPRequest.Method("QUERY"))
      let known: [HTTPRequest.Method] = [.get, .head, .post, .put, .delete, .patch, .options, .trace, query]
      var taken: [String: Set<String>] = [:]
      for line in site.server.routes {
        let parts = line.split(separator: " ")
        taken[String(parts[1]), default: []].insert(String(parts[0]))
      }
      for (path, methods) in taken {
        let uri = path.replacing("{shop}", with: "flower").replacing("{user}", with: "42")
          .replacing("{run}", with: "1").replacing("{import}", with: "1").replacing("{member}", with: "a")
        for method in known where !methods.contains(method.rawValue) {
          let answer = try await site.client.execute(uri: uri, method: method)
          #expect(answer.status == .methodNotAllowed, "\(method) \(path)")
          #expect(answer.headers[.allow] == methods.sorted().joined(separator: ", "))
        }
      }
      #expect(site.transport.count("/oauth/token") == 0)
    }
  }

  @Test("HEAD answers as GET without a body, where GET changes nothing")
  func head() async throws {
    try await withSite { site in
      for path in ["/healthz", "/readyz", "/shops/flower/channel/add", "/shops/flower/naru.js"] {
        let answer = try await site.client.execute(uri: path, method: .head)
        #expect(answer.status == .ok && answer.body.readableBytes == 0 && answer.headers[.contentType] != nil)
      }
      for path in ["/nothing", "/shops/none/naru.js", "/shops/flower/channel/add?channel=_none", "/shops/flower/login"]
      {
        let answer = try await site.client.execute(uri: path, method: .head)
        #expect(answer.status.code >= 404 && answer.body.readableBytes == 0, "\(path)")
        #expect(answer.headers[.contentType] == "application/problem+json")
      }
      let login = try await site.client.execute(uri: "/shops/flower/login", method: .head)
      #expect(login.status == .methodNotAllowed && login.headers[values: .setCookie].isEmpty)
    }
  }

  @Test("an address that is none is a 404 problem, and every answer says what caches and browsers may do")
  func unknown() async throws {
    try await withSite { site in
      for path in ["/", "/shops", "/shops/flower", "/shops/flower/nothing", "/.env", "//", "/shops//login", "/%2e%2e/"]
      {
        let answer = try await site.client.execute(uri: path, method: .get)
        #expect(answer.status == .notFound, "\(path)")
        #expect(answer.headers[.contentType] == "application/problem+json")
        #expect(answer.headers[.cacheControl] == "no-store" && answer.headers[.xContentTypeOptions] == "nosniff")
        let problem = JSONValue(answer.text)
        #expect(problem["status"].int == 404 && problem["instance"].string?.hasPrefix("urn:naru:request:") == true)
        #expect(problem["title"].string != nil && problem["detail"].string != nil)
      }
    }
  }

  @Test("health is told without a token, and readiness is that of the store")
  func health() async throws {
    try await withSite { site in
      #expect(try await site.client.execute(uri: "/healthz", method: .get).text == "ok\n")
      #expect(try await site.client.execute(uri: "/readyz", method: .get).status == .ok)
      await site.naru.close()
      let answer = try await site.client.execute(uri: "/readyz", method: .get)
      #expect(answer.status == .serviceUnavailable)
      #expect(try await site.client.execute(uri: "/healthz", method: .get).status == .ok)
      let link = try await BackEnd(site: site).call(.get, "/links/42")
      #expect(link.status >= 500 && link.json.problem != nil)
      let login = try await site.browser().send(.get, "/shops/flower/kakao/callback?state=x")
      #expect(login.headers[.contentType] == "text/html; charset=utf-8")
    }
  }

  @Test("an error that nobody foresaw is told by its type alone")
  func unforeseen() async throws {
    struct Marked: Error, CustomStringConvertible { var description: String { "marked-person 010-0000-0001" } }
    try await withSite { site in
      let log = LogBook()
      let router = Router(context: ServerContext.self)
      router.add(middleware: site.server.front)
      router.get("/broken") { _, _ -> Response in throw Marked() }
      router.get("/status/:code") { _, context -> Response in
        throw HTTPError(.init(code: context.parameters.get("code", as: Int.self) ?? 500), message: "marked-person")
      }
      let application = Application(router: router, logger: Logger(label: "naru") { log.handler(label: $0) })
      try await application.test(.router) { client in
        let broken = try await client.execute(uri: "/broken", method: .get)
        #expect(broken.status == .internalServerError && JSONValue(broken.text).problem == "internal")
        let reference = JSONValue(broken.text)["instance"].string?.replacing("urn:naru:request:", with: "") ?? "?"
        #expect(log.all.contains { $0.contains("error=Marked") && $0.contains("request=\(reference)") })
        for (code, name) in [(404, "not-found"), (413, "too-large"), (405, "method-not-allowed"), (400, "bad-request")]
        {
          let answer = try await client.execute(uri: "/status/\(code)", method: .get)
          #expect(answer.status.code == code && JSONValue(answer.text).problem == name)
          #expect(!answer.text.contains("marked"))
        }
        #expect(!broken.text.contains("marked") && !log.all.contains { $0.contains("marked") })
      }
    }
  }
}
