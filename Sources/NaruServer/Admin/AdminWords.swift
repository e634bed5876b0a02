import CommonValues
import Naru

/// Sentences, numbers and times in the language of a page.
struct AdminWords: Sendable {
  let language: Language

  /// The sentence of the page's language.
  func callAsFunction(_ korean: String, _ english: String) -> String { language == .korean ? korean : english }

  /// The sentence of the page's language.
  func callAsFunction(_ text: LocalizedText) -> String { text.text(in: language) }

  /// `12,345`.
  func number(_ value: Int) -> String {
    let digits = String(value.magnitude)
    var text = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.count - index) % 3 == 0 { text += "," }
      text.append(digit)
    }
    return value < 0 ? "-" + text : text
  }

  /// `12,345`, and `10,000+` where counting stopped at the limit.
  func number(_ value: Int, limit: Int) -> String { number(value) + (value >= limit ? "+" : "") }

  /// `37.5 %`; 0 and 100 only where it is none or all.
  func percent(_ part: Int, of whole: Int) -> String {
    guard whole > 0 else { return "–" }
    if part == 0 || part >= whole { return part == 0 ? "0%" : "100%" }
    let tenths = min(999, max(1, (part * 2_000 + whole) / (whole * 2)))
    return "\(tenths / 10).\(tenths % 10)%"
  }

  /// `3명` or `3`.
  func people(_ count: Int) -> String { self("\(number(count))명", number(count)) }

  /// `3건` or `3`.
  func items(_ count: Int) -> String { self("\(number(count))건", number(count)) }

  /// A file's name without the folders before it.
  func fileName(_ path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }

  /// Day and minute in Seoul.
  func time(_ time: Timestamp) -> String {
    let text = time.description
    return text.count >= 16 ? text.prefix(10) + " " + text.dropFirst(11).prefix(5) : text
  }

  /// How long ago, in the largest whole unit.
  func age(_ time: Timestamp, now: Timestamp) -> String {
    let seconds = (now.milliseconds - time.milliseconds) / 1_000
    switch seconds {
    case ..<60: return self("방금", "just now")
    case ..<3_600: return self("\(seconds / 60)분 전", "\(seconds / 60) min ago")
    case ..<86_400: return self("\(seconds / 3_600)시간 전", "\(seconds / 3_600) h ago")
    case ..<172_800: return self("하루 전", "a day ago")
    default: return self("\(seconds / 86_400)일 전", "\(seconds / 86_400) days ago")
    }
  }

  /// A time with its distance, as an element.
  func moment(_ time: Timestamp, now: Timestamp) -> HTML {
    "<time datetime=\"\(time.description)\">\(self.time(time))</time> <small>\(age(time, now: now))</small>"
  }

  /// How long a run took.
  func duration(_ start: Timestamp, _ end: Timestamp) -> String {
    let tenths = max(0, end.milliseconds - start.milliseconds) / 100
    if tenths < 600 { return self("\(tenths / 10).\(tenths % 10)초", "\(tenths / 10).\(tenths % 10) s") }
    let seconds = tenths / 10
    return self("\(seconds / 60)분 \(seconds % 60)초", "\(seconds / 60) min \(seconds % 60) s")
  }

  // MARK: Runs

  func name(_ kind: Run.Kind) -> String {
    switch kind.rawValue {
    case "import": self("가져오기", "Import")
    case "sync": self("동기화", "Sync")
    case "reconcile": self("대조", "Reconciliation")
    default: kind.rawValue
    }
  }

  /// A run's ending as a coloured word.
  func tag(_ outcome: Run.Outcome?) -> HTML {
    switch outcome {
    case .succeeded: "<span class=\"tag good\">\(self("완료", "done"))</span>"
    case .failed: "<span class=\"tag bad\">\(self("실패", "failed"))</span>"
    case .stopped: "<span class=\"tag warn\">\(self("멈춤", "stopped"))</span>"
    case .interrupted: "<span class=\"tag warn\">\(self("중단됨", "interrupted"))</span>"
    case nil: "<span class=\"tag\">\(self("진행 중", "running"))</span>"
    }
  }
}
