import CommonValues

/// What is wrong with a record of JSON, XML or a table.
enum RowFault: Sendable, Hashable {
  case badJSON, notObject, duplicateKey, loneSurrogate, nulByte, controlCharacter, undecodable, tooDeep, truncated
  case fieldTooLong, recordTooLong, tooManyRows, badCell
  case cells(expected: Int, found: Int)

  func diagnostic(_ place: Diagnostic.Place, _ limits: RecordLimits) -> Diagnostic {
    switch self {
    case .badJSON: RowProblem.badJSON(place)
    case .notObject: RowProblem.notObject(place)
    case .duplicateKey: RowProblem.duplicateKey(place)
    case .loneSurrogate: RowProblem.loneSurrogate(place)
    case .nulByte: RowProblem.nulByte(place)
    case .controlCharacter: RowProblem.controlCharacter(place)
    case .undecodable: RowProblem.undecodable(place, .utf8)
    case .tooDeep: RowProblem.tooDeep(place, limit: limits.depth)
    case .truncated: RowProblem.truncated(place)
    case .fieldTooLong: RowProblem.fieldTooLong(place, limit: limits.fieldBytes)
    case .recordTooLong: RowProblem.recordTooLong(place, limit: limits.recordBytes)
    case .tooManyRows: RowProblem.tooManyRows(place)
    case .badCell: RowProblem.badCell(place)
    case .cells(let expected, let found): RowProblem.cells(place, expected: expected, found: found)
    }
  }
}
