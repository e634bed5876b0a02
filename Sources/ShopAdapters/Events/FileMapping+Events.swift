public import CommonValues
import ShopModel

extension FileMapping {
  /// Maps one row to an event: the slow and general form of what a ``RecordMapper`` does, for tools, small inputs and tests.
  ///
  /// - Parameters:
  ///   - cells: The row's cells in the file's order; missing ones count as empty, nil as not there at all.
  ///   - line: The row's place for messages.
  public func event(cells: [String?], line: Int) -> Result<RowEvent, Diagnostic> {
    event(cells: cells, line: line, idAbove: nil)
  }

  private func event(cells: [String?], line: Int, idAbove: String?) -> Result<RowEvent, Diagnostic> {
    let row = EventCells(cells, markers: markers)
    let source = RowSource(file: tables.file, time: Timestamp(milliseconds: tables.sourceTime))
    switch bound {
    case .members(let members): return MemberEvents(members, source).event(row, line)
    case .orders(let orders):
      return OrderEvents(orders, source).event(row, line, id: orders.fillsDown ? idAbove : nil)
    }
  }

  /// Maps rows to events: the last of several rows for one member counts, the rows of one order become one.
  public func events(rows: [(line: Int, cells: [String])]) -> MappedEvents {
    var result = MappedEvents()
    var order: [String] = []
    var groups: [String: [RowEvent]] = [:]
    var rejected: Set<String> = []
    var above: String?
    for row in rows {
      let found = event(cells: row.cells, line: row.line, idAbove: above)
      if isSequential, let id = id(of: row.cells) {
        above = try? EventID.read(id, RowSource(file: "", time: Timestamp(milliseconds: 0)), row.line).get()
      }
      switch found {
      case .success(let event):
        let id = event.event.subjectID
        if groups[id] == nil { order.append(id) }
        if kind == .members { groups[id] = [event] } else { groups[id, default: []].append(event) }
      case .failure(let problem):
        result.quarantined.append(problem)
        if kind == .orders, let id = id(of: row.cells) ?? (isSequential ? above : nil) { rejected.insert(id) }
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
