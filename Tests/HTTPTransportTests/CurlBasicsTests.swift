import HTTPTransport
import Synchronization
import Testing

extension CurlSuite {
  @Suite struct Basics {
    @Test("method, path, headers and body arrive as given; status, headers and body come back")
    func roundTrip() async throws {
      let seen = Mutex<TestConnection.Request?>(nil)
      try await withServer { connection in
        while let request = connection.readRequest() {
          seen.withLock { $0 = request }
          connection.respond("418 I'm a teapot", headers: "X-One: 1\r\nx-one:  2 \r\nX-Empty:\r\n", body: "안녕")
        }
      } _: { transport, server in
        let response = try await transport.send(
          HTTPRequest(
            method: .post, url: server.url + "/a/b?c=d",
            headers: ["X-Some": "값", "X-None": "", "Content-Type": "application/json"],
            body: Array("{\"하나\":1}".utf8)))
        #expect(response.status == 418)
        #expect(response.headers.values(of: "X-ONE") == ["1", "2"])
        #expect(response.headers["x-empty"] == "")
        #expect(response.text == "안녕")
        #expect(response.version == .http1)
        let request = try #require(seen.withLock { $0 })
        let lines = request.head.split(separator: "\r\n")
        #expect(lines.first == "POST /a/b?c=d HTTP/1.1")
        #expect(lines.contains("X-Some: 값"))
        #expect(lines.contains("X-None:"))
        #expect(lines.contains("Content-Type: application/json"))
        #expect(lines.contains("User-Agent: Naru"))
        #expect(!request.head.contains("Expect") && !request.head.contains("Accept"))
        #expect(request.body == Array("{\"하나\":1}".utf8))
      }
    }

    @Test("each method goes out as itself", arguments: ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "PURGE"])
    func methods(name: String) async throws {
      let line = Mutex("")
      try await withServer { connection in
        while let request = connection.readRequest() {
          line.withLock { $0 = request.line }
          if name == "HEAD" {
            connection.write("HTTP/1.1 200 OK\r\nContent-Length: 99999999\r\n\r\n")
          } else {
            connection.respond()
          }
        }
      } _: { transport, server in
        let response = try await transport.send(
          HTTPRequest(method: HTTPMethod(rawValue: name), url: server.url + "/", responseLimit: 100))
        #expect(response.status == 200 && response.body.isEmpty)
        #expect(line.withLock { $0 } == "\(name) / HTTP/1.1")
      }
    }

    @Test("a POST without a body sends an empty one and reads no standard input")
    func emptyPost() async throws {
      let head = Mutex("")
      try await withServer { connection in
        while let request = connection.readRequest() {
          head.withLock { $0 = request.head }
          connection.respond()
        }
      } _: { transport, server in
        _ = try await transport.send(HTTPRequest(method: .post, url: server.url))
        #expect(head.withLock { $0 }.contains("Content-Length: 0\r\n"))
        #expect(!head.withLock { $0 }.contains("Content-Type"))
      }
    }

    @Test("a body of a megabyte with every byte value arrives whole")
    func largeBody() async throws {
      let body = (0..<(1 << 20)).map { UInt8(truncatingIfNeeded: $0) }
      let seen = Mutex<[UInt8]>([])
      try await withServer { connection in
        while let request = connection.readRequest() {
          seen.withLock { $0 = request.body }
          connection.respond()
        }
      } _: { transport, server in
        _ = try await transport.send(HTTPRequest(method: .put, url: server.url, body: body))
        #expect(seen.withLock { $0 } == body)
      }
    }

    @Test("chunks are put together; trailers are not headers")
    func chunked() async throws {
      try await withServer { connection in
        while connection.readRequest() != nil {
          connection.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Late\r\n\r\n5\r\nhello\r\n")
          connection.write("7\r\n, world\r\n0\r\nX-Late: yes\r\n\r\n")
        }
      } _: { transport, server in
        let response = try await transport.send(HTTPRequest(url: server.url))
        #expect(response.text == "hello, world")
        #expect(response.headers["X-Late"] == nil)
      }
    }

    @Test("an informational response before the real one is passed over")
    func informational() async throws {
      try await withServer { connection in
        while connection.readRequest() != nil {
          connection.write("HTTP/1.1 103 Early Hints\r\nX-Hint: a\r\n\r\n")
          connection.respond(headers: "X-Real: b\r\n", body: "ok")
        }
      } _: { transport, server in
        let response = try await transport.send(HTTPRequest(url: server.url))
        #expect(response.status == 200 && response.text == "ok")
        #expect(response.headers["X-Hint"] == nil && response.headers["X-Real"] == "b")
      }
    }

    @Test("a connection is used again, also for a POST that may be repeated; one that may not gets its own")
    func keepAlive() async throws {
      try await withServer { connection in
        while connection.readRequest() != nil { connection.respond(body: "ok") }
      } _: { transport, server in
        for _ in 0..<3 { _ = try await transport.send(HTTPRequest(url: server.url)) }
        _ = try await transport.send(HTTPRequest(method: .post, url: server.url, body: [1], isRepeatable: true))
        _ = try await transport.send(
          HTTPRequest(method: .post, url: server.url, body: [1], isRepeatable: false, mayReuseConnection: true))
        #expect(server.connections == 1)
        _ = try await transport.send(HTTPRequest(method: .post, url: server.url, body: [1]))
        #expect(server.connections == 2)
      }
    }

    @Test("a kept-alive connection that died is replaced without the caller noticing")
    func deadKeepAlive() async throws {
      let served = Mutex(0)
      try await withServer { connection in
        // Each connection answers one request and then hangs up on the second.
        guard connection.readRequest() != nil else { return }
        served.withLock { $0 += 1 }
        connection.respond(body: "ok")
        _ = connection.readRequest()
      } _: { transport, server in
        _ = try await transport.send(HTTPRequest(url: server.url))
        _ = try await transport.send(HTTPRequest(url: server.url))
        #expect(served.withLock { $0 } == 2)
        _ = try await transport.send(
          HTTPRequest(method: .post, url: server.url, body: [1], isRepeatable: false, mayReuseConnection: true))
        #expect(served.withLock { $0 } == 3)
      }
    }
  }
}
