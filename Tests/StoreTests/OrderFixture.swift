import CommonValues
import ShopModel

@testable import Store

extension StoreFixture {
  /// Imports orders in the order given, as the lines of one file; of rows with one id the last counts unless `combine` says else.
  @discardableResult
  func load(
    orders: [Order], at time: Int64, rules: OrderRules = OrderRules(), dryRun: Bool = false,
    listedChanges: Int = ChangeFeed.limit,
    combine: (borrowing RecordGroup, inout FieldRecordWriter) -> Bool = { group, writer in
      writer.bytes.append(contentsOf: group[group.count - 1].fields)
      return true
    }
  ) throws -> ApplyCounts {
    let stage = try store.makeStage()
    var writer = RecordStage.Writer(stage)
    for (index, order) in orders.enumerated() {
      var fields = FieldRecordWriter()
      OrderRecord.write(order, to: &fields)
      var id = order.id
      try id.withUTF8 { key in
        try fields.bytes.withUnsafeBufferPointer { bytes in
          try writer.append(
            key: key, sourceTime: order.updatedAt?.milliseconds ?? time, contentHash: ContentHash.hash(bytes),
            line: Int64(index + 2), fields: bytes)
        }
      }
    }
    try writer.finish()
    var options = ApplyOptions(fileTime: Timestamp(milliseconds: time), dryRun: dryRun)
    options.listedChanges = listedChanges
    return try store.applyOrders(stage, in: shop, rules: rules, options: options, combine: combine)
  }

  /// The sums of everybody, by id.
  func sums() throws -> [String: OrderSums] {
    try everybody().reduce(into: [:]) { $0[$1.member.id] = $1.orders }
  }
}

/// An order of 10,000 won, paid at noon of 2026-11-02 in Seoul.
func order(
  _ id: String, of memberID: String? = nil, total: String? = "10000", status: OrderStatus? = .paid,
  phone: Int64? = nil, email: String? = nil
) -> Order {
  var order = Order(id: id)
  order.memberID = memberID
  order.total = total.flatMap { DecimalNumber($0) }
  order.status = status
  order.paidAt = Timestamp("2026-11-02T12:00:00+09:00")
  order.buyer.phone = phone.flatMap { PhoneNumber(digits: $0) }
  order.buyer.email = email
  return order
}
