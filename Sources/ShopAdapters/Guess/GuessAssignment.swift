import CommonValues
import Records
import ShopModel

/// A column with all that is known of it.
struct GuessedColumn: Sendable {
  let index: Int
  let label: String
  let profile: ColumnProfile
  let suggestion: LabelLexicon.Suggestion

  /// Whether some label of the file looks like a value, so that the row taken for the header may be somebody's data.
  var isHeaderDoubtful = false

  /// The label as it may be shown and written.
  var shownLabel: String { isLabelSafe ? String(label.prefix(60)) : Masking.shape(label, limit: 40) }

  /// Whether the label looks like one, and not like a value.
  var isLabelSafe: Bool {
    GuessedColumn.looksLikeLabel(label) && !(isHeaderDoubtful && suggestion.targets.isEmpty && !suggestion.isForeign)
  }

  static func looksLikeLabel(_ label: String) -> Bool {
    label.utf8.count <= 200 && !label.contains("@") && label.utf8.filter { $0 &- 0x30 < 10 }.count <= 5
      && !label.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F }
  }

  /// How well the values fit a target, 0 to 1; of an empty column as if half of them did.
  func fit(_ target: GuessTarget) -> Double {
    guard profile.filled > 0 else { return 0.5 }
    let shapes = target.shapes
    guard !shapes.isEmpty else { return 1 - profile.share(GuessTarget.notText) }
    let share = profile.share(shapes)
    guard target.part == .value else { return share }
    switch (target.kind, target.field) {
    case (.members, "id"): return share * profile.uniqueness * profile.uniqueness * profile.fill
    case (.orders, "id"): return share * profile.fill * (profile.uniqueness > 0.1 ? 1 : 0.4)
    case (_, "member_id"): return share
    // A day of birth is a day, and mostly one of long ago.
    case (_, "birth_date") where profile.days > 0:
      return share * (0.4 + 0.6 * Double(profile.oldDays) / Double(profile.days))
    case (_, "points"), (_, "total"), (_, "refunded"), (_, "items.price"), (_, "items.total"), (_, "items.quantity"):
      return share * (1 - profile.share([.mobile, .moment]))
    default: return share
    }
  }

  /// How sure a target is, 0 to 1: label and values are two witnesses.
  func confidence(_ target: GuessTarget) -> Double {
    guard isLabelSafe, !suggestion.isForeign else { return 0 }
    let fit = fit(target)
    let byLabel = (suggestion.targets[target] ?? 0) * (0.25 + 0.75 * fit)
    let byValue = profile.filled > 0 && fit >= 0.7 ? target.valueWeight * fit : 0
    // A label that says something else outweighs what the values look like.
    let saysOther = byLabel == 0 && !suggestion.targets.isEmpty
    return min(0.99, 1 - (1 - byLabel) * (1 - (saysOther ? 0.3 : 1) * byValue))
  }
}

/// The columns of a file, each with the target that it was given.
struct GuessAssignment: Sendable {
  /// From here on a guess goes into the manifest.
  static let threshold = 0.5
  /// From here on it is worth a comment.
  static let mention = 0.25

  /// A guess about one column.
  struct Choice: Sendable {
    let column: GuessedColumn
    let target: GuessTarget
    let confidence: Double
  }

  let kind: ExportKind
  /// What goes into the manifest.
  private(set) var taken: [GuessTarget: Choice] = [:]
  /// What may be, and has no place yet.
  private(set) var doubtful: [Choice] = []
  /// Columns that go nowhere.
  private(set) var unused: [GuessedColumn] = []
  /// How well the kind explains the file.
  private(set) var score = 0.0
  private var chosen: [Int: Choice] = [:]

  init(_ columns: [GuessedColumn], kind: ExportKind) {
    self.kind = kind
    let targets = GuessAssignment.targets(kind)
    var choices: [Choice] = []
    for column in columns where !column.label.isEmpty {
      for target in targets {
        let confidence = column.confidence(target)
        if confidence >= GuessAssignment.mention {
          choices.append(Choice(column: column, target: target, confidence: confidence))
        }
      }
    }
    choices.sort { ($1.confidence, $0.column.index, $0.target.path) < ($0.confidence, $1.column.index, $1.target.path) }
    for choice in choices where chosen[choice.column.index] == nil && taken[choice.target] == nil {
      guard choice.confidence >= GuessAssignment.threshold else { continue }
      take(choice)
    }
    addID(columns)
    dropLonelyTimes()
    for choice in choices where chosen[choice.column.index] == nil {
      // However sure: another column fits better, or there would be a place.
      let doubt = Choice(
        column: choice.column, target: choice.target,
        confidence: min(choice.confidence, GuessAssignment.threshold - 0.01))
      chosen[choice.column.index] = doubt
      doubtful.append(doubt)
    }
    doubtful.sort { $0.column.index < $1.column.index }
    unused = columns.filter { chosen[$0.index] == nil && !$0.label.isEmpty }
    score = taken.values.reduce(0) { $0 + $1.confidence * GuessAssignment.weight($1.target) }
  }

  /// Whether there is an id, without which there is no manifest.
  var hasID: Bool { taken[GuessTarget(kind, "id")] != nil }

  private mutating func take(_ choice: Choice) {
    taken[choice.target] = choice
    chosen[choice.column.index] = choice
  }

  /// A manifest needs an id: failing all else, the column that is most like one.
  private mutating func addID(_ columns: [GuessedColumn]) {
    let id = GuessTarget(kind, "id")
    guard taken[id] == nil else { return }
    let free = columns.filter {
      chosen[$0.index] == nil && $0.isLabelSafe && !$0.suggestion.isForeign && !$0.label.isEmpty
    }
    let best =
      free.max { ($0.fit(id), $1.index) < ($1.fit(id), $0.index) }
      ?? columns.first { $0.isLabelSafe && !$0.label.isEmpty }
    guard let best else { return }
    if let other = chosen[best.index] { taken[other.target] = nil }
    take(Choice(column: best, target: id, confidence: min(0.45, 0.45 * best.fit(id))))
  }

  /// A time of day without its day, and a date without its consent, say nothing.
  private mutating func dropLonelyTimes() {
    for (target, choice) in taken {
      let isLonely: Bool =
        switch target.part {
        case .value: false
        case .second: false
        default: taken[GuessTarget(kind, target.field)] == nil
        }
      // A flag may be told by its date alone: who has a day of leaving has left.
      if !isLonely || (target.part == .yesDate && ["withdrawn", "dormant"].contains(target.field)) { continue }
      taken[target] = nil
      chosen[choice.column.index] = nil
    }
  }

  /// Fields that only one kind of file has say more about the kind.
  private static func weight(_ target: GuessTarget) -> Double {
    if target.field.hasPrefix("consents.") { return 2 }
    switch (target.kind, target.field) {
    case (.orders, "id"), (.orders, "placed_at"), (.orders, "total"): return 3
    case (.members, "id"), (.members, "joined_at"), (.members, "birth_date"): return 2
    case (.orders, "paid_at"), (.orders, "items.name"), (.orders, "items.quantity"): return 2
    default: return 1
    }
  }

  private static func targets(_ kind: ExportKind) -> [GuessTarget] {
    var found: [GuessTarget] = []
    func add(_ field: String, _ parts: [GuessTarget.Part] = [.value]) {
      found += parts.map { GuessTarget(kind, field, $0) }
    }
    switch kind {
    case .members:
      add("id")
      for field in MemberField.allCases where field != .phone { add(field.name) }
      add("phone", [.value, .second])
      add("joined_at", [.time])
      add("last_login_at", [.time])
      add("updated_at")
      add("withdrawn", [.value, .yesDate])
      add("dormant", [.value, .yesDate, .noDate])
      for consent in ConsentKind.allCases {
        add("consents.\(consent.rawValue)", [.value, .yesDate, .noDate, .changedDate])
      }
    case .orders:
      add("id")
      for field in OrderField.allCases where field != .items && field != .buyerPhone { add(field.name) }
      add("buyer.phone", [.value, .second])
      add("placed_at", [.time])
      add("paid_at", [.time])
      for field in ["refunded", "updated_at", "items.id", "items.name", "items.quantity", "items.price", "items.total"]
      {
        add(field)
      }
    }
    return found
  }

  /// What is said of a column.
  func column(_ column: GuessedColumn) -> ExportGuess.Column {
    let choice = chosen[column.index]
    return ExportGuess.Column(
      number: column.index + 1, label: column.shownLabel, field: choice?.target.path,
      confidence: Int(((choice?.confidence ?? 0) * 100).rounded()),
      filled: Int((column.profile.fill * 100).rounded()), looks: GuessWording.looks(column.profile),
      note: GuessWording.note(column, choice))
  }
}
