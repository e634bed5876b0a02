import CommonValues
import Records
import ShopModel
import Testing

@testable import ShopAdapters

@Suite("Every case of the contract finds the fault that it is for")
struct ContractFailureTests {
  /// What no adapter can get wrong, as files and rows are read for it.
  static let unbreakable: Set<String> = ["empty-file", "header-only", "rounded-id", "no-personal-data"]

  /// A broken adapter for each case.
  static let faults: [String: @Sendable () throws -> BrokenAdapter] = [
    "descriptor": {
      var adapter = try BrokenAdapter("cafe24")
      adapter.folder = "\(root)/adapters/wisa"
      return adapter
    },
    "samples": {
      try BrokenAdapter("cafe24") { $0.members?.fields[.name] = nil }
    },
    "samples-cover": {
      var adapter = try BrokenAdapter("cafe24")
      adapter.folder = "\(root)/adapters/sixshop"
      return adapter
    },
    "shuffled-columns": {
      var adapter = try BrokenAdapter("sixshop")
      adapter.map = { base, header, options throws(Diagnostic) in
        let places = ["이름", "이메일", "휴대폰 번호", "최근 주문 시간"]
        return try base.mapping(
          for: header.labels.count == 4 ? RecordHeader(cells: places, line: nil) : header, options)
      }
      return adapter
    },
    "unknown-column": {
      var adapter = try BrokenAdapter("cafe24")
      adapter.map = { base, header, options throws(Diagnostic) in
        if header.labels.contains(where: { $0.contains("⟂") }) { throw MappingProblem.unclearKind(header, file: "") }
        return try base.mapping(for: header, options)
      }
      return adapter
    },
    "missing-columns": {
      try BrokenAdapter("sixshop") {
        var constant = FieldMapping(["없는 열"])
        constant.constant = "x"
        $0.members?.attributes.append(AttributeMapping(name: "x", mapping: constant))
      }
    },
    "two-columns": {
      var adapter = try BrokenAdapter("sixshop")
      adapter.map = { base, header, options throws(Diagnostic) in
        var seen: Set<String> = []
        let labels = header.labels.map { seen.insert($0).inserted ? $0 : "또 \($0)" }
        return try base.mapping(for: RecordHeader(cells: labels, line: nil), options)
      }
      return adapter
    },
    "same-file-twice": alternating, "deterministic": alternating, "other-encoding": alternating,
    "truncated-file": alternating, "duplicate-row": alternating, "order-of-rows": alternating,
    "too-many-cells": alternating, "bad-encoding": alternating, "nul-byte": alternating, "long-id": alternating,
    "last-row-wins": alternating,
    "missing-id": { try BrokenAdapter("wisa") { $0.members?.id.constant = "nobody" } },
    "huge-text": forgetful, "hostile-text": forgetful,
    "blank-markers": { try BrokenAdapter("cafe24") { $0.members?.fields[.email]?.constant = "a@example.com" } },
    "phone-forms": { try BrokenAdapter("cafe24") { $0.members?.fields[.phone]?.blank = ["1000005678"] } },
    "bad-phone": { try BrokenAdapter("cafe24") { $0.members?.fields[.phone]?.blank = ["12"] } },
    "delivery-contacts": {
      try BrokenAdapter("naver-smartstore", says: false) { $0.orders?.contactsAreForDelivery = false }
    },
    "impossible-dates": { try BrokenAdapter("cafe24") { $0.members?.fields[.birthDate]?.blank = ["2026-02-30"] } },
    "money-forms": { try BrokenAdapter("cafe24") { $0.orders?.fields[.total]?.blank = ["24,680원"] } },
    "kakao-user-id": { try BrokenAdapter("imweb") { $0.members?.fields[.kakaoUserID]?.constant = "5" } },
    "withdrawal": { try BrokenAdapter("cafe24") { $0.members?.withdrawn?.yes.append("?") } },
    "consent-yes-and-no": { try BrokenAdapter("cafe24") { $0.members?.consents[.sms]?.state.blank = ["T"] } },
    "consent-blank": { try BrokenAdapter("cafe24") { $0.members?.consents[.sms]?.yes.append("?") } },
    "consent-no-is-not-yes": {
      try BrokenAdapter("cafe24") {
        $0.members?.consents[.email]?.no = ["F"]
        $0.members?.consents[.email]?.yes.append("수신거부")
      }
    },
    "consent-undated": {
      try BrokenAdapter("cafe24") { $0.members?.consents[.sms]?.yesAt?.constant = "2020-01-01T00:00:00+09:00" }
    },
    "consent-kinds-apart": {
      try BrokenAdapter("cafe24") {
        let sms = $0.members?.consents[.sms]
        $0.members?.consents[.kakao] = sms
      }
    },
    "webhook-proof": { try credulous("cafe24") }, "webhook-wrong-secret": { try credulous("shopify") },
    "webhook-rotated-secret": { try credulous("woocommerce") }, "webhook-changed-body": { try credulous("shopify") },
    "webhook-replay": { try credulous("generic-webhook") }, "webhook-two-proofs": { try credulous("imweb") },
    "webhook-not-configured": { try credulous("cafe24") }, "webhook-too-large": { try credulous("cafe24") },
    "no-secret-kept": {
      var adapter = try BrokenAdapter("shopify")
      adapter.believe = { base, request, settings, now throws(WebhookRefusal) in
        _ = try base.verify(request, settings, now: now)
        return VerifiedWebhook(request)
      }
      return adapter
    },
    "webhook-unknown-event": {
      try reading("cafe24") { decoded, _ in
        var decoded = decoded
        if decoded.outcome == .unmapped { decoded.outcome = .events([]) }
        return decoded
      }
    },
    "webhook-no-id": inventive, "webhook-truncated": inventive, "webhook-hostile": inventive,
    "webhook-joined-ids": {
      try BrokenAdapter("cafe24", says: false) { $0.webhook?.routes["90147"]?[0].ids?.separator = nil }
    },
    "webhook-thin": {
      try reading("cafe24") { decoded, _ in
        var decoded = decoded
        let made = decoded.events.compactMap(\.refetch).flatMap(\.ids).map {
          AdapterEvent.event(.member(Member(id: $0)))
        }
        if !made.isEmpty { decoded.outcome = .events(decoded.events + made) }
        return decoded
      }
    },
    "webhook-times": {
      try reading("cafe24") { decoded, _ in
        var decoded = decoded
        decoded.occurredAt = AdapterSamples.sourceTime
        return decoded
      }
    },
    "webhook-again": counting, "webhook-order": counting, "webhook-stored": counting,
    "no-personal-data-of-webhooks": {
      try reading("cafe24") { decoded, webhook in
        var decoded = decoded
        let body = String(decoding: webhook.request.body, as: UTF8.self)
        decoded.outcome = .malformed(Diagnostic(.error, code: "no-id", reason: LocalizedText(ko: body, en: body)))
        return decoded
      }
    },
  ]

  @Test("A broken adapter fails the case", arguments: faults.keys.sorted())
  func fails(name: String) throws {
    let adapter = try #require(try ContractFailureTests.faults[name]?())
    let result = try #require(AdapterContract(adapter, folder: adapter.folder).run([name])[name])
    guard case .failed(let why) = result.outcome else {
      Issue.record("\(name): \(result.outcome)")
      return
    }
    #expect(!why.korean.isEmpty && !why.english.isEmpty)
  }

  @Test("There is a broken adapter for every case that an adapter can break")
  func complete() {
    let names = Set(AdapterContract.cases.map(\.name))
    #expect(names.subtracting(ContractFailureTests.faults.keys) == ContractFailureTests.unbreakable)
    #expect(Set(ContractFailureTests.faults.keys).subtracting(names).isEmpty)
  }
}

extension ContractFailureTests {
  /// Remembers how often it was asked, and leaves the name out every other time.
  private static let alternating: @Sendable () throws -> BrokenAdapter = {
    var adapter = try BrokenAdapter("cafe24")
    let counter = Counter()
    adapter.map = { base, header, options throws(Diagnostic) in
      let isEven = options.file == "contract.csv" && counter.next().isMultiple(of: 2)
      return try base.mapping(for: isEven ? header.without(["이름", "주문자명"]) : header, options)
    }
    return adapter
  }

  /// Never has the name that it said it would have.
  private static let forgetful: @Sendable () throws -> BrokenAdapter = {
    var adapter = try BrokenAdapter("cafe24")
    adapter.map = { base, header, options throws(Diagnostic) in
      try base.mapping(
        for: options.file == "contract.csv" ? header.without(["이름", "주문자명"]) : header, options)
    }
    return adapter
  }

  /// Believes everything.
  private static func credulous(_ id: String) throws -> BrokenAdapter {
    var adapter = try BrokenAdapter(id)
    adapter.believe = { _, request, _, _ throws(WebhookRefusal) in VerifiedWebhook(request) }
    return adapter
  }

  private static func reading(_ id: String, _ read: @escaping BrokenAdapter.Read) throws -> BrokenAdapter {
    var adapter = try BrokenAdapter(id)
    adapter.read = read
    return adapter
  }

  /// Makes something of what can not be understood.
  private static let inventive: @Sendable () throws -> BrokenAdapter = {
    try reading("cafe24") { decoded, _ in
      var decoded = decoded
      if case .malformed = decoded.outcome {
        decoded.outcome = .events([.event(.memberWithdrawn(id: "x", at: decoded.occurredAt))])
      }
      return decoded
    }
  }

  /// Never says the same twice.
  private static let counting: @Sendable () throws -> BrokenAdapter = {
    let counter = Counter()
    return try reading("cafe24") { decoded, _ in
      var decoded = decoded
      decoded.dedupKey += "\(counter.next())"
      return decoded
    }
  }
}

extension RecordHeader {
  /// The header with these labels unknown.
  fileprivate func without(_ names: Set<String>) -> RecordHeader {
    RecordHeader(cells: labels.map { names.contains($0) ? "알 수 없는 \($0)" : $0 }, line: line)
  }
}
