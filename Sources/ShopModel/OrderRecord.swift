public import CommonValues

/// An ``Order`` as ``FieldRecord`` bytes and back.
public enum OrderRecord {
  /// Appends the fields that `order` states.
  public static func write(_ order: Order, to writer: inout FieldRecordWriter) {
    func text(_ field: OrderField, _ value: String?) {
      if let value { writer.text(field.rawValue, value) }
    }
    func integer(_ field: OrderField, _ value: Int64?) {
      if let value { writer.integer(field.rawValue, value) }
    }
    text(.memberID, order.memberID)
    text(.buyerName, order.buyer.name)
    integer(.buyerPhone, order.buyer.phone?.digits)
    text(.buyerEmail, order.buyer.email)
    integer(.placedAt, order.placedAt?.milliseconds)
    integer(.paidAt, order.paidAt?.milliseconds)
    if let status = order.status { writer.byte(OrderField.status.rawValue, status.storedByte) }
    text(.currency, order.currency)
    integer(.total, order.total?.tenThousandths)
    if !order.items.isEmpty { items(order.items, &writer) }
  }

  /// The order that the bytes describe. Fields that are damaged are left out.
  public static func read(id: String, _ bytes: ByteSlice) -> Order {
    var order = Order(id: id)
    var cursor = FieldCursor(bytes)
    while let entry = cursor.next() {
      guard !entry.isEmpty, let field = OrderField(rawValue: entry.tag) else { continue }
      switch field {
      case .memberID: order.memberID = entry.text
      case .buyerName: order.buyer.name = entry.text
      case .buyerPhone: order.buyer.phone = entry.fixed.flatMap(PhoneNumber.init(digits:))
      case .buyerEmail: order.buyer.email = entry.text
      case .placedAt: order.placedAt = entry.timestamp
      case .paidAt: order.paidAt = entry.timestamp
      case .status: order.status = entry.payload.first.flatMap(OrderStatus.init(storedByte:))
      case .currency: order.currency = entry.text
      case .total: order.total = entry.fixed.map(DecimalNumber.init(tenThousandths:))
      case .items: order.items = items(entry.payload)
      }
    }
    return order
  }

  /// Per item: quantity (8 bytes), a flag and the price (9 bytes), length of the name (8 bytes), name.
  private static func items(_ items: [Order.Item], _ writer: inout FieldRecordWriter) {
    var inner = FieldRecordWriter(capacity: items.count * 48)
    for item in items {
      inner.integer(Int64(item.quantity))
      inner.bytes.append(item.price == nil ? 0 : 1)
      inner.integer(item.price?.tenThousandths ?? 0)
      let name = Array(item.name.utf8)
      inner.integer(Int64(name.count))
      inner.bytes.append(contentsOf: name)
    }
    inner.bytes.withUnsafeBufferPointer { writer.payload(OrderField.items.rawValue, $0) }
  }

  private static func items(_ bytes: ByteSlice) -> [Order.Item] {
    var items: [Order.Item] = []
    var offset = 0
    while bytes.count - offset >= 25 {
      let quantity = FieldEntry.integer(bytes, at: offset)
      let hasPrice = bytes[offset + 8] == 1
      let price = FieldEntry.integer(bytes, at: offset + 9)
      let length = Int(FieldEntry.integer(bytes, at: offset + 17))
      offset += 25
      guard length >= 0, bytes.count - offset >= length else { break }
      items.append(
        Order.Item(
          name: String(decoding: bytes[offset..<offset + length], as: UTF8.self), quantity: Int(quantity),
          price: hasPrice ? DecimalNumber(tenThousandths: price) : nil))
      offset += length
    }
    return items
  }
}

extension OrderStatus {
  /// The byte that stands for it in a stored record.
  public var storedByte: UInt8 {
    switch self {
    case .placed: 1
    case .paid: 2
    case .preparing: 3
    case .shipped: 4
    case .delivered: 5
    case .cancelled: 6
    case .returned: 7
    case .refunded: 8
    }
  }

  init?(storedByte: UInt8) {
    guard let status = OrderStatus.allCases.first(where: { $0.storedByte == storedByte }) else { return nil }
    self = status
  }
}
