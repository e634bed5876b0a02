import Testing

@testable import naru

@Suite("QR codes")
struct QRCodeTests {
  private static let address = "https://sync.example.com/shops/flower/auto-login?return_to=/event"

  @Test("a code has the three corners by which readers find it, and is none for what can not be in one")
  func corners() throws {
    let code = try #require(QRCode(Self.address))
    #expect(code.width >= 21 && (code.width - 17) % 4 == 0)
    for (top, left) in [(0, 0), (0, code.width - 7), (code.width - 7, 0)] {
      let rows = (0..<7).map { row in
        (0..<7).map { column in code[top + row, left + column] ? "#" : "." }.joined()
      }
      #expect(rows == ["#######", "#.....#", "#.###.#", "#.###.#", "#.###.#", "#.....#", "#######"])
    }
    #expect(QRCode("") == nil && QRCode(String(repeating: "a", count: 2_332)) == nil)
    #expect(QRCode(Self.address) != QRCode(Self.address + "s"))
  }

  @Test("the SVG and the terminal draw exactly the code's modules")
  func drawings() throws {
    let code = try #require(QRCode(Self.address))
    var dark: Set<[Int]> = []
    for row in 0..<code.width {
      for column in 0..<code.width where code[row, column] { dark.insert([row, column]) }
    }
    var drawn: Set<[Int]> = []
    for match in code.svg.matches(of: /M(\d+) (\d+)h(\d+)v1h-(\d+)z/) {
      let column = try #require(Int(match.1))
      let row = try #require(Int(match.2))
      let length = try #require(Int(match.3))
      for offset in 0..<length { drawn.insert([row - QRCode.quietZone, column - QRCode.quietZone + offset]) }
    }
    #expect(drawn == dark)
    let side = code.width + 2 * QRCode.quietZone
    #expect(code.svg.contains("viewBox=\"0 0 \(side) \(side)\""))
    // A line of the terminal is two rows; its margin is two modules wide.
    var shown: Set<[Int]> = []
    for (line, text) in code.terminalText(colours: false).split(separator: "\n").enumerated() {
      for (place, character) in text.enumerated() {
        let (row, column) = (2 * line - 2, place - 2)
        if character == "▄" || character == " " { shown.insert([row, column]) }
        if character == "▀" || character == " " { shown.insert([row + 1, column]) }
      }
    }
    #expect(shown == dark)
  }
}
