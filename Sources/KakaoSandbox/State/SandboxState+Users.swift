extension SandboxState {
  /// `POST /v1/talkchannel/update/target_users`.
  mutating func updateUsers(
    _ request: SandboxRequest, _ app: SandboxApp, _ now: SandboxTime, _ answer: inout KakaoAnswer
  ) throws(KakaoFailure) {
    let call = try call(request, list: "users", limit: settings.maximumUsersPerUpdate, app, &answer)
    // Only the columns are taken out: a second reference to the rows would make the first change copy all of them.
    let columns = files[call.file]?.columns ?? []
    var reader = RowReader(columns: columns, settings: settings)
    do {
      for (number, row) in call.rows.enumerated() {
        try reader.read(row, at: number, type: call.type, body: request.body) { id in
          users[UserKey(app: app.id, id: id)]?.isLinked == true
        }
      }
    } catch {
      throw .parameter(error)
    }
    reader.problems.report(settings, to: &answer)
    if let (problem, row) = reader.refusal {
      answer.remarks.removeAll()
      throw .parameter(ko: "users[\(row)]: \(problem.text.ko)", en: "users[\(row)]: \(problem.text.en)")
    }
    files[call.file]?[call.type].reserve(reader.accepted.count)
    for row in reader.accepted {
      let record = reader.records[row.record]
      if settings.upsert == .merge, let old = files[call.file]?[call.type][row.id] {
        let merged = FieldRecord.merged(old, with: Array(record), columns: columns)
        files[call.file]?[call.type].set(row.id, to: merged)
      } else {
        files[call.file]?[call.type].set(row.id, to: record)
      }
    }
    finish(call, success: reader.accepted.count, now, &answer)
  }

  /// `POST /v1/talkchannel/delete/target_users`.
  mutating func deleteUsers(
    _ request: SandboxRequest, _ app: SandboxApp, _ now: SandboxTime, _ answer: inout KakaoAnswer
  ) throws(KakaoFailure) {
    let call = try call(request, list: "user_ids", limit: settings.maximumUsersPerDelete, app, &answer)
    var reader = RowReader(columns: [], settings: settings)
    var ids: [Int64] = []
    for (number, row) in call.rows.enumerated() {
      if let id = reader.personID(row.id, call.type, number) { ids.append(id) }
    }
    reader.problems.report(settings, to: &answer)
    if let (problem, row) = reader.refusal {
      answer.remarks.removeAll()
      throw .parameter(ko: "user_ids[\(row)]: \(problem.text.ko)", en: "user_ids[\(row)]: \(problem.text.en)")
    }
    var removed = 0
    for id in ids where files[call.file]?[call.type].remove(id) == true { removed += 1 }
    if removed < ids.count {
      answer.hint(
        ko: "파일에 없는 사용자 \(ids.count - removed)명의 삭제를 요청했습니다.",
        en: "\(ids.count - removed) of the ids to remove were not in the file.")
    }
    finish(call, success: settings.countsAbsentDeletions ? ids.count : removed, now, &answer)
  }

  private struct Call {
    var file: Int64
    var type: UserType
    var rows: [UsersBody.Row]
  }

  private mutating func finish(_ call: Call, success: Int, _ now: SandboxTime, _ answer: inout KakaoAnswer) {
    if success > 0 { files[call.file]?.updatedAt = now }
    answer.body = [
      "file_id": .integer(call.file),
      "request_count": .integer(call.rows.count),
      "success_count": .integer(success),
    ]
  }

  /// Reads and checks what adding and removing have in common.
  private func call(
    _ request: SandboxRequest, list: String, limit: Int, _ app: SandboxApp, _ answer: inout KakaoAnswer
  ) throws(KakaoFailure) -> Call {
    let body: UsersBody
    do {
      body = try UsersBody.parse(request.body, list: list, duplicates: settings.duplicateKey != .refuseCall)
    } catch {
      throw .parameter(error)
    }
    try checkNames(body.unknown, known: [], &answer)
    guard let channel = body.channel?.text else {
      throw .parameter(ko: "channel_public_id는 문자열이어야 합니다.", en: "channel_public_id must be a string.")
    }
    guard let id = body.fileID?.integer else {
      throw .parameter(ko: "file_id는 정수여야 합니다.", en: "file_id must be an integer.")
    }
    guard let type = body.userType?.text.flatMap(UserType.init(rawValue:)) else {
      throw .parameter(ko: "user_type은 \"app\" 또는 \"phone\"입니다.", en: "user_type is \"app\" or \"phone\".")
    }
    guard let rows = body.rows else {
      throw .parameter(ko: "\(list)은(는) 배열이어야 합니다.", en: "\(list) must be an array.")
    }
    guard !rows.isEmpty else {
      throw .parameter(ko: "\(list)이(가) 비어 있습니다.", en: "\(list) is empty.")
    }
    guard rows.count <= limit else {
      throw .parameter(
        ko: "한 번에 \(limit)명까지입니다. 받은 수: \(rows.count)", en: "At most \(limit) people per call. Received: \(rows.count)")
    }
    try checkChannel(channel, app)
    try file(id, in: channel)
    return Call(file: id, type: type, rows: rows)
  }
}
