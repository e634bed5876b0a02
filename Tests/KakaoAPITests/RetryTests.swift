import CommonValues
import HTTPTransport
import Testing

@testable import KakaoAPI

@Suite struct RetryTests {
  private let dropped = HTTPTransportError(.droppedConnection, mayHaveBeenProcessed: true)
  private let list = #"{"results":[{"file_id":8,"file_name":"전체회원"}]}"#

  private func create(_ client: KakaoAPIClient) async throws(KakaoError) -> CreatedCustomerFile {
    try await client.createCustomerFile(named: "전체회원", channel: "_a", columns: [])
  }

  @Test("waits double up to the cap, with full jitter below, and end with the attempts")
  func delays() {
    let policy = RetryPolicy(maxAttempts: 6, baseDelay: .seconds(1), maxDelay: .seconds(5))
    let full = (1...6).map { policy.delay(afterAttempt: $0, retryAfter: nil, fraction: 1) }
    #expect(full == [.seconds(1), .seconds(2), .seconds(4), .seconds(5), .seconds(5), nil])
    #expect(policy.delay(afterAttempt: 3, retryAfter: nil, fraction: 0) == .zero)
    #expect(policy.delay(afterAttempt: 3, retryAfter: nil, fraction: 0.5) == .seconds(2))
    #expect(RetryPolicy(maxAttempts: .max).delay(afterAttempt: .max - 1, retryAfter: nil, fraction: 1) == .seconds(30))
  }

  @Test("a wait is never shorter than Retry-After, and a too long one ends the attempts")
  func retryAfter() {
    let policy = RetryPolicy(baseDelay: .seconds(1), maxRetryAfter: .seconds(60))
    #expect(policy.delay(afterAttempt: 1, retryAfter: .seconds(60), fraction: 0.5) == .seconds(60.5))
    #expect(policy.delay(afterAttempt: 1, retryAfter: .seconds(61), fraction: 0) == nil)
  }

  @Test(
    "Retry-After is read as seconds or as a date",
    arguments: [
      ("7", nil, 7), ("0", nil, 0), ("-1", nil, nil), ("soon", nil, nil), ("", nil, nil),
      ("Sun, 06 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:07 GMT", 30),
      ("Thu, 01 Mar 2024 00:00:00 GMT", "Thu, 29 Feb 2024 23:59:50 GMT", 10),
      ("Fri, 01 Jan 2027 00:00:00 GMT", "Thu, 31 Dec 2026 23:00:00 GMT", 3600),
      ("Sun, 06 Nov 1994 08:49:07 GMT", "Sun, 06 Nov 1994 08:49:37 GMT", 0),
      ("Sun, 06 Nov 1994 08:49:37 GMT", nil, nil),
      ("Sun, 99 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:07 GMT", nil),
    ] as [(String, String?, Int?)])
  func retryAfterHeader(value: String, date: String?, seconds: Int?) {
    var headers: HTTPHeaders = ["Retry-After": value]
    if let date { headers.add("Date", date) }
    #expect(RetryAfter.duration(in: headers) == seconds.map { .seconds($0) })
  }

  @Test("faults that pass are repeated until they pass, on the injected clock")
  func passes() async throws {
    let clock = ManualClock()
    let transport = ScriptedTransport { [list] _, number throws(HTTPTransportError) in
      switch number {
      case 0: throw HTTPTransportError(.couldNotConnect, mayHaveBeenProcessed: false)
      case 1: refusal(503, #"{"code":-9798}"#, headers: ["Retry-After": "9"])
      default: ok(list)
      }
    }
    let files = try await client(transport, clock: clock).customerFiles(channel: "_a")
    #expect(files.files.count == 1 && transport.requests.count == 3)
    // Jitter is at its highest here, which is just below the ceiling.
    #expect(clock.sleeps.count == 2)
    #expect(clock.sleeps[0] > .milliseconds(499) && clock.sleeps[0] <= .milliseconds(500))
    #expect(clock.sleeps[1] > .milliseconds(9999) && clock.sleeps[1] <= .seconds(10))
  }

  @Test("after the last attempt the last error comes out")
  func givesUp() async {
    let transport = ScriptedTransport { _, _ throws(HTTPTransportError) in refusal(500) }
    let error = await failure { () throws(KakaoError) in try await client(transport).customerFiles(channel: "_a") }
    #expect(error?.status == 500 && transport.requests.count == 4)
  }

  @Test("what does not pass is not repeated", arguments: [-2, -3, -10, -11, -101, -401, -402, -816, -817, -818, -819])
  func notRepeated(code: Int) async {
    let transport = ScriptedTransport { _, _ throws(HTTPTransportError) in refusal(400, "{\"code\":\(code)}") }
    let client = client(transport)
    let error = await failure { () throws(KakaoError) in
      try await client.removeUsers([.app(1)], fromFile: 1, channel: "_a")
    }
    #expect(error?.code == code && transport.requests.count == 1)
    _ = await failure { () throws(KakaoError) in try await create(client) }
    #expect(transport.requests.count == 2)
  }

  @Test("an add or remove of unknown outcome is repeated: it is harmless twice")
  func ambiguousSet() async throws {
    let transport = ScriptedTransport { [dropped] _, number throws(HTTPTransportError) in
      switch number {
      case 0: throw dropped
      case 1: ok("half an ans")
      default: ok("{}")
      }
    }
    _ = try await client(transport).removeUsers([.app(1)], fromFile: 1, channel: "_a")
    #expect(transport.requests.count == 3)
    #expect(Set(transport.requests.map(\.text)).count == 1)
  }

  @Test("a creation of unknown outcome is looked up by name before it is repeated, and found")
  func createFound() async throws {
    for unknown in 0..<3 {
      let transport = ScriptedTransport { [dropped, list] request, number throws(HTTPTransportError) in
        if request.method == .get { return ok(list) }
        switch unknown {
        case 0: throw dropped
        case 1: return refusal(502, "<html>")
        default: return ok("{}")
        }
      }
      let made = try await create(client(transport))
      #expect(made == CreatedCustomerFile(fileID: 8, wasFoundByName: true))
      #expect(transport.requests.map(\.method) == [.post, .get])
    }
  }

  @Test("a creation that is not found by name is repeated")
  func createRepeated() async throws {
    let transport = ScriptedTransport { [dropped] request, number throws(HTTPTransportError) in
      if number == 0 { throw dropped }
      return request.method == .get ? ok(#"{"results":[]}"#) : ok(#"{"file_id":9}"#)
    }
    let made = try await create(client(transport))
    #expect(made == CreatedCustomerFile(fileID: 9, wasFoundByName: false))
    #expect(transport.requests.map(\.method) == [.post, .get, .post])
  }

  @Test("a creation that never reached Kakao is repeated without a look")
  func createNotSent() async throws {
    let transport = ScriptedTransport { _, number throws(HTTPTransportError) in
      if number == 0 { throw HTTPTransportError(.couldNotConnect, mayHaveBeenProcessed: false) }
      return ok(#"{"file_id":9}"#)
    }
    _ = try await create(client(transport))
    #expect(transport.requests.map(\.method) == [.post, .post])
  }

  @Test(
    "a creation that went through late makes its name taken, and is found; a name that was taken before is an error")
  func createLate() async throws {
    let transport = ScriptedTransport { [dropped, list] request, number throws(HTTPTransportError) in
      switch number {
      case 0: throw dropped
      case 1: ok(#"{"results":[]}"#)
      case 2: refusal(400, #"{"code":-817}"#)
      default: ok(list)
      }
    }
    let made = try await create(client(transport))
    #expect(made == CreatedCustomerFile(fileID: 8, wasFoundByName: true))
    #expect(transport.requests.map(\.method) == [.post, .get, .post, .get])

    let taken = ScriptedTransport { _, _ throws(HTTPTransportError) in refusal(400, #"{"code":-817}"#) }
    let error = await failure { () throws(KakaoError) in try await create(client(taken)) }
    #expect(error?.code == -817 && taken.requests.count == 1)
  }

  @Test("a run's repeats come out of one budget; another run has its own")
  func budget() async {
    let transport = ScriptedTransport { _, _ throws(HTTPTransportError) in refusal(500) }
    let base = client(transport, retry: RetryPolicy(maxAttempts: 4, budgetPerRun: 4))
    let run = base.forRun()
    for _ in 0..<3 {
      _ = await failure { () throws(KakaoError) in try await run.customerFiles(channel: "_a") }
    }
    // Four, then one repeat left, then none.
    #expect(transport.requests.count == 4 + 2 + 1)
    let other = base.forRun()
    _ = await failure { () throws(KakaoError) in try await other.customerFiles(channel: "_a") }
    #expect(transport.requests.count == 7 + 4)
  }

  @Test("once a quota is used up no further call of the run goes out; another run may try")
  func quota() async {
    let transport = ScriptedTransport { _, _ throws(HTTPTransportError) in refusal(400, #"{"code":-10}"#) }
    let base = client(transport)
    let run = base.forRun()
    for _ in 0..<3 {
      let error = await failure { () throws(KakaoError) in try await run.customerFiles(channel: "_a") }
      #expect(error?.retryClass == .quota)
    }
    #expect(transport.requests.count == 1)
    let other = base.forRun()
    _ = await failure { () throws(KakaoError) in try await other.customerFiles(channel: "_a") }
    #expect(transport.requests.count == 2)
  }

  @Test("a task that is cancelled while it waits to repeat ends as cancelled")
  func cancelled() async {
    let transport = ScriptedTransport { _, _ throws(HTTPTransportError) in refusal(500) }
    let error = await failure { () throws(KakaoError) in
      try await client(transport, clock: ManualClock(cancelsSleepers: true)).customerFiles(channel: "_a")
    }
    #expect(error?.reason == .cancelled && error?.retryClass == .stopped)
    #expect(transport.requests.count == 1)
  }
}
