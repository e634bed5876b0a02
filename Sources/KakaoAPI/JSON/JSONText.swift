/// JSON text inside a form field or a query, as kapi wants its structured parameters.
enum JSONText {
  /// `["a","b"]`
  static func array(_ values: [String]) -> String {
    var writer = JSONWriter()
    writer.strings(values)
    return writer.text
  }

  /// `[1,2]`
  static func array(_ values: [Int64]) -> String { "[" + values.map { String($0) }.joined(separator: ",") + "]" }

  /// `{"a":"b"}`, ordered by key so that equal values are equal requests.
  static func object(_ values: [String: String]) -> String {
    var writer = JSONWriter()
    writer.object { object in
      for (key, value) in values.sorted(by: { $0.key < $1.key }) { object.field(key, value) }
    }
    return writer.text
  }
}
