import Dispatch
import HTTPTypes
import Hummingbird
import NIOCore
import Synchronization
import Testing

@testable import NaruServer

@Suite("Connections")
struct RequestChannelTests {
  private func with(
    idle: Duration = .seconds(30), _ routes: @escaping @Sendable (Router<ServerContext>) -> Void,
    _ body: @escaping @Sendable (Int) async throws -> Void
  ) async throws {
    try await withSite { site in
      let listening = try await Listening.start(site, idle: idle, routes)
      do { try await body(listening.port) } catch {
        await listening.end()
        throw error
      }
      await listening.end()
    }
  }

  private static func call(_ path: String, _ headers: String = "", method: String = "GET", body: String = "") -> String
  {
    "\(method) \(path) HTTP/1.1\r\nHost: x\r\n\(headers)\r\n\(body)"
  }

  private static func text(_ text: String) -> Response {
    Response(status: .ok, body: .init(byteBuffer: ByteBuffer(string: text)))
  }

  @Test("requests that are sent at once are answered in their order, also when the first has to wait")
  func pipelined() async throws {
    let gate = Gate()
    try await with {
      $0.get("/slow") { _, _ in
        await gate.pass()
        return Self.text("first")
      }
      $0.get("/fast") { request, _ in Self.text("then-\(request.uri.query ?? "")") }
    } _: { port in
      let connection = try RawConnection(port: port)
      connection.write(Self.call("/slow") + (0..<30).map { Self.call("/fast?\($0)") }.joined())
      await gate.arrival()
      gate.open()
      let answer = await connection.read { $0.hasSuffix("then-29") }
      let order = ["first"] + (0..<30).map { "then-\($0)" }
      #expect(answer.split(separator: "\r\n\r\n").dropFirst().map { $0.prefix { $0 != "H" } }.map(String.init) == order)
    }
  }

  @Test("many thousand requests at once are answered one after the other, whether or not they have to wait")
  func flood() async throws {
    let gate = Gate()
    try await with { router in
      for path in ["/healthz", "/elsewhere"] { router.get(RouterPath(path)) { _, _ in Self.text(".") } }
      router.get("/last") { _, _ in Self.text("last") }
      router.get("/auth") { _, _ in
        await gate.pass()
        return Self.text("late")
      }
    } _: { port in
      for path in ["/healthz", "/elsewhere"] {
        let connection = try RawConnection(port: port)
        connection.write(String(repeating: Self.call(path), count: 3_000) + Self.call("/last"))
        let answers = await connection.read { $0.hasSuffix("last") }
        #expect(answers.split(separator: "HTTP/1.1 200 OK\r\n").count == 3_001)
      }
      // Those that were kept back meanwhile come within the end of the first one's answer.
      let connection = try RawConnection(port: port)
      connection.write(Self.call("/auth") + String(repeating: Self.call("/healthz"), count: 3_000) + Self.call("/last"))
      await gate.arrival()
      gate.open()
      let answers = await connection.read { $0.hasSuffix("last") }
      #expect(answers.split(separator: "HTTP/1.1 200 OK\r\n").count == 3_002)
    }
  }

  @Test(
    "whoever asks and asks and does not read is answered when there is room for it, and not before",
    arguments: ["/healthz", "/elsewhere"])
  func neverReads(path: String) async throws {
    let answered = Mutex(0)
    try await with { router in
      let answer = String(repeating: "x", count: 1 << 16)
      for path in ["/healthz", "/elsewhere"] {
        router.get(RouterPath(path)) { _, _ in
          answered.withLock { $0 += 1 }
          return Self.text(answer)
        }
      }
    } _: { port in
      let connection = try RawConnection(port: port)
      let all = 2_000
      connection.write(String(repeating: Self.call(path), count: all))
      var (count, before) = (answered.withLock { $0 }, -1)
      while count != before {
        #expect(await connection.isClosed(within: 500) == false)
        (count, before) = (answered.withLock { $0 }, count)
      }
      // What the two sides' systems keep are some MiB, of 125.
      #expect(count > 0 && count < all / 2)
      #expect(await connection.count(upTo: all << 16) >= all << 16)
    }
  }

  @Test("a long answer goes out whole before the connection is closed, however slowly it is read")
  func longLast() async throws {
    let length = 24 << 20
    try await with {
      $0.get("/") { _, _ in
        Response(status: .ok, body: .init(byteBuffer: ByteBuffer(repeating: 0x78, count: length)))
      }
    } _: { port in
      let connection = try RawConnection(port: port)
      connection.write(Self.call("/", "Connection: close\r\n"))
      connection.closeOutput()
      #expect(await connection.count() > length)
    }
  }

  @Test("an error that says that something was cancelled, which the request was not, is an error")
  func notCancelled() async throws {
    try await with {
      $0.get("/") { _, _ -> Response in throw CancellationError() }
    } _: { port in
      let connection = try RawConnection(port: port)
      connection.write(Self.call("/"))
      let answer = await connection.read { $0.contains("urn:naru:problem:internal") }
      #expect(answer.hasPrefix("HTTP/1.1 500"))
    }
  }

  @Test(
    "a server that stops answers what has begun, and waits neither for half a head nor for what is answered already")
  func stops() async throws {
    let gate = Gate()
    try await withSite { site in
      let listening = try await Listening.start(site) {
        $0.get("/slow") { _, _ in
          await gate.pass()
          return Self.text("done")
        }
        $0.post("/refused") { _, _ -> Response in throw Problem.unauthorized }
      }
      let (half, early) = (try RawConnection(port: listening.port), try RawConnection(port: listening.port))
      let slow = try RawConnection(port: listening.port)
      early.write(Self.call("/refused", "Content-Length: 2000000\r\n", method: "POST", body: "x"))
      #expect(await early.read { $0.contains("urn:naru:problem:unauthorized") }.hasPrefix("HTTP/1.1 401"))
      half.write("GET /slow HT")
      slow.write(Self.call("/slow"))
      await gate.arrival()
      async let stopped: Void = listening.stop()
      #expect(await early.readToEnd() == "")
      #expect(await half.readToEnd() == "")
      gate.open()
      #expect(await slow.readToEnd().hasSuffix("\r\n\r\ndone"))
      try await stopped
    }
  }

  @Test("whoever says that nothing more comes is answered all the same, and then the connection ends")
  func halfClosed() async throws {
    let gate = Gate()
    try await with {
      $0.get("/slow") { _, _ in
        await gate.pass()
        return Self.text("done")
      }
    } _: { port in
      let connection = try RawConnection(port: port)
      connection.write(Self.call("/slow"))
      await gate.arrival()
      connection.closeOutput()
      gate.open()
      #expect(await connection.readToEnd().hasSuffix("\r\n\r\ndone"))

      let idle = try RawConnection(port: port)
      idle.closeOutput()
      #expect(await idle.readToEnd() == "")
    }
  }

  @Test("Connection: close ends it after the answer; so does a request that can not be read, after saying so")
  func closes() async throws {
    try await with {
      $0.get("/") { _, _ in Self.text("last") }
    } _: { port in
      for value in ["close", "Close"] {
        let connection = try RawConnection(port: port)
        connection.write(Self.call("/", "Connection: \(value)\r\n"))
        #expect(await connection.readToEnd().hasSuffix("\r\n\r\nlast"))
      }
      let connection = try RawConnection(port: port)
      connection.write(Self.call("/") + "no request at all\r\n\r\n")
      let answer = await connection.readToEnd()
      #expect(answer.contains("\r\n\r\nlastHTTP/1.1 400 Bad Request\r\n"), "\(answer)")
    }
  }

  @Test("every answer has the time, and one to HEAD no body")
  func heads() async throws {
    try await with {
      $0.get("/") { _, _ in Self.text("body") }
      $0.on("/", method: .head) { _, _ in Self.text("body") }
    } _: { port in
      let connection = try RawConnection(port: port)
      connection.write(Self.call("/", method: "HEAD"))
      let answer = await connection.read { $0.contains("\r\n\r\n") }
      #expect(answer.hasSuffix("\r\n\r\n") && answer.lowercased().contains("\r\ndate: "))
      connection.write(Self.call("/"))
      #expect(await connection.read { $0.hasSuffix("body") }.hasPrefix("HTTP/1.1 200 OK\r\n"))
    }
  }

  // MARK: Bodies

  @Test("a body of any length arrives whole", arguments: [0, 1, 1_000, 65_536, 65_537, 3_000_000])
  func bodies(length: Int) async throws {
    try await with {
      $0.post("/") { request, _ in
        var count = 0
        for try await part in request.body { count += part.readableBytes }
        return Self.text("\(count).")
      }
    } _: { port in
      let connection = try RawConnection(port: port)
      for _ in 0..<2 {
        connection.write(
          Self.call(
            "/", "Content-Length: \(length)\r\n", method: "POST", body: String(repeating: "x", count: length)))
        #expect(await connection.read { $0.hasSuffix(".") }.hasSuffix("\r\n\r\n\(length)."))
      }
    }
  }

  @Test("whoever is refused need not send the body first, and may go on with the next request after it")
  func refusedEarly() async throws {
    try await with {
      $0.post("/refused") { _, _ -> Response in throw Problem.unauthorized }
      $0.get("/next") { _, _ in Self.text("next") }
    } _: { port in
      let connection = try RawConnection(port: port)
      connection.write(Self.call("/refused", "Content-Length: 2000000\r\n", method: "POST", body: "x"))
      let answer = await connection.read { $0.contains("urn:naru:problem:unauthorized") && $0.hasSuffix("}") }
      #expect(answer.hasPrefix("HTTP/1.1 401"))
      connection.write(String(repeating: "x", count: 1_999_999) + Self.call("/next"))
      #expect(await connection.read { $0.hasSuffix("next") }.hasPrefix("HTTP/1.1 200"))
    }
  }

  @Test("a body that nobody reads holds its sender back, and all of it is there when somebody does")
  func heldBack() async throws {
    let length = 64 << 20
    let gate = Gate()
    try await with {
      $0.post("/") { request, _ in
        await gate.pass()
        var count = 0
        for try await part in request.body { count += part.readableBytes }
        return Self.text("\(count).")
      }
    } _: { port in
      let connection = try RawConnection(port: port)
      connection.write(Self.call("/", "Content-Length: \(length)\r\n", method: "POST"))
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
    try await with {
      $0.post("/") { request, _ in
        do {
          for try await _ in request.body {}
          ended.yield(false)
        } catch {
          ended.yield(true)
          throw error
        }
        return Self.text("whole")
      }
      $0.get("/next") { _, _ in Self.text("next") }
    } _: { port in
      do {
        let connection = try RawConnection(port: port)
        connection.write(Self.call("/", "Content-Length: 1000\r\n", method: "POST", body: "x"))
        connection.closeOutput()
      }
      for await isFailed in ends {
        #expect(isFailed)
        break
      }
      let connection = try RawConnection(port: port)
      connection.write(Self.call("/next"))
      #expect(await connection.read { $0.hasSuffix("next") }.hasPrefix("HTTP/1.1 200"))
    }
  }

  // MARK: Answers

  @Test("an answer that comes bit by bit is there bit by bit")
  func streams() async throws {
    let gate = Gate()
    try await with {
      $0.get("/") { _, _ in
        Response(
          status: .ok,
          body: ResponseBody { writer in
            try await writer.write(ByteBuffer(string: "one,"))
            await gate.pass()
            try await writer.write(ByteBuffer(string: "two."))
            try await writer.finish(nil)
          })
      }
    } _: { port in
      let connection = try RawConnection(port: port)
      connection.write(Self.call("/"))
      #expect(await connection.read { $0.contains("one,") }.contains("chunked"))
      gate.open()
      #expect(await connection.read { $0.hasSuffix("0\r\n\r\n") }.contains("two."))
    }
  }

  @Test("an answer that breaks off ends the connection, so that nobody takes it for whole")
  func breaksOff() async throws {
    struct Broken: Error {}
    try await with {
      $0.get("/") { _, _ in
        Response(
          status: .ok,
          body: ResponseBody { writer in
            try await writer.write(ByteBuffer(string: "one,"))
            throw Broken()
          })
      }
    } _: { port in
      let connection = try RawConnection(port: port)
      connection.write(Self.call("/"))
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
          return Self.text("never")
        }
      }
      let connection = try RawConnection(port: listening.port)
      connection.write(Self.call("/"))
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
    try await with { router in
      @Sendable func place(_ context: ServerContext) -> Response {
        Self.text("\(context.channel.eventLoop.inEventLoop).")
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
        return Self.text("blocked.")
      }
    } _: { port in
      let first = try RawConnection(port: port)
      first.write(Self.call("/block"))
      await gate.arrival()
      gate.open()
      for _ in 0..<8 {
        let connection = try RawConnection(port: port)
        connection.write(Self.call("/healthz"))
        #expect(await connection.read { $0.hasSuffix(".") }.hasSuffix("\r\n\r\ntrue."))
      }
      blocked.signal()
      #expect(await first.read { $0.hasSuffix(".") }.hasSuffix("blocked."))
      first.write(Self.call("/shops/flower/members"))
      #expect(await first.read { $0.hasSuffix(".") }.hasSuffix("\r\n\r\nfalse."))
      // Nobody knows how much work is in a body that is made while it is sent.
      first.write(Self.call("/auth"))
      #expect(await first.read { $0.hasSuffix("0\r\n\r\n") }.contains("false."))
    }
  }

  private static func wait(_ semaphore: DispatchSemaphore) { semaphore.wait() }
}
