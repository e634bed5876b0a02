import CommonValues
import NaruTestSupport
import ShopModel

/// A record with its source time, as the store holds it.
struct Stored: Hashable {
  var bytes: [UInt8]
  var time: Int64

  init(bytes: [UInt8], time: Int64) {
    self.bytes = bytes
    self.time = time
  }

  init(_ member: Member, at time: Int64) {
    var writer = FieldRecordWriter()
    MemberRecord.write(member, to: &writer)
    self.init(bytes: writer.bytes, time: time)
  }

  init(_ order: Order, at time: Int64) {
    var writer = FieldRecordWriter()
    OrderRecord.write(order, to: &writer)
    self.init(bytes: writer.bytes, time: time)
  }

  static let nothing = Stored(bytes: [], time: .min)

  var member: Member { bytes.withUnsafeBufferPointer { MemberRecord.read(id: "m", $0) } }
  var order: Order { bytes.withUnsafeBufferPointer { OrderRecord.read(id: "o", $0) } }

  /// What the entries hold, without times and without fields that are known to be empty.
  var values: [[UInt8]] {
    bytes.withUnsafeBufferPointer { bytes in
      var cursor = FieldCursor(bytes)
      var values: [[UInt8]] = []
      while let entry = cursor.next() { if !entry.isEmpty { values.append([entry.tag] + entry.payload) } }
      return values
    }
  }

  func joined(_ incoming: Stored) -> (result: Stored, changed: Bool, incomingHolds: Bool) {
    var writer = FieldRecordWriter()
    let merge = bytes.withUnsafeBufferPointer { mine in
      incoming.bytes.withUnsafeBufferPointer { theirs in
        FieldRecordMerge(
          stored: mine, storedTime: time, incoming: theirs, incomingTime: incoming.time, into: &writer)
      }
    }
    return (Stored(bytes: writer.bytes, time: merge.time), merge.changed, merge.incomingHolds)
  }
}

extension SplitMix64 {
  mutating func one<Value>(_ values: [Value]) -> Value { values[Int.random(in: 0..<values.count, using: &self)] }

  mutating func field<Value>(_ values: [Value]) -> Field<Value> {
    switch Int.random(in: 0..<4, using: &self) {
    case 0: .unknown
    case 1: .empty
    default: .value(one(values))
    }
  }

  /// A time among few, so that equal times are frequent.
  mutating func time() -> Int64 { Int64.random(in: 0...4, using: &self) * 1_000 }

  mutating func member() -> Member {
    var member = Member(id: "m")
    member.name = field(["김하나", "이두리", "", "A"])
    member.phone = field(["010-1234-5678", "010-0000-1111", "02-123-4567"].compactMap { PhoneNumber($0) })
    member.email = field(["hana@example.com", "duri@example.com"])
    member.gender = field(Gender.allCases)
    member.birthDate = field([0, -10_000, 10_000].map { CalendarDate(daysSinceEpoch: $0) })
    member.grade = field(["VIP", "일반"])
    member.region = field(["서울", "부산"])
    member.points = field([-5, 0, 12_000_000].map { DecimalNumber(tenThousandths: $0) })
    member.joinedAt = field([time(), time()].map { Timestamp(milliseconds: $0) })
    member.lastLoginAt = field([time(), -time()].map { Timestamp(milliseconds: $0) })
    member.status = field([.active, .dormant])
    member.kakaoUserID = field([1, 1_376_016_924_429_759_228, .max])
    for kind in ConsentKind.allCases where Bool.random(using: &self) {
      let at = Bool.random(using: &self) ? Timestamp(milliseconds: time()) : nil
      member.consents.append(Consent(kind, Bool.random(using: &self) ? .granted : .denied, at: at))
    }
    for name in ["추천인", "a", "ab", ""] {
      let value = field(["rose02", "", "긴 값"])
      if value != .unknown { member.attributes[name] = value }
    }
    if Int.random(in: 0..<4, using: &self) == 0 { member.withdrawnAt = Timestamp(milliseconds: time()) }
    return member
  }

  mutating func order() -> Order {
    var order = Order(id: "o")
    order.memberID = field(["flower01", "rose02"]).value
    order.buyer = Order.Buyer(
      name: field(["김하나", ""]).value, phone: field([PhoneNumber("010-1234-5678")].compactMap { $0 }).value,
      email: field(["hana@example.com"]).value)
    order.placedAt = field([Timestamp(milliseconds: time())]).value
    order.paidAt = field([Timestamp(milliseconds: time())]).value
    order.status = field(OrderStatus.allCases).value
    order.currency = field(["KRW", "USD"]).value
    order.total = field([DecimalNumber(tenThousandths: time()), .zero]).value
    for _ in 0..<Int.random(in: 0...3, using: &self) {
      order.items.append(
        Order.Item(
          name: one(["장미", "", "튤립 10송이"]), quantity: one([1, 0, -1, .max]),
          price: field([DecimalNumber(tenThousandths: time())]).value))
    }
    return order
  }
}

/// All orders of `values`.
func permutations<Value>(_ values: [Value]) -> [[Value]] {
  guard values.count > 1 else { return [values] }
  return values.indices.flatMap { index in
    var rest = values
    let first = rest.remove(at: index)
    return permutations(rest).map { [first] + $0 }
  }
}
