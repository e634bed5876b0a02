import HTTPTypes
import Hummingbird
import NIOCore
import Synchronization
import Testing

@testable import NaruServer

@Suite("Connections")
struct RequestChannelTests {
  @Test("requests that are sent at once are answered in their order, also when the first has to wait")
  func pipelined() async throws {
    let gate = Gate()
    try await withListening {
      $0.slow("/slow", "first", gate)
      $0.get("/fast") { request, _ in Response.text("then-\(request.uri.query ?? "")") }
    } _: { port in
      let connection = try RawConnection(port: port)
      connection.write(Listening.call("/slow") + (0..<30).map { Listening.call("/fast?\($0)") }.joined())
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
    try await withListening { router in
      for path in ["/healthz", "/elsewhere"] { router.get(RouterPath(path)) { _, _ in Response.text(".") } }
      router.get("/last") { _, _ in Response.text("last") }
      router.slow("/auth", "late", gate)
    } _: { port in
      for path in ["/healthz", "/elsewhere"] {
        let connection = try RawConnection(port: port)
        connection.write(String(repeating: Listening.call(path), count: 3_000) + Listening.call("/last"))
        let answers = await connection.read { $0.hasSuffix("last") }
        #expect(answers.split(separator: "HTTP/1.1 200 OK\r\n").count == 3_001)
      }
      // Those that were kept back meanwhile come within the end of the first one's answer.
      let connection = try RawConnection(port: port)
      connection.write(
        Listening.call("/auth") + String(repeating: Listening.call("/healthz"), count: 3_000) + Listening.call("/last"))
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
    try await withListening { router in
      let answer = String(repeating: "x", count: 1 << 16)
      for path in ["/healthz", "/elsewhere"] {
        router.get(RouterPath(path)) { _, _ in
          answered.withLock { $0 += 1 }
          return Response.text(answer)
        }
      }
    } _: { port in
      let connection = try RawConnection(port: port)
      let all = 2_000
      connection.write(String(repeating: Listening.call(path), count: all))
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
    try await withListening {
      $0.get("/") { _, _ in
        Response(status: .ok, body: .init(byteBuffer: ByteBuffer(repeating: 0x78, count: length)))
      }
    } _: { port in
      let connection = try RawConnection(port: port)
      connection.write(Listening.call("/", "Connection: close\r\n"))
      connection.closeOutput()
      #expect(await connection.count() > length)
    }
  }

  @Test("an error that says that something was cancelled, which the request was not, is an error")
  func notCancelled() async throws {
    try await withListening {
      $0.get("/") { _, _ -> Response in throw CancellationError() }
    } _: { port in
      let connection = try RawConnection(port: port)
      connection.write(Listening.call("/"))
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
        $0.slow("/slow", "done", gate)
        $0.post("/refused") { _, _ -> Response in throw Problem.unauthorized }
      }
      let (half, early) = (try RawConnection(port: listening.port), try RawConnection(port: listening.port))
      let slow = try RawConnection(port: listening.port)
      early.write(Listening.call("/refused", "Content-Length: 2000000\r\n", method: "POST", body: "x"))
      #expect(await early.read { $0.contains("urn:naru:problem:unauthorized") }.hasPrefix("HTTP/1.1 401"))
      half.write("GET /slow HT")
      slow.write(Listening.call("/slow"))
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
    try await withListening {
      $0.slow("/slow", "done", gate)
    } _: { port in
      let connection = try RawConnection(port: port)
      connection.write(Listening.call("/slow"))
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
    try await withListening {
      $0.get("/") { _, _ in Response.text("last") }
    } _: { port in
      for value in ["close", "Close"] {
        let connection = try RawConnection(port: port)
        connection.write(Listening.call("/", "Connection: \(value)\r\n"))
        #expect(await connection.readToEnd().hasSuffix("\r\n\r\nlast"))
      }
      let connection = try RawConnection(port: port)
      connection.write(Listening.call("/") + "no request at all\r\n\r\n")
      let answer = await connection.readToEnd()
      #expect(answer.contains("\r\n\r\nlastHTTP/1.1 400 Bad Request\r\n"), "\(answer)")
    }
  }

  @Test("every answer has the time, and one to HEAD no body")
  func heads() async throws {
    try await withListening {
      $0.get("/") { _, _ in Response.text("body") }
      $0.on("/", method: .head) { _, _ in Response.text("body") }
    } _: { port in
      let connection = try RawConnection(port: port)
      connection.write(Listening.call("/", method: "HEAD"))
      let answer = await connection.read { $0.contains("\r\n\r\n") }
      #expect(answer.hasSuffix("\r\n\r\n") && answer.lowercased().contains("\r\ndate: "))
      connection.write(Listening.call("/"))
      #expect(await connection.read { $0.hasSuffix("body") }.hasPrefix("HTTP/1.1 200 OK\r\n"))
    }
  }
}
