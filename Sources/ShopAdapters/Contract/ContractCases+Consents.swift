import CommonValues
import ShopModel

extension ContractCases {
  /// What nobody may take for a yes.
  private static let doubtful = ["", "-", "?", "모름", "undefined", "확인 필요", "0000-00-00", "2025-01-01"]

  /// Consents.
  static let consents: [AdapterContract.Case] = [
    AdapterContract.Case(
      "consent-yes-and-no", ko: "동의는 동의, 거부는 거부이다.", en: "A yes is a consent, a no a refusal."
    ) {
      eachConsent($0) { table, kind, flag, state in
        guard let yes = flag.mapping.yes.first(where: ContractTable.isPlainWord),
          let row = table.setting(state, yes), table.state(kind, row) == .granted
        else { return .failed(ko: "\(kind.rawValue) 동의를 읽지 못했습니다.", en: "A consent to \(kind.rawValue) was not read.") }
        guard let no = flag.mapping.no.first(where: ContractTable.isPlainWord) else { return .passed }
        guard let row = table.setting(state, no), table.state(kind, row) == .denied else {
          return .failed(ko: "\(kind.rawValue) 거부를 읽지 못했습니다.", en: "A refusal of \(kind.rawValue) was not read.")
        }
        return .passed
      }
    },
    AdapterContract.Case(
      "consent-blank", ko: "빈칸이나 모르는 말은 동의가 아니다.", en: "A blank or an unknown word is no consent."
    ) {
      eachConsent($0) { table, kind, flag, state in
        for word in doubtful {
          let cleared = table.blanking([flag.yesAt, flag.noAt, flag.changedAt], in: table.base)
          guard let row = table.setting(state, word, in: cleared) else { continue }
          if table.state(kind, row) != nil {
            return .failed(
              ko: "\(kind.rawValue)에서 ‘\(word)’를 동의 여부로 읽었습니다.", en: "In \(kind.rawValue) ‘\(word)’ was a statement.")
          }
        }
        return .passed
      }
    },
    AdapterContract.Case(
      "consent-no-is-not-yes", ko: "거부를 뜻하는 말은 어느 것도 동의가 아니다.", en: "No word that refuses is a consent."
    ) {
      eachConsent($0) { table, kind, _, state in
        for word in ["N", "n", "F", "거부", "미동의", "수신안함", "수신거부", "false", "0", "아니오", "no"] {
          guard let row = table.setting(state, word) else { continue }
          if table.state(kind, row) == .granted {
            return .failed(
              ko: "\(kind.rawValue)에서 ‘\(word)’가 동의입니다.", en: "In \(kind.rawValue) ‘\(word)’ is a consent.")
          }
        }
        return .passed
      }
    },
    AdapterContract.Case(
      "consent-undated", ko: "날짜 없는 동의에 날짜를 지어내지 않는다.", en: "A consent without a date gets none."
    ) {
      eachConsent($0) { table, kind, flag, state in
        let cleared = table.blanking([flag.yesAt, flag.noAt, flag.changedAt], in: table.base)
        guard let yes = flag.mapping.yes.first(where: ContractTable.isPlainWord),
          let row = table.setting(state, yes, in: cleared)
        else { return nil }
        let consent = table.map([row]).members.first?.consent(kind)
        return verdict(
          consent?.state == .granted && consent?.at == nil, ko: "\(kind.rawValue) 동의의 날짜를 지어냈습니다.",
          en: "A date of the consent to \(kind.rawValue) was made up.")
      }
    },
    AdapterContract.Case(
      "consent-kinds-apart", ko: "한 가지 동의는 다른 동의를 뜻하지 않는다.", en: "No kind of consent implies another."
    ) {
      eachConsent($0) { table, kind, flag, state in
        var row = table.base
        for (_, other) in table.members?.consents ?? [] {
          row = table.blanking([other.state, other.yesAt, other.noAt, other.changedAt], in: row)
        }
        guard let yes = flag.mapping.yes.first(where: ContractTable.isPlainWord),
          let row = table.setting(state, yes, in: row)
        else { return nil }
        let kinds = table.map([row]).members.first?.consents.map(\.kind) ?? []
        return verdict(
          kinds == [kind], ko: "\(kind.rawValue)만 동의했는데 다른 동의도 생겼습니다.",
          en: "Only \(kind.rawValue) was agreed to, and something else as well.")
      }
    },
  ]

  private static func eachConsent(
    _ subject: ContractSubject,
    _ check: (ContractTable, ConsentKind, BoundFlag, BoundField) -> ContractResult.Outcome?
  ) -> ContractResult.Outcome {
    let none = LocalizedText(ko: "내보내기에 수신 동의 열이 없습니다.", en: "Its exports have no consents.")
    return subject.eachTable(none) { table in
      var hasPassed = false
      for (kind, flag) in table.members?.consents ?? [] {
        guard let state = flag.state else { continue }
        switch check(table, kind, flag, state) {
        case .failed(let why): return .failed(why)
        case .passed: hasPassed = true
        case .skipped, nil: continue
        }
      }
      return hasPassed ? .passed : nil
    }
  }
}

extension ContractTable {
  fileprivate func state(_ kind: ConsentKind, _ row: [String]) -> Consent.State? {
    map([row]).members.first?.consent(kind)?.state
  }
}
