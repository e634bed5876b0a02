import ShopModel

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A customer file's schema as canonical JSON text: keys in NFC and in the order of their bytes, without blanks.
enum FileSchema {
  static func text(_ columns: [Column]) -> String {
    let entries = columns.map { column in (JSONWriter.encoded { $0.text(column.name) }, column.kind) }
      .sorted { $0.0.lexicographicallyPrecedes($1.0) }
    var text = "{"
    for (index, (key, kind)) in entries.enumerated() {
      text += (index == 0 ? "" : ",") + String(decoding: key, as: UTF8.self) + ":\"\(kind.rawValue)\""
    }
    return text + "}"
  }

  /// The schema of a ledger's file as name and type.
  static func columns(_ text: String) -> [String: String] {
    guard let data = text.data(using: .utf8),
      let columns = try? JSONDecoder().decode([String: String].self, from: data)
    else { return [:] }
    return columns
  }
}
