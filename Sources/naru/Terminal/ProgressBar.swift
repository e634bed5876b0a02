import CommonValues

/// Shows how far something is: on a terminal one line that is redrawn, elsewhere a plain line now and then.
///
/// A value: whoever holds it says what time it is. What takes less than a second is not shown at all.
struct ProgressBar: Sendable {
  /// Nothing is shown before this.
  static let patience = Duration.seconds(1)
  /// Between two drawings on a terminal.
  static let redraw = Duration.milliseconds(100)
  /// Between two plain lines.
  static let plainInterval = Duration.seconds(10)

  let terminal: Terminal
  let language: Language
  private var current: LocalizedText?
  private var started = Duration.zero
  private var drawn: Duration?
  private var isOnLine = false

  init(terminal: Terminal, language: Language) {
    self.terminal = terminal
    self.language = language
  }

  /// What to write for an update at a time (since any fixed point).
  mutating func text(for update: ProgressUpdate, at now: Duration) -> String {
    var text = ""
    if current != update.label {
      text += clear()
      current = update.label
      started = now
      drawn = nil
    }
    let elapsed = now - started
    if update.isLast {
      let wasShown = drawn != nil
      text += clear()
      if wasShown || elapsed >= Self.patience { text += finalLine(update, elapsed) + "\n" }
      current = nil
      drawn = nil
      return text
    }
    guard elapsed >= Self.patience else { return text }
    let interval = terminal.isInteractive ? Self.redraw : Self.plainInterval
    if let drawn, now - drawn < interval { return text }
    drawn = now
    if terminal.isInteractive {
      isOnLine = true
      return text + "\r" + bar(update, elapsed) + "\u{1B}[K"
    }
    return text + plainLine(update) + "\n"
  }

  /// What to write before anything else goes to the same terminal.
  mutating func clear() -> String {
    guard isOnLine else { return "" }
    isOnLine = false
    return "\r\u{1B}[K"
  }

  // MARK: Lines

  private func bar(_ update: ProgressUpdate, _ elapsed: Duration) -> String {
    let label = update.label.text(in: language)
    let width = max(1, (terminal.width ?? 80) - 1)
    guard let total = update.total, total > 0 else {
      return "\(label)  \(amount(update.done, update.unit))".truncated(toWidth: width)
    }
    let share = min(1, max(0, Double(update.done) / Double(total)))
    var tail = " \(Int(share * 100))%  \(amount(update.done, update.unit)) / \(amount(total, update.unit))"
    if share > 0.02, share < 1 {
      let left = Int(elapsed.inSeconds * (1 - share) / share)
      tail += "  " + LocalizedText(ko: "\(Self.clock(left)) 남음", en: "\(Self.clock(left)) left").text(in: language)
    }
    let room = min(40, width - label.displayWidth - tail.displayWidth - 3)
    guard room >= 5 else { return "\(label)\(tail)".truncated(toWidth: width) }
    let full = Int(share * Double(room))
    return label + "  " + String(repeating: "█", count: full) + String(repeating: "░", count: room - full) + tail
  }

  private func plainLine(_ update: ProgressUpdate) -> String {
    let label = update.label.text(in: language)
    guard let total = update.total, total > 0 else { return "\(label): \(amount(update.done, update.unit))" }
    let percent = Int(min(1, max(0, Double(update.done) / Double(total))) * 100)
    return "\(label): \(percent)% (\(amount(update.done, update.unit)) / \(amount(total, update.unit)))"
  }

  private func finalLine(_ update: ProgressUpdate, _ elapsed: Duration) -> String {
    "\(update.label.text(in: language)): \(amount(update.done, update.unit)), \(Self.clock(Int(elapsed.inSeconds)))"
  }

  private func amount(_ value: Int64, _ unit: ProgressUpdate.Unit) -> String {
    switch unit {
    case .bytes: Self.bytes(value)
    case .rows: LocalizedText(ko: "\(value.grouped)행", en: "\(value.grouped) rows").text(in: language)
    case .calls: LocalizedText(ko: "호출 \(value.grouped)회", en: "\(value.grouped) calls").text(in: language)
    case .steps: LocalizedText(ko: "\(value.grouped)단계", en: "\(value.grouped) steps").text(in: language)
    }
  }

  static func bytes(_ value: Int64) -> String {
    var amount = Double(value)
    for unit in ["B", "KiB", "MiB", "GiB"] {
      if amount < 1024 || unit == "GiB" {
        return unit == "B" ? "\(value) B" : "\((amount * 10).rounded() / 10) \(unit)"
      }
      amount /= 1024
    }
    return "\(value) B"
  }

  /// `0:07`, `12:34`, `1:02:03`.
  static func clock(_ seconds: Int) -> String {
    func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    let hours = seconds / 3600
    let rest = "\(two(seconds % 60))"
    return hours > 0 ? "\(hours):\(two(seconds / 60 % 60)):\(rest)" : "\(seconds / 60):\(rest)"
  }
}

extension Duration {
  /// As a fraction of seconds, for display.
  var inSeconds: Double { Double(components.seconds) + Double(components.attoseconds) / 1e18 }
}

extension Int64 {
  /// With a comma between thousands, as Korean and English both write it.
  var grouped: String {
    var text = ""
    for (index, digit) in "\(magnitude)".reversed().enumerated() {
      if index > 0, index % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return (self < 0 ? "-" : "") + String(text.reversed())
  }
}
