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
      try await withRunning(site.server) { base in
        let http = try CurlTransport()
        let answer = try await http.get(base + "/openapi.json", ["Host": "evil.example.com"])
        #expect(answer.status == 200 && answer.headers["Content-Type"] == "application/json")
        #expect(answer.headers["Cache-Control"] == "no-store")
        #expect(answer.body == APIDocument.bytes(publicURL: "https://sync.example.com"))
        await http.shutdown()
      }
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
}
