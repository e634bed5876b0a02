/// Reads a state, or a seed file, which is a state with parts left out.
struct StateImport {
  private var head: [JSONValue.Member] = []
  private var files: [CustomerFile] = []
  private let settings: SandboxSettings

  /// A file with the places of its rows, before they are read.
  private struct FileParts {
    var head: [JSONValue.Member] = []
    var rows: [(type: UserType, position: Int)] = []
  }

  /// - Throws: `invalid`, naming the place, when the bytes are not a state; nothing is taken over then.
  static func state(_ bytes: [UInt8], settings: SandboxSettings) throws(SandboxError) -> SandboxState {
    var document = StateImport(settings: settings)
    do {
      try document.read(bytes)
    } catch let error as JSONError {
      throw SandboxError(.invalid, ko: error.text.ko, en: error.text.en)
    } catch let error as SandboxError {
      throw error
    } catch {
      throw SandboxError(.invalid, ko: "읽을 수 없는 상태입니다.", en: "The state can not be read.")
    }
    return try document.assemble()
  }

  private init(settings: SandboxSettings) {
    // What an export holds was accepted before, under whatever settings.
    var lenient = SandboxSettings.lenient
    lenient.maximumValueLength = .max
    self.settings = settings
    self.rowSettings = lenient
  }

  private let rowSettings: SandboxSettings

  private mutating func read(_ bytes: [UInt8]) throws {
    var cursor = try JSONCursor.validated(bytes)
    var parts: [FileParts] = []
    var head: [JSONValue.Member] = []
    try cursor.members { (cursor, text) throws(JSONError) in
      let key = cursor.decode(text)
      if head.contains(where: { $0.key == key }) { throw cursor.failure(.duplicateKey(key)) }
      if key == "files" {
        try cursor.elements { (cursor) throws(JSONError) in parts.append(try Self.file(&cursor)) }
      } else {
        head.append(.init(key: key, value: try JSONValue.read(&cursor, duplicates: false)))
      }
    }
    try cursor.finish()
    self.head = head
    for (index, part) in parts.enumerated() {
      files.append(try file(part, "files[\(index)]", bytes))
    }
  }

  private static func file(_ cursor: inout JSONCursor) throws(JSONError) -> FileParts {
    var parts = FileParts()
    try cursor.members { (cursor, text) throws(JSONError) in
      let key = cursor.decode(text)
      let type: UserType? = key == "app_rows" ? .app : key == "phone_rows" ? .phone : nil
      if let type {
        cursor.skipSpace()
        parts.rows.append((type, cursor.position))
        try cursor.skipValue()
      } else {
        parts.head.append(.init(key: key, value: try JSONValue.read(&cursor, duplicates: false)))
      }
    }
    return parts
  }

  private func file(_ parts: FileParts, _ place: String, _ bytes: [UInt8]) throws -> CustomerFile {
    let object = try ControlObject(
      .object(parts.head), place, known: ["file_id", "channel", "name", "schema", "created_at", "updated_at"])
    guard let id = try object.integer("file_id") else { throw object.missing("file_id") }
    guard let channel = try object.string("channel") else { throw object.missing("channel") }
    guard case .object(let schema) = object.value("schema"), schema.count <= CustomerFile.maximumColumns else {
      throw object.missing("schema")
    }
    var columns: [CustomerFile.Column] = []
    for member in schema {
      guard let kind = member.value.text.flatMap(CustomerFile.Column.Kind.init(rawValue:)) else {
        throw SandboxError(
          .invalid, ko: "\(place).schema의 형식은 string 또는 number입니다.",
          en: "A type of \(place).schema is string or number.")
      }
      columns.append(.init(name: member.key, kind: kind))
    }
    let created = try object.time("created_at") ?? SandboxTime(seconds: 0)
    var file = CustomerFile(
      id: id, channel: channel, name: try object.string("name") ?? "", columns: columns, createdAt: created,
      updatedAt: try object.time("updated_at") ?? created)
    for (type, position) in parts.rows { try rows(&file, type, position, place, bytes) }
    return file
  }

  private func rows(
    _ file: inout CustomerFile, _ type: UserType, _ position: Int, _ place: String, _ bytes: [UInt8]
  ) throws {
    var reader = RowReader(columns: file.columns, settings: rowSettings)
    var cursor = JSONCursor(bytes, at: position)
    var number = 0
    try cursor.elements { (cursor) throws(JSONError) in
      var row = UsersBody.Row()
      var part = 0
      try cursor.elements { (cursor) throws(JSONError) in
        if part == 0 { row.id = try UsersBody.id(&cursor) }
        if part == 1 {
          cursor.skipSpace()
          row.field = cursor.position
        }
        if part > 0 { try cursor.skipValue() }
        part += 1
      }
      try reader.read(row, at: number, type: type, body: bytes) { _ in true }
      number += 1
    }
    guard reader.accepted.count == number else {
      throw SandboxError(
        .invalid, ko: "\(place)의 행은 [id, {…}] 형식이어야 합니다.", en: "The rows of \(place) must be [id, {…}].")
    }
    for row in reader.accepted { file[type].set(row.id, to: reader.records[row.record]) }
  }

  private func assemble() throws(SandboxError) -> SandboxState {
    let object = try ControlObject(
      .object(head), "state",
      known: [
        "version", "generator", "last_file_id", "clock_offset", "apps", "keys", "channels", "users", "login", "faults",
      ] + TalkBook.stateKeys)
    guard try object.integer("version") ?? 1 == 1 else {
      throw SandboxError(.invalid, ko: "알 수 없는 상태 버전입니다.", en: "This state has an unknown version.")
    }
    var state = SandboxState(settings: settings)
    if let text = try object.string("generator") {
      guard let value = UInt64(text) else {
        throw SandboxError(.invalid, ko: "state.generator가 잘못되었습니다.", en: "state.generator is malformed.")
      }
      state.generator.state = value
    }
    for (index, json) in try object.list("channels").enumerated() {
      try state.add(SandboxChannel(json, "channels[\(index)]"), connectedTo: nil)
    }
    let apps = try object.list("apps")
    if !apps.isEmpty { state.apps = [] }
    for (index, json) in apps.enumerated() { try state.add(SandboxApp(json, "apps[\(index)]")) }
    for (index, json) in try object.list("keys").enumerated() {
      try state.add(SandboxKey(json, "keys[\(index)]"))
    }
    for (index, json) in try object.list("users").enumerated() {
      try state.add(SandboxUser(json, "users[\(index)]"))
    }
    try state.readTalk(object)
    if let json = object.value("login") { state.login = try LoginState(json, "login") }
    state.clockOffset = try object.integer("clock_offset") ?? 0
    for (index, json) in try object.list("faults").enumerated() {
      let met = try json["met"].map { value throws(SandboxError) in
        try ControlObject(["met": value], "faults[\(index)]", known: ["met"]).count("met") ?? 0
      }
      state.faults.add(try SandboxFault(json, "faults[\(index)]"), met: met ?? 0)
    }
    for file in files { try state.add(file) }
    state.lastFileID = max(try object.integer("last_file_id") ?? 0, state.lastFileID)
    return state
  }
}
