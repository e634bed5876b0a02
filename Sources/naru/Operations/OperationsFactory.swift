/// Where the verbs' operations come from.
enum OperationsFactory {
  static func make() -> any NaruOperations { LiveOperations() }
}
