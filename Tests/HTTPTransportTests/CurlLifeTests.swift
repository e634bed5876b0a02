import Foundation
import HTTPTransport
import Synchronization
import Testing

extension CurlSuite {
  @Suite struct Life {
    @Test("shutdown fails what runs and what waits, and what comes after")
    func shutdown() async throws {
      let reached = Door()
      let server = try TestServer { connection in
        _ = connection.readRequest()
        reached.open()
        connection.waitForClose()
      }
      let transport = try CurlTransport(configuration: .init(connectionsPerHost: 1))
      let url = server.url
      let running = Task { await failure(transport, HTTPRequest(method: .post, url: url)) }
      await reached.wait()
      let waiting = Task { await failure(transport, HTTPRequest(url: url)) }
      await transport.shutdown()
      #expect(await running.value == HTTPTransportError(.shutDown, mayHaveBeenProcessed: true))
      #expect(await waiting.value == HTTPTransportError(.shutDown, mayHaveBeenProcessed: false))
      #expect(
        await failure(transport, HTTPRequest(url: url)) == HTTPTransportError(.shutDown, mayHaveBeenProcessed: false))
      await transport.shutdown()
      await server.stop()
    }

    /// In a process of its own: in this one other tests open files meanwhile.
    @Test("no descriptor is left over after answers, failures, cancellations and shutdown")
    func descriptors() async {
      await #expect(processExitsWith: .success) {
        try await Life.cycle()
        let before = try openDescriptors()
        for _ in 0..<5 { try await Life.cycle() }
        #expect(try openDescriptors() == before)
      }
    }

    private static func cycle() async throws {
      try await withServer { connection in
        while let request = connection.readRequest() {
          if request.line.contains("/drop") { return }
          if request.line.contains("/hang") { return connection.waitForClose() }
          connection.respond(body: "ok")
        }
      } _: { transport, server in
        let url = server.url
        await withTaskGroup(of: Void.self) { group in
          for number in 0..<30 {
            group.addTask {
              switch number % 3 {
              case 0: _ = try? await transport.send(HTTPRequest(url: url))
              case 1: _ = try? await transport.send(HTTPRequest(method: .post, url: url + "/drop"))
              default:
                let task = Task { try await transport.send(HTTPRequest(url: url + "/hang")) }
                task.cancel()
                _ = await task.result
              }
            }
          }
        }
      }
    }

    @Test("a transport that is let go without shutdown frees its descriptors")
    func letGo() async throws {
      let server = try TestServer { connection in
        while connection.readRequest() != nil { connection.respond() }
      }
      let closed = Door()
      let watched = try TestServer { connection in
        _ = connection.readRequest()
        connection.respond()
        connection.waitForClose()
        closed.open()
      }
      do {
        let transport = try CurlTransport()
        _ = try await transport.send(HTTPRequest(url: watched.url))
      }
      // The kept-alive connection ends only when the handles are freed.
      await closed.wait()
      await watched.stop()
      await server.stop()
    }
  }
}
