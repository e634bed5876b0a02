import CommonValues
import ShopModel

/// Maps the rows of an order export to events.
struct OrderEvents {
  private let bound: BoundOrders
  private let source: RowSource

  init(_ bound: BoundOrders, _ source: RowSource) {
    self.bound = bound
    self.source = source
  }

  /// - Parameters:
  ///   - stated: the id of the row above, for a row without one.
  ///   - idFirst: whether `stated` goes before the row's own, which then holds several.
  func event(_ row: EventCells, _ line: Int?, id stated: String? = nil, idFirst: Bool = false)
    -> Result<RowEvent, Diagnostic>
  {
    var row = row
    do {
      let found = idFirst ? stated ?? row.value(bound.id) : row.value(bound.id) ?? stated
      let id = try EventID.read(found, source, line).get()
      var order = Order(id: id)
      order.updatedAt = try bound.updatedAt.flatMap { try time($0, &row, line) }
      for (field, bound) in bound.fields { try set(field, bound, &row, &order, line) }
      order.items = try items(row, line)
      var event = RowEvent(event: .order(order), recordTime: order.updatedAt, warnings: row.warnings)
      event.itemTotal = try bound.itemTotal.flatMap { try amount($0, row, line) }
      event.itemID = bound.itemID.flatMap(row.value)
      return .success(event)
    } catch let problem as Diagnostic {
      return .failure(problem)
    } catch {
      return .failure(MappingProblem.noID(source.file, line))
    }
  }

  private func set(
    _ field: OrderField, _ bound: BoundField, _ row: inout EventCells, _ order: inout Order, _ line: Int?
  ) throws {
    switch field {
    case .placedAt: order.placedAt = try time(bound, &row, line)
    case .paidAt: order.paidAt = try time(bound, &row, line)
    case .total:
      order.total = try amount(bound, row, line)
      if let total = order.total, let refunded = self.bound.refunded, let amount = try amount(refunded, row, line) {
        guard let magnitude = amount.magnitude, let rest = total.subtracting(magnitude) else {
          throw MappingProblem.unreadable(refunded.name, isTime: false, source.file, line)
        }
        order.total = rest
      }
    default:
      guard let cell = row.value(bound) else { return }
      let text = row.meaning(cell, bound) ?? cell
      switch field {
      case .memberID: order.memberID = text
      case .buyerName: order.buyer.name = text
      case .buyerPhone: order.buyer.phone = parsed(PhoneNumber(cell), bound, &row, .badPhone)
      case .buyerEmail: order.buyer.email = parsed(EventText.email(cell), bound, &row, .badEmail)
      case .status: order.status = parsed(OrderStatus(rawValue: text), bound, &row, .unknownStatus)
      case .currency: order.currency = text == cell && cell.utf8.count == 3 ? OrderEvents.upper(cell) : text
      default: break
      }
    }
  }

  private func items(_ row: EventCells, _ line: Int?) throws -> [Order.Item] {
    if let list = bound.itemList, let cell = row.value(list) {
      guard let items = CanonicalLists.items(cell) else {
        throw MappingProblem.unreadable(list.name, isTime: false, source.file, line)
      }
      return items
    }
    if !bound.itemSeparator.isEmpty, let name = bound.itemName.flatMap(row.value) {
      let names = parts(name)
      if names.count > 1 { return try joined(names, row, line) }
    }
    return try item(row, line).map { [$0] } ?? []
  }

  private func parts(_ text: String) -> [String] {
    var parts: [String] = []
    var bytes = Array(text.utf8)[...]
    let separator = Array(bound.itemSeparator.utf8)
    while let found = bytes.indices.first(where: { bytes[$0...].starts(with: separator) }) {
      parts.append(EventCells.trimmed(String(decoding: bytes[..<found], as: UTF8.self)))
      bytes = bytes[(found + separator.count)...]
    }
    return parts + [EventCells.trimmed(String(decoding: bytes, as: UTF8.self))]
  }

  /// Several items in one cell; quantities and prices count where there are as many.
  private func joined(_ names: [String], _ row: EventCells, _ line: Int?) throws -> [Order.Item] {
    func numbers(_ bound: BoundField?) throws -> [DecimalNumber?] {
      guard let bound, let cell = row.value(bound) else { return [] }
      let cells = parts(cell)
      guard cells.count == names.count else { return [] }
      return try cells.map { cell in
        if cell.isEmpty { return nil }
        guard let number = DecimalNumber(cell) else {
          throw MappingProblem.unreadable(bound.name, isTime: false, source.file, line)
        }
        return number
      }
    }
    let quantities = try numbers(bound.itemQuantity)
    if quantities.contains(where: { $0?.isWhole == false }) {
      throw MappingProblem.unreadable(bound.itemQuantity?.name ?? "items", isTime: false, source.file, line)
    }
    let prices = try numbers(bound.itemPrice)
    return names.enumerated().compactMap { index, name in
      let quantity = quantities.isEmpty ? 1 : quantities[index]?.whole ?? 1
      return name.isEmpty
        ? nil : Order.Item(name: name, quantity: Int(quantity), price: prices.isEmpty ? nil : prices[index])
    }
  }

  private func item(_ row: EventCells, _ line: Int?) throws -> Order.Item? {
    let quantity = try bound.itemQuantity.flatMap { try amount($0, row, line) }
    if let quantity, !quantity.isWhole {
      throw MappingProblem.unreadable(bound.itemQuantity?.name ?? "items", isTime: false, source.file, line)
    }
    let price = try bound.itemPrice.flatMap { try amount($0, row, line) }
    guard let name = bound.itemName.flatMap(row.value) else { return nil }
    return Order.Item(name: name, quantity: Int(quantity?.whole ?? 1), price: price)
  }

  private func amount(_ bound: BoundField, _ row: EventCells, _ line: Int?) throws -> DecimalNumber? {
    guard let cell = row.value(bound) else { return nil }
    guard let number = DecimalNumber(cell) else {
      throw MappingProblem.unreadable(bound.name, isTime: false, source.file, line)
    }
    return number
  }

  private func time(_ bound: BoundField, _ row: inout EventCells, _ line: Int?) throws -> Timestamp? {
    switch row.time(bound) {
    case .blank, .absent: return nil
    case .value(let found): return found
    case .bad: throw MappingProblem.unreadable(bound.name, isTime: true, source.file, line)
    }
  }

  private func parsed<Value>(
    _ value: Value?, _ bound: BoundField, _ row: inout EventCells, _ problem: FieldWarning.Problem
  ) -> Value? {
    if value == nil { row.warnings.append(FieldWarning(bound.name, problem)) }
    return value
  }

  private static func upper(_ text: String) -> String {
    text.unicodeScalars.map { ("a"..."z").contains($0) ? $0.properties.uppercaseMapping : String($0) }.joined()
  }
}

extension OrderEvents {
  /// The one order that rows with the same id describe.
  static func combined(_ rows: [RowEvent]) -> ShopEvent {
    let orders = rows.compactMap { row in if case .order(let order) = row.event { order } else { nil } }
    var result = Order(id: orders.first?.id ?? "")
    func first<Value>(_ path: KeyPath<Order, Value?>) -> Value? { orders.lazy.compactMap { $0[keyPath: path] }.first }
    result.memberID = first(\.memberID)
    result.buyer = Order.Buyer(name: first(\.buyer.name), phone: first(\.buyer.phone), email: first(\.buyer.email))
    result.placedAt = first(\.placedAt)
    result.paidAt = first(\.paidAt)
    result.currency = first(\.currency)
    result.updatedAt = orders.compactMap(\.updatedAt).max()
    let undone: Set<OrderStatus?> = [.cancelled, .returned, .refunded]
    result.status = orders.lazy.compactMap(\.status).first { !undone.contains($0) } ?? first(\.status)
    let kept = rows.indices.filter { index in
      guard let id = rows[index].itemID else { return true }
      return !rows[(index + 1)...].contains { $0.itemID == id }
    }
    result.items = kept.flatMap { orders[$0].items }
    let priced = kept.filter { rows[$0].itemTotal != nil }
    let standing = priced.filter { !undone.contains(orders[$0].status) }
    let sum = (standing.isEmpty ? priced : standing).reduce(DecimalNumber?.some(.zero)) { sum, index in
      sum.flatMap { rows[index].itemTotal.flatMap($0.adding) }
    }
    result.total = first(\.total) ?? (priced.isEmpty ? nil : sum)
    return .order(result)
  }
}
