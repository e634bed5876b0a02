import CommonValues

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension ContractCases {
  /// What must stay where it is.
  static let privacy: [AdapterContract.Case] = [
    AdapterContract.Case(
      "no-personal-data", ko: "알림에는 행의 값이 들어 있지 않다.", en: "No finding repeats a value of a row."
    ) {
      $0.eachTable { table in
        let mark = "홍비밀7421"
        for column in table.labels.indices {
          var row = table.base
          row[column] = mark
          var shifted = row
          shifted += [mark, mark]
          let mapped = table.map([row, shifted])
          let findings = mapped.findings + [mapped.refusal].compactMap { $0 }
          if repeats(mark, findings) {
            return .failed(
              ko: "‘\(table.labels[column])’ 열의 값이 알림에 들어 있습니다.",
              en: "A finding repeats the value of ‘\(table.labels[column])’.")
          }
        }
        return .passed
      }
    },
    AdapterContract.Case(
      "no-personal-data-of-webhooks", ko: "웹훅에 대한 알림에는 본문의 값이 들어 있지 않다.",
      en: "No finding about a webhook repeats a value of its body."
    ) {
      eachTree($0) { webhooks, sample, body in
        let mark = "홍비밀7421"
        let name = webhooks.decode(sample.request).name
        let changed = body.mapTexts { $0 == name ? nil : mark }
        let decoded = webhooks.decode(webhooks.replacing(sample.request, body: changed))
        var findings = decoded.rejected.map(\.reason) + decoded.warnings.map { $0.diagnostic(file: nil, line: nil) }
        if case .malformed(let problem) = decoded.outcome { findings.append(problem) }
        return verdict(
          !repeats(mark, findings), ko: "본문의 값이 알림에 들어 있습니다.", en: "A finding repeats a value of the body.")
      }
    },
    AdapterContract.Case(
      "no-secret-kept", ko: "확인한 뒤에는 서명도 비밀도 남기지 않는다.",
      en: "After a call is believed neither signature nor secret is kept."
    ) { subject in
      guard let webhooks = ContractWebhooks(subject) else { return noWebhooks }
      guard webhooks.isProved else {
        return .skipped(ko: "이 플랫폼은 요청을 증명하지 않습니다.", en: "This platform proves nothing.")
      }
      var isAsked = false
      for sample in webhooks.samples {
        let signed = webhooks.signed(sample.request)
        guard let webhook = try? webhooks.verifying.verify(signed, webhooks.settings(), now: signed.receivedAt),
          !webhook.isPing
        else { continue }
        isAsked = true
        let kept = webhook.request.headers.map(\.value) + [webhook.request.query, webhook.request.path]
        let proofs = signed.headers.filter { $0.name == webhooks.signer.proofHeader }
        let secrets = proofs.map(\.value) + [webhooks.signer.secret(1).reveal()]
        let isKept = kept.contains { value in secrets.contains { value.contains($0) } }
        if isKept {
          return .failed(
            ko: "\(sample.name): 서명이나 비밀이 남습니다.", en: "\(sample.name): the signature or the secret is kept.")
        }
      }
      return isAsked ? .passed : noSamples
    },
  ]

  private static func repeats(_ mark: String, _ findings: [Diagnostic]) -> Bool {
    findings.contains { $0.message(in: .korean).contains(mark) || $0.message(in: .english).contains(mark) }
  }
}
