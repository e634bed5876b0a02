/// A share of the rows confirmed before, or a number of rows.
public enum RemovalLimit: Sendable, Hashable {
  /// Percent, 0 to 100; counted to a millionth of a percent.
  case percent(Double)
  /// Rows.
  case rows(Int)

  /// Whether taking away so many rows of so many confirmed ones may go on without being told to. Exactly as much as the limit
  /// passes; where nothing was confirmed, everything does.
  public func allows(removing count: Int, ofConfirmed confirmed: Int) -> Bool {
    guard confirmed > 0 else { return true }
    switch self {
    case .rows(let limit): return count <= limit
    case .percent(let percent):
      guard percent.isFinite, percent < 100 else { return true }
      let millionths = Int64((max(percent, 0) * 1_000_000).rounded())
      let removed = Int64(count).multipliedFullWidth(by: 100_000_000)
      let allowed = Int64(confirmed).multipliedFullWidth(by: millionths)
      return (removed.high, removed.low) <= (allowed.high, allowed.low)
    }
  }
}
