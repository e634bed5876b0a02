public import CommonValues
import KakaoAPI
import ShopModel
import Store

extension Connection {
  /// Asks Kakao how the shop's users stand to its channels and stores the answers, 200 users a call.
  ///
  /// Without it, and without the channel webhook, nobody is known to have blocked a channel. Users that Kakao does not answer for keep
  /// what was known.
  /// - Returns: how many users were asked about.
  @discardableResult
  public func refreshRelations() async throws(NaruError) -> Int {
    guard let channels = shop.kakao?.channels, !channels.isEmpty else { return 0 }
    let client = try naru.kakao(shop).forRun()
    var asked = 0
    var after: String?
    do {
      while let page = try await refreshRelations(client, channels: channels, after: after) {
        asked += page.asked
        after = page.last
      }
    } catch {
      throw NaruError(error)
    }
    return asked
  }

  /// One page of ``refreshRelations()``: members after `after`. Nil when there are none.
  func refreshRelations(
    _ client: KakaoAPIClient, channels: [String], after: String?
  ) async throws -> (asked: Int, changed: Int, last: String)? {
    let page = try await members(after: after, limit: KakaoAPIClient.usersPerChannelsCall)
    guard let last = page.last?.member.id else { return nil }
    let users = Set(page.compactMap(\.kakaoUser)).sorted()
    guard !users.isEmpty else { return (0, 0, last) }
    let relations = relations(in: try await client.channels(ofUsers: users, channels: channels))
    var known: [Int64: [String: ChannelRelation]] = [:]
    for facts in page { if let user = facts.kakaoUser { known[user] = facts.relations } }
    let changed = relations.count { known[$0.kakaoUserID]?[$0.channel]?.state != $0.state }
    let (id, now) = (shop.id, naru.now())
    try await naru.store.perform { _ = try $0.apply(asked: relations, in: id, at: now) }
    return (users.count, changed, last)
  }

  private func relations(in answers: [UserChannels]) -> [ChannelRelation] {
    answers.flatMap { answer in
      answer.channels.compactMap { channel in
        guard let user = answer.userID, let relation = channel.relation, !channel.publicID.isEmpty else { return nil }
        return ChannelRelation(
          kakaoUserID: user, channel: channel.publicID, state: .init(rawValue: relation.rawValue),
          updatedAt: channel.changed ?? naru.now())
      }
    }
  }

  /// What Kakao has switched on for the shop, as far as calls that change nothing can tell.
  public func checkOnline() async throws(NaruError) -> [Diagnostic] {
    let client = try naru.kakao(shop).forRun()
    var findings: [Diagnostic] = []
    for channel in shop.kakao?.channels ?? [] {
      do {
        let list = try await client.customerFiles(channel: channel)
        findings.append(.filesReachable(shop.file, channel, count: list.files.count))
      } catch {
        findings.append(error.diagnostic.at(.init(file: shop.file, field: "kakao.channels: \(channel)")))
      }
    }
    return findings
  }
}

extension MemberFacts {
  /// The Kakao user that may be asked about: the one who is linked, else the one that the shop's records name.
  fileprivate var kakaoUser: Int64? {
    if let link { return link.kakaoUserID }
    guard let stated = member.kakaoUserID.value, endedKakaoUsers[stated] == nil else { return nil }
    return stated
  }
}

extension Diagnostic {
  fileprivate static func filesReachable(_ file: String, _ channel: String, count: Int) -> Diagnostic {
    Diagnostic(
      .note, code: "customer-files-reachable", place: .init(file: file, field: "kakao.channels: \(channel)"),
      reason: LocalizedText(
        ko: "고객 파일 API를 쓸 수 있습니다 (파일 \(count)개).", en: "The customer-file API answers (\(count) files)."))
  }
}
