import Foundation

/// JSON as the verbs print it: readable, keys in the order of the alphabet, so that two runs can be compared as text.
enum JSONOutput {
  /// The document with a line feed at its end.
  static func text(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self) + "\n"
  }
}
