import CommonValues
import Testing

@testable import NaruServer

@Suite("How guessing the operator's token is slowed down")
struct LoginSlowdownTests {
  private func at(_ seconds: Int64) -> Timestamp { Timestamp(seconds: seconds) }

  @Test("two wrong tokens cost nothing, the third a second, and each one more twice as long, up to five minutes")
  func doubling() {
    var slowdown = LoginSlowdown()
    var now = at(1_000)
    var waits: [Int64] = []
    for _ in 1...14 {
      slowdown.failed("a", now: now)
      waits.append(slowdown.wait("a", now: now))
      now = now.adding(milliseconds: waits.last ?? 0)
      #expect(slowdown.wait("a", now: now) == 0)
    }
    #expect(waits.prefix(5) == [0, 0, 1_000, 2_000, 4_000])
    #expect(waits.suffix(3) == [300_000, 300_000, 300_000])
    #expect(slowdown.wait("b", now: now) == 0)
  }

  @Test("the right token, or an hour of peace, forgives everything")
  func forgiving() {
    var slowdown = LoginSlowdown()
    for _ in 1...5 { slowdown.failed("a", now: at(0)) }
    slowdown.succeeded("a")
    #expect(slowdown.wait("a", now: at(0)) == 0 && slowdown.count == 0)
    for _ in 1...5 { slowdown.failed("a", now: at(0)) }
    slowdown.failed("a", now: at(3_601))
    #expect(slowdown.wait("a", now: at(3_601)) == 0)
  }

  @Test("a clock that is set back makes nobody wait for longer than the longest wait")
  func clockSetBack() {
    var slowdown = LoginSlowdown()
    for _ in 1...20 { slowdown.failed("a", now: at(1_000_000)) }
    #expect(slowdown.wait("a", now: at(0)) == LoginSlowdown.longest)
  }

  @Test("very many addresses take no more memory than the limit")
  func limit() {
    var slowdown = LoginSlowdown()
    for index in 0..<(LoginSlowdown.limit + 5) { slowdown.failed("\(index)", now: at(Int64(index) / 10)) }
    #expect(slowdown.count == LoginSlowdown.limit)
  }

  @Test("tries are counted one by one: who has to wait is not looked at, and the right token does not help")
  func gate() {
    let gate = LoginGate()
    for _ in 1...3 { #expect(gate.attempt(from: "a", now: at(0), isRight: { false }) == .wrong) }
    var looked = false
    let outcome = gate.attempt(
      from: "a", now: at(0),
      isRight: {
        looked = true
        return true
      })
    #expect(outcome == .tooSoon(1_000) && !looked)
    #expect(gate.attempt(from: "b", now: at(0), isRight: { true }) == .right)
    #expect(gate.attempt(from: "a", now: at(1), isRight: { true }) == .right)
  }

  @Test("hexadecimal text is read as it is written, and nothing else is")
  func hex() {
    #expect(HexText.decode(HexText.encode([0, 15, 255] as [UInt8]).utf8) == [0, 15, 255])
    for bad in ["0", "0g", "AB", " 0", "é", "00 "] {
      #expect(HexText.decode(bad.utf8, takesCapitals: false) == nil, "\(bad)")
    }
  }
}
