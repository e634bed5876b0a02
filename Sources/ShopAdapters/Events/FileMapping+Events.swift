public import CommonValues
import ShopModel

extension FileMapping {
  /// Maps one row to an event: the slow and general form of what a ``RecordMapper`` does, for tools, small inputs and tests.
  ///
  /// - Parameters:
  ///   - cells: The row's cells in the file's order; missing ones count as empty.
  ///   - line: The row's place for messages.
  public func event(cells: [String], line: Int) -> Result<RowEvent, Diagnostic> {
    let row = EventCells(cells, markers: markers)
    switch bound {
    case .members(let members): return MemberEvents(members, tables).event(row, line)
    case .orders(let orders): return OrderEvents(orders, tables).event(row, line)
    }
  }

  /// Maps rows to events: the last of several rows for one member counts, the rows of one order become one.
  public func events(rows: [(line: Int, cells: [String])]) -> MappedEvents {
    var result = MappedEvents()
    var order: [String] = []
    var groups: [String: [RowEvent]] = [:]
    var rejected: Set<String> = []
    for row in rows {
      switch event(cells: row.cells, line: row.line) {
      case .success(let event):
        let id = event.event.subjectID
        if groups[id] == nil { order.append(id) }
        if kind == .members { groups[id] = [event] } else { groups[id, default: []].append(event) }
      case .failure(let problem):
        result.quarantined.append(problem)
        if kind == .orders, let id = id(of: row.cells) { rejected.insert(id) }
      }
    }
    for id in order where !rejected.contains(id) {
      let rows = groups[id] ?? []
      result.warnings += rows.flatMap(\.warnings)
      if kind == .members {
        result.events += rows.map(\.event)
      } else {
        result.events.append(OrderEvents.combined(rows))
      }
    }
    return result
  }

  private func id(of cells: [String]) -> String? {
    guard case .orders(let orders) = bound else { return nil }
    return EventCells(cells, markers: markers).value(orders.id)
  }
}

extension ShopEvent {
  /// Whom or what the event is about.
  var subjectID: String {
    switch self {
    case .member(let member): member.id
    case .order(let order): order.id
    case .memberWithdrawn(let id, _): id
    case .accountLinked(let memberID, _, _): memberID
    case .accountUnlinked(let kakaoUserID, _): "\(kakaoUserID)"
    case .channelRelation: ""
    }
  }
}
