public import CommonValues
import ShopModel
public import Store

/// Says for one member which rule let it in or kept it out. It uses the rules that planning uses, so the two can not disagree.
public struct MemberExplainer: Sendable {
  private let settings: CustomerFileSettings
  private let ledger: any CustomerFileLedger

  /// An explainer for one shop.
  public init(_ settings: CustomerFileSettings, store: Store) {
    self.init(settings, ledger: StoreLedger(store: store))
  }

  init(_ settings: CustomerFileSettings, ledger: any CustomerFileLedger) {
    self.settings = settings
    self.ledger = ledger
  }

  /// The explanation as of a day in Seoul. Name, phone and e-mail in a row are masked unless `unmasked`. Throws
  /// ``SyncError/Code/unknownMember`` when there is no such member, and what the store throws.
  public func explain(memberID: String, today: CalendarDate, unmasked: Bool = false) async throws -> MemberExplanation {
    guard let facts = try await ledger.memberFacts([memberID], in: settings.shop).first else {
      throw SyncError.unknownMember
    }
    var files: [FileExplanation] = []
    for definition in settings.files {
      let evaluator = RowEvaluator(definition, settings: settings, today: today)
      files.append(try await explain(facts, evaluator, unmasked: unmasked))
    }
    return MemberExplanation(memberID: memberID, files: files)
  }

  private func explain(_ facts: MemberFacts, _ evaluator: RowEvaluator, unmasked: Bool) async throws -> FileExplanation
  {
    var rules = evaluator.findings(facts).map { RuleExplanation($0.rule, $0.finding) }
    if let standing = try await standing(facts, evaluator) { rules.append(RuleExplanation(standing: standing)) }
    let isIn = rules.allSatisfy(\.ok)
    return FileExplanation(
      name: evaluator.definition.name, isIn: isIn, rules: rules,
      row: isIn ? MemberExplainer.row(facts, evaluator.projection, unmasked: unmasked) : nil)
  }

  /// Who stands for the member's id in the file: the newest record; of two equally new ones the greater member id.
  private func standing(_ facts: MemberFacts, _ evaluator: RowEvaluator) async throws -> RuleFinding? {
    let users = evaluator.definition.users
    guard let target = Identity(of: facts, in: users).target else { return nil }
    let ids: [String]
    switch users {
    case .app: ids = try await ledger.memberIDs(withKakaoUser: target, in: settings.shop)
    case .phone:
      guard let phone = facts.member.phone.value else { return nil }
      ids = try await ledger.memberIDs(withPhone: phone, in: settings.shop)
    }
    let others = try await ledger.memberFacts(ids.filter { $0 != facts.member.id }, in: settings.shop)
      .filter { Identity(of: $0, in: users).target == target }
    guard let newest = others.max(by: { MemberExplainer.isOlder($0, $1) }) else { return .standsAlone }
    return MemberExplainer.isOlder(facts, newest) ? .otherStands(memberID: newest.member.id) : .standsForOthers
  }

  private static func isOlder(_ first: MemberFacts, _ second: MemberFacts) -> Bool {
    if first.recordTime != second.recordTime { return first.recordTime < second.recordTime }
    return first.member.id.utf8.lexicographicallyPrecedes(second.member.id.utf8)
  }

  private static func row(_ facts: MemberFacts, _ projection: Projection, unmasked: Bool) -> [String: RowValue] {
    var row: [String: RowValue] = [:]
    for (column, value) in projection.values(facts) {
      switch value {
      case .text(let text):
        row[column.name] = .text(unmasked ? ComposedText.composed(text) : masked(text, column.source))
      case .date(let date):
        row[column.name] = .text(unmasked ? date.description : masked(date.description, column.source))
      case .number(let number):
        row[column.name] =
          column.source.isPersonal && !unmasked
          ? .text(masked(number.description, column.source))
          : column.kind == .number ? .number(number) : .text(number.description)
      }
    }
    return row
  }

  private static func masked(_ text: String, _ source: ColumnSource) -> String {
    switch source {
    case .member(.name): Masking.name(text)
    case .member(.phone): Masking.phone(text)
    case .member(.email): Masking.email(text)
    case .member(.birthDate): text.prefix(4) + "-**-**"
    case .attribute: Masking.shape(text)
    default: ComposedText.composed(text)
    }
  }
}
