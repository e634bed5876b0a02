import ChannelSync
import CommonValues
import Foundation
import KakaoSandbox
import Naru
import ShopModel

extension LiveOperations {
  func demo(_ request: DemoRequest, _ context: OperationContext) async throws -> Outcome<DemoResult> {
    let shop = DemoShop(today: Timestamp.now.seoulDate)
    let local = try LocalKakao(demo: shop)
    let result = try await local.run(port: request.port) { addresses in
      let folder = try demoFolder(shop, addresses, request.folder)
      let configuration = try configuration(context.at(folder.config))
      return try await withNaru(configuration) { naru in
        var run = DemoRun(
          operations: self, connection: try naru.connection(DemoShop.id), context: context.at(folder.config))
        try await run.all(folder)
        if !request.once {
          context.observer.listening(addresses)
          context.observer.note(DemoRun.byHand(folder))
          await context.stop.wait()
        }
        return DemoResult(folder: folder.path, steps: run.steps, addresses: addresses)
      }
    }
    return Outcome(result)
  }

  private func demoFolder(_ shop: DemoShop, _ addresses: [ServiceAddress], _ folder: String?) throws -> DemoFolder {
    do {
      return try DemoFolder.write(shop, kakaoURL: addresses[0].url, to: folder)
    } catch let diagnostic as Diagnostic {
      throw OperationError([diagnostic])
    }
  }
}

/// The demo's steps, one after another, each told as soon as it is done.
private struct DemoRun {
  let operations: LiveOperations
  let connection: Connection
  let context: OperationContext
  private(set) var steps: [DemoStep] = []

  mutating func all(_ folder: DemoFolder) async throws {
    try await importFile(folder.members, LocalizedText(ko: "회원 파일을 가져옵니다", en: "Import the member export"))
    try await importFile(folder.orders, LocalizedText(ko: "주문 파일을 가져옵니다", en: "Import the order export"))
    finish(
      LocalizedText(ko: "읽을 수 없는 행과 항목은 격리했습니다", en: "What could not be read is in quarantine"),
      .quarantined(try await connection.quarantine(limit: 100).map { QuarantineView($0) }))
    let asked = try await connection.refreshRelations()
    finish(
      LocalizedText(ko: "카카오에서 채널 친구 관계를 조회했습니다", en: "Asked Kakao who is a friend of the channel"),
      .said(LocalizedText(ko: "\(asked)명을 확인했습니다.", en: "Asked about \(asked) people.")))
    try await plan(LocalizedText(ko: "무엇을 보낼지 계산합니다", en: "Work out what to send"))
    try await sync(LocalizedText(ko: "고객 파일을 보냅니다", en: "Send the customer files"))
    try await sync(LocalizedText(ko: "다시 동기화해도 보낼 것이 없습니다", en: "Sync again: nothing is left to send"))
    try await importFile(
      folder.changedMembers, LocalizedText(ko: "며칠 뒤의 회원 파일을 가져옵니다", en: "Import the export of some days later"))
    try await sync(LocalizedText(ko: "바뀐 사람만 보냅니다", en: "Send only who changed"))
    finish(
      LocalizedText(ko: "이 회원이 고객 파일에 없는 이유", en: "Why is this member not in a file"),
      .explained(ExplainResult(try await connection.explain(member: "lily02", unmasked: true), connection.shop).masked))
  }

  private mutating func finish(_ title: LocalizedText, _ done: DemoStep.Done) {
    let step = DemoStep(title: title, done: done)
    steps.append(step)
    context.observer.finished(step)
  }

  private mutating func importFile(_ file: String, _ title: LocalizedText) async throws {
    var options = ImportOptions()
    options.asOf = Timestamp.now.adding(milliseconds: Int64(steps.count))
    let reports = try await connection.importFile(at: file, options: options)
    finish(title, .imported(reports.map(ImportResult.init)))
  }

  private mutating func plan(_ title: LocalizedText) async throws {
    finish(title, .planned(PlanResult(try await connection.plan())))
  }

  private mutating func sync(_ title: LocalizedText) async throws {
    let result = try await operations.sync(connection, confirmed: false, file: nil, context)
    finish(title, .synced(SyncResult(result)))
    guard result.ending == .complete else {
      throw OperationError(result.problem.map { [$0] } ?? result.files.compactMap(\.problem))
    }
  }

  /// What a person can try while the demo stands.
  static func byHand(_ folder: DemoFolder) -> LocalizedText {
    let config = "--config \(folder.config) --shop \(DemoShop.id)"
    let lines = [
      "naru members \(config)", "naru explain \(config) --member lily02", "naru quarantine \(config)",
      "naru plan \(config)",
    ].map { "  \($0)" }.joined(separator: "\n")
    return LocalizedText(
      ko: "다른 터미널에서 실행해 보십시오:\n\(lines)\n끝내려면 Ctrl-C를 누르십시오.",
      en: "Try in another terminal:\n\(lines)\nCtrl-C ends the demo.")
  }
}

extension OperationContext {
  /// The same for another configuration.
  fileprivate func at(_ config: String) -> OperationContext {
    var copy = self
    copy.configPath = config
    return copy
  }
}

extension LocalKakao {
  /// A Kakao with the demo's app, channel and people.
  fileprivate init(demo shop: DemoShop) throws {
    do {
      sandbox = try KakaoSandbox()
      try sandbox.createChannel(SandboxChannel(publicID: DemoShop.channel, uuid: "@flowershop", name: "플라워샵"))
      try sandbox.addKey(SandboxKey(name: "admin", value: DemoShop.adminKey))
      try sandbox.addKey(SandboxKey(name: "rest", value: DemoShop.restAPIKey, kind: .rest))
      try sandbox.addUsers(
        DemoShop.kakaoUsers.map { user in
          let relation = SandboxUser.Relation.State(rawValue: user.relation.rawValue) ?? .none
          let time = SandboxTime(seconds: 1_767_225_600)
          return SandboxUser(
            id: user.id, phone: user.phone,
            relations: relation == .none
              ? [:] : [DemoShop.channel: SandboxUser.Relation(state: relation, createdAt: time, updatedAt: time)])
        })
    } catch {
      throw OperationError([
        Diagnostic(
          .error, code: "sandbox-failed",
          reason: LocalizedText(ko: "로컬 카카오를 준비하지 못했습니다.", en: "The local Kakao could not be made ready."))
      ])
    }
  }
}
