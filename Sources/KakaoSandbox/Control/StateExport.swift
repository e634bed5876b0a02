/// A state on its way out as JSON, piece by piece, so that a million rows never stand in memory as text.
///
/// The journal and the counts are not part of it: they are about requests, not about what Kakao holds.
struct StateExport: Sendable {
  private let state: SandboxState
  private let files: [CustomerFile]
  private var file = 0
  private var step = Step.head

  private enum Step: Sendable {
    case head
    case fileHead
    case rows(UserType, RowTable.Walk, isFirst: Bool)
    case done
  }

  init(_ state: SandboxState) {
    self.state = state
    self.files = state.files(of: nil)
  }

  /// All pieces in one.
  static func bytes(_ state: SandboxState) -> [UInt8] {
    var export = StateExport(state)
    var result: [UInt8] = []
    while let piece = export.next() { result += piece }
    return result
  }

  /// The next piece, `nil` at the end.
  mutating func next() -> [UInt8]? {
    var out: [UInt8] = []
    switch step {
    case .head:
      appendHead(&out)
      step = .fileHead
    case .fileHead:
      guard file < files.count else {
        step = .done
        return Array("]}\n".utf8)
      }
      appendFileHead(files[file], &out)
      step = .rows(.app, RowTable.Walk(), isFirst: true)
    case .rows(let type, var walk, var isFirst):
      let current = files[file]
      while out.count < 1 << 16, let (id, record) = current[type].next(&walk) {
        if !isFirst { out.append(UInt8(ascii: ",")) }
        isFirst = false
        out.append(UInt8(ascii: "["))
        let token = type == .app ? String(id) : "\"\(id)\""
        out.append(contentsOf: token.utf8)
        out.append(UInt8(ascii: ","))
        FieldRecord.appendJSON(record, columns: current.columns, to: &out)
        out.append(UInt8(ascii: "]"))
      }
      if out.count >= 1 << 16 {
        step = .rows(type, walk, isFirst: isFirst)
      } else if type == .app {
        out.append(contentsOf: "],\"phone_rows\":[".utf8)
        step = .rows(.phone, RowTable.Walk(), isFirst: true)
      } else {
        out.append(contentsOf: "]}".utf8)
        file += 1
        step = .fileHead
      }
    case .done: return nil
    }
    return out
  }

  private func appendHead(_ out: inout [UInt8]) {
    let head: JSONValue = [
      "version": 1,
      "generator": .string(String(state.generator.state)),
      "last_file_id": .integer(state.lastFileID),
      "clock_offset": .integer(state.clockOffset),
      "apps": .array(state.apps.map(\.json)),
      "keys": .array(state.keys.map { $0.json(revealed: true) }),
      "channels": .array(state.channels.map(\.json)),
      "users": .array(state.sortedUsers.map { $0.json(revealed: true) }),
      "login": state.login.json,
      "friends": state.talk.friendsJSON,
      "templates": .array(state.talk.templates.map(\.json)),
      "messages": .array(state.talk.messages.map(\.json)),
      "last_message": .integer(state.talk.lastNumber),
      "faults": .array(
        state.faults.entries.map { .object($0.fault.members + [.init(key: "met", value: .integer($0.met))]) }),
    ]
    head.append(to: &out)
    out.removeLast()
    out.append(contentsOf: ",\"files\":[".utf8)
  }

  private func appendFileHead(_ current: CustomerFile, _ out: inout [UInt8]) {
    if file > 0 { out.append(UInt8(ascii: ",")) }
    let head: JSONValue = [
      "file_id": .integer(current.id), "channel": .string(current.channel), "name": .string(current.name),
      "schema": current.schema, "created_at": .string(current.createdAt.rfc3339),
      "updated_at": .string(current.updatedAt.rfc3339),
    ]
    head.append(to: &out)
    out.removeLast()
    out.append(contentsOf: ",\"app_rows\":[".utf8)
  }
}
