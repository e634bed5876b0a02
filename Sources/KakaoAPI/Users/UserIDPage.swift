/// A page of the app user ids that are linked to the app.
public struct UserIDPage: Sendable, Hashable {
  /// The ids, without the one that the page was to begin after.
  public let ids: [Int64]
  /// Where the next page begins; nil when there is none.
  public let next: Int64?

  /// A page.
  public init(ids: [Int64], next: Int64?) {
    self.ids = ids
    self.next = next
  }

  /// - Parameters:
  ///   - after: where the page was asked to begin; Kakao's `from_id` is inclusive, so that id comes again.
  ///   - limit: how many were asked for.
  init(_ answer: UserIDsAnswer, after: Int64?, limit: Int, order: KakaoOrder) {
    ids = answer.ids.first == after ? Array(answer.ids.dropFirst()) : answer.ids
    // Only an ascending list is known to go on at `after_url`; a descending one may go on at either.
    let isLast = answer.ids.count < limit && !answer.hasAfter && (order == .ascending || !answer.hasBefore)
    // The same last id again would be no progress.
    next = isLast || ids.isEmpty || ids.last == after ? nil : ids.last
  }
}

/// What Kakao answers; its addresses carry an app key, and are only asked whether they are there.
struct UserIDsAnswer: Decodable {
  let ids: [Int64]
  let hasBefore: Bool
  let hasAfter: Bool

  private enum Key: String, CodingKey {
    case elements
    case before = "before_url"
    case after = "after_url"
  }

  init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: Key.self)
    // An id that can not be read must not be passed over: whoever compares lists would take the user for unlinked.
    ids = try fields.decode([LenientID].self, forKey: .elements).map(\.value)
    hasBefore = fields.lenientText(.before) != nil
    hasAfter = fields.lenientText(.after) != nil
  }
}
