import CommonValues

extension ContractCases {
  /// Which calls are believed.
  static let proofs: [AdapterContract.Case] = [
    AdapterContract.Case(
      "webhook-proof", ko: "제대로 증명된 요청만 믿는다.", en: "A call that is proved is believed, one without a proof is not."
    ) {
      eachProved($0) { webhooks, request in
        guard webhooks.refusal(webhooks.signed(request)) == nil else {
          return .failed(ko: "서명된 요청을 거절했습니다.", en: "A signed call was refused.")
        }
        return verdict(
          webhooks.refusal(request) != nil, ko: "증명 없는 요청을 믿었습니다.", en: "A call without a proof was believed.")
      }
    },
    AdapterContract.Case(
      "webhook-wrong-secret", ko: "다른 비밀로 증명된 요청은 믿지 않는다.", en: "A call proved with another secret is not believed."
    ) {
      eachProved($0) { webhooks, request in
        verdict(
          webhooks.refusal(webhooks.signed(request, secret: 2)) != nil, ko: "다른 비밀로 서명된 요청을 믿었습니다.",
          en: "A call signed with another secret was believed.")
      }
    },
    AdapterContract.Case(
      "webhook-rotated-secret", ko: "비밀을 바꾸는 동안 옛 비밀도 통하고, 뺀 뒤에는 통하지 않는다.",
      en: "While a secret is changed the old one holds as well; taken out, it does not."
    ) {
      eachProved($0) { webhooks, request in
        let old = webhooks.signed(request, secret: 2)
        guard webhooks.refusal(old, webhooks.settings([1, 2])) == nil else {
          return .failed(ko: "옛 비밀로 서명된 요청을 거절했습니다.", en: "A call signed with the old secret was refused.")
        }
        return verdict(
          webhooks.refusal(old, webhooks.settings([1])) != nil, ko: "뺀 비밀이 통했습니다.",
          en: "A secret that was taken out still holds.")
      }
    },
    AdapterContract.Case(
      "webhook-changed-body", ko: "서명한 뒤에 바뀐 본문은 믿지 않는다.",
      en: "A body that was changed after it was signed is not believed."
    ) { subject in
      guard let webhooks = ContractWebhooks(subject) else { return noWebhooks }
      switch webhooks.mapping.verifier {
      case .hmac, .standardWebhooks: break
      default: return .skipped(ko: "이 플랫폼의 증명은 본문을 덮지 않습니다.", en: "This platform's proof does not cover the body.")
      }
      return eachProved(subject) { webhooks, request in
        var changed = webhooks.signed(request)
        changed.body.append(0x20)
        return verdict(webhooks.refusal(changed) != nil, ko: "바뀐 본문을 믿었습니다.", en: "The changed body was believed.")
      }
    },
    AdapterContract.Case(
      "webhook-replay", ko: "5분 넘게 지난 요청은 믿지 않는다.",
      en: "A call whose time lies more than five minutes off is not believed."
    ) { subject in
      guard let webhooks = ContractWebhooks(subject) else { return noWebhooks }
      switch webhooks.mapping.verifier {
      case .standardWebhooks: break
      case .hmac(let scheme) where scheme.timestampHeader != nil: break
      default:
        return .skipped(
          ko: "이 플랫폼은 시각을 서명하지 않습니다. 되풀이된 요청은 배달 번호로 걸러집니다.",
          en: "This platform signs no time; a call that is sent again is known by its delivery.")
      }
      return eachProved(subject) { webhooks, request in
        for minutes: Int64 in [-6, 6] {
          let other = webhooks.signed(request, at: request.receivedAt.adding(milliseconds: minutes * 60_000))
          if webhooks.refusal(other) == nil { return .failed(ko: "오래된 요청을 믿었습니다.", en: "An old call was believed.") }
        }
        let near = webhooks.signed(request, at: request.receivedAt.adding(milliseconds: -4 * 60_000))
        return verdict(
          webhooks.refusal(near) == nil, ko: "4분 전의 요청을 거절했습니다.", en: "A call of four minutes ago was refused.")
      }
    },
    AdapterContract.Case(
      "webhook-two-proofs", ko: "증명이 둘인 요청은 믿지 않는다.", en: "A call with two proofs is not believed."
    ) {
      eachProved($0) { webhooks, request in
        let signed = webhooks.signed(request)
        var double = signed
        double.headers += signed.headers.filter { !request.headers.contains($0) }
        if signed.query != request.query { double.query += "&" + signed.query }
        return verdict(
          webhooks.refusal(double) != nil, ko: "증명이 둘인데 믿었습니다.", en: "A call with two proofs was believed.")
      }
    },
    AdapterContract.Case(
      "webhook-not-configured", ko: "비밀이 없는 쇼핑몰은 아무 요청도 믿지 않는다.", en: "A shop without a secret believes nothing."
    ) { subject in
      guard let webhooks = ContractWebhooks(subject) else { return noWebhooks }
      if case .none(let allowed) = webhooks.mapping.verifier, !allowed.isEmpty {
        return .skipped(ko: "보내는 주소로만 구별합니다.", en: "Only the sender's address tells.")
      }
      guard let request = webhooks.samples.first?.request else { return noSamples }
      for settings in [WebhookSettings(), WebhookSettings(secrets: [Secret("")])] {
        if webhooks.refusal(webhooks.signed(request), settings) == nil || webhooks.refusal(request, settings) == nil {
          if webhooks.mapping.ping != nil, webhooks.decode(request).outcome == .ping { continue }
          return .failed(ko: "비밀이 없는데 요청을 믿었습니다.", en: "A call was believed without a secret.")
        }
      }
      return .passed
    },
    AdapterContract.Case(
      "webhook-too-large", ko: "1 MiB가 넘는 본문은 받지 않는다.", en: "A body of more than 1 MiB is not taken."
    ) { subject in
      guard let webhooks = ContractWebhooks(subject) else { return noWebhooks }
      guard var request = webhooks.samples.first?.request else { return noSamples }
      request.body = [UInt8](repeating: 0x20, count: WebhookRefusal.bodyLimit + 1)
      return verdict(
        webhooks.refusal(webhooks.signed(request)) != nil, ko: "너무 큰 본문을 받았습니다.", en: "The body was taken.")
    },
  ]

  static let noWebhooks = ContractResult.Outcome.skipped(
    ko: "이 어댑터에는 웹훅이 없습니다.", en: "The adapter has no webhooks.")
  static let noSamples = ContractResult.Outcome.skipped(
    ko: "samples/webhooks 폴더에 샘플이 없습니다.", en: "There are no samples in samples/webhooks.")

  /// Runs a check on each sample that carries a proof; pings do not.
  private static func eachProved(
    _ subject: ContractSubject, _ check: (ContractWebhooks, WebhookRequest) -> ContractResult.Outcome
  ) -> ContractResult.Outcome {
    guard let webhooks = ContractWebhooks(subject) else { return noWebhooks }
    guard webhooks.isProved else {
      return .skipped(ko: "이 플랫폼은 요청을 증명하지 않습니다.", en: "This platform proves nothing.")
    }
    let requests = webhooks.samples.filter { webhooks.decode($0.request).outcome != .ping }
    if requests.isEmpty { return noSamples }
    for sample in requests {
      if case .failed(let why) = check(webhooks, sample.request) {
        return .failed(LocalizedText(ko: "\(sample.name): \(why.korean)", en: "\(sample.name): \(why.english)"))
      }
    }
    return .passed
  }
}
