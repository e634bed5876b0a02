import CommonValues
import ShopModel

/// A hash of everything in a definition that decides who is in the file and what their rows say. Another hash makes the store
/// evaluate every member anew.
enum DefinitionHash {
  /// Raised when a version of Naru evaluates the same definition differently.
  private static let version = 1

  static func of(_ definition: CustomerFileDefinition, in settings: CustomerFileSettings) -> Int64 {
    let selection = definition.selection
    var parts = ["\(version)", definition.users.rawValue, definition.channel]
    parts.append("\(settings.undatedConsent.rawValue),\(settings.averagePlaces)")
    switch selection.consent {
    case .noneRequired: parts.append("none")
    case .granted(let kinds): parts.append(kinds.map(\.rawValue).sorted().joined(separator: ","))
    }
    parts.append("\(selection.notBlocked)")
    parts.append(selection.channelFriend.map { "\($0)" } ?? "")
    parts.append(selection.status.map(\.rawValue).sorted().joined(separator: ","))
    parts.append(list(selection.grade))
    parts.append(selection.gender?.rawValue ?? "")
    parts.append(bounds(selection.age))
    parts.append(list(selection.region))
    parts.append(bounds(selection.orderCount))
    parts.append(bounds(selection.orderTotalPaid))
    switch selection.lastPaid {
    case nil: parts.append("")
    case .within(let days): parts.append("within \(days)")
    case .before(let days): parts.append("before \(days)")
    }
    parts += definition.columns.map { "\(quoted($0.name)) \($0.kind.rawValue) \(text($0.source))" }.sorted()
    var bytes = parts.joined(separator: "\n")
    return bytes.withUTF8 { ContentHash.hash($0) }
  }

  private static func list(_ values: Set<String>?) -> String {
    guard let values else { return "" }
    return "[" + values.map(quoted).sorted().joined(separator: ",") + "]"
  }

  private static func bounds<Value>(_ bounds: Selection.Bounds<Value>?) -> String {
    guard let bounds else { return "" }
    return (bounds.atLeast.map { "\($0)" } ?? "") + ".." + (bounds.atMost.map { "\($0)" } ?? "")
  }

  private static func text(_ source: ColumnSource) -> String {
    switch source {
    case .member(let field): "member.\(field.name)"
    case .attribute(let name): "attribute \(quoted(name))"
    case .constant(let value): "constant \(quoted(value))"
    case .age: "age"
    case .ageBand: "age_band"
    case .orderCount: "count"
    case .orderTotalPaid: "total"
    case .orderAveragePaid: "average"
    case .orderFirstPaidOn: "first"
    case .orderLastPaidOn: "last"
    case .kakaoLinkedOn: "linked_on"
    case .kakaoChannelRelation: "relation"
    }
  }

  /// A JSON string, so that no value can look like two.
  private static func quoted(_ text: String) -> String {
    String(decoding: JSONWriter.encoded { $0.text(text) }, as: UTF8.self)
  }
}
