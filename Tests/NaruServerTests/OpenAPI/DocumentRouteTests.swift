import HTTPTransport
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Naru
import Testing

@testable import NaruServer

@Suite("The address of the OpenAPI document")
struct DocumentRouteTests {
  @Test("a program of this machine gets it, with the configured address as the server whatever it names as host")
  func local() async throws {
    try await withSite { site in
      let running = try await Running.start(site.server)
      let http = try CurlTransport()
      let address = "http://127.0.0.1:\(running.port)/openapi.json"
      let answer = try await http.get(address, ["Host": "evil.example.com"])
      #expect(answer.status == 200 && answer.headers["Content-Type"] == "application/json")
      #expect(answer.headers["Cache-Control"] == "no-store")
      #expect(answer.body == APIDocument.bytes(publicURL: "https://sync.example.com"))
      let forwarded = try await http.get(address, ["X-Forwarded-For": "198.51.100.7"])
      #expect(forwarded.status == 404)
      await http.shutdown()
      try await running.end()
    }
  }

  @Test("to everybody else there is no such address")
  func others() async throws {
    try await withSite { site in
      // In these tests nobody knows who is at the other end.
      let answer = try await site.client.execute(uri: "/openapi.json", method: .get)
      #expect(answer.status == .notFound && JSONValue(answer.text).problem == "not-found")
      let head = try await site.client.execute(uri: "/openapi.json", method: .head)
      #expect(head.status == .notFound && head.body.readableBytes == 0)
    }
  }

  @Test("where the metrics have a token, the document has it too")
  func token() async throws {
    var files = ShopFiles()
    files.process += "metrics: { token: { env: ROSE_TOKEN } }\n"
    try await withSite(files) { site in
      let refused = try await site.client.execute(uri: "/openapi.json", method: .get)
      #expect(refused.status == .unauthorized && JSONValue(refused.text).problem == "metrics-unauthorized")
      #expect(refused.headers[.wwwAuthenticate] == "Bearer")
      let token = "Bearer " + (ShopFiles.secrets["ROSE_TOKEN"] ?? "")
      let answer = try await site.client.execute(
        uri: "/openapi.json", method: .get, headers: [.authorization: token])
      #expect(answer.status == .ok)
      Conformance.check(.get, "/openapi.json", answer)
    }
  }
}
