import CommonValues
import ShopModel

/// One place of a field, found in a file's header.
struct BoundSource: BitwiseCopyable, Hashable {
  // Small, for the inner loop reads one for each cell.
  private let columnNumber: Int32
  private let timeNumber: Int32
  private let ruleNumber: Int32
  private let conditionNumber: Int32

  init(column: Int, time: Int, rule: Int = -1, condition: Int = -1) {
    columnNumber = Int32(truncatingIfNeeded: column)
    timeNumber = Int32(truncatingIfNeeded: time)
    ruleNumber = Int32(truncatingIfNeeded: rule)
    conditionNumber = Int32(truncatingIfNeeded: condition)
  }

  /// The column, counted from 0.
  @inline(__always) var column: Int { Int(columnNumber) }
  /// The column of the time of day that belongs to it; -1 for none.
  @inline(__always) var time: Int { Int(timeNumber) }
  /// Which of the mapping's sources has the rule for it; -1 when nothing is asked of the value.
  @inline(__always) var rule: Int { Int(ruleNumber) }
  /// The column that its condition looks at; -1 for none, -2 when the file has no such column.
  @inline(__always) var condition: Int { Int(conditionNumber) }
}

/// A field, found in a file's header. It has at least one source or a constant.
///
/// A class, since it is large and handed on for every value.
final class BoundField: Sendable {
  /// The field's name in canonical JSON and messages.
  let name: String
  /// Its columns, likeliest first.
  let sources: [BoundSource]
  /// What the manifest says of it.
  let mapping: FieldMapping
  /// Whether a blank marker is a value of it.
  let keepsMarkers: Bool
  /// The words that stand for an empty cell here.
  let blank: WordLists
  /// The mapping's words, a list for each meaning.
  let words: WordLists
  /// Of each of the mapping's sources the words of its condition.
  let conditions: [WordLists]

  init(name: String, sources: [BoundSource], mapping: FieldMapping) {
    self.name = name
    self.sources = sources
    self.mapping = mapping
    keepsMarkers = mapping.isAttribute || StepCompiler.freeTexts.contains(name)
    blank = WordLists([mapping.blank])
    words = WordLists(mapping.words.map(\.words))
    conditions = mapping.sources.map { WordLists([$0.rule.condition?.words ?? []]) }
  }
}

/// A flag, found in a file's header. A class for the same reason.
final class BoundFlag: Sendable {
  let mapping: FlagMapping
  let state: BoundField?
  let yesAt: BoundField?
  let noAt: BoundField?
  let changedAt: BoundField?
  /// The words for no, then those for yes.
  let words: WordLists

  init(_ mapping: FlagMapping, state: BoundField?, yesAt: BoundField?, noAt: BoundField?, changedAt: BoundField?) {
    self.mapping = mapping
    self.state = state
    self.yesAt = yesAt
    self.noAt = noAt
    self.changedAt = changedAt
    words = WordLists([mapping.no, mapping.yes])
  }
}

/// The columns of one member export.
struct BoundMembers: Sendable {
  var id: BoundField
  var updatedAt: BoundField?
  /// In the order in which they are stored.
  var fields: [(field: MemberField, bound: BoundField)] = []
  var withdrawn: BoundFlag?
  var dormant: BoundFlag?
  /// In the order of ``ConsentKind``; each with a column for its state.
  var consents: [(kind: ConsentKind, flag: BoundFlag)] = []
  /// In ascending order of the names' bytes.
  var attributes: [BoundField] = []
  /// A column with canonical JSON's list of consents.
  var consentList: BoundField?
}

/// The columns of one order export.
struct BoundOrders: Sendable {
  var id: BoundField
  var updatedAt: BoundField?
  /// In the order in which they are stored.
  var fields: [(field: OrderField, bound: BoundField)] = []
  var refunded: BoundField?
  var itemID: BoundField?
  var itemName: BoundField?
  var itemQuantity: BoundField?
  var itemPrice: BoundField?
  /// Only where there is no column for the order's total.
  var itemTotal: BoundField?
  /// What stands between several items in one cell; empty when a cell is one item's.
  var itemSeparator = ""
  /// A column with canonical JSON's list of items.
  var itemList: BoundField?
  /// Whether a row without an id belongs to the order above it.
  var fillsDown = false
}
