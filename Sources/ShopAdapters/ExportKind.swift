/// What the rows of an export are about.
public enum ExportKind: String, Sendable, Hashable, CaseIterable, Codable {
  /// One row per member.
  case members
  /// One row per order, or one per item of an order.
  case orders
}
