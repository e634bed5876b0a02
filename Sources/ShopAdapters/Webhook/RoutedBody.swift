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
  let markers: [String]
  let members: BodyMapping?
  let orders: BodyMapping?

  @inline(never)
  func holds(_ conditions: [SourceRule.Condition]) -> Bool {
    conditions.allSatisfy { condition in
      let values = condition.labels.lazy.compactMap(JSONPath.init).compactMap { BodyMapping.cell($0, in: places) }
      guard let value = values.first else { return condition.isNegated }
      return (WordPattern.find(EventCells.cleaned(value), in: [condition.words]) != nil) != condition.isNegated
    }
  }

  @inline(never)
  func events(_ route: WebhookRoute, _ decoded: inout DecodedWebhook) -> [AdapterEvent] {
    let at = time(route.at, &decoded) ?? source.time
    switch route.target {
    case .ignore: return []
    case .member: return members(route, &decoded)
    case .order: return orders(route, at, &decoded)
    case .memberWithdrawn: return ids(route, &decoded).map { .event(.memberWithdrawn(id: $0, at: at)) }
    case .erase: return ids(route, &decoded).map { .erase(memberID: $0, at: at) }
    case .refetch:
      let ids = ids(route, &decoded)
      return ids.isEmpty ? [] : [.refetch(Refetch(route.entity, ids))]
    case .link: return link(route, at, &decoded)
    case .unlink: return unlink(route, at, &decoded)
    case .kakaoApp:
      guard let app = value(route.app) else {
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
  private func ids(_ route: WebhookRoute, _ decoded: inout DecodedWebhook) -> [String] {
    let isOrder = route.target == .order || (route.target == .refetch && route.entity == .order)
    let found: [String]
    if let field = route.ids {
      found = row(field, "ids").map { $0.row.ids($0.bound) } ?? []
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
  private func members(_ route: WebhookRoute, _ decoded: inout DecodedWebhook) -> [AdapterEvent] {
    guard let members else { return [] }
    return ids(route, &decoded).compactMap { id in
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
  private func orders(_ route: WebhookRoute, _ at: Timestamp, _ decoded: inout DecodedWebhook) -> [AdapterEvent] {
    guard let orders else { return [] }
    return ids(route, &decoded).compactMap { id in
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
  private func link(_ route: WebhookRoute, _ at: Timestamp, _ decoded: inout DecodedWebhook) -> [AdapterEvent] {
    guard let user = value(route.kakaoUserID).flatMap(EventText.kakaoUserID) else {
      reject(nil, WebhookProblem.badKakaoUserID, &decoded)
      return []
    }
    if let app = value(route.app) { decoded.kakaoApp = app }
    return ids(route, &decoded).map { .event(.accountLinked(memberID: $0, kakaoUserID: user, at: at)) }
  }

  /// By the Kakao user where the body names one; else the member's stated one ends.
  @inline(never)
  private func unlink(_ route: WebhookRoute, _ at: Timestamp, _ decoded: inout DecodedWebhook) -> [AdapterEvent] {
    if let app = value(route.app) { decoded.kakaoApp = app }
    if let user = value(route.kakaoUserID) {
      guard let user = EventText.kakaoUserID(user) else {
        reject(nil, WebhookProblem.badKakaoUserID, &decoded)
        return []
      }
      return [.event(.accountUnlinked(kakaoUserID: user, at: at))]
    }
    return ids(route, &decoded).map { id in
      var member = Member(id: id)
      member.kakaoUserID = .empty
      member.updatedAt = at
      return .event(.member(member))
    }
  }
}

/// Single fields of a route.
extension RoutedBody {
  @inline(never)
  private func row(_ field: FieldMapping?, _ name: String) -> (row: EventCells, bound: BoundField)? {
    guard let field else { return nil }
    var seen: Set<String> = []
    let paths = field.labels.filter { seen.insert($0).inserted }.compactMap(JSONPath.init)
    var binder = ColumnBinder(
      RecordHeader(cells: paths.map(\.text), line: nil), file: "", takesRepeats: true)
    guard let bound = try? binder.bind(field, name) else { return nil }
    return (EventCells(paths.map { BodyMapping.cell($0, in: places) }, markers: markers), bound)
  }

  private func value(_ field: FieldMapping?) -> String? { row(field, "value").flatMap { $0.row.value($0.bound) } }

  @inline(never)
  private func time(_ field: FieldMapping?, _ decoded: inout DecodedWebhook) -> Timestamp? {
    guard var found = row(field, "at") else { return nil }
    let time = found.row.date(found.bound)
    decoded.warnings += found.row.warnings
    return time.map { min($0, source.time) }
  }
}
