import CommonValues
import ShopModel

/// What one column says about one member.
enum ColumnValue: Sendable, Hashable {
  case text(String)
  case number(DecimalNumber)
  case date(CalendarDate)

  /// The value as a column of that type takes it; nil where it has none: empty text, text that is no number in a number column.
  func fitted(to kind: Column.Kind) -> ColumnValue? {
    switch (self, kind) {
    case (.text(let text), .string): text.isEmpty ? nil : self
    case (.text(let text), .number): DecimalNumber(text).map(ColumnValue.number)
    case (.number, _), (.date, .string): self
    case (.date, .number): nil
    }
  }
}
