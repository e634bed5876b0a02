import Synchronization
import Testing

@testable import KakaoAPI

private struct Failed: Error, Equatable { let number: Int }

/// A count that many tasks change.
private final class Count: Sendable {
  private let value = Mutex(0)
  var now: Int { value.withLock { $0 } }
  @discardableResult func add(_ number: Int = 1) -> Int {
    value.withLock { value in
      value += number
      return value
    }
  }
}

@Suite struct SingleFlightTests {
  @Test("who asks meanwhile gets the same outcome, and who asks later a new one")
  func shared() async throws {
    let flight = SingleFlight<String, Int, Failed>()
    let runs = Count()
    let gate = AsyncStream<Void>.makeStream()
    let values = try await withThrowingTaskGroup(of: Int.self) { group in
      for _ in 0..<20 {
        group.addTask {
          try await flight.run("a", cancelled: Failed(number: -1)) { () async throws(Failed) -> Int in
            let number = runs.add()
            if number == 1 { for await _ in gate.stream { break } }
            return number
          }
        }
      }
      gate.continuation.yield()
      return try await group.reduce(into: [Int]()) { $0.append($1) }
    }
    #expect(Set(values) == Set(1...runs.now))
    let next = try await flight.run("a", cancelled: Failed(number: -1)) { () async throws(Failed) -> Int in 99 }
    #expect(next == 99)
  }

  @Test("a failure is everybody's, and the next one tries again")
  func failing() async throws {
    let flight = SingleFlight<Int, Int, Failed>()
    for number in 0..<3 {
      await #expect(throws: Failed(number: number)) {
        try await flight.run(0, cancelled: Failed(number: -1)) { () async throws(Failed) -> Int in
          throw Failed(number: number)
        }
      }
    }
  }

  @Test("who is cancelled, before or while waiting, leaves alone", arguments: 0..<50)
  func cancelled(seed: Int) async throws {
    let flight = SingleFlight<Int, Int, Failed>()
    let gate = AsyncStream<Void>.makeStream()
    let first = Task {
      try await flight.run(0, cancelled: Failed(number: -1)) { () async throws(Failed) -> Int in
        for await _ in gate.stream { break }
        return 7
      }
    }
    let second = Task {
      try await flight.run(0, cancelled: Failed(number: -1)) { () async throws(Failed) -> Int in 7 }
    }
    if seed % 2 == 0 { await Task.yield() }
    second.cancel()
    let outcome = await second.result
    if case .failure(let error) = outcome { #expect(error as? Failed == Failed(number: -1)) }
    gate.continuation.yield()
    #expect(try await first.value == 7)
  }

  @Test("a keyed lock lets one at a time through for each key", arguments: 0..<10)
  func keyedLock(seed: UInt64) async {
    let lock = KeyedLock<Int>()
    let inside = [Count(), Count(), Count()]
    let crowded = Count()
    await withTaskGroup(of: Void.self) { group in
      for index in 0..<60 {
        group.addTask {
          let key = (index &+ Int(seed)) % 3
          await lock.withLock(key) {
            if inside[key].add() > 1 { crowded.add() }
            await Task.yield()
            inside[key].add(-1)
          }
        }
      }
    }
    #expect(crowded.now == 0)
    await #expect(throws: Failed(number: 1)) {
      try await lock.withLock(0) { () async throws(Failed) -> Int in throw Failed(number: 1) }
    }
    #expect(await lock.withLock(0) { 5 } == 5)
  }
}
