import CommonValues
import Records

/// A route with the places of a body that it looks at. A class, since it is large and every call hands it on.
final class BoundRoute: Sendable {
  let route: WebhookRoute
  let ids: BodyField?
  let kakaoUserID: BodyField?
  let app: BodyField?
  let at: BodyField?
  private let conditions: [Condition]

  private struct Condition: Sendable {
    let paths: [JSONPath]
    let words: WordLists
    let isNegated: Bool
  }

  init(_ route: WebhookRoute, markers: [String]) {
    self.route = route
    ids = BodyField(route.ids, "ids", markers: markers)
    kakaoUserID = BodyField(route.kakaoUserID, "value", markers: markers)
    app = BodyField(route.app, "value", markers: markers)
    at = BodyField(route.at, "at", markers: markers)
    conditions = route.conditions.map {
      Condition(paths: $0.labels.compactMap(JSONPath.init), words: WordLists([$0.words]), isNegated: $0.isNegated)
    }
  }

  /// Whether a body is one that the route is for.
  func holds(in places: [JSONValue]) -> Bool {
    conditions.allSatisfy { condition in
      let values = condition.paths.lazy.compactMap { BodyMapping.cell($0, in: places) }
      guard let value = values.first else { return condition.isNegated }
      return condition.words.contains(EventCells.cleaned(value)) != condition.isNegated
    }
  }
}

/// A single field of a body, with its paths.
final class BodyField: Sendable {
  let bound: BoundField
  private let paths: [JSONPath]
  private let markers: WordLists

  /// Nil for a field that stands nowhere.
  init?(_ field: FieldMapping?, _ name: String, markers: [String]) {
    guard let field else { return nil }
    let paths = BodyMapping.paths(field.labels)
    var binder = ColumnBinder(RecordHeader(cells: paths.map(\.text), line: nil), file: "", takesRepeats: true)
    guard let bound = try? binder.bind(field, name) else { return nil }
    self.bound = bound
    self.paths = paths
    self.markers = WordLists([markers])
  }

  /// The values of its paths, as a row.
  func row(in places: [JSONValue]) -> EventCells {
    EventCells(paths.map { BodyMapping.cell($0, in: places) }, markers: markers)
  }

  func value(in places: [JSONValue]) -> String? { row(in: places).value(bound) }

  func ids(in places: [JSONValue]) -> [String] { row(in: places).ids(bound) }
}
