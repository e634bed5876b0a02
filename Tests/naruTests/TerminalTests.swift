import CommonValues
import Testing

@testable import Naru
@testable import naru

@Suite("The terminal")
struct TerminalTests {
  @Test(
    "counts the columns that a text takes",
    arguments: [
      ("", 0), ("abc", 3), ("전체회원", 8), ("ａｂ", 4), ("한a글", 5), ("한글", 4), ("é", 1), ("e\u{301}", 1), ("─█", 2),
      ("🌷", 2),
      ("👨‍👩‍👧", 2), ("₩1,000", 6), ("（주）", 6), ("\u{200B}", 0), ("①", 1), ("漢字", 4),
    ])
  func width(_ text: String, _ expected: Int) { #expect(text.displayWidth == expected) }

  @Test("cuts a text without splitting a wide character", arguments: 0...12)
  func truncation(_ limit: Int) {
    let text = "가a나b다c라".truncated(toWidth: limit)
    #expect(text.displayWidth <= limit)
    #expect(limit < 11 ? !text.contains("라") : text == "가a나b다c라")
  }

  @Test("shows control characters instead of obeying them")
  func control() {
    #expect("a\u{1B}[2Jb\r\n\u{202E}c".printable == "a\\u{1b}[2Jb\\u{d}\\u{a}\\u{202e}c")
    #expect("꽃 집".printable == "꽃 집")
  }

  @Test("aligns tables with wide characters")
  func table() {
    var table = TextTable([.init(title: "이름"), .init(title: "n", alignment: .right), .init(title: "x", limit: 5)])
    table.add(["a", "1", "한글이다"])
    table.add(["가나다", "1,000"])
    #expect(
      table.rendered() == """
        이름        n  x
        ──────  ─────  ─────
        a           1  한글…
        가나다  1,000

        """)
  }

  @Test("uses colour only where it is shown")
  func colour() {
    let colourful = Terminal(isInteractive: true, width: 80, hasColour: true)
    #expect(TextStyle.red.applied(to: "x", on: colourful) == "\u{1B}[31mx\u{1B}[0m")
    #expect(TextStyle.red.applied(to: "x", on: .plain) == "x")
    let diagnostic = Diagnostic(.error, code: "x", reason: LocalizedText(ko: "가", en: "a\u{1B}[0m"))
    #expect(Console.line(for: diagnostic, in: .english, on: colourful) == "\u{1B}[31merror\u{1B}[0m: a\\u{1b}[0m [x]")
  }

  @Test("prints JSON with its keys in order and rows as objects in decimal digits")
  func json() throws {
    let row = RowView([
      .init(column: "나", value: .text("a/b")), .init(column: "가", value: .number("9007199254740993")),
      .init(column: "다", value: .number("1.5")),
    ])
    #expect(try JSONOutput.text(row) == "{\n  \"가\" : 9007199254740993,\n  \"나\" : \"a/b\",\n  \"다\" : 1.5\n}\n")
  }
}

@Suite("A progress bar")
struct ProgressBarTests {
  private let label = LocalizedText(ko: "읽는 중", en: "reading")
  private let screen = Terminal(isInteractive: true, width: 80, hasColour: false)

  private func update(_ done: Int64, _ total: Int64? = 100, last: Bool = false) -> ProgressUpdate {
    ProgressUpdate(label, done: done, total: total, unit: .rows, isLast: last)
  }

  @Test("says nothing of what takes less than a second")
  func short() {
    var bar = ProgressBar(terminal: screen, language: .english)
    #expect(bar.text(for: update(0), at: .zero) == "")
    #expect(bar.text(for: update(50), at: .milliseconds(999)) == "")
    #expect(bar.text(for: update(100, last: true), at: .milliseconds(999)) == "")
  }

  @Test("is redrawn on its line at most ten times a second, and leaves one line")
  func interactive() {
    var bar = ProgressBar(terminal: screen, language: .english)
    _ = bar.text(for: update(0), at: .zero)
    let first = bar.text(for: update(25), at: .seconds(1))
    #expect(first.hasPrefix("\rreading  ███"))
    #expect(first.contains(" 25%  25 rows / 100 rows  0:03 left"))
    #expect(bar.text(for: update(26), at: .milliseconds(1_050)) == "")
    #expect(bar.text(for: update(50), at: .milliseconds(1_100)) != "")
    #expect(bar.text(for: update(100, last: true), at: .seconds(65)) == "\r\u{1B}[Kreading: 100 rows, 1:05\n")
    #expect(bar.clear() == "")
  }

  @Test("is a plain line now and then where nobody looks")
  func plain() {
    var bar = ProgressBar(terminal: .plain, language: .korean)
    _ = bar.text(for: update(0), at: .zero)
    #expect(bar.text(for: update(1_000, 10_000), at: .seconds(2)) == "읽는 중: 10% (1,000행 / 10,000행)\n")
    #expect(bar.text(for: update(2_000, 10_000), at: .seconds(11)) == "")
    #expect(bar.text(for: update(3_000, nil), at: .seconds(12)) == "읽는 중: 3,000행\n")
  }

  @Test("never is wider than the terminal")
  func narrow() {
    for width in [10, 20, 40, 81] {
      var bar = ProgressBar(terminal: Terminal(isInteractive: true, width: width, hasColour: false), language: .korean)
      _ = bar.text(for: update(0), at: .zero)
      let text = bar.text(for: update(60), at: .seconds(3)).replacing("\r", with: "").replacing("\u{1B}[K", with: "")
      #expect(text.displayWidth < width)
    }
  }

  @Test("gives its line away before anything else is said")
  func console() {
    let errors = MemorySink()
    let time = TestTime()
    let console = Console(
      language: .english, output: MemorySink(), errors: errors, errorTerminal: screen, now: { time.now })
    console.show(update(0))
    time.advance(by: .seconds(2))
    console.show(update(50))
    console.say("hello")
    #expect(errors.text.hasSuffix("\u{1B}[K\r\u{1B}[Khello\n"))
  }
}

@Suite("Ctrl-C")
struct StopSignalTests {
  @Test("lets everybody go on who waits, and those who come later")
  func asking() async {
    let stop = StopSignal()
    #expect(!stop.isAsked)
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<50 { group.addTask { await stop.wait() } }
      group.addTask { stop.ask() }
    }
    await stop.wait()
    #expect(stop.isAsked)
  }

  @Test("is no longer waited for by a task that was cancelled")
  func cancellation() async {
    let stop = StopSignal()
    let task = Task { await stop.wait() }
    task.cancel()
    await task.value
    #expect(!stop.isAsked)
  }
}
