import Foundation
import HTTPTransport
import NaruTestSupport
import Testing

extension CurlSuite {
  @Suite struct Faults {
    private let short = HTTPRequest.Timeouts(connect: .seconds(10), total: .milliseconds(200))

    @Test("headers that do not come end in the total timeout")
    func slowHeaders() async throws {
      try await withServer { connection in
        guard connection.readRequest() != nil else { return }
        connection.write("HTTP/1.1 200 OK\r\n")
        connection.waitForClose()
      } _: { transport, server in
        let error = await failure(transport, HTTPRequest(url: server.url, timeouts: short))
        #expect(error == HTTPTransportError(.timedOut, mayHaveBeenProcessed: true))
      }
    }

    @Test("a body that stops half way ends in the total timeout")
    func slowBody() async throws {
      try await withServer { connection in
        guard connection.readRequest() != nil else { return }
        connection.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")
        connection.waitForClose()
      } _: { transport, server in
        let error = await failure(transport, HTTPRequest(url: server.url, timeouts: short))
        #expect(error == HTTPTransportError(.timedOut, mayHaveBeenProcessed: true))
      }
    }

    @Test("a server that does not accept ends in the connect timeout, and nothing was sent")
    func connectTimeout() async throws {
      // A TLS handshake that never comes: the connection does not stand without it.
      try await withServer {
        $0.waitForClose()
      } _: { transport, server in
        let url = "https://127.0.0.1:\(server.port)/"
        let timeouts = HTTPRequest.Timeouts(connect: .milliseconds(200), total: .seconds(60))
        let error = await failure(transport, HTTPRequest(url: url, timeouts: timeouts))
        #expect(error == HTTPTransportError(.connectTimedOut, mayHaveBeenProcessed: false))
      }
    }

    @Test("a connection dropped before the request was read may have been processed, for all we know")
    func droppedBeforeRead() async throws {
      try await withServer { connection in
        var linger = linger(l_onoff: 1, l_linger: 0)
        setsockopt(
          connection.descriptor, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout.size(ofValue: linger)))
      } _: { transport, server in
        let error = try #require(await failure(transport, HTTPRequest(method: .post, url: server.url, body: [1])))
        #expect(error.code == .droppedConnection || error.code == .couldNotConnect)
        if error.code == .droppedConnection { #expect(error.mayHaveBeenProcessed) }
      }
    }

    @Test("a connection dropped after the request was read may have been processed")
    func droppedAfterRead() async throws {
      try await withServer {
        _ = $0.readRequest()
      } _: { transport, server in
        let error = await failure(transport, HTTPRequest(method: .post, url: server.url, body: [1]))
        #expect(error == HTTPTransportError(.droppedConnection, mayHaveBeenProcessed: true))
        #expect(server.connections == 1)
      }
    }

    @Test(
      "half an answer is no answer",
      arguments: ["Content-Length: 100\r\n\r\nhalf", "Transfer-Encoding: chunked\r\n\r\n8\r\nhalf"])
    func droppedInBody(answer: String) async throws {
      try await withServer { connection in
        guard connection.readRequest() != nil else { return }
        connection.write("HTTP/1.1 200 OK\r\n\(answer)")
      } _: { transport, server in
        let error = await failure(transport, HTTPRequest(url: server.url))
        #expect(error == HTTPTransportError(.droppedConnection, mayHaveBeenProcessed: true))
      }
    }

    @Test("nobody listening is no connection, and nothing was sent")
    func refused() async throws {
      let (descriptor, port) = try LoopbackSocket.listening()
      close(descriptor)
      let transport = try CurlTransport()
      let error = await failure(transport, HTTPRequest(url: "http://127.0.0.1:\(port)/"))
      #expect(error == HTTPTransportError(.couldNotConnect, mayHaveBeenProcessed: false))
      #expect(error?.host == "127.0.0.1")
      await transport.shutdown()
    }

    @Test("a name that can not resolve is told as such")
    func unresolved() async throws {
      let transport = try CurlTransport()
      let error = await failure(transport, HTTPRequest(url: "http://naru.invalid/"))
      #expect(error == HTTPTransportError(.couldNotResolve, mayHaveBeenProcessed: false))
      await transport.shutdown()
    }

    @Test("a declared body over the cap is refused; one at the cap is fine", arguments: [(1000, true), (1001, false)])
    func declaredSize(size: Int, fits: Bool) async throws {
      try await withServer { connection in
        guard connection.readRequest() != nil else { return }
        connection.respond(body: String(repeating: "x", count: size))
        connection.waitForClose()
      } _: { transport, server in
        let request = HTTPRequest(url: server.url, responseLimit: 1000)
        if fits {
          let count1 = try await transport.send(request).body.count
          #expect(count1 == size)
        } else {
          let error = await failure(transport, request)
          #expect(error == HTTPTransportError(.responseTooLarge, mayHaveBeenProcessed: true))
        }
      }
    }

    @Test("an endless chunked body is cut off at the cap")
    func endlessBody() async throws {
      try await withServer { connection in
        guard connection.readRequest() != nil else { return }
        connection.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
        let chunk = "1000\r\n" + String(repeating: "x", count: 4096) + "\r\n"
        while connection.write(chunk) {}
      } _: { transport, server in
        let error = await failure(transport, HTTPRequest(url: server.url, responseLimit: 10_000))
        #expect(error == HTTPTransportError(.responseTooLarge, mayHaveBeenProcessed: true))
      }
    }

    @Test("endless headers are cut off")
    func endlessHeaders() async throws {
      try await withServer { connection in
        guard connection.readRequest() != nil else { return }
        connection.write("HTTP/1.1 200 OK\r\n")
        let line = "X-Long: " + String(repeating: "x", count: 4000) + "\r\n"
        while connection.write(line) {}
      } _: { transport, server in
        let error = await failure(transport, HTTPRequest(url: server.url))
        #expect(error == HTTPTransportError(.responseTooLarge, mayHaveBeenProcessed: true))
      }
    }

    @Test("what is not HTTP is no response", arguments: ["hello\r\n\r\n", "SSH-2.0-OpenSSH_9.2\r\n"])
    func notHTTP(answer: String) async throws {
      try await withServer { connection in
        guard connection.readRequest() != nil else { return }
        connection.write(answer)
      } _: { transport, server in
        let error = await failure(transport, HTTPRequest(url: server.url))
        #expect(error == HTTPTransportError(.invalidResponse, mayHaveBeenProcessed: true))
      }
    }
  }
}
