extension JSONWriter {
  /// What was written, as text.
  var text: String { String(decoding: bytes, as: UTF8.self) }

  /// An array of strings.
  mutating func strings(_ values: [String]) {
    array(values) { writer, value in writer.string(value) }
  }

  /// An array; `write` writes one element.
  mutating func array<Element>(_ values: [Element], _ write: (inout JSONWriter, Element) -> Void) {
    raw("[")
    for (index, value) in values.enumerated() {
      if index > 0 { raw(",") }
      write(&self, value)
    }
    raw("]")
  }

  /// An object; `write` adds its fields.
  mutating func object(_ write: (inout JSONObjectWriter) -> Void) {
    raw("{")
    var object = JSONObjectWriter(writer: self)
    self = JSONWriter()  // so that the bytes have one owner and are not copied
    write(&object)
    self = object.writer
    raw("}")
  }
}

/// Adds fields to an object that a ``JSONWriter`` has opened. A nil value leaves its field out.
struct JSONObjectWriter {
  fileprivate(set) var writer: JSONWriter
  private var isFirst = true

  fileprivate init(writer: JSONWriter) { self.writer = writer }

  mutating func field(_ key: String, _ value: String?) {
    guard let value else { return }
    self.key(key)
    writer.string(value)
  }

  mutating func field(_ key: String, _ value: Int?) {
    guard let value else { return }
    self.key(key)
    writer.number(Int64(value))
  }

  /// A field whose value `write` writes.
  mutating func field(_ key: String, _ write: (inout JSONWriter) -> Void) {
    self.key(key)
    write(&writer)
  }

  private mutating func key(_ key: String) {
    if !isFirst { writer.raw(",") }
    isFirst = false
    writer.string(key)
    writer.raw(":")
  }
}
