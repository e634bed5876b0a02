import ArgumentParser
import ShopAdapters

/// `naru adapter`.
struct AdapterVerb: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "adapter", abstract: "List, make, test and guess adapters. · 어댑터를 보고, 만들고, 시험합니다.",
    subcommands: [AdapterListVerb.self, AdapterNewVerb.self, AdapterTestVerb.self, AdapterMapVerb.self],
    defaultSubcommand: AdapterListVerb.self)
}

/// `naru adapter list`.
struct AdapterListVerb: Verb {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List the adapters that Naru brings along. · 내장된 어댑터를 봅니다.")

  @OptionGroup var common: CommonOptions

  func perform(_ session: Session) async throws -> ExitStatus {
    try session.finish(try await session.operations.adapters(session.context))
  }
}

/// The id of an adapter, as an argument.
struct AdapterIDArgument: ExpressibleByArgument {
  let id: String

  init?(argument: String) {
    guard AdapterDescriptor.isID(argument) else { return nil }
    id = argument
  }
}

/// `naru adapter new`.
struct AdapterNewVerb: Verb {
  static let configuration = CommandConfiguration(
    commandName: "new",
    abstract: "Write a folder to start an adapter from. · 어댑터를 시작할 폴더를 만듭니다.",
    discussion: """
      The id has small letters, digits and -, and begins with a letter. Nothing that exists is written over.
      id는 영문 소문자로 시작하고 영문 소문자, 숫자, -만 씁니다. 이미 있는 파일은 덮어쓰지 않습니다.
      """)

  @OptionGroup var common: CommonOptions
  @Argument(help: "The adapter's id. · 어댑터 id.") var id: AdapterIDArgument
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Where it goes; a folder named as the id otherwise. · 만들 폴더. 없으면 id와 같은 이름.", valueName: "folder"))
  var dir: String?

  func perform(_ session: Session) async throws -> ExitStatus {
    let request = AdapterNewRequest(id: id.id, folder: dir ?? id.id)
    return try session.finish(try await session.operations.newAdapter(request, session.context))
  }
}

/// `naru adapter test`.
struct AdapterTestVerb: Verb {
  static let configuration = CommandConfiguration(
    commandName: "test",
    abstract: "Read an adapter's samples and compare. · 어댑터의 예제를 읽고 기대한 결과와 비교합니다.",
    discussion: "Exit status: 1 when anything differs. · 종료 코드: 하나라도 다르면 1.")

  @OptionGroup var common: CommonOptions
  @Argument(help: "The adapter's folder. · 어댑터 폴더.") var folder: String
  @Flag(
    name: .long,
    help:
      "First write what an export among the samples becomes, where no .jsonl is beside it. · 옆에 .jsonl이 없는 예제 파일은 결과를 먼저 적습니다."
  )
  var record = false

  func perform(_ session: Session) async throws -> ExitStatus {
    let request = AdapterTestRequest(folder: folder, record: record)
    return try session.finish(try await session.operations.testAdapter(request, session.context))
  }
}

/// `naru adapter map`.
struct AdapterMapVerb: Verb {
  static let configuration = CommandConfiguration(
    commandName: "map",
    abstract: "Guess what the columns of an unknown export are. · 처음 보는 파일의 열이 무엇인지 추측합니다.",
    discussion: """
      Prints each column with its likeliest field, and an adapter.yaml to start from. Neither holds any row's data. Look at each line before \
      you rely on it.
      열마다 가장 그럴듯한 항목과, 시작점이 될 adapter.yaml을 보여 줍니다. 행의 데이터는 들어가지 않습니다. 쓰기 전에 한 줄씩 확인하십시오.
      """)

  @OptionGroup var common: CommonOptions
  @Argument(help: "The export; - is standard input. · 내려받은 파일. -는 표준 입력입니다.") var file: String
  @Option(name: .long, help: "members or orders; guessed otherwise. · 회원인지 주문인지. 없으면 추측합니다.")
  var kind: ImportRequest.Kind?
  @Option(name: .long, help: "The adapter's id; my-shop otherwise. · 어댑터 id. 없으면 my-shop.") var id: AdapterIDArgument?
  @Option(
    name: .long,
    help: ArgumentHelp("Write adapter.yaml into this folder. · adapter.yaml을 이 폴더에 씁니다.", valueName: "folder"))
  var dir: String?
  @Option(name: .long, help: "Text encoding; told from the bytes otherwise. · 문자 인코딩. 없으면 내용으로 판단합니다.")
  var encoding: ImportRequest.Encoding?
  @Option(name: .long, help: "Delimiter; told from the bytes otherwise. · 구분자. 없으면 내용으로 판단합니다.")
  var delimiter: ImportRequest.Delimiter?

  func perform(_ session: Session) async throws -> ExitStatus {
    let request = AdapterMapRequest(
      file: file, kind: kind, id: id?.id ?? "my-shop", folder: dir, encoding: encoding, delimiter: delimiter)
    return try session.finish(try await session.operations.mapExport(request, session.context))
  }
}
