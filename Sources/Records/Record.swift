public import CommonValues

/// One row, valid only during the call that hands it out.
///
/// Cells are UTF-8, without the quotes around them and with doubled quotes made one; blanks at their ends are kept. A cell that is
/// never asked for is never decoded.
public struct Record: ~Copyable {
  @usableFromInline let block: UnsafePointer<UInt8>
  @usableFromInline let cells: UnsafeMutablePointer<Cell>
  @usableFromInline let arena: UnsafeMutablePointer<CellArena>
  @usableFromInline let isKorean: Bool
  @usableFromInline let isTree: Bool
  /// How many cells there are; at least ``RecordHeader/minimumCells``. Of a tree fewer than its header has labels where the last are
  /// absent.
  public let count: Int
  /// The physical line (text) or row number (sheets) on which the record starts, counted from 1.
  public let line: Int
  /// The row's bytes as they stand in the file, without the line end.
  public let raw: ByteSlice

  @inline(__always)
  init(
    block: UnsafePointer<UInt8>, cells: UnsafeMutablePointer<Cell>, arena: UnsafeMutablePointer<CellArena>,
    isKorean: Bool, isTree: Bool = false, count: Int, line: Int, raw: ByteSlice
  ) {
    self.block = block
    self.cells = cells
    self.arena = arena
    self.isKorean = isKorean
    self.isTree = isTree
    self.count = count
    self.line = line
    self.raw = raw
  }

  /// The cell of a column, counted from 0, as valid UTF-8; empty when the row has no such cell. Valid during the call.
  @inlinable
  public subscript(column: Int) -> ByteSlice {
    guard UInt(bitPattern: column) < UInt(bitPattern: count) else { return ByteSlice(start: block, count: 0) }
    let cell = cells[column]
    let start = block + Int(cell.offset)
    if cell.bits & Cell.flags == 0, !isKorean || CellArena.isASCII(start, cell.length) {
      return ByteSlice(start: start, count: cell.length)
    }
    return decoded(column)
  }

  /// Whether the record does not say anything about a column, as opposed to a cell that is there and blank (JSON `null`, an empty
  /// element). Rows of a table have every cell, save one where a sheet holds an error such as `#N/A`; columns that the file does not
  /// have are absent from trees only.
  @inlinable
  public func isAbsent(_ column: Int) -> Bool {
    guard UInt(bitPattern: column) < UInt(bitPattern: count) else { return isTree }
    return cells[column].bits & Cell.absent != 0
  }

  /// The cell as it stands in the file, without the quotes around it: for whoever only copies or hashes.
  /// Once the cell was asked for, what it became.
  @inlinable
  public func rawCell(_ column: Int) -> ByteSlice {
    guard UInt(bitPattern: column) < UInt(bitPattern: count), cells[column].bits & Cell.decoded == 0 else {
      return self[column]
    }
    return ByteSlice(start: block + Int(cells[column].offset), count: cells[column].length)
  }

  /// The cell as a string; for small uses.
  public func string(_ column: Int) -> String { String(decoding: self[column], as: UTF8.self) }

  /// All cells as strings; for small uses.
  public var strings: [String] { (0..<count).map { string($0) } }

  @usableFromInline
  func decoded(_ column: Int) -> ByteSlice {
    arena.pointee.slice(&cells[column], in: block, korean: isKorean)
  }
}
