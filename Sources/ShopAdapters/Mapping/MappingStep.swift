import CommonValues

/// What is done for one field of each row. It and everything that it points to lives in a ``TableMemory``.
struct MappingStep: BitwiseCopyable {
  enum Operation: UInt8 {
    case text, phone, email, gender, date, points, time, lastSeen, status, kakaoUserID, consent, withdrawal, attribute
    case currency, orderStatus, amount, total
  }

  let operation: Operation
  /// Where the field stands in the record.
  let tag: UInt8
  /// Which consent, for ``Operation/consent``: its place in ``ConsentKind/allCases``.
  var consent = 0
  /// The field's number among the names of its ``MappingTables``.
  let field: Int
  let sources: UnsafeBufferPointer<BoundSource>
  /// What counts as an empty cell.
  let blanks: WordTable
  /// What the column's words stand for.
  let words: WordTable
  /// For text: what to write instead, by the words' values.
  let texts: UnsafeBufferPointer<ByteSlice>
  /// What is taken where every cell is blank; may be empty.
  let constant: ByteSlice
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
