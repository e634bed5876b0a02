import CommonValues
import ShopModel

extension ManifestReader {
  /// Reads the `webhook` section.
  mutating func webhook(_ node: ManifestNode) -> WebhookMapping? {
    let keys = ["verify", "ping", "event", "at", "dedup", "payload", "members", "orders", "routes"]
    guard let map = section(node, "webhook", keys) else { return nil }
    readsPaths = true
    defer { readsPaths = false }
    let verifier = required(map, "verify", node).flatMap { self.verifier($0) }
    var mapping = WebhookMapping(verifier: verifier ?? .none(allow: []))
    if let ping = map["ping"], let map = section(ping, "ping", ["form"]) {
      mapping.ping = required(map, "form", ping).flatMap { text($0, "form") }
    }
    mapping.event = map["event"].map { valuePlaces($0, "event") } ?? []
    mapping.at = map["at"].map { timePlaces($0) } ?? []
    mapping.dedup = map["dedup"].map { valuePlaces($0, "dedup") } ?? []
    if let payload = map["payload"] { mapping.payload = labels(payload, "payload") }
    mapping.members = map["members"].flatMap { members($0) }
    mapping.orders = map["orders"].flatMap { orders($0) }
    if let routes = map["routes"], case .map(let pairs) = shaped(routes, "routes", .map) {
      for (name, value) in pairs { mapping.routes[name.name] = self.routes(value, mapping) }
    }
    return verifier == nil ? nil : mapping
  }

  private mutating func valuePlaces(_ node: ManifestNode, _ name: String) -> [ValuePlace] {
    each(node).compactMap { child in
      section(child, name, ["header", "query", "path"]).flatMap { valuePlace(child, $0) }
    }
  }

  private mutating func timePlaces(_ node: ManifestNode) -> [TimePlace] {
    each(node).compactMap { child in
      guard let map = section(child, "at", ["header", "query", "path", "format", "zone"]),
        let place = valuePlace(child, map)
      else { return nil }
      var time = TimePlace(place)
      readTimeRule(map, &time.rule)
      return time
    }
  }

  private mutating func valuePlace(_ node: ManifestNode, _ map: [String: ManifestNode]) -> ValuePlace? {
    let given = ["header", "query", "path"].filter { map[$0] != nil }
    guard given.count == 1 else {
      fault(.oneOf(["header", "query", "path"]), node.place)
      return nil
    }
    if let header = map["header"] { return headerName(header).map(ValuePlace.header) }
    if let query = map["query"] { return text(query, "query").map(ValuePlace.query) }
    return map["path"].flatMap { path($0, "path") }.map(ValuePlace.path)
  }

  /// The elements of a list, or the node itself where it is none.
  private func each(_ node: ManifestNode) -> [ManifestNode] {
    if case .list(let children) = node.content { children } else { [node] }
  }

  func isHeaderName(_ text: String) -> Bool {
    (1...128).contains(text.utf8.count)
      && text.utf8.allSatisfy {
        (0x30...0x39).contains($0) || (0x41...0x5A).contains($0) || (0x61...0x7A).contains($0) || $0 == 0x2D
          || $0 == 0x5F
      }
  }

  mutating func headerName(_ node: ManifestNode) -> String? {
    guard let text = text(node, "header") else { return nil }
    if isHeaderName(text) { return text }
    fault(.wrongShape("header", wanted: .headers), node.place)
    return nil
  }

  mutating func path(_ node: ManifestNode, _ name: String) -> String? {
    guard let text = text(node, name) else { return nil }
    if JSONPath(text) != nil { return text }
    fault(.wrongShape(name, wanted: .path), node.place)
    return nil
  }
}

/// Routes.
extension ManifestReader {
  private mutating func routes(_ node: ManifestNode, _ mapping: WebhookMapping) -> [WebhookRoute] {
    each(node).compactMap { route($0, mapping) }
  }

  private mutating func route(_ node: ManifestNode, _ mapping: WebhookMapping) -> WebhookRoute? {
    let targets = WebhookRoute.Target.allCases.map(\.rawValue)
    if case .text = node.content {
      guard let target = word(node, "to", targets).flatMap(WebhookRoute.Target.init(rawValue:)) else { return nil }
      return checked(WebhookRoute(target), mapping, node)
    }
    let keys = ["to", "when", "entity", "ids", "kakao_user_id", "app", "at", "set"]
    guard let map = section(node, "routes", keys), let to = required(map, "to", node),
      let target = word(to, "to", targets).flatMap(WebhookRoute.Target.init(rawValue:))
    else { return nil }
    var route = WebhookRoute(target)
    route.conditions = map["when"].map { each($0).compactMap { condition($0) } } ?? []
    if let entity = map["entity"] {
      let words = Refetch.Entity.allCases.map(\.rawValue)
      route.entity = word(entity, "entity", words).flatMap(Refetch.Entity.init(rawValue:)) ?? .member
    }
    route.ids = map["ids"].map { field($0, "ids", .identifiers) }
    route.kakaoUserID = map["kakao_user_id"].map { field($0, "kakao_user_id", .plain) }
    route.app = map["app"].map { field($0, "app", .plain) }
    route.at = map["at"].map { field($0, "at", .time) }
    if let set = map["set"] { route.set = stated(set, target) }
    let isAllowed: [(String, Bool)] = [
      ("entity", target == .refetch), ("set", target == .member || target == .order),
      ("ids", ![.kakaoApp, .ignore, .order].contains(target)), ("app", [.link, .unlink, .kakaoApp].contains(target)),
      ("kakao_user_id", [.link, .unlink].contains(target)), ("at", target != .ignore),
    ]
    for (key, isAllowed) in isAllowed where !isAllowed {
      if let value = map[key] { fault(.notForField(key, field: target.rawValue), value.place) }
    }
    return checked(route, mapping, node)
  }

  /// A route without what it needs would never do anything.
  private mutating func checked(
    _ route: WebhookRoute, _ mapping: WebhookMapping, _ node: ManifestNode
  ) -> WebhookRoute {
    let isOrders = route.target == .order || (route.target == .refetch && route.entity == .order)
    switch route.target {
    case .ignore: break
    case .kakaoApp: if route.app == nil { fault(.missingKey("app"), node.place) }
    case .member: if mapping.members == nil { fault(.missingKey("members"), node.place) }
    case .order: if mapping.orders == nil { fault(.missingKey("orders"), node.place) }
    case .link, .unlink, .erase, .refetch, .memberWithdrawn:
      if route.target == .link, route.kakaoUserID == nil { fault(.missingKey("kakao_user_id"), node.place) }
      let hasID = route.ids != nil || (isOrders ? mapping.orders != nil : mapping.members != nil)
      let isByUser = route.target == .unlink && route.kakaoUserID != nil
      if !hasID, !isByUser { fault(.missingKey("ids"), node.place) }
    }
    return route
  }

  private mutating func stated(_ node: ManifestNode, _ target: WebhookRoute.Target) -> WebhookRoute.StatedFields {
    var stated = WebhookRoute.StatedFields()
    let keys = target == .member ? ["status"] : ["status", "paid_at", "placed_at"]
    guard let map = section(node, "set", keys) else { return stated }
    if let status = map["status"] {
      if target == .member {
        let words = MemberStatus.allCases.map(\.rawValue)
        stated.memberStatus = word(status, "status", words).flatMap(MemberStatus.init(rawValue:))
      } else {
        let words = OrderStatus.allCases.map(\.rawValue)
        stated.orderStatus = word(status, "status", words).flatMap(OrderStatus.init(rawValue:))
      }
    }
    stated.isPaymentTime = map["paid_at"].flatMap { word($0, "paid_at", ["event_time"]) } != nil
    stated.isOrderTime = map["placed_at"].flatMap { word($0, "placed_at", ["event_time"]) } != nil
    return stated
  }
}
