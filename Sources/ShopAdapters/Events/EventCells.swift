import CommonValues
import ShopModel

/// The cells of one row as text, and what bound fields find in them.
struct EventCells {
  let cells: [String]
  let markers: [String]
  var warnings: [FieldWarning] = []

  init(_ cells: [String], markers: [String]) {
    self.cells = cells
    self.markers = markers
  }

  /// The first cell of a field that is not blank.
  func value(_ bound: BoundField) -> String? {
    for source in bound.sources {
      if let cell = cell(source.column, bound) { return cell }
    }
    return bound.mapping.constant
  }

  /// The meaning of a field's word; nil for a word that is not in the list.
  func meaning(_ word: String, _ words: [FieldMapping.Words]) -> String? {
    let folded = WordTable.fold(word)
    return words.first { $0.words.contains { WordTable.fold($0) == folded } }?.meaning
  }

  enum Found<Value> {
    case blank, bad
    case value(Value)
  }

  mutating func time(_ bound: BoundField, isLastSeen: Bool = false) -> Found<Timestamp> {
    for source in bound.sources {
      guard let cell = cell(source.column, bound), !isZeroDate(cell) else { continue }
      guard let found = Timestamp(cell) else { return .bad }
      if isLastSeen, found.seoulDate == CalendarDate(daysSinceEpoch: 0) { continue }
      guard source.time >= 0, found == Timestamp(startOf: found.seoulDate), let time = self.cell(source.time, bound)
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
    return .blank
  }

  mutating func date(_ bound: BoundField?) -> Timestamp? {
    guard let bound else { return nil }
    switch time(bound) {
    case .blank: return nil
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
    guard column < cells.count else { return nil }
    var text = EventCells.trimmed(cells[column])
    if text.utf8.count >= 3, text.hasPrefix("=\""), text.hasSuffix("\"") {
      text = EventCells.trimmed(String(text.dropFirst(2).dropLast()))
    }
    let takesMarkers = !StepCompiler.freeTexts.contains(bound.name) && !bound.isAttribute
    let blank = (takesMarkers ? markers : []) + bound.mapping.blank
    let folded = WordTable.fold(text)
    return folded.isEmpty || blank.contains { WordTable.fold($0) == folded } ? nil : text
  }

  private static func trimmed(_ text: String) -> String {
    let scalars = text.unicodeScalars
    func isBlank(_ scalar: Unicode.Scalar) -> Bool {
      scalar == " " || (0x09...0x0D).contains(scalar.value) || scalar.value == 0xA0 || scalar.value == 0x3000
    }
    guard let first = scalars.firstIndex(where: { !isBlank($0) }), let last = scalars.lastIndex(where: { !isBlank($0) })
    else { return "" }
    return String(scalars[first...last])
  }
}
