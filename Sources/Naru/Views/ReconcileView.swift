/// The JSON of `naru reconcile`.
package struct ReconcileView: Codable, Sendable, Hashable {
  /// The app's users and the store's links.
  package struct Users: Codable, Sendable, Hashable {
    package var listed: Int64
    package var known: Int64
    package var missing: Int64
    package var unlinked: Int64
    package var stillLinked: Int64

    package enum CodingKeys: String, CodingKey {
      case listed, known, missing, unlinked
      case stillLinked = "still_linked"
    }
  }
  /// How users stand to channels.
  package struct Relations: Codable, Sendable, Hashable {
    package var asked: Int64
    package var changed: Int64
  }
  /// Customer files.
  package struct Files: Codable, Sendable, Hashable {
    package var checked: Int64
    package var vanished: Int64
  }

  package var runID: String
  /// `complete`, `guarded`, `quota`, `failed` or `interrupted`.
  package var outcome: String
  package var users: Users
  package var relations: Relations
  package var files: Files

  package enum CodingKeys: String, CodingKey {
    case outcome, users, relations, files
    case runID = "run_id"
  }
}

extension ReconcileView {
  /// The library's result as it is printed.
  package init(_ result: ReconcileResult) {
    let (users, relations, files) = (result.users, result.relations, result.files)
    self.init(
      runID: "\(result.runID)", outcome: result.ending.rawValue,
      users: Users(
        listed: Int64(users.listed), known: Int64(users.known), missing: Int64(users.missing),
        unlinked: Int64(users.unlinked), stillLinked: Int64(users.stillLinked)),
      relations: Relations(asked: Int64(relations.asked), changed: Int64(relations.changed)),
      files: Files(checked: Int64(files.checked), vanished: Int64(files.vanished)))
  }
}
