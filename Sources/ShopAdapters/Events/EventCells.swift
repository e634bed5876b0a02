import CommonValues
import ShopModel

/// Where rows come from.
struct RowSource {
  /// For messages.
  let file: String
  /// The time of a row that has none of its own.
  let time: Timestamp
}

/// The cells of one row as text, and what bound fields find in them.
struct EventCells {
  /// Nil for a cell that the record does not have, not even a blank one.
  let cells: [String?]
  let markers: WordLists
  var warnings: [FieldWarning] = []

  init(_ cells: [String?], markers: WordLists) {
    self.cells = cells
    self.markers = markers
  }

  /// The first cell of a field that is not blank.
  func value(_ bound: BoundField) -> String? {
    for source in bound.sources {
      if let cell = ruled(source, bound) { return cell }
    }
    return bound.mapping.constant
  }

  /// What the rule of a place leaves of its cell; nil when it is blank.
  private func ruled(_ source: BoundSource, _ bound: BoundField) -> String? {
    guard var text = cell(source.column, bound), holds(source, bound) else { return nil }
    if source.rule >= 0 {
      let rule = bound.mapping.sources[source.rule].rule
      let bytes = Array(text.utf8)
      let (prefix, suffix) = (Array(rule.prefix.utf8), Array(rule.suffix.utf8))
      guard bytes.count >= prefix.count + suffix.count, bytes.starts(with: prefix),
        bytes.suffix(suffix.count).elementsEqual(suffix)
      else { return nil }
      text = EventCells.trimmed(
        String(decoding: bytes[prefix.count..<(bytes.count - suffix.count)], as: UTF8.self))
      guard !text.isEmpty, !rule.digitsOnly || text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else { return nil }
    }
    return bound.mapping.leavesOutOthers && !bound.words.contains(text) ? nil : text
  }

  private func holds(_ source: BoundSource, _ bound: BoundField) -> Bool {
    guard source.condition != -1 else { return true }
    guard source.rule >= 0, let condition = bound.mapping.sources[source.rule].rule.condition else { return false }
    // What has no such column, or no such key, is none of the words.
    guard source.condition >= 0, let cell = source.condition < cells.count ? cells[source.condition] : "" else {
      return condition.isNegated
    }
    return bound.conditions[source.rule].contains(EventCells.cleaned(cell)) != condition.isNegated
  }

  /// Whether the row says nothing about a field, not even that it is empty.
  func saysNothing(_ bound: BoundField) -> Bool {
    guard !bound.sources.isEmpty, bound.mapping.constant == nil else { return false }
    return bound.sources.allSatisfy { source in
      (source.column < cells.count && cells[source.column] == nil) || !holds(source, bound)
    }
  }

  /// The meaning of a field's word; nil for a word that is not in the list.
  func meaning(_ word: String, _ bound: BoundField) -> String? {
    bound.words.find(word).map { bound.mapping.words[$0].meaning }
  }

  enum Found<Value> {
    case absent, blank, bad
    case value(Value)
  }

  mutating func time(_ bound: BoundField, isLastSeen: Bool = false) -> Found<Timestamp> {
    for source in bound.sources {
      guard let cell = cell(source.column, bound), !isZeroDate(cell), holds(source, bound) else { continue }
      let rule = source.rule < 0 ? SourceRule() : bound.mapping.sources[source.rule].rule
      if rule.format != .text, cell.utf8.allSatisfy({ $0 == 0x30 }) { continue }
      guard let found = TimeText.time(cell, rule) else { return .bad }
      if isLastSeen, found.seoulDate == CalendarDate(daysSinceEpoch: 0) { continue }
      let inDay = (found.milliseconds + (rule.zone == .seoul ? 9 * 3_600_000 : 0)) % 86_400_000
      guard source.time >= 0, inDay == 0, let time = self.cell(source.time, bound)
      else {
        return .value(found)
      }
      var text = time
      guard let inDay = text.withUTF8({ CellText.timeOfDay($0) }) else {
        warnings.append(FieldWarning(bound.name, .badTime))
        return .value(found)
      }
      return .value(found.adding(milliseconds: inDay))
    }
    return saysNothing(bound) ? .absent : .blank
  }

  mutating func date(_ bound: BoundField?) -> Timestamp? {
    guard let bound else { return nil }
    switch time(bound) {
    case .blank, .absent: return nil
    case .value(let found): return found
    case .bad:
      warnings.append(FieldWarning(bound.name, .badTime))
      return nil
    }
  }

  func isZeroDate(_ text: String) -> Bool {
    text.utf8.count >= 8 && text.hasPrefix("0") && text.allSatisfy { "0-./: T".contains($0) }
  }

  private func cell(_ column: Int, _ bound: BoundField) -> String? {
    guard column < cells.count, let raw = cells[column] else { return nil }
    let text = EventCells.cleaned(raw)
    let isBlank = text.isEmpty || bound.blank.contains(text) || !bound.keepsMarkers && markers.contains(text)
    return isBlank ? nil : text
  }

  static func cleaned(_ raw: String) -> String {
    let text = EventCells.trimmed(raw)
    guard text.utf8.first == 0x3D, text.utf8.count >= 3, text.hasPrefix("=\""), text.hasSuffix("\"") else {
      return text
    }
    return EventCells.trimmed(String(text.dropFirst(2).dropLast()))
  }

  static func trimmed(_ text: String) -> String {
    // Hardly any text has blanks around it, and most begin and end with a byte that is a character.
    let bytes = text.utf8
    guard let first = bytes.first, let last = bytes.last else { return text }
    if (0x21...0x7E).contains(first), (0x21...0x7E).contains(last) { return text }
    let scalars = text.unicodeScalars
    func isBlank(_ scalar: Unicode.Scalar) -> Bool {
      scalar == " " || (0x09...0x0D).contains(scalar.value) || scalar.value == 0xA0 || scalar.value == 0x3000
    }
    guard let first = scalars.firstIndex(where: { !isBlank($0) }), let last = scalars.lastIndex(where: { !isBlank($0) })
    else { return "" }
    return String(scalars[first...last])
  }
}
