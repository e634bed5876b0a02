import CommonValues
import ShopModel

/// An adapter's webhooks under test.
struct ContractWebhooks {
  let verifying: any WebhookVerifying
  let decoding: any WebhookDecoding
  let mapping: WebhookMapping
  let signer: WebhookSigner
  let samples: [WebhookSamples.Sample]

  /// Nil when the adapter has no webhooks, or none that a manifest describes.
  init?(_ subject: ContractSubject) {
    guard let mapping = subject.manifest?.webhook, let verifying = subject.adapter as? any WebhookVerifying,
      let decoding = subject.adapter as? any WebhookDecoding
    else { return nil }
    self.verifying = verifying
    self.decoding = decoding
    self.mapping = mapping
    signer = WebhookSigner(verifier: mapping.verifier)
    samples = subject.webhooks
  }

  /// Whether calls prove anything.
  var isProved: Bool { if case .none = mapping.verifier { false } else { true } }

  /// The shop's settings with these secrets.
  func settings(_ numbers: [Int] = [1]) -> WebhookSettings {
    var settings = WebhookSettings(secrets: numbers.map(signer.secret))
    if case .none(let allowed) = mapping.verifier { settings.acceptsUnverified = allowed.isEmpty }
    return settings
  }

  /// The call as the platform sends it.
  func signed(_ request: WebhookRequest, secret: Int = 1, at time: Timestamp? = nil) -> WebhookRequest {
    var request = signer.sign(request, signer.secret(secret), at: time ?? request.receivedAt)
    if case .none(let allowed) = mapping.verifier {
      request.remoteAddress = allowed.first.map { String($0.description.prefix { $0 != "/" }) }
    }
    return request
  }

  /// Why a call is not believed; nil when it is.
  func refusal(_ request: WebhookRequest, _ settings: WebhookSettings? = nil) -> WebhookRefusal? {
    do throws(WebhookRefusal) {
      _ = try verifying.verify(request, settings ?? self.settings(), now: request.receivedAt)
      return nil
    } catch {
      return error
    }
  }

  /// Signs, verifies and decodes a call.
  func decode(_ request: WebhookRequest) -> DecodedWebhook {
    do throws(WebhookRefusal) {
      let webhook = try verifying.verify(signed(request), settings(), now: request.receivedAt)
      return decoding.decode(webhook, WebhookOptions())
    } catch {
      let reason = Diagnostic(.error, code: error.rawValue, reason: error.reason)
      return DecodedWebhook(.malformed(reason), name: nil, dedupKey: "", occurredAt: request.receivedAt)
    }
  }

  /// The samples whose body is JSON, with the body.
  var trees: [(sample: WebhookSamples.Sample, body: JSONValue)] {
    samples.compactMap { sample -> (sample: WebhookSamples.Sample, body: JSONValue)? in
      let type = sample.request.header("content-type") ?? ""
      guard !type.contains("form"), !sample.request.body.isEmpty,
        let body = try? JSONValue(parsing: String(decoding: sample.request.body, as: UTF8.self))
      else { return nil }
      return (sample, body)
    }
  }

  /// The call with another body.
  func replacing(_ request: WebhookRequest, body: JSONValue) -> WebhookRequest {
    var request = request
    request.body = Array(body.json.utf8)
    return request
  }

  /// The call with another name of the event; nil when the place of the name can not be changed.
  func renamed(_ sample: WebhookSamples.Sample, _ body: JSONValue, to name: String) -> WebhookRequest? {
    var request = sample.request
    var body = body
    guard !mapping.event.isEmpty else { return nil }
    for place in mapping.event {
      switch place {
      case .header(let header):
        let lower = header.lowercased()
        for index in request.headers.indices where request.headers[index].name.lowercased() == lower {
          request.headers[index].value = name
        }
      case .query: return nil
      case .path(let path):
        guard let keys = JSONPath(path)?.keys else { return nil }
        body = body.replacing(keys[...], with: .string(name))
      }
    }
    request.body = Array(body.json.utf8)
    return request
  }

  /// The routes of an event.
  func routes(_ name: String?) -> [WebhookRoute] { name.flatMap { mapping.routes[$0] } ?? mapping.routes["*"] ?? [] }

  /// What several ids in one value are parted by, for the events of a sample; nil when each value is one id.
  func separator(_ name: String?) -> String? {
    routes(name).lazy.compactMap { route in
      if let ids = route.ids { return ids.separator }
      let isOrder = route.target == .order || (route.target == .refetch && route.entity == .order)
      return isOrder ? mapping.orders?.id.separator : mapping.members?.id.separator
    }.first
  }

  /// What some route leads to and no sample shows; nil when all is shown.
  var uncoveredRoute: String? {
    let events = samples.flatMap { decode($0.request).events }
    let targets = Set(
      mapping.routes.values.flatMap { $0 }.filter { $0.target != .ignore }.map { ContractTarget($0) })
    let shown = Set(events.map { ContractTarget($0) })
    if mapping.routes.isEmpty, events.isEmpty { return "canonical JSON" }
    return targets.subtracting(shown).map(\.name).min()
  }
}

/// What events are told apart by.
private struct ContractTarget: Hashable {
  let name: String

  init(_ route: WebhookRoute) {
    switch route.target {
    case .refetch: name = "refetch \(route.entity.rawValue)"
    default: name = route.target.rawValue
    }
  }

  init(_ event: AdapterEvent) {
    name =
      switch event {
      case .event(.member(let member)): member.kakaoUserID == .empty ? "unlink" : "member"
      case .event(.order): "order"
      case .event(.memberWithdrawn): "member_withdrawn"
      case .event(.accountLinked): "link"
      case .event(.accountUnlinked): "unlink"
      case .event(.channelRelation): "relation"
      case .refetch(let refetch): "refetch \(refetch.entity.rawValue)"
      case .erase: "erase"
      case .kakaoApp: "kakao_app"
      }
  }
}

extension AdapterEvent {
  /// The members or orders that it is about.
  var subjects: [String] {
    switch self {
    case .event(.member(let member)): [member.id]
    case .event(.order(let order)): [order.id]
    case .event(.memberWithdrawn(let id, _)), .erase(let id, _): [id]
    case .event(.accountLinked(let id, _, _)): [id]
    case .event(.accountUnlinked), .event(.channelRelation), .kakaoApp: []
    case .refetch(let refetch): refetch.ids
    }
  }

  /// What is to be fetched again.
  var refetch: Refetch? { if case .refetch(let refetch) = self { refetch } else { nil } }

  /// When it says that it happened.
  var time: Timestamp? {
    switch self {
    case .event(.memberWithdrawn(_, let at)), .event(.accountLinked(_, _, let at)),
      .event(.accountUnlinked(_, let at)), .erase(_, let at), .kakaoApp(_, let at):
      at
    default: nil
    }
  }
}

extension JSONPath {
  /// The keys, when it is made of keys alone.
  var keys: [String]? {
    let keys = steps.compactMap { if case .key(let key) = $0 { key } else { nil } }
    return keys.count == steps.count && !keys.isEmpty ? keys : nil
  }
}

extension JSONValue {
  /// The tree with another value at these keys, where there was one.
  func replacing(_ keys: ArraySlice<String>, with value: JSONValue) -> JSONValue {
    guard let key = keys.first else { return value }
    guard case .object(let members) = self else { return self }
    return .object(
      members.map { $0.key == key ? Member(key: key, value: $0.value.replacing(keys.dropFirst(), with: value)) : $0 })
  }

  /// The tree with each text and number changed.
  func mapTexts(_ change: (String) -> String?) -> JSONValue {
    switch self {
    case .string(let text), .number(let text): change(text).map(JSONValue.string) ?? self
    case .array(let values): .array(values.map { $0.mapTexts(change) })
    case .object(let members): .object(members.map { Member(key: $0.key, value: $0.value.mapTexts(change)) })
    case .null, .bool: self
    }
  }
}
