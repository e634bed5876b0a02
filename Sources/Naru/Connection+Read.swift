public import ShopModel
public import Store

extension Connection {
  /// Everything known about members, in order of id, after `after` when given.
  public func members(after: String? = nil, limit: Int = 50) async throws(NaruError) -> [MemberFacts] {
    let id = shop.id
    return try await work { store in
      try store.memberFacts(try store.members(of: id, after: after, limit: limit).map(\.id), in: id)
    }
  }

  /// Everything known about one member.
  public func member(_ member: String) async throws(NaruError) -> MemberFacts {
    let id = shop.id
    guard let facts = try await work({ try $0.memberFacts([member], in: id) }).first else {
      throw NaruError(.unknownMember())
    }
    return facts
  }

  /// One order; nil when nothing is known of it.
  public func order(_ order: String) async throws(NaruError) -> Order? {
    let id = shop.id
    return try await work { try $0.order(order, of: id) }
  }

  /// Imports and syncs, the newest first.
  public func runs(before: Int64? = nil, limit: Int = 50) async throws(NaruError) -> [Run] {
    let id = shop.id
    return try await work { try $0.runs(of: id, before: before, limit: limit) }
  }

  /// One import or sync; nil when there is none of that number.
  public func run(_ number: Int64) async throws(NaruError) -> Run? {
    guard number > 0, number < .max else { return nil }
    let found = try await runs(before: number + 1, limit: 1).first
    return found?.id == number ? found : nil
  }

  /// What is in quarantine: the newest import's rows first. Rows are personal data.
  public func quarantine(limit: Int = 50) async throws(NaruError) -> [QuarantinedRow] {
    let id = shop.id
    return try await work { try $0.quarantinedRows(of: id, limit: limit) }
  }

  /// One entry of quarantine; nil when there is none of that number.
  public func quarantined(_ entry: Int64) async throws(NaruError) -> QuarantinedRow? {
    let id = shop.id
    return try await work { try $0.quarantinedRow(entry, of: id) }
  }

  /// How many members, orders and quarantined rows there are.
  public func counts() async throws(NaruError) -> ShopCounts {
    let id = shop.id
    return try await work { try $0.counts(of: id) }
  }
}
