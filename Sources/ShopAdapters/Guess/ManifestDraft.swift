import CommonValues
import Records
import ShopModel

/// Writes a manifest to start from. Labels and the platform's own words go into it, and nothing from a row.
struct ManifestDraft {
  private let id: String
  private let assignment: GuessAssignment
  private let words: GuessWords
  private var lines: [String] = []

  init(id: String, assignment: GuessAssignment, words: GuessWords) {
    self.id = id
    self.assignment = assignment
    self.words = words
    write()
  }

  /// The manifest.
  var text: String { lines.joined(separator: "\n") + "\n" }

  private mutating func write() {
    lines = [
      "# A first mapping, guessed by `naru adapter map` from labels and values. Look at each line before you rely on it.",
      "# 열 이름과 값을 보고 naru adapter map이 추측한 첫 매핑입니다. 쓰기 전에 한 줄씩 확인하십시오.",
      "version: 1",
      "id: \(id)",
      "release: 0.1.0",
      "name: { ko: \(ManifestDraft.quoted(id)), en: \(ManifestDraft.quoted(id)) }",
    ]
    addFlagWords()
    lines.append("")
    lines.append("\(assignment.kind.rawValue):")
    switch assignment.kind {
    case .members: writeMembers()
    case .orders: writeOrders()
    }
    addDoubts()
    addUnused()
  }

  private mutating func writeMembers() {
    field("id")
    for name in MemberField.allCases.map(\.name) { field(name) }
    field("updated_at")
    flag("withdrawn", indent: 2)
    flag("dormant", indent: 2)
    let consents = ConsentKind.allCases.filter { has("consents.\($0.rawValue)") }
    if !consents.isEmpty {
      lines.append("  consents:")
      for consent in consents { flag("consents.\(consent.rawValue)", indent: 4) }
    }
  }

  private mutating func writeOrders() {
    for name in ["id", "member_id"] { field(name) }
    group("buyer", ["name", "phone", "email"])
    for name in ["placed_at", "paid_at", "status", "currency", "total", "refunded"] { field(name) }
    group("items", ["id", "name", "quantity", "price", "total"])
    field("updated_at")
  }

  private mutating func group(_ name: String, _ fields: [String]) {
    let present = fields.filter { has("\(name).\($0)") || choice("\(name).\($0)", .second) != nil }
    guard !present.isEmpty else { return }
    lines.append("  \(name):")
    for field in present { self.field("\(name).\(field)", indent: 4) }
  }

  private func choice(_ field: String, _ part: GuessTarget.Part = .value) -> GuessAssignment.Choice? {
    assignment.taken[GuessTarget(assignment.kind, field, part)]
  }

  private func has(_ field: String) -> Bool { choice(field) != nil }

  /// One field with its columns and words.
  private mutating func field(_ name: String, indent: Int = 2) {
    let space = String(repeating: " ", count: indent)
    let key = name.split(separator: ".").last.map(String.init) ?? name
    let sources = [choice(name), choice(name, .second)].compactMap { $0 }
    guard let first = sources.first else { return }
    let mark = ManifestDraft.mark(first)
    if sources.count > 1 {
      lines.append("\(space)\(key):\(mark)")
      lines.append("\(space)  first:")
      for source in sources { lines.append("\(space)    - \(ManifestDraft.labels(source))") }
      return
    }
    let map = self.map(first)
    let time = choice(name, .time)
    let format = ManifestDraft.format(first)
    if time == nil, format == nil, map.isEmpty {
      lines.append("\(space)\(key): \(ManifestDraft.labels(first))\(mark)")
      return
    }
    lines.append("\(space)\(key):\(mark)")
    lines.append("\(space)  labels: \(ManifestDraft.labels(first))")
    if let format { lines.append("\(space)  format: \(format)") }
    if let time { lines.append("\(space)  time: \(ManifestDraft.labels(time))") }
    if !map.isEmpty {
      lines.append("\(space)  map:")
      for line in map { lines.append("\(space)    \(line)") }
    }
  }

  private mutating func flag(_ name: String, indent: Int) {
    let space = String(repeating: " ", count: indent)
    let key = name.split(separator: ".").last.map(String.init) ?? name
    let dates: [(GuessTarget.Part, String)] = [
      (.yesDate, "yes_date"), (.noDate, "no_date"), (.changedDate, "changed_date"),
    ]
    let found = dates.compactMap { part, key in choice(name, part).map { (key, $0) } }
    guard let first = choice(name) ?? found.first?.1 else { return }
    lines.append("\(space)\(key):\(ManifestDraft.mark(first))")
    if let state = choice(name) {
      lines.append("\(space)  labels: \(ManifestDraft.labels(state))")
      let unknown = safeWords(state.column).filter { words.isYes($0) == nil }
      if !unknown.isEmpty {
        lines.append("\(space)  # words that are neither yes nor no so far: \(ManifestDraft.list(unknown))")
      }
    }
    for (key, choice) in found {
      let labels = ManifestDraft.labels(choice)
      if let format = ManifestDraft.format(choice) {
        lines.append("\(space)  \(key): { labels: \(labels), format: \(format) }")
      } else {
        lines.append("\(space)  \(key): \(labels)")
      }
    }
  }

  /// How the times of a column are written, where it is not one of the usual forms.
  private static func format(_ choice: GuessAssignment.Choice) -> String? {
    guard !choice.target.shapes.isDisjoint(with: .time), choice.target.field != "birth_date" else { return nil }
    let profile = choice.column.profile
    if profile.share(.unixSeconds) > 0.5 { return "unix_seconds" }
    return profile.share(.unixMilliseconds) > 0.5 ? "unix_milliseconds" : nil
  }

  /// What the column's words stand for, with those that nobody knows as a comment.
  private func map(_ choice: GuessAssignment.Choice) -> [String] {
    guard ["gender", "status", "currency"].contains(choice.target.field) else { return [] }
    var known: [String: [String]] = [:]
    var unknown: [String] = []
    for word in choice.column.profile.words.keys.sorted() {
      if let meaning = words.meaning(word, in: choice.target) {
        if word != meaning { known[meaning, default: []].append(word) }
      } else {
        unknown.append(word)
      }
    }
    var lines = known.sorted { $0.key < $1.key }.map { "\($0.key): \(ManifestDraft.list($0.value))" }
    let safe = Set(safeWords(choice.column))
    unknown.removeAll { !safe.contains($0) }
    if !lines.isEmpty, !unknown.isEmpty { lines.append("# not known yet: \(ManifestDraft.list(unknown))") }
    return lines
  }

  /// The words of a column that has a few which come again and again, so that they can not be somebody's data.
  private func safeWords(_ column: GuessedColumn) -> [String] {
    column.profile.isEnumeration ? column.profile.words.keys.sorted() : []
  }

  /// The words for yes and no that Naru knows, as far as the file's flags may need them.
  private mutating func addFlagWords() {
    let flags = assignment.taken.values.filter { $0.target.part == .value && $0.target.shapes.contains(.yesOrNo) }
    guard !flags.isEmpty else { return }
    var families = ManifestDraft.families[0]
    for word in flags.flatMap({ $0.column.profile.words.keys }) where words.isYes(word) != nil {
      let folded = word.lowercased().filter { $0 != " " }
      let family = ManifestDraft.families.first { $0.yes.contains(folded) || $0.no.contains(folded) }
      for known in family?.yes ?? (words.isYes(word) == true ? [word] : []) where !families.yes.contains(known) {
        families.yes.append(known)
      }
      for known in family?.no ?? (words.isYes(word) == false ? [word] : []) where !families.no.contains(known) {
        families.no.append(known)
      }
    }
    lines.append("yes_words: \(ManifestDraft.list(families.yes))")
    lines.append("no_words: \(ManifestDraft.list(families.no))")
  }

  /// Words that come in pairs, so that a file without a single refusal still gets the word for one. Case does not matter.
  private static let families: [(yes: [String], no: [String])] = [
    (["y", "yes"], ["n", "no"]), (["t", "true"], ["f", "false"]), (["o"], ["x"]), (["1"], ["0"]), (["on"], ["off"]),
    (["예", "네"], ["아니오", "아니요"]), (["동의", "동의함"], ["미동의", "비동의", "동의안함", "거부"]),
    (["수신", "수신함", "수신동의"], ["수신거부", "수신안함", "미수신", "거부"]), (["허용", "수신허용"], ["미허용", "차단", "거부"]),
    (["agree", "agreed"], ["disagree"]), (["accepted"], ["declined"]), (["granted"], ["denied"]),
    (["subscribed"], ["unsubscribed", "not subscribed"]), (["opt-in"], ["opt-out"]),
  ]

  private mutating func addDoubts() {
    guard !assignment.doubtful.isEmpty else { return }
    lines.append("")
    lines.append("# Not sure / 확실하지 않음:")
    for choice in assignment.doubtful where choice.column.isLabelSafe {
      lines.append("#   \(choice.target.path): \(ManifestDraft.labels(choice))\(ManifestDraft.mark(choice))")
    }
  }

  private mutating func addUnused() {
    let labels = assignment.unused.filter { $0.isLabelSafe && !$0.suggestion.isForeign }
    guard !labels.isEmpty else { return }
    lines.append("")
    lines.append("# Columns that go nowhere. What a customer file needs can be kept as an attribute of the member:")
    lines.append("# 쓰지 않은 열입니다. 고객 파일에 필요한 열은 회원의 attributes로 남길 수 있습니다.")
    if assignment.kind == .members { lines.append("#  attributes:") }
    for column in labels {
      let label = ManifestDraft.quoted(column.label)
      lines.append(assignment.kind == .members ? "#    \(label): [\(label)]" : "#    \(label)")
    }
  }

  // MARK: YAML

  private static func mark(_ choice: GuessAssignment.Choice) -> String {
    let percent = Int((choice.confidence * 100).rounded())
    return choice.confidence < GuessAssignment.threshold ? " # \(percent) %: check this / 확인 필요" : " # \(percent) %"
  }

  private static func labels(_ choice: GuessAssignment.Choice) -> String { "[\(quoted(choice.column.label))]" }

  private static func list(_ words: [String]) -> String { "[\(words.map(quoted).joined(separator: ", "))]" }

  /// A text in double quotes, whatever is in it; on one line, so that it may stand in a comment.
  static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": result += "\\\(scalar)"
      case _
      where scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value)
        || [0x2028, 0x2029, 0xFEFF].contains(scalar.value):
        let hex = String(scalar.value, radix: 16, uppercase: true)
        result += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}
