/// The body of `update/target_users` and `delete/target_users`, read in one pass over its bytes; the fields of the
/// people are only located.
struct UsersBody {
  enum ID: Equatable {
    case integer(Int64)
    case text(String)
    case other
    case missing
  }

  struct Row {
    var id = ID.missing
    /// Where the value of `field` begins.
    var field: Int?
    var hasFieldData = false
    var isObject = true
  }

  var channel: JSONValue?
  var fileID: JSONValue?
  var userType: JSONValue?
  /// `users` or `user_ids`, `nil` when it is absent or not an array.
  var rows: [Row]?
  /// Names that are not documented, of the body and of people, each once.
  var unknown: [String] = []

  /// - Parameter list: `users` for adding, `user_ids` for removing.
  static func parse(_ bytes: [UInt8], list: String, duplicates: Bool) throws(JSONError) -> UsersBody {
    var result = UsersBody()
    var seen: Set<String> = []
    var cursor = try JSONCursor.validated(bytes)
    try cursor.members { (cursor, text) throws(JSONError) in
      let key = cursor.decode(text)
      guard seen.insert(key).inserted || duplicates else { throw cursor.failure(.duplicateKey(key)) }
      switch key {
      case "channel_public_id": result.channel = try JSONValue.read(&cursor, duplicates: duplicates)
      case "file_id": result.fileID = try JSONValue.read(&cursor, duplicates: duplicates)
      case "user_type": result.userType = try JSONValue.read(&cursor, duplicates: duplicates)
      case list where try cursor.peek() == UInt8(ascii: "["):
        var rows: [Row] = []
        try cursor.elements { (cursor) throws(JSONError) in
          if list == "users" {
            rows.append(try result.row(&cursor, duplicates: duplicates))
          } else {
            rows.append(Row(id: try id(&cursor)))
          }
        }
        result.rows = rows
      case list: try cursor.skipValue()
      default:
        result.note(key)
        try cursor.skipValue()
      }
    }
    try cursor.finish()
    return result
  }

  private mutating func note(_ key: String) {
    if unknown.count < 10, !unknown.contains(key) { unknown.append(key) }
  }

  private mutating func row(_ cursor: inout JSONCursor, duplicates: Bool) throws(JSONError) -> Row {
    var row = Row()
    guard try cursor.peek() == UInt8(ascii: "{") else {
      try cursor.skipValue()
      row.isObject = false
      return row
    }
    var unknown: [String] = []
    var hasID = false
    try cursor.members { (cursor, text) throws(JSONError) in
      let key = cursor.decode(text)
      switch key {
      case "id":
        if hasID, !duplicates { throw cursor.failure(.duplicateKey(key)) }
        hasID = true
        row.id = try Self.id(&cursor)
      case "field":
        if row.field != nil, !duplicates { throw cursor.failure(.duplicateKey(key)) }
        cursor.skipSpace()
        row.field = cursor.position
        try cursor.skipValue()
      case "field_data":
        row.hasFieldData = true
        try cursor.skipValue()
      default:
        unknown.append(key)
        try cursor.skipValue()
      }
    }
    for key in unknown { note("users[].\(key)") }
    return row
  }

  /// Reads the id of a person.
  static func id(_ cursor: inout JSONCursor) throws(JSONError) -> ID {
    switch try cursor.peek() {
    case UInt8(ascii: "\""): return .text(cursor.decode(try cursor.string()))
    case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"):
      let range = try cursor.number()
      return cursor.integer(range).map(ID.integer) ?? .other
    default:
      try cursor.skipValue()
      return .other
    }
  }
}
