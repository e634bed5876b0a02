import CommonValues
import ShopModel

/// Maps the rows of an order export to events.
struct OrderEvents {
  private let bound: BoundOrders
  private let tables: MappingTables

  init(_ bound: BoundOrders, _ tables: MappingTables) {
    self.bound = bound
    self.tables = tables
  }

  func event(_ row: EventCells, _ line: Int) -> Result<RowEvent, Diagnostic> {
    var row = row
    do {
      let id = try EventID.read(row.value(bound.id), tables, line).get()
      var order = Order(id: id)
      order.updatedAt = try bound.updatedAt.flatMap { try time($0, &row, line) }
      for (field, bound) in bound.fields { try set(field, bound, &row, &order, line) }
      if let item = try item(row, line) { order.items = [item] }
      var event = RowEvent(event: .order(order), recordTime: order.updatedAt, warnings: row.warnings)
      event.itemTotal = try bound.itemTotal.flatMap { try amount($0, row, line) }
      event.itemID = bound.itemID.flatMap(row.value)
      return .success(event)
    } catch let problem as Diagnostic {
      return .failure(problem)
    } catch {
      return .failure(MappingProblem.noID(tables, line))
    }
  }

  private func set(
    _ field: OrderField, _ bound: BoundField, _ row: inout EventCells, _ order: inout Order, _ line: Int
  ) throws {
    switch field {
    case .placedAt: order.placedAt = try time(bound, &row, line)
    case .paidAt: order.paidAt = try time(bound, &row, line)
    case .total:
      order.total = try amount(bound, row, line)
      if let total = order.total, let refunded = self.bound.refunded, let amount = try amount(refunded, row, line) {
        guard let magnitude = amount.magnitude, let rest = total.subtracting(magnitude) else {
          throw MappingProblem.unreadable(refunded.name, isTime: false, tables, line)
        }
        order.total = rest
      }
    default:
      guard let cell = row.value(bound) else { return }
      let text = row.meaning(cell, bound.mapping.words) ?? cell
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

  private func item(_ row: EventCells, _ line: Int) throws -> Order.Item? {
    let quantity = try bound.itemQuantity.flatMap { try amount($0, row, line) }
    if let quantity, !quantity.isWhole {
      throw MappingProblem.unreadable(bound.itemQuantity?.name ?? "items", isTime: false, tables, line)
    }
    let price = try bound.itemPrice.flatMap { try amount($0, row, line) }
    guard let name = bound.itemName.flatMap(row.value) else { return nil }
    return Order.Item(name: name, quantity: Int(quantity?.whole ?? 1), price: price)
  }

  private func amount(_ bound: BoundField, _ row: EventCells, _ line: Int) throws -> DecimalNumber? {
    guard let cell = row.value(bound) else { return nil }
    guard let number = DecimalNumber(cell) else {
      throw MappingProblem.unreadable(bound.name, isTime: false, tables, line)
    }
    return number
  }

  private func time(_ bound: BoundField, _ row: inout EventCells, _ line: Int) throws -> Timestamp? {
    switch row.time(bound) {
    case .blank: return nil
    case .value(let found): return found
    case .bad: throw MappingProblem.unreadable(bound.name, isTime: true, tables, line)
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
