public import CommonValues
public import ShopModel

/// A row of an export as an event.
public struct RowEvent: Sendable, Hashable {
  /// The event: a member, or an order with the item of this row.
  public var event: ShopEvent
  /// When the row was changed at the shop, where it says so.
  public var recordTime: Timestamp?
  /// What was left out.
  public var warnings: [FieldWarning]
  /// What was paid for the item, where the file has no total of the order.
  var itemTotal: DecimalNumber?
  /// What tells the item from others of the order.
  var itemID: String?
}

/// What the rows of an export say.
public struct MappedEvents: Sendable, Hashable {
  /// One event per member or order, in the order in which they first appear.
  public var events: [ShopEvent] = []
  /// The rows that can not be used; all rows of an order count when one can not.
  public var quarantined: [Diagnostic] = []
  /// What was left out of the others.
  public var warnings: [FieldWarning] = []
}
