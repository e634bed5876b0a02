import CommonValues
import KakaoSync
import Naru
import ShopModel

extension LiveOperations {
  func resealTokens(
    _ request: TokenResealRequest, _ context: OperationContext
  ) async throws -> Outcome<TokenResealResult> {
    try await withShop(request.shop, context) { connection in
      guard connection.shop.login?.tokenKeys != nil else {
        throw OperationError([.noTokenKeys(connection.shop.file)], status: .configuration)
      }
      let (observer, stop) = (context.observer, context.stop)
      let label = request.dryRun ? TokenResealResult.counting : TokenResealResult.sealing
      let report = try await connection.resealTokens(dryRun: request.dryRun) { report in
        observer.progress(
          ProgressUpdate(
            label, done: Int64(report.checked), total: Int64(max(report.total, report.checked)), unit: .rows,
            isLast: report.checked >= report.total))
        return !stop.isAsked
      }
      var outcome = Outcome(TokenResealResult(report, dryRun: request.dryRun))
      if report.unreadable > 0 {
        outcome.diagnostics.append(.tokensUnreadable(report.unreadable, connection.shop.file))
      }
      if report.changed > 0 { outcome.diagnostics.append(.tokensChanged(report.changed)) }
      if !report.isComplete {
        outcome.status = .interrupted
      } else if !report.isClean || (request.dryRun && report.resealed > 0) {
        outcome.status = .somethingToDo
      }
      return outcome
    }
  }
}

extension TokenResealResult {
  fileprivate static let counting = LocalizedText(ko: "토큰 확인 중", en: "Looking at tokens")
  fileprivate static let sealing = LocalizedText(ko: "토큰 다시 봉인하는 중", en: "Sealing tokens again")

  fileprivate init(_ report: ResealReport, dryRun: Bool) {
    self.init(
      dryRun: dryRun, complete: report.isComplete, total: Int64(report.total), checked: Int64(report.checked),
      resealed: Int64(report.resealed), unreadable: Int64(report.unreadable), changed: Int64(report.changed))
  }
}

extension Diagnostic {
  fileprivate static func noTokenKeys(_ file: String) -> Diagnostic {
    Diagnostic(
      .error, code: "no-token-keys", place: .init(file: file),
      reason: LocalizedText(ko: "이 쇼핑몰에는 login.token_keys가 없습니다.", en: "The shop has no login.token_keys."),
      fix: LocalizedText(
        ko: "새 키를 login.token_keys의 첫째로, 예전 키를 그 뒤에 적으십시오.",
        en: "Write the new key first in login.token_keys and the old ones behind it."))
  }

  fileprivate static func tokensUnreadable(_ count: Int, _ file: String) -> Diagnostic {
    Diagnostic(
      .warning, code: "tokens-unreadable", place: .init(file: file),
      reason: LocalizedText(
        ko: "어느 키로도 열 수 없는 토큰이 \(count)개 있습니다.", en: "No key opens the tokens of \(count) user(s)."),
      fix: LocalizedText(
        ko: "예전 키가 있으면 login.token_keys의 뒤에 적고 다시 실행하십시오. 없으면 그대로 두어도 됩니다. 그 사용자가 다시 로그인하면 새 토큰을 받습니다.",
        en:
          "If there is an older key, write it behind the others in login.token_keys and run this again. Without it nothing is to do: those users get new tokens when they log in again."
      ))
  }

  fileprivate static func tokensChanged(_ count: Int) -> Diagnostic {
    Diagnostic(
      .warning, code: "tokens-changed",
      reason: LocalizedText(
        ko: "실행하는 동안 토큰 \(count)개가 바뀌었습니다.", en: "The tokens of \(count) user(s) changed meanwhile."),
      fix: LocalizedText(
        ko: "naru serve가 새 키를 첫째로 쓰는지 확인하고 다시 실행하십시오.",
        en: "See that naru serve has the new key first, and run this again."))
  }
}
