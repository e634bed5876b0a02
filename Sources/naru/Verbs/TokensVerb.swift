import ArgumentParser

/// `naru tokens`.
struct TokensVerb: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "tokens",
    abstract: "Care for the Kakao users' tokens that are kept. · 보관 중인 카카오 사용자 토큰을 관리합니다.",
    subcommands: [Reseal.self])

  struct Reseal: Verb {
    static let configuration = CommandConfiguration(
      commandName: "reseal",
      abstract: "Seal every token under the first of login.token_keys. · 모든 토큰을 login.token_keys의 첫 키로 다시 봉인합니다.")

    @OptionGroup var common: CommonOptions
    @Option(name: .long, help: "The shop's id. · 쇼핑몰 id.") var shop: ShopArgument
    @Flag(name: .long, help: "Only count what would be sealed again. · 다시 봉인할 것을 세기만 합니다.") var dryRun = false

    func perform(_ session: Session) async throws -> ExitStatus {
      let request = TokenResealRequest(shop: shop.id, dryRun: dryRun)
      return try session.finish(try await session.operations.resealTokens(request, session.context))
    }
  }
}
