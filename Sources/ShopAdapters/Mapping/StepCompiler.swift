import CommonValues
import ShopModel

/// Turns bound fields into steps.
struct StepCompiler {
  let memory = TableMemory()
  private let markers: [String]
  private(set) var names: [String] = []
  private(set) var dates: [MappingStep] = []

  init(markers: [String]) { self.markers = markers }

  /// The step of a field.
  mutating func step(_ operation: MappingStep.Operation, _ tag: UInt8, _ bound: BoundField) -> MappingStep {
    let mapping = bound.mapping
    names.append(bound.name)
    let blank = (bound.keepsMarkers ? [] : markers) + mapping.blank
    let meanings = StepCompiler.meanings(operation, mapping)
    return MappingStep(
      operation: operation, tag: tag, field: names.count - 1, sources: memory.copy(bound.sources),
      demands: demands(bound, meanings),
      blanks: WordTable(blank.map { ($0, 1) }, in: memory), words: WordTable(meanings, in: memory),
      texts: memory.copy(mapping.words.map { memory.copy($0.meaning) }), constant: memory.copy(mapping.constant ?? ""),
      endsWhenBlank: mapping.endsWhenBlank,
      name: memory.copy(operation == .attribute ? bound.name : ""))
  }

  /// The step of a flag, with those of its dates.
  mutating func step(_ operation: MappingStep.Operation, _ tag: UInt8, _ flag: BoundFlag, _ name: String) -> MappingStep
  {
    var state = flag.state?.mapping ?? FieldMapping([])
    state.words = [
      FieldMapping.Words(meaning: "no", words: flag.mapping.no),
      FieldMapping.Words(meaning: "yes", words: flag.mapping.yes),
    ]
    var step = step(operation, tag, BoundField(name: name, sources: flag.state?.sources ?? [], mapping: state))
    step.dates.yes = date(flag.yesAt)
    step.dates.no = date(flag.noAt)
    step.dates.changed = date(flag.changedAt)
    return step
  }

  private func demands(_ bound: BoundField, _ meanings: [(word: String, value: UInt8)]) -> UnsafePointer<Demands>? {
    guard bound.mapping.leavesOutOthers || bound.sources.contains(where: { $0.rule >= 0 }) else { return nil }
    let rules = memory.copy(bound.mapping.sources.map { rule($0.rule) })
    let words = bound.mapping.leavesOutOthers ? WordTable(meanings, in: memory) : nil
    return memory.copy([Demands(rules: rules, onlyWords: words)]).baseAddress
  }

  private func rule(_ rule: SourceRule) -> CompiledRule {
    CompiledRule(
      format: rule.format, zone: rule.zone, prefix: memory.copy(rule.prefix), suffix: memory.copy(rule.suffix),
      digitsOnly: rule.digitsOnly, condition: WordTable((rule.condition?.words ?? []).map { ($0, 1) }, in: memory),
      isNegated: rule.condition?.isNegated ?? false)
  }

  private mutating func date(_ bound: BoundField?) -> Int {
    guard let bound else { return -1 }
    let next = step(.time, 0, bound)
    dates.append(next)
    return dates.count - 1
  }

  /// Names and grades, like attributes, may well be `-` or `없음`.
  static let freeTexts: Set<String> = ["name", "grade", "buyer.name", "items.name"]

  /// The values that a column's words stand for: the stored byte of what is enumerated, else the number of the text.
  private static func meanings(
    _ operation: MappingStep.Operation, _ mapping: FieldMapping
  ) -> [(word: String, value: UInt8)] {
    mapping.words.prefix(250).enumerated().flatMap { index, entry in
      let value: UInt8? =
        switch operation {
        case .gender: Gender(rawValue: entry.meaning)?.storedByte
        case .status: MemberStatus(rawValue: entry.meaning)?.storedByte
        case .orderStatus: OrderStatus(rawValue: entry.meaning)?.storedByte
        default: UInt8(index)
        }
      guard let value else { return [(word: String, value: UInt8)]() }
      return entry.words.map { ($0, value) }
    }
  }
}
