import CommonValues

/// What is done for one field of each row. It and everything that it points to lives in a ``TableMemory``.
struct MappingStep: BitwiseCopyable {
  enum Operation: UInt8 {
    case text, phone, email, gender, date, points, time, lastSeen, status, kakaoUserID, consent, withdrawal, attribute
    case currency, orderStatus, amount, total
    case consentList, itemList
  }

  let operation: Operation
  /// Where the field stands in the record.
  let tag: UInt8
  /// Which consent, for ``Operation/consent``: its place in ``ConsentKind/allCases``.
  var consent = 0
  /// The field's number among the names of its ``MappingTables``.
  let field: Int
  let sources: UnsafeBufferPointer<BoundSource>
  /// What is asked of the values of some sources; nil, as mostly, when nothing is.
  let demands: UnsafePointer<Demands>?
  /// What counts as an empty cell.
  let blanks: WordTable
  /// What the column's words stand for.
  let words: WordTable
  /// For text: what to write instead, by the words' values.
  let texts: UnsafeBufferPointer<ByteSlice>
  /// What is taken where every cell is blank; may be empty.
  let constant: ByteSlice
  /// Whether a blank value says that there is none, for a Kakao user id.
  let endsWhenBlank: Bool
  /// An attribute's name.
  let name: ByteSlice
  /// The dates that belong to a flag.
  var dates = FlagDates()

  /// Numbers of the steps for a flag's dates among the ``MappingTables/dates``; -1 for none.
  struct FlagDates: BitwiseCopyable {
    var yes = -1
    var no = -1
    var changed = -1
  }
}

/// What a step asks of its values.
struct Demands: BitwiseCopyable {
  /// By ``BoundSource/rule``.
  let rules: UnsafeBufferPointer<CompiledRule>
  /// The words of which a value must be one, else it counts as blank; nil when any value will do.
  let onlyWords: WordTable?
}

/// A ``SourceRule`` for the inner loop.
struct CompiledRule: BitwiseCopyable {
  let format: SourceRule.TimeFormat
  let zone: SourceRule.Zone
  let prefix: ByteSlice
  let suffix: ByteSlice
  let digitsOnly: Bool
  let condition: WordTable
  let isNegated: Bool

  /// What is left of a value; empty when it is not of the form that is asked for.
  func cut(_ cell: ByteSlice) -> ByteSlice {
    let none = ByteSlice(rebasing: cell[0..<0])
    guard cell.count >= prefix.count + suffix.count, cell.starts(with: prefix),
      cell[(cell.count - suffix.count)...].elementsEqual(suffix)
    else { return none }
    let rest = ByteSlice(rebasing: cell[prefix.count..<(cell.count - suffix.count)]).trimmed
    return digitsOnly && !rest.allSatisfy { $0 &- 0x30 < 10 } ? none : rest
  }
}
