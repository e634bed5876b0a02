/// The compact form of a row's `field`: for each value the number of its column, the length and the JSON token.
///
/// A key that is not in the schema is kept with its name. The form is the sandbox's own and never leaves the process.
enum FieldRecord {
  /// The column number that says that the key's own JSON token follows.
  static let named: UInt8 = 255

  static func append(column: Int, token: some Collection<UInt8>, to out: inout [UInt8]) {
    out.append(UInt8(column))
    append(length: token.count, to: &out)
    out.append(contentsOf: token)
  }

  static func append(key: String, token: some Collection<UInt8>, to out: inout [UInt8]) {
    out.append(named)
    append(length: key.utf8.count, to: &out)
    out.append(contentsOf: key.utf8)
    append(length: token.count, to: &out)
    out.append(contentsOf: token)
  }

  /// Seven bits a byte, lowest first; the high bit says that more follow.
  private static func append(length: Int, to out: inout [UInt8]) {
    var rest = length
    while rest > 127 {
      out.append(UInt8(rest & 127) | 128)
      rest >>= 7
    }
    out.append(UInt8(rest))
  }

  /// Calls `body` with column number (or `nil`), key and JSON token of each value.
  static func forEach(
    _ record: ArraySlice<UInt8>, columns: [CustomerFile.Column],
    _ body: (Int?, String, ArraySlice<UInt8>) -> Void
  ) {
    var position = record.startIndex
    func length() -> Int {
      var value = 0
      var shift = 0
      while true {
        let byte = record[position]
        position += 1
        value |= Int(byte & 127) << shift
        if byte < 128 { return value }
        shift += 7
      }
    }
    while position < record.endIndex {
      let column = record[position]
      position += 1
      var key = ""
      if column == named {
        let size = length()
        key = String(decoding: record[position..<(position + size)], as: UTF8.self)
        position += size
      }
      let size = length()
      let token = record[position..<(position + size)]
      position += size
      body(column == named ? nil : Int(column), column == named ? key : columns[Int(column)].name, token)
    }
  }

  /// The old values, with the new ones in their place and behind them.
  static func merged(
    _ old: ArraySlice<UInt8>, with new: [UInt8], columns: [CustomerFile.Column]
  ) -> [UInt8] {
    var tokens: [(column: Int?, key: String, token: ArraySlice<UInt8>)] = []
    forEach(old, columns: columns) { tokens.append(($0, $1, $2)) }
    forEach(new[...], columns: columns) { column, key, token in
      if let place = tokens.firstIndex(where: { $0.key == key }) {
        tokens[place].token = token
      } else {
        tokens.append((column, key, token))
      }
    }
    var out: [UInt8] = []
    for (column, key, token) in tokens {
      if let column {
        append(column: column, token: token, to: &out)
      } else {
        append(key: key, token: token, to: &out)
      }
    }
    return out
  }

  /// Appends the record as a JSON object.
  static func appendJSON(_ record: ArraySlice<UInt8>, columns: [CustomerFile.Column], to out: inout [UInt8]) {
    out.append(UInt8(ascii: "{"))
    var first = true
    forEach(record, columns: columns) { _, key, token in
      if !first { out.append(UInt8(ascii: ",")) }
      first = false
      JSONText.append(key, to: &out)
      out.append(UInt8(ascii: ":"))
      out.append(contentsOf: token)
    }
    out.append(UInt8(ascii: "}"))
  }
}
