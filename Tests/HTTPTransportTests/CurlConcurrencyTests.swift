import HTTPTransport
import Synchronization
import Testing

extension CurlSuite {
  @Suite struct Concurrency {
    @Test("100 parallel requests are all answered, never more at a time than the host's limit")
    func parallel() async throws {
      struct Load {
        var now = 0
        var most = 0
      }
      let load = Mutex(Load())
      let full = Door()
      try await withServer(configuration: .init(connectionsPerHost: 6)) { connection in
        while let request = connection.readRequest() {
          let now = load.withLock { load in
            load.now += 1
            load.most = max(load.most, load.now)
            return load.now
          }
          // Nobody is answered before the limit is reached, so that it is seen to be reached.
          if now == 6 { full.open() }
          full.waitBlocking()
          load.withLock { $0.now -= 1 }
          connection.respond(body: String(request.line.dropFirst(5).prefix { $0 != " " }))
        }
      } _: { transport, server in
        let url = server.url
        let answers = try await withThrowingTaskGroup(of: (Int, String).self) { group in
          for number in 0..<100 {
            group.addTask { (number, try await transport.send(HTTPRequest(url: "\(url)/\(number)")).text) }
          }
          return try await group.reduce(into: [Int: String]()) { $0[$1.0] = $1.1 }
        }
        #expect(answers.count == 100)
        #expect(answers.allSatisfy { "\($0)" == $1 })
        #expect(load.withLock { $0.most } == 6)
        #expect(server.connections <= 6)
      }
    }

    @Test("one host's full line does not hold up another host")
    func hostsApart() async throws {
      let release = Door()
      let other = try TestServer { connection in
        while connection.readRequest() != nil { connection.respond(body: "other") }
      }
      try await withServer(configuration: .init(connectionsPerHost: 1)) { connection in
        while connection.readRequest() != nil {
          release.waitBlocking()
          connection.respond()
        }
      } _: { transport, server in
        let url = server.url
        async let first = transport.send(HTTPRequest(url: url))
        async let second = transport.send(HTTPRequest(url: url))
        let text1 = try await transport.send(HTTPRequest(url: other.url)).text
        #expect(text1 == "other")
        release.open()
        let status2 = try await first.status
        #expect(status2 == 200)
        let status3 = try await second.status
        #expect(status3 == 200)
      }
      await other.stop()
    }

    @Test("a request that waits in line times out there, and was never sent")
    func lineTimeout() async throws {
      let reached = Door()
      let release = Door()
      try await withServer(configuration: .init(connectionsPerHost: 1)) { connection in
        while connection.readRequest() != nil {
          reached.open()
          release.waitBlocking()
          connection.respond()
        }
      } _: { transport, server in
        let url = server.url
        async let first = transport.send(HTTPRequest(url: url))
        await reached.wait()
        let error = await failure(
          transport, HTTPRequest(url: url, timeouts: .init(connect: .seconds(1), total: .milliseconds(100))))
        #expect(error == HTTPTransportError(.timedOut, mayHaveBeenProcessed: false))
        release.open()
        let status4 = try await first.status
        #expect(status4 == 200)
        // The place in line is free again.
        let status5 = try await transport.send(HTTPRequest(url: url)).status
        #expect(status5 == 200)
      }
    }

    @Test("cancelling in mid-transfer ends it, closes the connection and leaves the transport usable")
    func cancelInTransfer() async throws {
      let halfSent = Door()
      let closed = Door()
      try await withServer { connection in
        guard let request = connection.readRequest() else { return }
        if request.line.contains("/ok") {
          connection.respond(body: "ok")
          return
        }
        connection.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf")
        halfSent.open()
        connection.waitForClose()
        closed.open()
      } _: { transport, server in
        let url = server.url
        let task = Task { await failure(transport, HTTPRequest(url: url)) }
        await halfSent.wait()
        task.cancel()
        #expect(await task.value == HTTPTransportError(.cancelled, mayHaveBeenProcessed: true))
        await closed.wait()
        let text6 = try await transport.send(HTTPRequest(url: url + "/ok")).text
        #expect(text6 == "ok")
      }
    }

    @Test("a request that waits in line, or of a task cancelled before, is cancelled without being sent")
    func cancelInLine() async throws {
      let reached = Door()
      let release = Door()
      let served = Mutex(0)
      try await withServer(configuration: .init(connectionsPerHost: 1)) { connection in
        while connection.readRequest() != nil {
          served.withLock { $0 += 1 }
          reached.open()
          release.waitBlocking()
          connection.respond()
        }
      } _: { transport, server in
        let url = server.url
        async let first = transport.send(HTTPRequest(url: url))
        await reached.wait()
        let waiting = Task { await failure(transport, HTTPRequest(url: url)) }
        waiting.cancel()
        #expect(await waiting.value == HTTPTransportError(.cancelled, mayHaveBeenProcessed: false))
        release.open()
        let status7 = try await first.status
        #expect(status7 == 200)
        #expect(served.withLock { $0 } == 1)
      }
    }

    @Test("cancelling at any moment neither hangs nor answers twice")
    func cancelRace() async throws {
      try await withServer { connection in
        while connection.readRequest() != nil { connection.respond(body: "ok") }
      } _: { transport, server in
        let url = server.url
        await withTaskGroup(of: Void.self) { group in
          for round in 0..<200 {
            group.addTask {
              let task = Task { try await transport.send(HTTPRequest(url: url)).status }
              for _ in 0..<(round % 8) { await Task.yield() }
              task.cancel()
              switch await task.result {
              case .success(let status): #expect(status == 200)
              case .failure(let error): #expect((error as? HTTPTransportError)?.code == .cancelled)
              }
            }
          }
        }
      }
    }
  }
}
