import CommonValues
import ShopModel

/// The steps of one file, compiled for the inner loop.
///
/// Sendable although it holds pointers: they point into `memory`, which nobody writes once the tables are made.
struct MappingTables: @unchecked Sendable {
  /// What is done after the fields of an order.
  struct Items: BitwiseCopyable {
    var id: MappingStep?
    var name: MappingStep?
    var quantity: MappingStep?
    var price: MappingStep?
    var total: MappingStep?
    /// What stands between several items in one cell; may be empty.
    var separator = ByteSlice(start: nil, count: 0)
  }

  private let memory: TableMemory
  let kind: ExportKind
  let file: String
  let sourceTime: Int64
  /// Names of fields, by the steps' numbers.
  let names: [String]
  /// The kinds of consent by their numbers in the steps.
  let consentKinds = ConsentKind.allCases
  let id: MappingStep
  let updatedAt: MappingStep?
  let steps: UnsafeBufferPointer<MappingStep>
  let dates: UnsafeBufferPointer<MappingStep>
  /// Whether the member has left; status and day of leaving depend on it.
  let withdrawal: MappingStep?
  let dormancy: MappingStep?
  /// The column for the member's status.
  let status: MappingStep?
  let refunded: MappingStep?
  let items: Items
  let fillsDown: Bool

  init(_ members: BoundMembers, markers: [String], file: String, sourceTime: Timestamp) {
    var compiler = StepCompiler(markers: markers)
    id = compiler.step(.text, 0, members.id)
    updatedAt = members.updatedAt.map { compiler.step(.time, 0, $0) }
    withdrawal = members.withdrawn.map { compiler.step(.withdrawal, 0, $0, "withdrawn") }
    dormancy = members.dormant.map { compiler.step(.withdrawal, 0, $0, "dormant") }
    var steps: [MappingStep] = []
    for (field, bound) in members.fields { steps.append(compiler.step(field.operation, field.rawValue, bound)) }
    if dormancy != nil, !members.fields.contains(where: { $0.field == .status }) {
      let none = BoundField(name: MemberField.status.name, sources: [], mapping: FieldMapping([]))
      let step = compiler.step(.status, MemberField.status.rawValue, none)
      steps.insert(step, at: steps.firstIndex { $0.tag > step.tag } ?? steps.count)
    }
    for (kind, flag) in members.consents {
      var step = compiler.step(.consent, FieldRecord.firstConsentTag, flag, "consents.\(kind.rawValue)")
      step.consent = Int(kind.storedOrder)
      steps.append(step)
    }
    if let list = members.consentList {
      steps.append(compiler.step(.consentList, FieldRecord.firstConsentTag, list))
    }
    let none = BoundField(name: "withdrawn_at", sources: [], mapping: FieldMapping([]))
    steps.append(compiler.step(.withdrawal, FieldRecord.withdrawnAtTag, none))
    for attribute in members.attributes {
      steps.append(compiler.step(.attribute, FieldRecord.attributeTag, attribute))
    }
    kind = .members
    status = steps.first { $0.operation == .status && !$0.sources.isEmpty }
    self.file = file
    self.sourceTime = sourceTime.milliseconds
    refunded = nil
    items = Items()
    fillsDown = false
    memory = compiler.memory
    self.steps = memory.copy(steps)
    dates = memory.copy(compiler.dates)
    names = compiler.names
  }

  init(_ orders: BoundOrders, markers: [String], file: String, sourceTime: Timestamp) {
    var compiler = StepCompiler(markers: markers)
    id = compiler.step(.text, 0, orders.id)
    updatedAt = orders.updatedAt.map { compiler.step(.time, 0, $0) }
    refunded = orders.refunded.map { compiler.step(.amount, 0, $0) }
    var steps: [MappingStep] = []
    for (field, bound) in orders.fields { steps.append(compiler.step(field.operation, field.rawValue, bound)) }
    if let list = orders.itemList { steps.append(compiler.step(.itemList, OrderField.items.rawValue, list)) }
    items = Items(
      id: orders.itemID.map { compiler.step(.text, 0, $0) }, name: orders.itemName.map { compiler.step(.text, 0, $0) },
      quantity: orders.itemQuantity.map { compiler.step(.amount, 0, $0) },
      price: orders.itemPrice.map { compiler.step(.amount, 0, $0) },
      total: orders.itemTotal.map { compiler.step(.amount, 0, $0) },
      separator: compiler.memory.copy(orders.itemSeparator))
    fillsDown = orders.fillsDown
    kind = .orders
    self.file = file
    self.sourceTime = sourceTime.milliseconds
    withdrawal = nil
    dormancy = nil
    status = nil
    memory = compiler.memory
    self.steps = memory.copy(steps)
    dates = memory.copy(compiler.dates)
    names = compiler.names
  }
}

extension MemberField {
  fileprivate var operation: MappingStep.Operation {
    switch self {
    case .name, .grade, .region: .text
    case .phone: .phone
    case .email: .email
    case .gender: .gender
    case .birthDate: .date
    case .points: .points
    case .joinedAt: .time
    case .lastLoginAt: .lastSeen
    case .status: .status
    case .kakaoUserID: .kakaoUserID
    }
  }
}

extension OrderField {
  fileprivate var operation: MappingStep.Operation {
    switch self {
    case .memberID, .buyerName, .items: .text
    case .buyerPhone: .phone
    case .buyerEmail: .email
    case .placedAt, .paidAt: .time
    case .status: .orderStatus
    case .currency: .currency
    case .total: .total
    }
  }
}
