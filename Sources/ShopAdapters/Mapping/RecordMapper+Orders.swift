import CommonValues
import Records
import ShopModel

extension RecordMapper {
  /// Writes the fields of an order's row, its item, and what an ``OrderRowCombiner`` needs to know.
  func mapOrder(_ record: borrowing Record, _ writer: inout FieldRecordWriter) -> Diagnostic? {
    if !readRecordTime(record), let step = tables.updatedAt { return unreadable(step, record, isTime: true) }
    for index in 0..<tables.steps.count {
      if let problem = writeOrderField(tables.steps[index], record, &writer) { return problem }
    }
    return writeItem(record, &writer)
  }

  @inline(__always)
  private func writeOrderField(
    _ step: MappingStep, _ record: borrowing Record, _ writer: inout FieldRecordWriter
  ) -> Diagnostic? {
    if step.operation == .time {
      switch time(step, record) {
      case .absent: break
      case .blank: writer.empty(step.tag)
      case .value(let found): writer.integer(step.tag, found)
      case .bad: return unreadable(step, record, isTime: true)
      }
      return nil
    }
    let cell = value(step, record)
    if cell.isEmpty {
      if !saysNothing(step, record) { writer.empty(step.tag) }
      return nil
    }
    switch step.operation {
    case .phone: writePhone(step, cell, &writer)
    case .email: writeEmail(step, cell, &writer)
    case .orderStatus:
      let status = step.words.match(cell)
      if status == WordTable.none { warn(step.field, .unknownStatus) } else { writer.byte(step.tag, status) }
    case .currency: writeCurrency(step, cell, &writer)
    case .total: return writeTotal(step, cell, record, &writer)
    case .itemList: return writeItemList(step, cell, record, &writer)
    default: writeText(step, cell, &writer)
    }
    return nil
  }

  private func writeItemList(
    _ step: MappingStep, _ cell: ByteSlice, _ record: borrowing Record, _ writer: inout FieldRecordWriter
  ) -> Diagnostic? {
    scratch.removeAll(keepingCapacity: true)
    let isRead = CanonicalLists.forEachItem(cell) { name, quantity, price in
      if name.hasEscapes {
        var unescaped: [UInt8] = []
        JSONEscapes.decode(name.bytes, into: &unescaped)
        unescaped.withUnsafeBufferPointer {
          OrderItemBytes.append(name: $0, quantity: quantity, price: price, to: &scratch)
        }
      } else {
        OrderItemBytes.append(name: name.bytes, quantity: quantity, price: price, to: &scratch)
      }
    }
    guard isRead else { return unreadable(step, record) }
    if !scratch.isEmpty { scratch.withUnsafeBufferPointer { writer.payload(step.tag, $0) } }
    return nil
  }

  /// Three letters become large ones; what else stands there is kept, so that it is not taken for the shop's own currency.
  private func writeCurrency(_ step: MappingStep, _ cell: ByteSlice, _ writer: inout FieldRecordWriter) {
    writeText(step, cell, &writer)
    guard cell.count == 3, step.words.match(cell) == WordTable.none else { return }
    for index in (writer.bytes.count - 3)..<writer.bytes.count where writer.bytes[index] &- 0x61 < 26 {
      writer.bytes[index] &= 0xDF
    }
  }

  /// The amount paid, less what is known to have been paid back; the sign of a refund does not matter.
  private func writeTotal(
    _ step: MappingStep, _ cell: ByteSlice, _ record: borrowing Record, _ writer: inout FieldRecordWriter
  ) -> Diagnostic? {
    guard var total = DecimalNumber(bytes: cell) else { return unreadable(step, record) }
    if let refunded = tables.refunded {
      let amount = value(refunded, record)
      if !amount.isEmpty {
        guard let refund = DecimalNumber(bytes: amount), let magnitude = refund.magnitude,
          let rest = total.subtracting(magnitude)
        else { return unreadable(refunded, record) }
        total = rest
      }
    }
    writer.integer(step.tag, total.tenThousandths)
    return nil
  }

  private func writeItem(_ record: borrowing Record, _ writer: inout FieldRecordWriter) -> Diagnostic? {
    if !tables.items.separator.isEmpty, let step = tables.items.name {
      let names = JoinedCell(value(step, record), tables.items.separator)
      if names.count > 1 { return writeItems(names, record, &writer) }
    }
    var quantity = DecimalNumber(1) ?? .zero
    var price: DecimalNumber?
    if let step = tables.items.quantity {
      let cell = value(step, record)
      if !cell.isEmpty {
        guard let found = DecimalNumber(bytes: cell), found.isWhole else { return unreadable(step, record) }
        quantity = found
      }
    }
    if let step = tables.items.price {
      let cell = value(step, record)
      if !cell.isEmpty {
        guard let found = DecimalNumber(bytes: cell) else { return unreadable(step, record) }
        price = found
      }
    }
    if let step = tables.items.name {
      let name = value(step, record)
      if !name.isEmpty {
        scratch.removeAll(keepingCapacity: true)
        OrderItemBytes.append(name: name, quantity: quantity.whole, price: price, to: &scratch)
        scratch.withUnsafeBufferPointer { writer.payload(OrderField.items.rawValue, $0) }
      }
    }
    return writeRowParts(record, &writer)
  }

  /// Several items in one cell; quantities and prices count where there are as many.
  private func writeItems(
    _ names: JoinedCell, _ record: borrowing Record, _ writer: inout FieldRecordWriter
  ) -> Diagnostic? {
    let quantities = tables.items.quantity.map { JoinedCell(value($0, record), tables.items.separator) }
    let prices = tables.items.price.map { JoinedCell(value($0, record), tables.items.separator) }
    scratch.removeAll(keepingCapacity: true)
    for index in 0..<names.count {
      var quantity = DecimalNumber(1) ?? .zero
      var price: DecimalNumber?
      if let step = tables.items.quantity, let cells = quantities, cells.count == names.count, !cells[index].isEmpty {
        guard let found = DecimalNumber(bytes: cells[index]), found.isWhole else { return unreadable(step, record) }
        quantity = found
      }
      if let step = tables.items.price, let cells = prices, cells.count == names.count, !cells[index].isEmpty {
        guard let found = DecimalNumber(bytes: cells[index]) else { return unreadable(step, record) }
        price = found
      }
      if names[index].isEmpty { continue }
      OrderItemBytes.append(name: names[index], quantity: quantity.whole, price: price, to: &scratch)
    }
    if !scratch.isEmpty { scratch.withUnsafeBufferPointer { writer.payload(OrderField.items.rawValue, $0) } }
    return writeRowParts(record, &writer)
  }

  /// What only the combining of rows needs.
  private func writeRowParts(_ record: borrowing Record, _ writer: inout FieldRecordWriter) -> Diagnostic? {
    if let step = tables.items.total {
      let cell = value(step, record)
      if !cell.isEmpty {
        guard let total = DecimalNumber(bytes: cell) else { return unreadable(step, record) }
        writer.integer(OrderRowTag.itemTotal, total.tenThousandths)
      }
    }
    if let step = tables.items.id {
      let cell = value(step, record)
      if !cell.isEmpty { writer.payload(OrderRowTag.itemID, cell) }
    }
    return nil
  }

  private func unreadable(
    _ step: MappingStep, _ record: borrowing Record, isTime: Bool = false
  ) -> Diagnostic {
    MappingProblem.unreadable(tables.names[step.field], isTime: isTime, tables.file, record.line)
  }
}

/// Entries of an order's row that no stored order has.
enum OrderRowTag {
  /// What was paid for the item, in ten-thousandths.
  static let itemTotal: UInt8 = 40
  /// What tells the item from others of the order.
  static let itemID: UInt8 = 41
}

/// The stored form of an item, as ``OrderRecord`` reads it.
enum OrderItemBytes {
  static func append(name: ByteSlice, quantity: Int64, price: DecimalNumber?, to bytes: inout [UInt8]) {
    integer(quantity, to: &bytes)
    bytes.append(price == nil ? 0 : 1)
    integer(price?.tenThousandths ?? 0, to: &bytes)
    integer(Int64(name.count), to: &bytes)
    bytes.append(contentsOf: name)
  }

  private static func integer(_ value: Int64, to bytes: inout [UInt8]) {
    withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
  }
}

extension DecimalNumber {
  var isWhole: Bool { tenThousandths % 10_000 == 0 }
  var whole: Int64 { tenThousandths / 10_000 }
  var magnitude: DecimalNumber? {
    tenThousandths == .min ? nil : DecimalNumber(tenThousandths: abs(tenThousandths))
  }
}
