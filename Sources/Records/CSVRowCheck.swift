import CommonValues

/// The rules that decide whether a row of CSV is good, blank or malformed.
enum CSVRowCheck {
  /// Whether all cells are empty, or there is one of spaces and tabs only. A lone quoted cell is no blank row.
  static func isBlank(_ bytes: ByteSlice, _ found: CSVTokenizer.Found) -> Bool {
    guard found.problem == .none else { return false }
    if found.end - found.start == found.cellCount - 1 { return true }
    return found.cellCount == 1 && bytes[found.start..<found.end].allSatisfy { $0 == 0x20 || $0 == 0x09 }
  }

  /// Whether a row has more cells than the file's columns and the empty ones that its rows usually end with.
  static func hasTooManyCells(_ count: Int, _ cells: UnsafeMutablePointer<Cell>, _ format: RecordFormat) -> Bool {
    let width = format.header.maximumCells
    guard count > width else { return false }
    return count - width > format.trailingCells
      || !isEmpty(cells, from: width, to: count, limit: format.limits.columns)
  }

  /// Whether the cells of the columns from `from` up to `to` are empty; those beyond the limit of columns never are.
  private static func isEmpty(_ cells: UnsafeMutablePointer<Cell>, from: Int, to: Int, limit: Int) -> Bool {
    guard to <= max(limit, from) else { return false }
    for index in from..<to where cells[index].length != 0 { return false }
    return true
  }

  /// What is wrong with a row; nil when nothing is.
  static func diagnose(
    _ found: CSVTokenizer.Found, _ cells: UnsafeMutablePointer<Cell>, _ format: RecordFormat,
    _ encoding: TextEncoding
  ) -> Diagnostic? {
    let place = Diagnostic.Place(file: format.file, line: found.line)
    let limits = format.limits
    let header = format.header
    if found.end - found.start > limits.recordBytes {
      return RowProblem.recordTooLong(place, limit: limits.recordBytes)
    }
    switch found.problem {
    case .openQuote: return RowProblem.truncated(place)
    case .textAfterQuote: return RowProblem.textAfterQuote(place)
    case .nulByte: return RowProblem.nulByte(place)
    case .undecodable: return RowProblem.undecodable(place, encoding)
    case .none: break
    }
    if found.cellCount < header.minimumCells {
      return found.isTerminated
        ? RowProblem.cells(place, expected: header.minimumCells, found: found.cellCount) : RowProblem.truncated(place)
    }
    if hasTooManyCells(found.cellCount, cells, format) {
      return RowProblem.cells(place, expected: header.minimumCells, found: found.cellCount)
    }
    for index in 0..<min(found.cellCount, header.maximumCells) where cells[index].length > limits.fieldBytes {
      return RowProblem.fieldTooLong(place, limit: limits.fieldBytes)
    }
    return nil
  }
}
