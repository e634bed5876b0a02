public import CommonValues

/// What one member amounts to in one customer file.
public struct RowEvaluation: Sendable, Hashable {
  /// The person's id in the file: app user id, or phone digits. Nil: the member has none.
  public var target: Int64?
  /// ``ContentHash`` of the encoded row; nil: the member is kept out.
  public var contentHash: Int64?
  /// The first day on which the answer may differ though nothing arrives; nil: never.
  public var dueOn: CalendarDate?

  /// An evaluation.
  public init(target: Int64?, contentHash: Int64?, dueOn: CalendarDate? = nil) {
    self.target = target
    self.contentHash = contentHash
    self.dueOn = dueOn
  }
}

/// The difference between what should be in a customer file and what was last confirmed there.
public struct PlanCounts: Sendable, Hashable {
  /// Rows that Kakao does not have.
  public var add = 0
  /// Rows whose content differs.
  public var update = 0
  /// Rows that must go.
  public var remove = 0
  /// Rows that are as they should be.
  public var unchanged = 0
  /// Rows confirmed, or sent without an answer: what may be at Kakao.
  public var confirmed = 0
  /// Rows among the above that were sent without an answer.
  public var inDoubt = 0

  /// Nothing.
  public init() {}
}

/// A row that a sync would send.
public struct PendingRow: Sendable, Hashable {
  /// What would happen to it at Kakao.
  public enum Action: Sendable, Hashable {
    case add
    case update
    case remove
  }

  /// The person's id in the file.
  public var target: Int64
  /// Who stands for it; nil when it is removed.
  public var memberID: String?
  /// What happens to it.
  public var action: Action
  /// The content wanted; nil when it is removed.
  public var wantedHash: Int64?

  /// A pending row.
  public init(target: Int64, memberID: String?, action: Action, wantedHash: Int64?) {
    self.target = target
    self.memberID = memberID
    self.action = action
    self.wantedHash = wantedHash
  }
}

/// One row of the ledger.
public struct LedgerRow: Sendable, Hashable {
  /// Who stands for the target, also when kept out.
  public var memberID: String?
  /// The content that should be there; nil: should not be there.
  public var wanted: Int64?
  /// Whether it was sent and no answer came.
  public var isInDoubt: Bool
  /// The content last confirmed; nil: not there.
  public var confirmed: Int64?

  /// A row.
  public init(memberID: String?, wanted: Int64?, isInDoubt: Bool, confirmed: Int64?) {
    self.memberID = memberID
    self.wanted = wanted
    self.isInDoubt = isInDoubt
    self.confirmed = confirmed
  }
}
