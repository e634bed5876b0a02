import CommonValues

/// Several values in one cell. It points into the cell and is valid as long as that.
struct JoinedCell {
  private let cell: ByteSlice
  private var ranges: [Range<Int>] = []

  init(_ cell: ByteSlice, _ separator: ByteSlice) {
    self.cell = cell
    guard !cell.isEmpty else { return }
    var start = 0
    var position = 0
    while position + separator.count <= cell.count {
      if ByteSlice(rebasing: cell[position..<position + separator.count]).elementsEqual(separator) {
        ranges.append(start..<position)
        position += separator.count
        start = position
      } else {
        position += 1
      }
    }
    ranges.append(start..<cell.count)
  }

  var count: Int { ranges.count }

  /// A value without blanks at its ends.
  subscript(index: Int) -> ByteSlice { ByteSlice(rebasing: cell[ranges[index]]).trimmed }
}
