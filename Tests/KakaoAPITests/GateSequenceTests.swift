import Synchronization
import Testing

@testable import KakaoAPI

@Suite("Gates in sequence")
struct GateSequenceTests {
  /// Writes down what it is asked and told.
  final class Witness: CallGate {
    let name: String
    let refuses: Bool
    let book: Mutex<[String]>

    init(_ name: String, refuses: Bool = false) {
      self.name = name
      self.refuses = refuses
      book = Mutex([])
    }

    var seen: [String] { book.withLock { $0 } }

    func enter() async throws(KakaoError) {
      book.withLock { $0.append("enter") }
      if refuses { throw .cancelled(mayHaveBeenProcessed: false) }
    }

    func leave(_ error: KakaoError?) {
      book.withLock { $0.append(error == nil ? "fine" : "\(error?.reason.name ?? "")") }
    }
  }

  @Test("let a call through that all let through, and tell all how it went")
  func all() async throws {
    let gates = [Witness("a"), Witness("b")]
    let sequence = GateSequence(gates)
    try await sequence.enter()
    sequence.leave(nil)
    #expect(gates.map(\.seen) == [["enter", "fine"], ["enter", "fine"]])
  }

  @Test("stop at the first that refuses, and tell those before it that nothing went out")
  func refusal() async {
    let gates = [Witness("a"), Witness("b", refuses: true), Witness("c")]
    await #expect(throws: KakaoError.self) { try await GateSequence(gates).enter() }
    #expect(gates.map(\.seen) == [["enter", "cancelled"], ["enter"], []])
  }
}
