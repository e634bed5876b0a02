import Dispatch
import HTTPTypes
import Hummingbird
import NIOCore
import Synchronization
import Testing

@testable import NaruServer

@Suite("Bodies on connections")
struct RequestBodyTests {
  // MARK: Bodies

  @Test("a body of any length arrives whole", arguments: [0, 1, 1_000, 65_536, 65_537, 3_000_000])
  func bodies(length: Int) async throws {
    try await withListening {
      $0.post("/") { request, _ in
        var count = 0
        for try await part in request.body { count += part.readableBytes }
        return Response.text("\(count).")
      }
    } _: { port in
      let connection = try RawConnection(port: port)
      for _ in 0..<2 {
        connection.write(
          Listening.call(
            "/", "Content-Length: \(length)\r\n", method: "POST", body: String(repeating: "x", count: length)))
        #expect(await connection.read { $0.hasSuffix(".") }.hasSuffix("\r\n\r\n\(length)."))
      }
    }
  }

  @Test("whoever is refused need not send the body first, and may go on with the next request after it")
  func refusedEarly() async throws {
    try await withListening {
      $0.post("/refused") { _, _ -> Response in throw Problem.unauthorized }
      $0.get("/next") { _, _ in Response.text("next") }
    } _: { port in
      let connection = try RawConnection(port: port)
      connection.write(Listening.call("/refused", "Content-Length: 2000000\r\n", method: "POST", body: "x"))
      let answer = await connection.read { $0.contains("urn:naru:problem:unauthorized") && $0.hasSuffix("}") }
      #expect(answer.hasPrefix("HTTP/1.1 401"))
      connection.write(String(repeating: "x", count: 1_999_999) + Listening.call("/next"))
      #expect(await connection.read { $0.hasSuffix("next") }.hasPrefix("HTTP/1.1 200"))
    }
  }

  @Test("a body that nobody reads holds its sender back, and all of it is there when somebody does")
  func heldBack() async throws {
    let length = 64 << 20
    let gate = Gate()
    try await withListening {
      $0.post("/") { request, _ in
        await gate.pass()
        var count = 0
        for try await part in request.body { count += part.readableBytes }
        return Response.text("\(count).")
      }
    } _: { port in
      let connection = try RawConnection(port: port)
      connection.write(Listening.call("/", "Content-Length: \(length)\r\n", method: "POST"))
      await gate.arrival()
      let sent = await connection.writeUntilHeldBack(length)
      // What the two sides' systems keep of it is a few MiB.
      #expect(sent < length / 2, "\(sent)")
      gate.open()
      await connection.writeAll(length - sent)
      #expect(await connection.read { $0.hasSuffix(".") }.hasSuffix("\r\n\r\n\(length)."))
    }
  }

  @Test("whoever goes away in the middle of a body ends the reading of it, and nothing else")
  func goesAway() async throws {
    let (ends, ended) = AsyncStream.makeStream(of: Bool.self)
    try await withListening {
      $0.post("/") { request, _ in
        do {
          for try await _ in request.body {}
          ended.yield(false)
        } catch {
          ended.yield(true)
          throw error
        }
        return Response.text("whole")
      }
      $0.get("/next") { _, _ in Response.text("next") }
    } _: { port in
      do {
        let connection = try RawConnection(port: port)
        connection.write(Listening.call("/", "Content-Length: 1000\r\n", method: "POST", body: "x"))
        connection.closeOutput()
      }
      for await isFailed in ends {
        #expect(isFailed)
        break
      }
      let connection = try RawConnection(port: port)
      connection.write(Listening.call("/next"))
      #expect(await connection.read { $0.hasSuffix("next") }.hasPrefix("HTTP/1.1 200"))
    }
  }

  // MARK: Answers

  @Test("an answer that comes bit by bit is there bit by bit")
  func streams() async throws {
    let gate = Gate()
    try await withListening {
      $0.streams("/") { writer in
        try await writer.write(ByteBuffer(string: "one,"))
        await gate.pass()
        try await writer.write(ByteBuffer(string: "two."))
        try await writer.finish(nil)
      }
    } _: { port in
      let connection = try RawConnection(port: port)
      connection.write(Listening.call("/"))
      #expect(await connection.read { $0.contains("one,") }.contains("chunked"))
      gate.open()
      #expect(await connection.read { $0.hasSuffix("0\r\n\r\n") }.contains("two."))
    }
  }

  @Test("an answer that breaks off ends the connection, so that nobody takes it for whole")
  func breaksOff() async throws {
    struct Broken: Error {}
    try await withListening {
      $0.streams("/") { writer in
        try await writer.write(ByteBuffer(string: "one,"))
        throw Broken()
      }
    } _: { port in
      let connection = try RawConnection(port: port)
      connection.write(Listening.call("/"))
      let answer = await connection.readToEnd()
      #expect(answer.contains("one,") && !answer.hasSuffix("0\r\n\r\n"))
    }
  }

  @Test("a server that is ended at once ends what waits, and its connections")
  func cancelled() async throws {
    let gate = Gate()
    let wasCancelled = Mutex(false)
    try await withSite { site in
      let listening = try await Listening.start(site) {
        $0.get("/") { _, _ in
          await gate.pass()
          wasCancelled.withLock { $0 = Task.isCancelled }
          return Response.text("never")
        }
      }
      let connection = try RawConnection(port: listening.port)
      connection.write(Listening.call("/"))
      await gate.arrival()
      async let answer = connection.readToEnd()
      await listening.end()
      #expect(await answer == "" && wasCancelled.withLock { $0 })
    }
  }

  // MARK: Where

  @Test("only the short routes are answered on the event loop; one that blocks elsewhere holds up no other connection")
  func where_() async throws {
    let blocked = DispatchSemaphore(value: 0)
    let gate = Gate()
    try await withListening { router in
      @Sendable func place(_ context: ServerContext) -> Response {
        Response.text("\(context.channel.eventLoop.inEventLoop).")
      }
      router.get("/healthz") { _, context in place(context) }
      router.get("/shops/:shop/members") { _, context in place(context) }
      router.get("/auth") { _, context in
        Response(
          status: .ok,
          body: ResponseBody { writer in
            try await writer.write(ByteBuffer(string: "\(context.channel.eventLoop.inEventLoop)."))
            try await writer.finish(nil)
          })
      }
      router.get("/block") { _, _ in
        await gate.pass()
        Self.wait(blocked)
        return Response.text("blocked.")
      }
    } _: { port in
      let first = try RawConnection(port: port)
      first.write(Listening.call("/block"))
      await gate.arrival()
      gate.open()
      for _ in 0..<8 {
        let connection = try RawConnection(port: port)
        connection.write(Listening.call("/healthz"))
        #expect(await connection.read { $0.hasSuffix(".") }.hasSuffix("\r\n\r\ntrue."))
      }
      blocked.signal()
      #expect(await first.read { $0.hasSuffix(".") }.hasSuffix("blocked."))
      first.write(Listening.call("/shops/flower/members"))
      #expect(await first.read { $0.hasSuffix(".") }.hasSuffix("\r\n\r\nfalse."))
      // Nobody knows how much work is in a body that is made while it is sent.
      first.write(Listening.call("/auth"))
      #expect(await first.read { $0.hasSuffix("0\r\n\r\n") }.contains("false."))
    }
  }

  private static func wait(_ semaphore: DispatchSemaphore) { semaphore.wait() }
}
