import NaruTestSupport
import Testing

@testable import HTTPTransport

@Suite struct HostGateTests {
  private func origin(_ host: String) throws -> Origin { try #require(Origin(url: "http://\(host)/")) }

  @Test("up to the limit start, the rest start in order as places become free, and nothing is left behind")
  func order() throws {
    let gate = Gate(limit: 2)
    let a = try origin("a")
    #expect(gate.admit(1, to: a))
    #expect(gate.admit(2, to: a))
    for number in 3...2000 { #expect(!gate.admit(number, to: a)) }
    #expect(gate.admit(1, to: try origin("b")))
    for number in 3...2000 { #expect(gate.leave(a) == number) }
    #expect(gate.leave(a) == nil)
    #expect(gate.leave(a) == nil)
    #expect(!gate.isEmpty)
    #expect(gate.leave(try origin("b")) == nil)
    #expect(gate.isEmpty)
  }

  @Test("those taken out of line do not start")
  func removal() throws {
    let gate = Gate(limit: 1)
    let a = try origin("a")
    for number in 1...6 { _ = gate.admit(number, to: a) }
    #expect(gate.leave(a) == 2)
    #expect(gate.removeWaiting { $0 % 2 == 0 } == [4, 6])
    #expect(gate.leave(a) == 3)
    #expect(gate.leave(a) == 5)
    #expect(gate.leave(a) == nil)
    #expect(gate.isEmpty)
  }

  @Test("never more than the limit run, whatever the order", arguments: 0..<50)
  func property(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let gate = Gate(limit: 3)
    let hosts = try ["a", "b", "c"].map(origin)
    var running: [Origin: Set<Int>] = [:]
    var started: Set<Int> = []
    for number in 0..<300 {
      let host = hosts[Int(random.next() % 3)]
      if random.next() % 5 < 3 {
        if gate.admit(number, to: host) {
          running[host, default: []].insert(number)
          started.insert(number)
        }
      } else if let done = running[host]?.first {
        running[host]?.remove(done)
        if let next = gate.leave(host) {
          #expect(started.insert(next).inserted)
          running[host, default: []].insert(next)
        }
      }
      #expect(running.values.allSatisfy { $0.count <= 3 })
    }
  }
}

/// The state machine behind a reference, so that expectations can call what changes it.
private final class Gate {
  private var gate: HostGate<Int>
  init(limit: Int) { gate = HostGate(limit: limit) }
  var isEmpty: Bool { gate.isEmpty }
  func admit(_ element: Int, to origin: Origin) -> Bool { gate.admit(element, to: origin) }
  func leave(_ origin: Origin) -> Int? { gate.leave(origin) }
  func removeWaiting(where predicate: (Int) -> Bool) -> [Int] { gate.removeWaiting(where: predicate) }
}
