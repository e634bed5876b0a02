import CommonValues
import Crypto
import ShopModel
import Synchronization

/// Reads webhooks as a manifest's `webhook` section says. A class, since it is large and every call hands it on.
final class WebhookDecoder: Sendable {
  let mapping: WebhookMapping
  /// The headers and query items that are needed after the proof.
  let needed: (headers: [String], queryItems: Set<String>)
  /// Of what is looked at in every call, by its text.
  private let paths: [String: JSONPath]
  private let attributes: Set<String>
  private let markers: [String]
  private let payload: [JSONPath]
  private let routes: [String: [BoundRoute]]
  private let members: BodyMapping?
  private let orders: BodyMapping?
  /// The members' mappings with the attributes of shops' own.
  private let ownMembers = Mutex<[OwnAttributes: BodyMapping]>([:])

  init(_ mapping: WebhookMapping, markers: [String]) {
    self.mapping = mapping
    self.markers = markers
    let places = mapping.event + mapping.at.map(\.place) + mapping.dedup
    needed = WebhookDecoder.needed(places)
    var paths: [String: JSONPath] = [:]
    for case .path(let text) in places { paths[text] = JSONPath(text) }
    self.paths = paths
    attributes = Set((mapping.members?.attributes ?? []).map(\.name))
    payload = mapping.payload.compactMap(JSONPath.init)
    routes = mapping.routes.mapValues { $0.map { BoundRoute($0, markers: markers) } }
    members = mapping.members.map { BodyMapping($0, attributes: $0.attributes, markers: markers) }
    orders = mapping.orders.map { BodyMapping($0, markers: markers) }
  }

  func decode(_ webhook: VerifiedWebhook, _ options: WebhookOptions) -> DecodedWebhook {
    let request = webhook.request
    if webhook.isPing {
      return DecodedWebhook(
        .ping, name: nil, dedupKey: WebhookDecoder.hash("", request.body), occurredAt: request.receivedAt)
    }
    let root: JSONValue
    do {
      root = try WebhookBody.parse(request)
    } catch {
      return DecodedWebhook(
        .malformed(error), name: nil, dedupKey: WebhookDecoder.hash("", request.body), occurredAt: request.receivedAt)
    }
    let name = mapping.event.lazy.compactMap { self.value($0, root, request) }.first
    var decoded = DecodedWebhook(
      .unmapped, name: name, dedupKey: dedupKey(name ?? "", root, request), occurredAt: occurredAt(root, request))
    let places = places(in: root)
    if let routes = name.flatMap({ routes[$0] }) ?? routes["*"] {
      follow(routes, name ?? "", places, options, &decoded)
    } else if let places = canonical(places) {
      read(canonical: places, options, &decoded)
    }
    return decoded
  }
}

/// What every call says.
extension WebhookDecoder {
  private func value(_ place: ValuePlace, _ root: JSONValue, _ request: WebhookRequest) -> String? {
    let text: String?
    switch place {
    case .header(let name): text = request.header(name)
    case .query(let name): text = request.queryItem(name)
    case .path(let path): text = paths[path].flatMap { BodyMapping.cell($0, in: [root]) }
    }
    let trimmed = EventCells.trimmed(text ?? "")
    return trimmed.isEmpty ? nil : trimmed
  }

  /// Never later than the receipt: a clock that runs ahead must not make what follows look old.
  private func occurredAt(_ root: JSONValue, _ request: WebhookRequest) -> Timestamp {
    for place in mapping.at {
      guard let text = value(place.place, root, request), let time = TimeText.time(text, place.rule) else { continue }
      return min(time, request.receivedAt)
    }
    return request.receivedAt
  }

  private func dedupKey(_ name: String, _ root: JSONValue, _ request: WebhookRequest) -> String {
    for place in mapping.dedup {
      guard let id = value(place, root, request) else { continue }
      return id.utf8.count <= RecordMapper.idLimit ? "id:" + id : WebhookDecoder.hash(name, Array(id.utf8))
    }
    return WebhookDecoder.hash(name, request.body)
  }

  static func hash(_ name: String, _ body: [UInt8]) -> String {
    var hash = SHA256()
    hash.update(data: Array(name.utf8) + [0x0A])
    body.withUnsafeBytes { hash.update(bufferPointer: $0) }
    return "hash:" + HexText.encode(Array(hash.finalize()))
  }

  /// Where fields are looked for: one list for each thing that the body is about, likeliest place first.
  private func places(in root: JSONValue) -> [[JSONValue]] {
    if payload.count == 1, payload[0].steps.isEmpty, case .object = root { return [[root]] }
    for (index, path) in payload.enumerated() {
      let found = path.values(in: root).flatMap { value -> [JSONValue] in
        if case .array(let elements) = value { elements } else { [value] }
      }.filter { if case .object = $0 { true } else { false } }
      if found.isEmpty { continue }
      let further = payload[(index + 1)...].compactMap { $0.value(in: root) }
      return found.map { [$0] + further }
    }
    return []
  }

  private static func needed(_ places: [ValuePlace]) -> (headers: [String], queryItems: Set<String>) {
    var headers = ["content-type"]
    var items: Set<String> = []
    for place in places {
      switch place {
      case .header(let name): if !headers.contains(where: name.isSameHeader) { headers.append(name) }
      case .query(let name): items.insert(name)
      case .path: break
      }
    }
    return (headers, items)
  }
}

/// Canonical JSON, which every adapter understands.
extension WebhookDecoder {
  private func canonical(_ places: [[JSONValue]]) -> [JSONValue]? {
    let objects = places.compactMap(\.first)
    let isCanonical = objects.contains { object in
      if case .string(let kind)? = object["kind"] { CanonicalKind(rawValue: kind) != nil } else { false }
    }
    return isCanonical ? objects : nil
  }

  @inline(never)
  private func read(canonical objects: [JSONValue], _ options: WebhookOptions, _ decoded: inout DecodedWebhook) {
    let decoder = CanonicalDecoder(attributes: attributes.union(options.attributes.lazy.map(\.name)))
    var events: [AdapterEvent] = []
    for (index, object) in objects.enumerated() {
      switch decoder.item(object, receivedAt: decoded.occurredAt) {
      case .success(let found):
        events.append(found.event)
        decoded.warnings += found.warnings
      case .failure(let problem):
        decoded.rejected.append(RejectedItem(index: index, id: object["id"]?.idText, reason: problem))
      }
    }
    finish(events, &decoded)
  }

  /// A body of which nothing can be used is malformed.
  private func finish(_ events: [AdapterEvent], _ decoded: inout DecodedWebhook) {
    if events.isEmpty, let first = decoded.rejected.first {
      decoded.outcome = .malformed(first.reason)
    } else {
      decoded.outcome = .events(events)
    }
  }
}

/// Routes.
extension WebhookDecoder {
  @inline(never)
  private func follow(
    _ routes: [BoundRoute], _ name: String, _ places: [[JSONValue]], _ options: WebhookOptions,
    _ decoded: inout DecodedWebhook
  ) {
    var events: [AdapterEvent] = []
    if places.isEmpty, routes.contains(where: { $0.route.target != .ignore }) {
      decoded.rejected.append(RejectedItem(index: 0, id: nil, reason: WebhookProblem.noID(name)))
    }
    let members = members(options)
    for (index, place) in places.enumerated() {
      let body = RoutedBody(
        places: place, name: name, index: index, source: RowSource(file: "", time: decoded.occurredAt),
        members: members, orders: orders)
      for route in routes where route.holds(in: place) { events += body.events(route, &decoded) }
    }
    finish(events, &decoded)
  }

  @inline(never)
  private func members(_ options: WebhookOptions) -> BodyMapping? {
    guard !options.attributes.isEmpty, let mapping = mapping.members else { return members }
    let key = OwnAttributes(attributes: options.attributes)
    if let known = ownMembers.withLock({ $0[key] }) { return known }
    let made = members(mapping, options)
    ownMembers.withLock { known in
      // As many as shops may be; whoever changes attributes all the time only loses the shortcut.
      if known.count >= 1_024 { known = [:] }
      known[key] = made
    }
    return made
  }

  private func members(_ mapping: MemberExportMapping, _ options: WebhookOptions) -> BodyMapping {
    let own = Set(options.attributes.map(\.name))
    let paths = options.attributes.filter { $0.mapping.labels.allSatisfy { JSONPath($0) != nil } }
    var mapping = mapping
    mapping.attributes.removeAll { own.contains($0.name) }
    return BodyMapping(mapping, attributes: paths + mapping.attributes, markers: markers)
  }
}

/// The attributes of a shop's own, told apart by their names first.
private struct OwnAttributes: Hashable {
  let attributes: [AttributeMapping]

  func hash(into hasher: inout Hasher) {
    for attribute in attributes { hasher.combine(attribute.name) }
  }
}
