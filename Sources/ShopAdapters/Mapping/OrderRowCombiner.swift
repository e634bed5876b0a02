public import CommonValues
public import ShopModel

/// Makes one order of the rows that an export has for it.
///
/// - What belongs to the order (member, buyer, times, currency, total) stands in each of its rows or only in the first: the first
///   that is not blank counts, and a different one further down is reported.
/// - The status may differ from item to item: the first that is not cancelled, returned or refunded counts, else the first.
/// - Each row adds its item. An item whose id stands twice counts once, as the later row has it.
/// - A total that stands only with the items is summed up over those that were not cancelled, returned or refunded; over all of
///   them when all were.
///
/// Where one row of an order was quarantined, the whole order must be left out: that is for whoever groups the rows to do.
///
/// A combiner belongs to one thread.
public struct OrderRowCombiner {
  /// What did not agree in the order that was combined last.
  public private(set) var warnings: [FieldWarning] = []

  private var order = OrderFields()
  private var parts: [Part] = []
  private var items: [UInt8] = []

  /// A combiner; it keeps its buffers from order to order.
  public init() {}

  /// Appends the order to `writer`. `row` gives the fields that a ``RecordMapper`` wrote for each of the `count` rows, in the
  /// order of the file; they must stay valid during the call.
  public mutating func combine(count: Int, row: (Int) -> ByteSlice, into writer: inout FieldRecordWriter) {
    if !warnings.isEmpty { warnings.removeAll(keepingCapacity: true) }
    parts.removeAll(keepingCapacity: true)
    order.reset()
    for index in 0..<count { read(row(index)) }
    for (tag, field) in OrderFields.named where order.differs & (1 << tag) != 0 && field != .status {
      warnings.append(FieldWarning(field.name, .conflict))
    }
    order.pick(.status, parts.first { !$0.isUndone && $0.status != nil }?.status ?? nil)
    if count > 1 { dropRepeatedItems() }
    order.write(upTo: .currency, &writer)
    writeTotal(&writer)
    items.removeAll(keepingCapacity: true)
    for part in parts where !part.isRepeated {
      if let item = part.item { items.append(contentsOf: item) }
    }
    if !items.isEmpty { items.withUnsafeBufferPointer { writer.payload(OrderField.items.rawValue, $0) } }
    parts.removeAll(keepingCapacity: true)
    order.reset()
  }

  private mutating func read(_ bytes: ByteSlice) {
    var part = Part()
    var cursor = FieldCursor(bytes)
    while let entry = cursor.next() {
      switch entry.tag {
      case OrderField.items.rawValue: part.item = entry.payload
      case OrderRowTag.itemTotal: part.total = entry.integer
      case OrderRowTag.itemID: part.id = entry.payload
      default:
        if entry.tag == OrderField.status.rawValue, !entry.isEmpty { part.status = entry.payload }
        order.take(entry)
      }
    }
    parts.append(part)
  }

  private mutating func dropRepeatedItems() {
    guard parts.contains(where: { $0.id != nil }) else { return }
    var last: [[UInt8]: Int] = [:]
    for index in parts.indices {
      guard let id = parts[index].id else { continue }
      guard let earlier = last.updateValue(index, forKey: Array(id)) else { continue }
      parts[earlier].isRepeated = true
      warnings.append(FieldWarning("items.id", .repeatedItem))
    }
  }

  private mutating func writeTotal(_ writer: inout FieldRecordWriter) {
    let field = OrderField.total.rawValue
    if order.isKnown(field) { return order.write(field, &writer) }
    let priced = parts.filter { $0.total != nil && !$0.isRepeated }
    guard !priced.isEmpty else { return order.write(field, &writer) }
    let kept = priced.filter { !$0.isUndone }
    var sum = DecimalNumber.zero
    for part in kept.isEmpty ? priced : kept {
      guard let next = sum.adding(DecimalNumber(tenThousandths: part.total ?? 0)) else {
        warnings.append(FieldWarning(OrderField.total.name, .badNumber))
        return
      }
      sum = next
    }
    writer.integer(field, sum.tenThousandths)
  }

  /// What one row says of its item. The slices are valid during one call only.
  private struct Part {
    var item: ByteSlice?
    var id: ByteSlice?
    var status: ByteSlice?
    var total: Int64?
    var isRepeated = false

    /// Whether the item was taken back.
    var isUndone: Bool {
      switch status?.first {
      case OrderStatus.cancelled.storedByte, OrderStatus.returned.storedByte, OrderStatus.refunded.storedByte: true
      default: false
      }
    }
  }
}

/// What the rows of one order say of the order itself.
private struct OrderFields {
  /// The fields that stand in every row, by tag.
  static let named: [(tag: UInt8, field: OrderField)] = OrderField.allCases.map { ($0.rawValue, $0) }

  private var found = [ByteSlice?](repeating: nil, count: 10)
  /// One bit per tag: a blank cell was there.
  private var blank: UInt16 = 0
  /// One bit per tag: the rows differ.
  private(set) var differs: UInt16 = 0

  mutating func reset() {
    for index in found.indices { found[index] = nil }
    blank = 0
    differs = 0
  }

  func isKnown(_ tag: UInt8) -> Bool { found[Int(tag)] != nil }

  mutating func take(_ entry: FieldEntry) {
    guard entry.tag < 10 else { return }
    let index = Int(entry.tag)
    if entry.isEmpty {
      blank |= 1 << entry.tag
    } else if let first = found[index] {
      if !first.elementsEqual(entry.payload) { differs |= 1 << entry.tag }
    } else {
      found[index] = entry.payload
    }
  }

  mutating func pick(_ field: OrderField, _ payload: ByteSlice?) {
    if let payload { found[Int(field.rawValue)] = payload }
  }

  func write(_ tag: UInt8, _ writer: inout FieldRecordWriter) {
    if let payload = found[Int(tag)] {
      writer.payload(tag, payload)
    } else if blank & (1 << tag) != 0 {
      writer.empty(tag)
    }
  }

  func write(upTo field: OrderField, _ writer: inout FieldRecordWriter) {
    for tag in 1...field.rawValue { write(tag, &writer) }
  }
}
