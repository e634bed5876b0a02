import CommonValues

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension ContractCases {
  /// What calls that are believed say.
  static let webhooks: [AdapterContract.Case] = [
    AdapterContract.Case(
      "webhook-unknown-event", ko: "모르는 이벤트는 오류가 아니라 보관된다.", en: "An event that nobody maps is kept, not refused."
    ) { subject in
      guard let webhooks = ContractWebhooks(subject) else { return noWebhooks }
      if webhooks.mapping.routes["*"] != nil {
        return .skipped(ko: "모든 이벤트를 한 규칙(*)으로 다룹니다.", en: "One route (*) is for every event.")
      }
      return eachTree(subject) { webhooks, sample, body in
        guard !webhooks.mapping.routes.isEmpty,
          let request = webhooks.renamed(sample, body, to: "naru.contract.unknown")
        else { return nil }
        return verdict(
          webhooks.decode(request).outcome == .unmapped, ko: "모르는 이벤트를 보관하지 않았습니다.",
          en: "The unknown event was not kept as such.")
      }
    },
    AdapterContract.Case(
      "webhook-no-id", ko: "아이디가 없는 이벤트로는 아무것도 하지 않는다.", en: "Of an event without an id nothing is made."
    ) {
      eachTree($0) { webhooks, sample, body in
        let ids = Set(webhooks.decode(sample.request).events.flatMap(\.subjects))
        guard !ids.isEmpty else { return nil }
        let blank = body.mapTexts { text in
          let parts = TextParts.split(text, ",")
          return parts.contains(where: ids.contains) ? "" : nil
        }
        guard blank != body else { return nil }
        let decoded = webhooks.decode(webhooks.replacing(sample.request, body: blank))
        return verdict(
          decoded.events.allSatisfy { $0.subjects.isEmpty }, ko: "아이디가 없는데 이벤트가 나왔습니다.",
          en: "An event came out without an id.")
      }
    },
    AdapterContract.Case(
      "webhook-joined-ids", ko: "여러 아이디가 든 값은 저마다 하나씩이고, 되풀이된 것은 한 번이다.",
      en: "Of several ids in one value each counts, one that stands twice once."
    ) {
      eachTree($0, LocalizedText(ko: "아이디를 이어 붙인 이벤트가 없습니다.", en: "No event joins ids.")) { webhooks, sample, body in
        let decoded = webhooks.decode(sample.request)
        guard let separator = webhooks.separator(decoded.name), let id = decoded.events.first?.subjects.first else {
          return nil
        }
        if TextParts.split(id, separator).count > 1 {
          return .failed(ko: "여러 아이디를 하나로 읽었습니다.", en: "Several ids were read as one.")
        }
        let joined = ["contract-1", "contract-2", "contract-1"].joined(separator: separator)
        let several = body.mapTexts { TextParts.split($0, separator).contains(id) ? joined : nil }
        guard several != body else { return nil }
        let found = webhooks.decode(webhooks.replacing(sample.request, body: several)).events.flatMap(\.subjects)
        return verdict(
          found == ["contract-1", "contract-2"], ko: "이어 붙인 아이디를 나누지 못했습니다.", en: "The ids were not parted.")
      }
    },
    AdapterContract.Case(
      "webhook-thin", ko: "바뀌었다고만 하는 이벤트는 다시 조회할 것을 말하고, 값을 지어내지 않는다.",
      en: "An event that only says that something changed asks for it, and makes up no values."
    ) {
      eachTree($0, LocalizedText(ko: "다시 조회할 이벤트가 없습니다.", en: "No event asks to fetch again.")) { webhooks, sample, _ in
        let decoded = webhooks.decode(sample.request)
        let asked = decoded.events.compactMap(\.refetch)
        guard !asked.isEmpty, let answering = webhooks.decoding as? any RefetchAnswering else { return nil }
        let single = answering.refetches(for: decoded, limit: 1)
        let isWhole = Set(single.flatMap(\.ids)) == Set(asked.flatMap(\.ids)) && single.allSatisfy { $0.ids.count == 1 }
        let subjects = Set(asked.flatMap(\.ids))
        let isEmpty = decoded.events.allSatisfy { $0.refetch != nil || subjects.isDisjoint(with: $0.subjects) }
        return verdict(isWhole && isEmpty, ko: "조회할 아이디를 빠뜨렸거나 값을 지어냈습니다.", en: "Ids were lost, or values made up.")
      }
    },
    AdapterContract.Case(
      "webhook-times", ko: "이벤트의 시각은 받은 때보다 나중일 수 없다.", en: "No event is later than its receipt."
    ) {
      eachTree($0) { webhooks, sample, _ in
        var early = sample.request
        early.receivedAt = Timestamp(milliseconds: 946_684_800_000)
        let decoded = webhooks.decode(early)
        // Canonical JSON says its times itself.
        let stated = webhooks.routes(decoded.name).isEmpty ? [] : decoded.events.compactMap(\.time)
        let times = [decoded.occurredAt] + stated
        return verdict(
          times.allSatisfy { $0 <= early.receivedAt }, ko: "받은 때보다 나중인 시각이 있습니다.",
          en: "A time lies behind the receipt.")
      }
    },
    AdapterContract.Case(
      "webhook-truncated", ko: "잘린 본문에서는 아무것도 나오지 않는다.", en: "Nothing comes out of a body that was cut."
    ) {
      eachTree($0) { webhooks, sample, _ in
        let count = sample.request.body.count
        for length in Set([0, 1, count / 4, count / 2, count * 3 / 4, count - 1]) {
          var cut = sample.request
          cut.body = Array(cut.body.prefix(length))
          if !webhooks.decode(cut).events.isEmpty { return .failed(ko: "잘린 본문을 읽었습니다.", en: "The cut body was read.") }
        }
        return .passed
      }
    },
    AdapterContract.Case(
      "webhook-hostile", ko: "깊은 중첩, 엉뚱한 값, 이상한 글자에도 멈추지 않는다.",
      en: "Deep nesting, values of another kind and strange text do no harm."
    ) {
      eachTree($0) { webhooks, sample, body in
        var deep = sample.request
        deep.body = [UInt8](repeating: 0x5B, count: 100_000)
        guard webhooks.decode(deep).events.isEmpty else {
          return .failed(ko: "깊은 중첩을 읽었습니다.", en: "Deep nesting was read.")
        }
        for text in ContractBytes.hostile {
          _ = webhooks.decode(webhooks.replacing(sample.request, body: body.mapTexts { _ in text }))
        }
        let lists = body.mapTexts { _ in nil }
        for other in [JSONValue.array([]), .null, .string("x"), .object([]), .array([lists, .null, .number("1e999")])] {
          _ = webhooks.decode(webhooks.replacing(sample.request, body: other))
        }
        var bytes = sample.request
        bytes.body = bytes.body.map { $0 == 0x22 ? 0xFF : $0 }
        return verdict(
          webhooks.decode(bytes).events.isEmpty, ko: "글자가 아닌 본문을 읽었습니다.", en: "A body that is no text was read.")
      }
    },
    AdapterContract.Case(
      "webhook-again", ko: "같은 배달은 같은 열쇠를 갖고, 다른 배달은 다른 열쇠를 갖는다.",
      en: "The same delivery has the same key, and another has another."
    ) { subject in
      guard let webhooks = ContractWebhooks(subject) else { return noWebhooks }
      var keys: [String: String] = [:]
      for sample in webhooks.samples {
        let (first, second) = (webhooks.decode(sample.request), webhooks.decode(sample.request))
        guard first == second, !first.dedupKey.isEmpty else {
          return .failed(ko: "\(sample.name): 두 번째에는 다르게 읽었습니다.", en: "\(sample.name): it was read differently again.")
        }
        if let other = keys.updateValue(sample.name, forKey: first.dedupKey) {
          return .failed(
            ko: "\(other)와 \(sample.name)의 열쇠가 같습니다.", en: "\(other) and \(sample.name) have the same key.")
        }
      }
      return keys.isEmpty ? noSamples : .passed
    },
    AdapterContract.Case(
      "webhook-order", ko: "이벤트를 어떤 순서로 읽어도 저마다 하는 말이 같다.",
      en: "In whatever order events are read, each says the same."
    ) { subject in
      guard let webhooks = ContractWebhooks(subject) else { return noWebhooks }
      if webhooks.samples.isEmpty { return noSamples }
      let forth = webhooks.samples.map { webhooks.decode($0.request) }
      let back = webhooks.samples.reversed().map { webhooks.decode($0.request) }
      return verdict(forth == back.reversed(), ko: "순서를 바꾸니 달라집니다.", en: "In another order they say something else.")
    },
    AdapterContract.Case(
      "webhook-stored", ko: "보관했다가 읽어도 같은 말을 한다.", en: "A call that was stored says the same when it is read again."
    ) { subject in
      guard let webhooks = ContractWebhooks(subject) else { return noWebhooks }
      if webhooks.samples.isEmpty { return noSamples }
      for sample in webhooks.samples {
        let signed = webhooks.signed(sample.request)
        guard
          let webhook = try? webhooks.verifying.verify(signed, webhooks.settings(), now: signed.receivedAt),
          let data = try? JSONEncoder().encode(webhook.request),
          let read = try? JSONDecoder().decode(WebhookRequest.self, from: data)
        else { return .failed(ko: "\(sample.name): 보관할 수 없습니다.", en: "\(sample.name): it can not be stored.") }
        let stored = VerifiedWebhook(storedAfterVerification: read, isPing: webhook.isPing)
        guard
          webhooks.decoding.decode(stored, WebhookOptions()) == webhooks.decoding.decode(webhook, WebhookOptions())
        else {
          return .failed(ko: "\(sample.name): 보관하니 달라집니다.", en: "\(sample.name): stored, it says something else.")
        }
      }
      return .passed
    },
  ]

  /// Runs a check on each sample whose body is JSON.
  static func eachTree(
    _ subject: ContractSubject, _ why: LocalizedText? = nil,
    _ check: (ContractWebhooks, WebhookSamples.Sample, JSONValue) -> ContractResult.Outcome?
  ) -> ContractResult.Outcome {
    guard let webhooks = ContractWebhooks(subject) else { return noWebhooks }
    var hasPassed = false
    for (sample, body) in webhooks.trees {
      switch check(webhooks, sample, body) {
      case .failed(let why):
        return .failed(LocalizedText(ko: "\(sample.name): \(why.korean)", en: "\(sample.name): \(why.english)"))
      case .passed: hasPassed = true
      case .skipped, nil: continue
      }
    }
    if hasPassed { return .passed }
    return why.map(ContractResult.Outcome.skipped) ?? noSamples
  }
}
