import ShopAdapters
import Store

/// Where the records of one file wait until the file is known to be good: members, orders, and those of whom it says only that they have
/// left. These stand apart because a member of the same id in the file must not take their place.
struct ImportStages: Sendable {
  /// Which of them.
  enum Lane: Int, Sendable, CaseIterable {
    // In this order they are applied: who is said to have left is not looked for among those whom a complete file lacks.
    case withdrawals, members, orders

    init(_ kind: ExportKind) { self = kind == .members ? .members : .orders }

    /// What its records are counted as.
    var kind: ExportKind { self == .orders ? .orders : .members }
  }

  let members: RecordStage
  let orders: RecordStage
  let withdrawals: RecordStage

  init(_ store: Store) throws(StoreError) {
    members = try store.makeStage()
    orders = RecordStage(sharing: members)
    withdrawals = RecordStage(sharing: members)
  }

  /// Stages of a further file, on disk with those of the one before.
  init(sharing other: ImportStages) {
    members = RecordStage(sharing: other.members)
    orders = RecordStage(sharing: other.members)
    withdrawals = RecordStage(sharing: other.members)
  }

  subscript(lane: Lane) -> RecordStage {
    switch lane {
    case .members: members
    case .orders: orders
    case .withdrawals: withdrawals
    }
  }
}
