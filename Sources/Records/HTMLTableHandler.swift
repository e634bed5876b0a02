import CommonValues

/// Makes rows of the tables of a page.
final class HTMLTableHandler {
  static let depthLimit = 1_000
  /// The most columns or rows that one cell may span.
  private static let spanLimit = 65_534

  var table: TableBuilder
  let file: String
  private(set) var events = 0
  /// The number of the row at hand.
  private(set) var row = 0
  private(set) var isTooDeep = false
  private var depth = 0
  private var isInRow = false
  private var isInCell = false
  /// How many scripts and styles are open.
  private var mute = 0
  private var column = 0
  private var cellStart = 0
  private var isBehindBlank = true
  private var columnSpan = 1
  private var rowSpan = 1
  /// Cells of rows above that reach down, by column.
  private var pending: [Int: (rows: Int, text: [UInt8])] = [:]
  private let columns: Int

  init(file: String, options: RecordFileOptions) {
    self.file = file
    columns = options.limits.columns
    table = TableBuilder(file: file, options: options, isPadded: false)
  }

  func start(_ name: UnsafePointer<UInt8>, _ attributes: UnsafeMutablePointer<UnsafePointer<UInt8>?>?) {
    events &+= 1
    depth += 1
    if depth > HTMLTableHandler.depthLimit { isTooDeep = true }
    if XMLName.equals(name, "td") || XMLName.equals(name, "th") {
      endCell()
      if !isInRow { beginRow() }
      beginCell(attributes)
    } else if XMLName.equals(name, "tr") {
      endRow()
      beginRow()
    } else if XMLName.equals(name, "table") {
      endRow()
      pending = [:]
    } else if XMLName.equals(name, "br") {
      if isInCell { lineBreak() }
    } else if XMLName.equals(name, "script") || XMLName.equals(name, "style") {
      mute += 1
    } else if XMLName.equals(name, "p") || XMLName.equals(name, "div") {
      if isInCell, table.used > cellStart { lineBreak() }
    }
  }

  func end(_ name: UnsafePointer<UInt8>) {
    events &+= 1
    depth -= 1
    if XMLName.equals(name, "td") || XMLName.equals(name, "th") {
      endCell()
    } else if XMLName.equals(name, "tr") || XMLName.equals(name, "table") {
      endRow()
    } else if XMLName.equals(name, "script") || XMLName.equals(name, "style") {
      mute -= 1
    }
  }

  func text(_ bytes: UnsafePointer<UInt8>, _ count: Int) {
    events &+= 1
    guard isInCell, mute == 0 else { return }
    var start = 0
    for index in 0..<count where bytes[index] <= 0x20 {
      if index > start { add(bytes + start, index - start) }
      if !isBehindBlank {
        table.append(0x20)
        isBehindBlank = true
      }
      start = index + 1
    }
    if count > start { add(bytes + start, count - start) }
  }

  private func add(_ bytes: UnsafePointer<UInt8>, _ count: Int) {
    table.append(bytes, count)
    isBehindBlank = false
  }

  private func lineBreak() {
    trimEnd()
    table.append(0x0A)
    isBehindBlank = true
  }

  private func trimEnd() {
    var end = table.used
    while end > cellStart, table.text[end - 1] == 0x20 || table.text[end - 1] == 0x0A { end -= 1 }
    table.cut(end)
  }

  private func beginRow() {
    row += 1
    isInRow = true
    column = 0
    table.beginRow(row)
    reachDown()
  }

  /// Adds the cells of rows above that stand in the next columns.
  private func reachDown() {
    while let cell = pending[column], column < columns {
      let start = table.used
      cell.text.withUnsafeBufferPointer { if let base = $0.baseAddress { table.append(base, $0.count) } }
      table.add(column, from: start)
      pending[column] = cell.rows > 1 ? (cell.rows - 1, cell.text) : nil
      column += 1
    }
  }

  private func beginCell(_ attributes: UnsafeMutablePointer<UnsafePointer<UInt8>?>?) {
    isInCell = true
    isBehindBlank = true
    cellStart = table.used
    columnSpan = 1
    rowSpan = 1
    var index = 0
    while let attributes, let name = attributes[index] {
      if let value = attributes[index + 1] {
        if XMLName.equals(name, "colspan") { columnSpan = HTMLTableHandler.span(value) }
        if XMLName.equals(name, "rowspan") { rowSpan = HTMLTableHandler.span(value) }
      }
      index += 2
    }
  }

  private static func span(_ value: UnsafePointer<UInt8>) -> Int {
    min(max(1, Int(String(decoding: XMLName.bytes(value), as: UTF8.self)) ?? 1), spanLimit)
  }

  private func endCell() {
    guard isInCell else { return }
    isInCell = false
    trimEnd()
    let text = rowSpan > 1 ? Array(ByteSlice(start: table.text + cellStart, count: table.used - cellStart)) : []
    for index in 0..<columnSpan {
      guard column < columns else {
        table.add(column, from: index == 0 ? cellStart : table.used)
        break
      }
      table.add(column, from: index == 0 ? cellStart : table.used)
      if rowSpan > 1 { pending[column] = (rowSpan - 1, index == 0 ? text : []) }
      column += 1
      if index + 1 < columnSpan { continue }
    }
    reachDown()
  }

  private func endRow() {
    endCell()
    guard isInRow else { return }
    isInRow = false
    table.endRow()
  }
}
