import ArgumentParser
import ShopModel

/// The options of listings.
struct ListOptions: ParsableArguments {
  @Option(name: .long, help: "The shop's id. · 쇼핑몰 id.") var shop: ShopArgument
  @Option(name: .long, help: "At most so many, 1 to 10000. · 최대 개수.") var limit = 20

  func validate() throws {
    guard (1...10_000).contains(limit) else {
      throw ValidationError("--limit must be 1 to 10000. · --limit은 1에서 10000까지입니다.")
    }
  }
}

/// `naru members`.
struct MembersVerb: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "members", abstract: "List and show members. · 회원을 나열하고 보여 줍니다.",
    subcommands: [List.self, Show.self], defaultSubcommand: List.self)

  struct List: Verb {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "List members in the order of their ids. · 회원을 아이디 순서로 나열합니다.")

    @OptionGroup var common: CommonOptions
    @OptionGroup var options: ListOptions
    @Flag(name: .long, help: "Show personal data. · 개인정보를 가리지 않습니다.") var reveal = false

    func perform(_ session: Session) async throws -> ExitStatus {
      let request = ListRequest(shop: options.shop.id, limit: options.limit)
      var outcome = try await session.operations.members(request, session.context)
      if !reveal { outcome.result = outcome.result.map(\.masked) }
      return try session.finish(outcome)
    }
  }

  struct Show: Verb {
    static let configuration = CommandConfiguration(
      commandName: "show", abstract: "Show one member. · 회원 한 명을 보여 줍니다.")

    @OptionGroup var common: CommonOptions
    @Option(name: .long, help: "The shop's id. · 쇼핑몰 id.") var shop: ShopArgument
    @Argument(help: "The member's id. · 회원 아이디.") var member: String
    @Flag(name: .long, help: "Show personal data. · 개인정보를 가리지 않습니다.") var reveal = false

    func perform(_ session: Session) async throws -> ExitStatus {
      var outcome = try await session.operations.member(MemberRequest(shop: shop.id, member: member), session.context)
      if !reveal { outcome.result = outcome.result.masked }
      return try session.finish(outcome)
    }
  }
}

/// `naru runs`.
struct RunsVerb: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "runs", abstract: "List and show runs of imports and syncs. · 가져오기와 동기화 기록을 보여 줍니다.",
    subcommands: [List.self, Show.self], defaultSubcommand: List.self)

  struct List: Verb {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "List runs, the newest first. · 최근 것부터 나열합니다.")

    @OptionGroup var common: CommonOptions
    @OptionGroup var options: ListOptions

    func perform(_ session: Session) async throws -> ExitStatus {
      let request = ListRequest(shop: options.shop.id, limit: options.limit)
      return try session.finish(try await session.operations.runs(request, session.context))
    }
  }

  struct Show: Verb {
    static let configuration = CommandConfiguration(
      commandName: "show", abstract: "Show one run. · 기록 하나를 보여 줍니다.")

    @OptionGroup var common: CommonOptions
    @Option(name: .long, help: "The shop's id. · 쇼핑몰 id.") var shop: ShopArgument
    @Argument(help: ArgumentHelp("The run's id. · 기록의 id.", valueName: "run")) var runID: String

    func perform(_ session: Session) async throws -> ExitStatus {
      let request = RunRequest(shop: shop.id, runID: runID)
      return try session.finish(try await session.operations.run(request, session.context))
    }
  }
}

/// `naru quarantine`.
struct QuarantineVerb: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "quarantine",
    abstract: "List, show and retry rows that were put aside. · 격리된 행을 나열하고, 보여 주고, 다시 시도합니다.",
    subcommands: [List.self, Show.self, Retry.self], defaultSubcommand: List.self)

  struct List: Verb {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "List what is quarantined, the newest first. · 최근 것부터 나열합니다.")

    @OptionGroup var common: CommonOptions
    @OptionGroup var options: ListOptions

    func perform(_ session: Session) async throws -> ExitStatus {
      let request = ListRequest(shop: options.shop.id, limit: options.limit)
      var outcome = try await session.operations.quarantine(request, session.context)
      outcome.result = outcome.result.map(\.masked)
      return try session.finish(outcome)
    }
  }

  struct Show: Verb {
    static let configuration = CommandConfiguration(
      commandName: "show", abstract: "Show one quarantined row. · 격리된 행 하나를 보여 줍니다.")

    @OptionGroup var common: CommonOptions
    @Option(name: .long, help: "The shop's id. · 쇼핑몰 id.") var shop: ShopArgument
    @Argument(help: "The entry's id. · 격리 항목의 id.") var id: String
    @Flag(name: .long, help: "Show the row as it arrived. · 행을 가리지 않고 보여 줍니다.") var reveal = false

    func perform(_ session: Session) async throws -> ExitStatus {
      let request = QuarantineRequest(shop: shop.id, id: id)
      var outcome = try await session.operations.quarantined(request, session.context)
      if !reveal { outcome.result = outcome.result.masked }
      return try session.finish(outcome)
    }
  }

  struct Retry: Verb {
    static let configuration = CommandConfiguration(
      commandName: "retry", abstract: "Map quarantined rows again. · 격리된 행을 다시 처리합니다.")

    @OptionGroup var common: CommonOptions
    @Option(name: .long, help: "The shop's id. · 쇼핑몰 id.") var shop: ShopArgument
    @Argument(help: "Ids of entries; none: all. · 격리 항목의 id. 없으면 모두.") var ids: [String] = []

    func perform(_ session: Session) async throws -> ExitStatus {
      let request = RetryRequest(shop: shop.id, ids: ids)
      return try session.finish(try await session.operations.retryQuarantine(request, session.context))
    }
  }
}
