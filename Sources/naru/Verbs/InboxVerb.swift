import ArgumentParser
import CommonValues
import ShopModel

/// `naru inbox`.
struct InboxVerb: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "inbox",
    abstract: "List, show and retry what webhooks brought. · 웹훅으로 받은 것을 나열하고, 보여 주고, 다시 시도합니다.",
    subcommands: [List.self, Show.self, Retry.self, Waiting.self], defaultSubcommand: List.self)

  struct List: Verb {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "List what came in, the newest first. · 최근 것부터 나열합니다.")

    @OptionGroup var common: CommonOptions
    @OptionGroup var options: ListOptions
    @Flag(name: .long, help: "Only what failed for good. · 끝내 실패한 것만.") var dead = false
    @Flag(name: .long, help: "Only what failed and is tried again. · 실패해서 다시 시도할 것만.") var failed = false
    @Option(
      name: .long,
      help: ArgumentHelp("Only of a source: shop, kakao.unlink, … · 한 출처의 것만.", valueName: "name"))
    var source: String?
    @Option(name: .long, help: ArgumentHelp("Only what came before an entry. · 이 항목보다 앞선 것만.", valueName: "id"))
    var before: Int64?

    func validate() throws {
      guard !(dead && failed) else {
        throw ValidationError("Give one of --dead and --failed. · --dead와 --failed 중 하나만 쓰십시오.")
      }
    }

    func perform(_ session: Session) async throws -> ExitStatus {
      let request = InboxListRequest(
        shop: options.shop.id, limit: options.limit, dead: dead, failed: failed, source: source, before: before)
      return try session.finish(try await session.operations.inbox(request, session.context))
    }
  }

  struct Show: Verb {
    static let configuration = CommandConfiguration(
      commandName: "show", abstract: "Show one delivery. · 수신 항목 하나를 보여 줍니다.")

    @OptionGroup var common: CommonOptions
    @Option(name: .long, help: "The shop's id. · 쇼핑몰 id.") var shop: ShopArgument
    @Argument(help: "The entry's id. · 수신 항목의 id.") var id: String
    @Flag(name: .long, help: "Show what came as it came. · 내용을 가리지 않고 보여 줍니다.") var reveal = false

    func perform(_ session: Session) async throws -> ExitStatus {
      var outcome = try await session.operations.inboxEntry(InboxRequest(shop: shop.id, id: id), session.context)
      if !reveal { outcome.result = outcome.result.masked }
      return try session.finish(outcome)
    }
  }

  struct Retry: Verb {
    static let configuration = CommandConfiguration(
      commandName: "retry", abstract: "Have deliveries worked on again. · 수신 항목을 다시 처리하게 합니다.")

    @OptionGroup var common: CommonOptions
    @Option(name: .long, help: "The shop's id. · 쇼핑몰 id.") var shop: ShopArgument
    @Argument(help: "Ids of entries. · 수신 항목의 id.") var ids: [String] = []
    @Flag(name: .long, help: "All that failed for good. · 끝내 실패한 것 모두.") var dead = false
    @Option(name: .long, help: "All received from a time on. · 이때부터 받은 것 모두.") var from: TimeArgument?
    @Option(name: .long, help: "All received before a time. · 이때 전에 받은 것 모두.") var to: TimeArgument?

    private func which() throws -> InboxRetryRequest.Which {
      switch (ids.isEmpty, dead, from, to) {
      case (false, false, nil, nil): return .entries(ids)
      case (true, true, nil, nil): return .dead
      case (true, false, let from?, let to?) where from.time < to.time: return .received(from: from.time, to: to.time)
      default:
        throw ValidationError(
          "Give ids, or --dead, or --from and a later --to. · id나 --dead, 또는 --from과 그보다 뒤인 --to를 쓰십시오.")
      }
    }

    func validate() throws { _ = try which() }

    func perform(_ session: Session) async throws -> ExitStatus {
      let request = InboxRetryRequest(shop: shop.id, which: try which())
      return try session.finish(try await session.operations.retryInbox(request, session.context))
    }
  }

  struct Waiting: Verb {
    static let configuration = CommandConfiguration(
      commandName: "waiting",
      abstract: "List members and orders that changed, nobody said how. · 바뀌었다고만 들은 회원과 주문을 나열합니다.")

    @OptionGroup var common: CommonOptions
    @OptionGroup var options: ListOptions

    func perform(_ session: Session) async throws -> ExitStatus {
      let request = ListRequest(shop: options.shop.id, limit: options.limit)
      return try session.finish(try await session.operations.waitingRefetches(request, session.context))
    }
  }
}

/// A time on the command line: RFC 3339, or a day, which begins in Seoul.
struct TimeArgument: ExpressibleByArgument {
  let time: Timestamp

  init?(argument: String) {
    guard let time = Timestamp(argument) else { return nil }
    self.time = time
  }
}
