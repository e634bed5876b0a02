import ArgumentParser
import CommonValues
import Naru
import ShopModel

/// `naru import`.
struct ImportVerb: Verb {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Import export files of a shop into the store. · 쇼핑몰에서 내려받은 파일을 저장소로 가져옵니다.",
    discussion: """
      Exit status: 0 also with quarantined rows, 1 when no row could be used (with --strict: when any is quarantined), \
      2 when a complete export would withdraw too many members.
      종료 코드: 격리된 행이 있어도 0, 쓸 수 있는 행이 하나도 없으면(--strict에서는 격리된 행이 있으면) 1, \
      전체 목록이 너무 많은 회원을 탈퇴 처리하게 되면 2.
      """)

  @OptionGroup var common: CommonOptions
  @Option(name: .long, help: "The shop's id. · 쇼핑몰 id.") var shop: ShopArgument
  @Argument(help: "Export files; - is standard input. · 내려받은 파일. -는 표준 입력입니다.") var files: [String]
  @Option(name: .long, help: "members or orders; told from the header otherwise. · 회원인지 주문인지. 없으면 머리글로 판단합니다.")
  var kind: ImportRequest.Kind?
  @Flag(name: .long, help: "The files name every member: the absent are withdrawn. · 전체 회원 목록이므로, 없는 회원은 탈퇴로 봅니다.")
  var complete = false
  @Flag(name: .long, help: "Read and check, write nothing. · 읽고 검사만 하고 저장하지 않습니다.") var dryRun = false
  @Option(
    name: .long,
    help: ArgumentHelp(
      "The time of the export (RFC 3339, or a date). · 파일이 만들어진 시각.", valueName: "time"),
    transform: { text in
      guard let time = Timestamp(text) else {
        throw ValidationError("not a time; write it like 2026-11-02T09:00:00+09:00 · 시각이 아닙니다")
      }
      return time
    })
  var asOf: Timestamp?
  @Flag(name: .long, help: "Fail when any row is quarantined. · 격리된 행이 하나라도 있으면 실패로 끝냅니다.") var strict = false
  @Flag(name: .long, help: "Withdraw the absent although they are many. · 없는 회원이 많아도 탈퇴 처리합니다.") var yes = false
  @Option(name: .long, help: "Text encoding; told from the bytes otherwise. · 문자 인코딩. 없으면 내용으로 판단합니다.")
  var encoding: ImportRequest.Encoding?
  @Option(name: .long, help: "Delimiter; told from the bytes otherwise. · 구분자. 없으면 내용으로 판단합니다.")
  var delimiter: ImportRequest.Delimiter?

  func validate() throws {
    if files.isEmpty { throw ValidationError("Name at least one file. · 파일을 하나 이상 지정하십시오.") }
    if files.count(where: { $0 == "-" }) > 1 {
      throw ValidationError("Standard input can be read once. · 표준 입력은 한 번만 읽을 수 있습니다.")
    }
  }

  func perform(_ session: Session) async throws -> ExitStatus {
    let request = ImportRequest(
      shop: shop.id, files: files, kind: kind, complete: complete, dryRun: dryRun, asOf: asOf, strict: strict, yes: yes,
      encoding: encoding, delimiter: delimiter)
    let outcome = try await session.operations.importFiles(request, session.context)
    return try session.finish(
      outcome, json: { try outcome.result.map { try JSONOutput.text($0) }.joined() },
      text: {
        outcome.result.rendered(session.style)
          + ImportResult.hint(outcome.result, request, config: common.config, session.style)
      })
  }
}

extension ImportRequest.Kind: ExpressibleByArgument {}
extension ImportRequest.Encoding: ExpressibleByArgument {}
extension ImportRequest.Delimiter: ExpressibleByArgument {}

/// `naru plan`.
struct PlanVerb: Verb {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Show what a sync would send, per customer file. · 동기화하면 무엇을 보낼지 고객 파일별로 보여 줍니다.",
    discussion: "Exit status 2: there is something to send. · 종료 코드 2: 보낼 것이 있습니다.")

  @OptionGroup var common: CommonOptions
  @Option(name: .long, help: "The shop's id. · 쇼핑몰 id.") var shop: ShopArgument

  func perform(_ session: Session) async throws -> ExitStatus {
    try session.finish(try await session.operations.plan(ShopRequest(shop: shop.id), session.context))
  }
}

/// `naru sync`.
struct SyncVerb: Verb {
  static let configuration = CommandConfiguration(
    commandName: "sync", abstract: "Send the difference to Kakao. · 달라진 것을 카카오로 보냅니다.",
    discussion: """
      Exit status: 2 when a guard stopped it (see --yes), 75 when the quota is used up or another process is at it.
      종료 코드: 안전장치가 멈추면 2(--yes 참고), 한도를 다 썼거나 다른 프로세스가 보내는 중이면 75.
      """)

  @OptionGroup var common: CommonOptions
  @Option(name: .long, help: "The shop's id. · 쇼핑몰 id.") var shop: ShopArgument
  @Option(name: .long, help: ArgumentHelp("Sync this customer file alone. · 이 고객 파일만 보냅니다.", valueName: "name"))
  var file: String?
  @Flag(name: .long, help: "Pass the guards (removals, changed columns). · 안전장치(많은 삭제, 열 변경)를 통과시킵니다.")
  var yes = false

  func perform(_ session: Session) async throws -> ExitStatus {
    let request = SyncRequest(shop: shop.id, file: file, yes: yes)
    return try session.finish(try await session.operations.sync(request, session.context))
  }
}

/// `naru reconcile`.
struct ReconcileVerb: Verb {
  static let configuration = CommandConfiguration(
    commandName: "reconcile",
    abstract: "Find who unlinked or blocked while no webhook came. · 웹훅 없이 연결을 끊거나 차단한 사람을 카카오와 대조해 찾습니다.",
    discussion: """
      Exit status: 2 when too many users are missing at Kakao (see --yes), 75 when the quota is used up or another process is at it.
      종료 코드: 카카오에 없는 사용자가 너무 많으면 2(--yes 참고), 한도를 다 썼거나 다른 프로세스가 하는 중이면 75.
      """)

  @OptionGroup var common: CommonOptions
  @Option(name: .long, help: "The shop's id. · 쇼핑몰 id.") var shop: ShopArgument
  @Flag(
    name: .long,
    help: "End links although many users are missing; each is asked about first. · 많아도 한 명씩 확인한 뒤 연결을 끊습니다.")
  var yes = false

  func perform(_ session: Session) async throws -> ExitStatus {
    let request = ReconcileRequest(shop: shop.id, yes: yes)
    return try session.finish(try await session.operations.reconcile(request, session.context))
  }
}

/// `naru explain`.
struct ExplainVerb: Verb {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Say why a member is, or is not, in each customer file. · 회원이 각 고객 파일에 왜 있거나 없는지 알려 줍니다.")

  @OptionGroup var common: CommonOptions
  @Option(name: .long, help: "The shop's id. · 쇼핑몰 id.") var shop: ShopArgument
  @Option(name: .long, help: "The member's id. · 회원 아이디.") var member: String
  @Flag(name: .long, help: "Show personal data. · 개인정보를 가리지 않습니다.") var reveal = false

  func perform(_ session: Session) async throws -> ExitStatus {
    var outcome = try await session.operations.explain(MemberRequest(shop: shop.id, member: member), session.context)
    if !reveal { outcome.result = outcome.result.masked }
    return try session.finish(outcome)
  }
}
