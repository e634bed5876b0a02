import CommonValues
import Records
import ShopModel

/// One thing that a webhook is about, on its way through a route.
///
/// Its functions are kept out of each other: all of them in one is more than the optimizer of Swift 6.3 takes (it fails in Mem2Reg).
struct RoutedBody {
  /// Where its values are looked for.
  let places: [JSONValue]
  /// The event's name.
  let name: String
  /// Its number within the body.
  let index: Int
  let source: RowSource
  let members: BodyMapping?
  let orders: BodyMapping?

  @inline(never)
  func events(_ bound: BoundRoute, _ decoded: inout DecodedWebhook) -> [AdapterEvent] {
    let at = time(bound.at, &decoded) ?? source.time
    let route = bound.route
    switch route.target {
    case .ignore: return []
    case .member: return members(bound, &decoded)
    case .order: return orders(bound, at, &decoded)
    case .memberWithdrawn: return ids(bound, &decoded).map { .event(.memberWithdrawn(id: $0, at: at)) }
    case .erase: return ids(bound, &decoded).map { .erase(memberID: $0, at: at) }
    case .refetch:
      let ids = ids(bound, &decoded)
      return ids.isEmpty ? [] : [.refetch(Refetch(route.entity, ids))]
    case .link: return link(bound, at, &decoded)
    case .unlink: return unlink(bound, at, &decoded)
    case .kakaoApp:
      guard let app = bound.app?.value(in: places) else {
        reject(nil, WebhookProblem.noApp, &decoded)
        return []
      }
      decoded.kakaoApp = app
      return [.kakaoApp(restAPIKey: app, at: at)]
    }
  }

  private func reject(_ id: String?, _ reason: Diagnostic, _ decoded: inout DecodedWebhook) {
    decoded.rejected.append(RejectedItem(index: index, id: id, reason: reason))
  }

  /// The ids that a route is about; an id that can be none is rejected.
  @inline(never)
  private func ids(_ bound: BoundRoute, _ decoded: inout DecodedWebhook) -> [String] {
    let route = bound.route
    let isOrder = route.target == .order || (route.target == .refetch && route.entity == .order)
    let found: [String]
    if route.ids != nil {
      found = bound.ids?.ids(in: places) ?? []
    } else {
      found = (isOrder ? orders : members)?.ids(in: places) ?? []
    }
    if found.isEmpty { reject(nil, WebhookProblem.noID(name), &decoded) }
    return found.filter { id in
      switch EventID.read(id, source, nil) {
      case .success: return true
      case .failure(let problem):
        reject(nil, problem, &decoded)
        return false
      }
    }
  }

  @inline(never)
  private func members(_ bound: BoundRoute, _ decoded: inout DecodedWebhook) -> [AdapterEvent] {
    guard let members else { return [] }
    let route = bound.route
    return ids(bound, &decoded).compactMap { id in
      switch members.member(in: places, id: id, source: source) {
      case .success(let row):
        decoded.warnings += row.warnings
        guard case .member(var member) = row.event else { return nil }
        if let status = route.set.memberStatus { member.status = .value(status) }
        return .event(.member(member))
      case .failure(let problem):
        reject(id, problem, &decoded)
        return nil
      }
    }
  }

  @inline(never)
  private func orders(_ bound: BoundRoute, _ at: Timestamp, _ decoded: inout DecodedWebhook) -> [AdapterEvent] {
    guard let orders else { return [] }
    let route = bound.route
    return ids(bound, &decoded).compactMap { id in
      switch orders.order(in: places, id: id, source: source) {
      case .success(let row):
        decoded.warnings += row.warnings
        guard case .order(var order) = row.event else { return nil }
        if let status = route.set.orderStatus { order.status = status }
        if route.set.isPaymentTime, order.paidAt == nil { order.paidAt = at }
        if route.set.isOrderTime, order.placedAt == nil { order.placedAt = at }
        return .event(.order(order))
      case .failure(let problem):
        reject(id, problem, &decoded)
        return nil
      }
    }
  }
}

/// Account links.
extension RoutedBody {
  @inline(never)
  private func link(_ bound: BoundRoute, _ at: Timestamp, _ decoded: inout DecodedWebhook) -> [AdapterEvent] {
    guard let user = bound.kakaoUserID?.value(in: places).flatMap(EventText.kakaoUserID) else {
      reject(nil, WebhookProblem.badKakaoUserID, &decoded)
      return []
    }
    if let app = bound.app?.value(in: places) { decoded.kakaoApp = app }
    return ids(bound, &decoded).map { .event(.accountLinked(memberID: $0, kakaoUserID: user, at: at)) }
  }

  /// By the Kakao user where the body names one; else the member's stated one ends.
  @inline(never)
  private func unlink(_ bound: BoundRoute, _ at: Timestamp, _ decoded: inout DecodedWebhook) -> [AdapterEvent] {
    if let app = bound.app?.value(in: places) { decoded.kakaoApp = app }
    if let user = bound.kakaoUserID?.value(in: places) {
      guard let user = EventText.kakaoUserID(user) else {
        reject(nil, WebhookProblem.badKakaoUserID, &decoded)
        return []
      }
      return [.event(.accountUnlinked(kakaoUserID: user, at: at))]
    }
    return ids(bound, &decoded).map { id in
      var member = Member(id: id)
      member.kakaoUserID = .empty
      member.updatedAt = at
      return .event(.member(member))
    }
  }
}

extension RoutedBody {
  @inline(never)
  private func time(_ field: BodyField?, _ decoded: inout DecodedWebhook) -> Timestamp? {
    guard let field else { return nil }
    var row = field.row(in: places)
    let time = row.date(field.bound)
    decoded.warnings += row.warnings
    return time.map { min($0, source.time) }
  }
}
