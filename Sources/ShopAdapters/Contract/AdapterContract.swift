public import CommonValues

/// What every adapter has to keep to, built in or not, as named cases that are run on its samples.
///
/// ```swift
/// let report = AdapterContract(try AdapterRegistry.load(directory: folder), folder: folder).run()
/// ```
/// Each case takes the samples in the adapter's folder, changes them in one way (shuffles the columns, empties the ids, cuts the body,
/// signs with another secret) and looks at what the adapter makes of that. So it knows nothing of the platform and needs no more
/// than `samples/`. A case that does not apply to what the adapter can do is reported as skipped, with the reason. Nothing is sent
/// anywhere, and no clock is read: the same adapter gives the same report.
///
/// `naru adapter test DIR` shows a report; the module `AdapterTesting` turns it into a test.
public struct AdapterContract: Sendable {
  /// A case of the contract.
  public struct Case: Sendable {
    /// A stable name in kebab-case.
    public let name: String
    /// What it states, as one sentence.
    public let title: LocalizedText
    let check: @Sendable (ContractSubject) -> ContractResult.Outcome

    init(
      _ name: String, ko: String, en: String, _ check: @escaping @Sendable (ContractSubject) -> ContractResult.Outcome
    ) {
      self.name = name
      title = LocalizedText(ko: ko, en: en)
      self.check = check
    }
  }

  /// Every case, in the order in which they are run.
  public static let cases: [Case] =
    ContractCases.folder + ContractCases.files + ContractCases.rows + ContractCases.values + ContractCases.consents
    + ContractCases.proofs + ContractCases.webhooks + ContractCases.privacy

  private let subject: ContractSubject

  /// The contract of one adapter.
  ///
  /// - Parameter folder: the adapter's folder, with its `samples/`.
  public init(_ adapter: any ShopAdapter, folder: String) { subject = ContractSubject(adapter, folder: folder) }

  /// Runs every case, or those of these names.
  public func run(_ names: Set<String>? = nil) -> ContractReport {
    let cases = AdapterContract.cases.filter { names?.contains($0.name) ?? true }
    return ContractReport(
      adapter: subject.adapter.descriptor.id,
      results: cases.map { ContractResult(name: $0.name, title: $0.title, outcome: $0.check(subject)) })
  }
}

/// What became of a contract's cases.
public struct ContractReport: Sendable, Hashable {
  /// The adapter's id.
  public let adapter: String
  /// One result for each case, in the order in which they ran.
  public let results: [ContractResult]

  /// Whether no case failed.
  public var isPassed: Bool { failed.isEmpty }
  /// The cases that failed.
  public var failed: [ContractResult] { results.filter { if case .failed = $0.outcome { true } else { false } } }
  /// The cases that do not apply.
  public var skipped: [ContractResult] { results.filter { if case .skipped = $0.outcome { true } else { false } } }

  /// The result of a case.
  public subscript(name: String) -> ContractResult? { results.first { $0.name == name } }
}

/// What became of one case.
public struct ContractResult: Sendable, Hashable {
  /// What became of it.
  public enum Outcome: Sendable, Hashable {
    /// The adapter keeps to it.
    case passed
    /// It does not apply, and why.
    case skipped(LocalizedText)
    /// The adapter breaks it, and how. Nothing from the samples is repeated but names of fields, columns and files.
    case failed(LocalizedText)
  }

  /// The case's name.
  public let name: String
  /// What it states.
  public let title: LocalizedText
  /// What became of it.
  public let outcome: Outcome

  /// Why it was skipped or failed; nil when it passed.
  public var detail: LocalizedText? {
    switch outcome {
    case .passed: nil
    case .skipped(let why), .failed(let why): why
    }
  }
}

extension ContractResult.Outcome {
  static func skipped(ko: String, en: String) -> Self { .skipped(LocalizedText(ko: ko, en: en)) }
  static func failed(ko: String, en: String) -> Self { .failed(LocalizedText(ko: ko, en: en)) }
}

/// The cases, by what they are about.
enum ContractCases {}
