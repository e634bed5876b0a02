import CommonValues
import Foundation
import HTTPTransport
import Synchronization
import Testing

/// A policy that lets this machine in, for tests of everything else.
private let local = FetchPolicy(
  addresses: AddressPolicy(allowing: [IPNetwork("127.0.0.1")].compactMap { $0 }), allowsPlainLoopback: true)

extension CurlSuite {
  @Suite(.tags(.checklist51)) struct Guarded {
    /// Runs `body` with a server that answers every request with what `answer` writes, and a guarded transport.
    private func with(
      _ policy: FetchPolicy, hostAddresses: [String: [String]] = [:],
      answer: @escaping @Sendable (TestConnection, TestConnection.Request) -> Void = { $0.respond(body: $1.head) },
      _ body: (GuardedTransport, TestServer) async throws -> Void
    ) async throws {
      let server = try TestServer { connection in
        while let request = connection.readRequest() { answer(connection, request) }
      }
      let transport = try GuardedTransport(policy: policy, configuration: .init(hostAddresses: hostAddresses))
      let result: Result<Void, any Error>
      do { result = .success(try await body(transport, server)) } catch { result = .failure(error) }
      await transport.shutdown()
      await server.stop()
      try result.get()
    }

    @Test(
      "this machine is not reached, whatever the address is written like, and no byte is sent",
      arguments: [
        "127.0.0.1", "127.1", "2130706433", "0x7f000001", "0177.0.0.1", "localhost", "[::1]", "[::ffff:127.0.0.1]",
        "0.0.0.0",
      ])
    func loopback(host: String) async throws {
      try await with(FetchPolicy(allowsPlainLoopback: true)) { transport, server in
        for scheme in ["http", "https"] {
          let error = await failure(transport, HTTPRequest(url: "\(scheme)://\(host):\(server.port)/"))
          #expect(error == HTTPTransportError(.addressRefused, mayHaveBeenProcessed: false))
        }
        #expect(server.connections == 0)
      }
    }

    @Test("a public name that resolves to a private address is refused after the name was resolved")
    func rebinding() async throws {
      let names = ["shop.example.com": ["127.0.0.1"], "both.example.com": ["::1", "127.0.0.1"]]
      try await with(FetchPolicy(), hostAddresses: names) { transport, server in
        for name in names.keys {
          let error = await failure(transport, HTTPRequest(url: "https://\(name):\(server.port)/"))
          #expect(error == HTTPTransportError(.addressRefused, mayHaveBeenProcessed: false))
        }
        #expect(server.connections == 0)
      }
    }

    @Test("of several addresses only those that are allowed are tried")
    func severalAddresses() async throws {
      try await with(local, hostAddresses: ["shop.example.com": ["127.0.0.2", "127.0.0.1"]]) { transport, server in
        let response = try await transport.send(HTTPRequest(url: "http://shop.example.com:\(server.port)/x"))
        #expect(response.text.hasPrefix("GET /x ") && response.text.contains("Host: shop.example.com"))
      }
    }

    @Test("plain http is for this machine alone, and only where the policy says so")
    func plain() async throws {
      let secure = FetchPolicy(addresses: local.addresses)
      try await with(secure) { transport, server in
        let error = await failure(transport, HTTPRequest(url: server.url))
        #expect(error == HTTPTransportError(.addressRefused, mayHaveBeenProcessed: false))
        #expect(server.connections == 0)
      }
      // A public address: refused before anything leaves this machine.
      try await with(local, hostAddresses: ["shop.example.com": ["8.8.8.8"]]) { transport, _ in
        let error = await failure(transport, HTTPRequest(url: "http://shop.example.com/"))
        #expect(error == HTTPTransportError(.addressRefused, mayHaveBeenProcessed: false))
      }
    }

    @Test("a host that is not listed is refused, also as the target of a redirect")
    func hostList() async throws {
      var policy = local
      policy.hosts = ["shop.example.com"]
      let names = ["shop.example.com": ["127.0.0.1"], "other.example.com": ["127.0.0.1"]]
      try await with(policy, hostAddresses: names) { connection, request in
        let port = request.head.split(separator: ":").last.flatMap { Int($0.prefix { $0.isNumber }) } ?? 0
        connection.respond("302 Found", headers: "Location: http://other.example.com:\(port)/\r\n")
      } _: { transport, server in
        let direct = await failure(transport, HTTPRequest(url: "http://other.example.com:\(server.port)/"))
        #expect(direct == HTTPTransportError(.addressRefused, mayHaveBeenProcessed: false))
        let request = HTTPRequest(url: "http://shop.example.com:\(server.port)/", followRedirects: true)
        #expect(await failure(transport, request) == HTTPTransportError(.badRedirect, mayHaveBeenProcessed: true))
        #expect(server.connections == 1)
      }
    }

    @Test("a redirect to an address that is not allowed is refused at the connection")
    func redirectInside() async throws {
      let inner = try TestServer { connection in
        while connection.readRequest() != nil { connection.respond(body: "secret") }
      }
      let target = "http://inner.example.com:\(inner.port)/"
      try await with(local, hostAddresses: ["inner.example.com": ["127.0.0.3"]]) { connection, _ in
        connection.respond("302 Found", headers: "Location: \(target)\r\n")
      } _: { transport, server in
        let error = await failure(transport, HTTPRequest(url: server.url, followRedirects: true))
        #expect(error?.code == .addressRefused)
        #expect(inner.connections == 0)
      }
      await inner.stop()
    }

    @Test("redirects are followed to a small limit and not at all unless asked for")
    func redirectLimit() async throws {
      try await with(local) { connection, request in
        let left = Int(request.line.dropFirst(5).prefix { $0.isNumber }) ?? 0
        if left > 0 {
          connection.respond("302 Found", headers: "Location: /\(left - 1)\r\n")
        } else {
          connection.respond(body: "there")
        }
      } _: { transport, server in
        let three = try await transport.send(HTTPRequest(url: server.url + "/3", followRedirects: true))
        #expect(three.text == "there")
        let error = await failure(transport, HTTPRequest(url: server.url + "/4", followRedirects: true))
        #expect(error == HTTPTransportError(.badRedirect, mayHaveBeenProcessed: true))
        let kept = try await transport.send(HTTPRequest(url: server.url + "/1"))
        #expect(kept.status == 302)
      }
    }

    @Test("credentials go along to the same origin and to no other")
    func credentials() async throws {
      let other = try TestServer { connection in
        while let request = connection.readRequest() { connection.respond(body: request.head) }
      }
      let target = other.url + "/elsewhere"
      try await with(local) { connection, request in
        switch true {
        case request.line.contains("/out"): connection.respond("307 x", headers: "Location: \(target)\r\n")
        case request.line.contains("/in"): connection.respond("302 x", headers: "Location: /here\r\n")
        default: connection.respond(body: request.head)
        }
      } _: { transport, server in
        let headers: HTTPHeaders = [
          "Authorization": "marked", "X-Api-Key": "marked", "Cookie": "marked", "Accept": "text/csv",
        ]
        func send(_ path: String) async throws -> String {
          try await transport.send(HTTPRequest(url: server.url + path, headers: headers, followRedirects: true)).text
        }
        let inside = try await send("/in")
        #expect(inside.hasPrefix("GET /here ") && inside.contains("Authorization: marked"))
        let outside = try await send("/out")
        #expect(outside.hasPrefix("GET /elsewhere ") && !outside.contains("marked") && outside.contains("text/csv"))
      }
      await other.stop()
    }

    @Test("a body streams to its taker; of a refusal it stays with the response")
    func download() async throws {
      try await with(local) { connection, request in
        if request.line.contains("/no") {
          connection.respond("404 Not Found", body: "no such file")
        } else {
          connection.respond(body: String(repeating: "0123456789", count: 50_000))
        }
      } _: { transport, server in
        let taken = Mutex((bytes: 0, pieces: 0))
        let sink: @Sendable (UnsafeRawBufferPointer) -> Bool = { piece in
          taken.withLock { $0 = ($0.bytes + piece.count, $0.pieces + 1) }
          return true
        }
        let response = try await transport.download(HTTPRequest(url: server.url + "/file"), into: sink)
        #expect(response.status == 200 && response.body.isEmpty)
        #expect(taken.withLock { $0.bytes == 500_000 && $0.pieces > 1 })
        let refused = try await transport.download(HTTPRequest(url: server.url + "/no"), into: sink)
        #expect(refused.status == 404 && refused.text == "no such file")
        #expect(taken.withLock { $0.bytes } == 500_000)
      }
    }

    @Test("a download over the limit ends at the limit, whether or not the length was told")
    func downloadLimit() async throws {
      try await with(local) { connection, request in
        let body = String(repeating: "x", count: 5000)
        if request.line.contains("/told") {
          connection.respond(body: body)
        } else {
          connection.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
          while connection.write("1388\r\n\(body)\r\n") {}
        }
      } _: { transport, server in
        for path in ["/told", "/endless"] {
          let taken = Mutex(0)
          await #expect(throws: HTTPTransportError(.responseTooLarge, mayHaveBeenProcessed: true)) {
            try await transport.download(HTTPRequest(url: server.url + path, responseLimit: 4000)) { piece in
              taken.withLock { $0 += piece.count }
              return true
            }
          }
          #expect(taken.withLock { $0 } <= 4000)
        }
      }
    }

    @Test("a taker that has no room ends the download")
    func sinkFull() async throws {
      try await with(local) { transport, server in
        await #expect(throws: HTTPTransportError(.failed, mayHaveBeenProcessed: true)) {
          try await transport.download(HTTPRequest(url: server.url)) { _ in false }
        }
      }
    }

    @Test("a download that stands still, and one that is cut, are errors")
    func stallAndCut() async throws {
      try await with(local) { connection, request in
        connection.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")
        if request.line.contains("/cut") {
          shutdown(connection.descriptor, Int32(SHUT_RDWR))
        } else {
          connection.waitForClose()
        }
      } _: { transport, server in
        let timeouts = HTTPRequest.Timeouts(total: .seconds(60), stall: .milliseconds(10))
        let stalled = await failure(transport, HTTPRequest(url: server.url, timeouts: timeouts))
        #expect(stalled == HTTPTransportError(.timedOut, mayHaveBeenProcessed: true))
        let cut = await failure(transport, HTTPRequest(url: server.url + "/cut"))
        #expect(cut == HTTPTransportError(.droppedConnection, mayHaveBeenProcessed: true))
      }
    }

    @Test("the total time counts over all redirects")
    func totalTime() async throws {
      try await with(local) { connection, request in
        if request.line.contains("/slow") { return connection.waitForClose() }
        connection.respond("302 Found", headers: "Location: /slow\r\n")
      } _: { transport, server in
        let timeouts = HTTPRequest.Timeouts(total: .milliseconds(300))
        let request = HTTPRequest(url: server.url, timeouts: timeouts, followRedirects: true)
        #expect(await failure(transport, request) == HTTPTransportError(.timedOut, mayHaveBeenProcessed: true))
      }
    }

    @Test("a proxy is refused, since behind it nobody knows the address")
    func proxy() {
      #expect(throws: HTTPTransportError(.invalidRequest, mayHaveBeenProcessed: false)) {
        try GuardedTransport(configuration: .init(proxy: "http://127.0.0.1:3128"))
      }
    }

    @Test(
      "https stays https over redirects", .enabled(if: NginxServer.isInstalled, "nginx or openssl is not installed"))
    func secureRedirects() async throws {
      try await NginxServer.run(protocols: "TLSv1.2 TLSv1.3") { server in
        let transport = try GuardedTransport(
          policy: local, configuration: .init(certificateAuthorityFile: server.certificate))
        let round = try await transport.send(HTTPRequest(url: server.url + "round", followRedirects: true))
        #expect(round.text.hasPrefix("hello"))
        let error = await failure(transport, HTTPRequest(url: server.url + "down", followRedirects: true))
        #expect(error == HTTPTransportError(.badRedirect, mayHaveBeenProcessed: true))
        await transport.shutdown()
      }
    }
  }
}
