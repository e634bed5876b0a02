import ChannelSync
import CommonValues
import KakaoAPI
import KakaoSync
import ShopModel
import Store

/// One reconciliation of a shop, under its lease: step by step, each step page by page, and after each page it is written down how far it is.
struct Reconciliation {
  let connection: Connection
  let client: KakaoAPIClient
  let lease: Lease
  /// Throws when the lease is lost.
  let check: @Sendable () throws -> Void
  let confirmed: Bool
  let startedAt: Timestamp
  let progress: @Sendable (ReconcileProgress) -> Void
  var position: ReconcilePosition
  var result: ReconcileResult

  /// Users that are read from the store at a time.
  static let knownPage = 1_000

  private var store: Store { connection.naru.store }
  private var shop: ShopID { connection.shop.id }

  /// Does what is left. What is thrown ends the run; what was done so far is in ``result``.
  mutating func run() async throws {
    defer { (result.users, result.relations) = (position.users, position.relations) }
    if position.step == .list { try await readList() }
    if position.step == .missing { try await endMissing() }
    if position.step == .relations { try await readRelations() }
    if position.step == .files { try await checkFiles() }
    if position.isGuarded {
      result.ending = .guarded
      result.problem = .tooManyMissing(position.users)
    }
  }

  /// Notes where it is, and then whether to go on.
  private func save(missing: [Int64] = []) async throws {
    let (shop, state) = (shop, ReconciliationState(startedAt: startedAt, position: try position.text))
    try await store.perform { try $0.save(state, missing: missing, of: shop) }
    try check()
    try Task.checkCancellation()
  }

  // MARK: Users

  private mutating func readList() async throws {
    while true {
      let page = try await client.userIDs(after: position.user)
      guard UserListComparison.isInOrder(page.ids, after: position.user) else { throw Diagnostic.listOutOfOrder }
      let end = page.next == nil ? nil : page.ids.last
      let known = try await known(upTo: end)
      let missing = UserListComparison.missing(known: known, listed: page.ids)
      position.users.listed += page.ids.count
      position.users.known += known.count
      position.users.missing += missing.count
      if let end {
        position.user = end
      } else {
        let users = position.users
        let limit = connection.shop.kakao?.maximumMissingPercent ?? KakaoConfiguration.defaultMissingPercent
        position.isGuarded =
          !confirmed
          && !UserListComparison.isPlausible(
            missing: users.missing, known: users.known, listed: users.listed, percent: limit)
        position.begin(position.isGuarded ? .relations : .missing)
      }
      try await save(missing: missing)
      progress(ReconcileProgress(step: .list, done: position.users.listed))
      if end == nil { return }
    }
  }

  /// Our users after the last page's end, up to this one's; without one, all the rest.
  private func known(upTo end: Int64?) async throws -> [Int64] {
    var (found, after) = ([Int64](), position.user)
    let shop = shop
    while true {
      let last = after
      let page = try await store.perform {
        try $0.knownKakaoUsers(of: shop, after: last, limit: Reconciliation.knownPage)
      }
      found += page.prefix { id in end.map { id <= $0 } ?? true }
      guard page.count == Reconciliation.knownPage, let next = page.last, end.map({ next < $0 }) ?? true else {
        return found
      }
      after = next
    }
  }

  private mutating func endMissing() async throws {
    let accounts = KakaoAccounts(
      store: store, shop: shop, api: client, tokens: try connection.naru.keeper(connection.shop),
      now: connection.naru.now)
    while true {
      let (shop, after) = (shop, position.user)
      let users = try await store.perform {
        try $0.missingUsers(of: shop, after: after, limit: KakaoAPIClient.usersPerCall.all)
      }
      guard let last = users.last else { break }
      let counts = try await accounts.endMissing(users)
      position.users.unlinked += counts.unlinked
      position.users.stillLinked += counts.stillLinked
      position.user = last
      try await save()
      progress(ReconcileProgress(step: .missing, done: position.users.unlinked + position.users.stillLinked))
    }
    position.begin(.relations)
    try await save()
  }

  // MARK: Channels

  private mutating func readRelations() async throws {
    let channels = connection.shop.kakao?.channels ?? []
    while !channels.isEmpty {
      guard
        let page = try await connection.refreshRelations(client, channels: channels, after: position.member)
      else { break }
      position.relations.asked += page.asked
      position.relations.changed += page.changed
      position.member = page.last
      try await save()
      progress(ReconcileProgress(step: .relations, done: position.relations.asked))
    }
    position.begin(.files)
    try await save()
  }

  private mutating func checkFiles() async throws {
    let found = try await FileReconciler(store: store, service: KakaoCustomerFileService(client))
      .run(of: shop, lease: lease)
    result.files = ReconcileResult.Files(checked: found.checked, vanished: found.vanished)
    result.notices += found.notices
  }
}

extension Diagnostic {
  fileprivate static func tooManyMissing(_ users: ReconcileResult.Users) -> Diagnostic {
    Diagnostic(
      .warning, code: "too-many-missing",
      reason: LocalizedText(
        ko: "카카오의 목록(\(users.listed)명)에 알려진 사용자 \(users.known)명 중 \(users.missing)명이 없습니다. 너무 많아서 아무도 연결을 끊지 않았습니다.",
        en:
          "\(users.missing) of \(users.known) known users are not among the \(users.listed) that Kakao lists. That is too many: nobody's link was ended."
      ),
      fix: LocalizedText(
        ko: "kakao.admin_key가 이 쇼핑몰의 앱 것인지 확인하십시오. 맞으면 --yes로 실행하십시오. 한 명씩 다시 확인한 뒤 끊습니다.",
        en:
          "Check that kakao.admin_key is of this shop's app. If it is, run with --yes; each is asked about once more before."
      ))
  }

  fileprivate static let listOutOfOrder = Diagnostic(
    .error, code: "kakao-unreadable-answer",
    reason: LocalizedText(
      ko: "카카오의 사용자 목록이 순서대로 오지 않아 비교할 수 없습니다.",
      en: "Kakao's list of users does not come in order, so that nothing can be told from it."),
    fix: LocalizedText(ko: "나중에 다시 실행하십시오. 아무것도 바꾸지 않았습니다.", en: "Run it again later; nothing was changed."))
}
