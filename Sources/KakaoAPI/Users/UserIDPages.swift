/// The app user ids that are linked to the app, page by page; a page is asked for when it is needed.
public struct UserIDPages: AsyncSequence, Sendable {
  public typealias Element = [Int64]
  public typealias Failure = KakaoError

  let client: KakaoAPIClient
  let start: Int64?
  let limit: Int
  let order: KakaoOrder

  /// Goes through the pages.
  public struct AsyncIterator: AsyncIteratorProtocol {
    let pages: UserIDPages
    var position: Int64?
    var isFinished = false

    public mutating func next() async throws(KakaoError) -> [Int64]? {
      try await next(isolation: nil)
    }

    public mutating func next(isolation actor: isolated (any Actor)?) async throws(KakaoError) -> [Int64]? {
      guard !isFinished else { return nil }
      isFinished = true  // also after an error
      let page = try await pages.client.userIDs(after: position, limit: pages.limit, order: pages.order)
      position = page.next
      isFinished = page.next == nil
      return page.ids.isEmpty ? nil : page.ids
    }
  }

  public func makeAsyncIterator() -> AsyncIterator { AsyncIterator(pages: self, position: start) }
}
