import ArgumentParser

/// `naru`.
struct NaruCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "naru",
    abstract: "Carries a shop's members and orders across to Kakao. · 쇼핑몰의 회원과 주문을 카카오로 보냅니다.",
    version: "0.1.0",
    subcommands: [
      DemoVerb.self, CheckVerb.self, ImportVerb.self, PlanVerb.self, SyncVerb.self, ReconcileVerb.self,
      ExplainVerb.self, MembersVerb.self, RunsVerb.self, QuarantineVerb.self, InboxVerb.self, AdapterVerb.self,
      ErrorVerb.self, SandboxVerb.self,
      ServeVerb.self, LinkVerb.self, EraseVerb.self, TokensVerb.self,
    ])
}
