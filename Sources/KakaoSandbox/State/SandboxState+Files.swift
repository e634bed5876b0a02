extension SandboxState {
  /// `POST /v1/talkchannel/create/target_user_file`.
  mutating func createFile(
    _ request: SandboxRequest, _ app: SandboxApp, _ now: SandboxTime, _ answer: inout KakaoAnswer
  ) throws(KakaoFailure) {
    let body: JSONValue
    do {
      body = try JSONValue.parse(request.body, allowingDuplicates: settings.duplicateKey != .refuseCall)
    } catch {
      throw .parameter(error)
    }
    guard case .object(let members) = body else {
      throw .parameter(ko: "본문은 JSON 객체여야 합니다.", en: "The body must be a JSON object.")
    }
    try checkNames(members.map(\.key), known: ["channel_public_id", "file_name", "schema"], &answer)
    let channel = try Self.string(body, "channel_public_id")
    let name = try Self.string(body, "file_name")
    guard case .object(let schema) = body["schema"] else {
      throw .parameter(ko: "schema는 객체여야 합니다.", en: "schema must be an object.")
    }
    let columns = try columns(schema, &answer)
    try checkChannel(channel, app)
    try checkName(name, channel)
    guard files(of: channel).count < settings.maximumFilesPerChannel else {
      throw KakaoFailure(
        -818, 400, "file count exceeded", ko: "채널의 고객 파일은 \(settings.maximumFilesPerChannel)개까지입니다.",
        en: "A channel holds at most \(settings.maximumFilesPerChannel) customer files.")
    }
    lastFileID += Int64.random(in: 1...97, using: &generator)
    files[lastFileID] = CustomerFile(
      id: lastFileID, channel: channel, name: name, columns: columns, createdAt: now, updatedAt: now)
    answer.body = ["file_id": .integer(lastFileID)]
  }

  private func columns(
    _ schema: [JSONValue.Member], _ answer: inout KakaoAnswer
  ) throws(KakaoFailure) -> [CustomerFile.Column] {
    guard !schema.isEmpty || settings.allowsEmptySchema else {
      throw .parameter(ko: "schema에 항목이 없습니다.", en: "schema has no keys.")
    }
    let limit = min(settings.maximumSchemaKeys, CustomerFile.maximumColumns)
    guard schema.count <= limit else {
      throw .parameter(
        ko: "schema 항목은 \(limit)개까지입니다. 받은 수: \(schema.count)",
        en: "schema takes at most \(limit) keys. Received: \(schema.count)")
    }
    var columns: [CustomerFile.Column] = []
    for member in schema {
      guard let text = member.value.text, let kind = CustomerFile.Column.Kind(rawValue: text) else {
        throw .parameter(
          ko: "schema 항목 ‘\(member.key)’의 형식은 \"string\" 또는 \"number\"(소문자)여야 합니다.",
          en: "The type of schema key '\(member.key)' must be \"string\" or \"number\", lower-case.")
      }
      guard !settings.reservedSchemaKeys.contains(member.key) else {
        throw .parameter(
          ko: "‘\(member.key)’은(는) 예약된 이름이라 schema에 쓸 수 없습니다.",
          en: "'\(member.key)' is reserved and can not be a schema key.")
      }
      guard !member.key.isEmpty, member.key.count <= settings.maximumSchemaKeyLength else {
        throw .parameter(
          ko: "schema 항목 이름은 1~\(settings.maximumSchemaKeyLength)자여야 합니다.",
          en: "A schema key has 1 to \(settings.maximumSchemaKeyLength) characters.")
      }
      if kind == .string, !Self.builtInColumns.contains(member.key) {
        answer.hint(
          ko: "‘\(member.key)’은(는) 기본 항목이 아닌 문자열 항목입니다. 그룹 조건으로 쓰지 못할 수 있습니다.",
          en: "'\(member.key)' is a string column that is not built in; it may not serve as a filter.")
      }
      columns.append(CustomerFile.Column(name: member.key, kind: kind))
    }
    return columns
  }

  /// Both spellings of the last purchase occur.
  static let builtInColumns: Set<String> = [
    "생년월일", "국가", "지역", "성별", "연령", "구매금액", "포인트", "가입일", "최근 구매일", "최근구매일", "응모일",
  ]

  private func checkName(_ name: String, _ channel: String) throws(KakaoFailure) {
    let isBlank = name.allSatisfy(\.isWhitespace)
    let hasControl = name.unicodeScalars.contains { $0.properties.generalCategory == .control }
    if isBlank || hasControl || name.count > settings.maximumFileNameLength
      || settings.disallowedFileNames.contains(name)
    {
      throw KakaoFailure(
        -817, 400, "INVALID_FILE_NAME", ko: "쓸 수 없는 파일 이름입니다.", en: "This file name is not allowed.")
    }
    if files.values.contains(where: { $0.channel == channel && $0.name == name }) {
      throw KakaoFailure(
        -817, 400, "INVALID_FILE_NAME", ko: "채널에 같은 이름의 파일이 있습니다. 목록에서 찾아 쓰십시오.",
        en: "The channel has a file of this name. Find it in the list and use it.")
    }
  }

  /// `GET /v1/talkchannel/target_user_file`.
  func listFiles(
    _ request: SandboxRequest, _ app: SandboxApp, _ now: SandboxTime, _ answer: inout KakaoAnswer
  ) throws(KakaoFailure) {
    let query = try query(request, known: ["channel_public_id"], &answer)
    guard let channel = query["channel_public_id"], !channel.isEmpty else {
      throw .parameter(ko: "channel_public_id가 없습니다.", en: "channel_public_id is missing.")
    }
    try checkChannel(channel, app)
    let files = files(of: channel)
    answer.body = [
      "results": .array(files.map { result($0, now) }),
      "using_slot": .integer(files.count),
      "empty_slot": .integer(max(0, settings.maximumFilesPerChannel - files.count)),
    ]
  }

  private func result(_ file: CustomerFile, _ now: SandboxTime) -> JSONValue {
    // The schema comes as JSON text, and as an empty object while nobody is in the file.
    let schema = file.count == 0 ? "{}" : String(decoding: file.schema.encoded, as: UTF8.self)
    return [
      "file_id": .integer(file.id),
      "file_name": .string(file.name),
      "status": .string(isAggregating(file, at: now) ? settings.aggregatingFileStatus : settings.fileStatus),
      "update_at": .string(settings.timeFormat == .rfc3339 ? file.updatedAt.rfc3339 : file.updatedAt.seoul),
      "schema": .string(schema),
    ]
  }

  /// The decoded query, each documented name at most once.
  func query(
    _ request: SandboxRequest, known: [String], _ answer: inout KakaoAnswer
  ) throws(KakaoFailure) -> [String: String] {
    guard let parameters = request.parameters else {
      throw .parameter(ko: "쿼리의 퍼센트 인코딩이 잘못되었습니다.", en: "The percent-encoding of the query is malformed.")
    }
    try checkNames(parameters.map(\.name), known: known, &answer)
    var result: [String: String] = [:]
    for (name, value) in parameters where result.updateValue(value, forKey: name) != nil {
      throw .parameter(ko: "\(name)이(가) 두 번 나옵니다.", en: "\(name) occurs twice.")
    }
    return result
  }

  static func string(_ body: JSONValue, _ name: String) throws(KakaoFailure) -> String {
    guard let text = body[name]?.text else {
      throw .parameter(ko: "\(name)은(는) 문자열이어야 합니다.", en: "\(name) must be a string.")
    }
    return text
  }

  /// Finds a file of a channel by its id.
  func file(_ id: Int64, in channel: String) throws(KakaoFailure) {
    guard files[id]?.channel == channel else {
      throw KakaoFailure(
        -816, 400, "INVALID_FILE_ID", ko: "채널에 파일 \(id)이(가) 없습니다. 목록을 다시 조회하십시오.",
        en: "The channel has no file \(id). List the files again.")
    }
  }
}
