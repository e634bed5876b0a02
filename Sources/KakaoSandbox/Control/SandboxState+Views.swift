/// A row of a customer file.
struct FileRow {
  var type: UserType
  /// Digits.
  var id: String
  /// The field set as a JSON object.
  var fieldJSON: [UInt8]
  /// Keys and JSON tokens in the order sent.
  var values: [(key: String, token: String)]
}

extension SandboxState {
  /// Rows of a file, people by app user id first, each kind in the order of arrival.
  func rows(of file: CustomerFile, offset: Int, limit: Int) -> [FileRow] {
    var result: [FileRow] = []
    for type in UserType.allCases {
      let before = type == .app ? 0 : file.appRows.count
      file[type].visit(from: max(0, offset - before), limit: limit - result.count) { id, record in
        var json: [UInt8] = []
        FieldRecord.appendJSON(record, columns: file.columns, to: &json)
        var values: [(key: String, token: String)] = []
        FieldRecord.forEach(record, columns: file.columns) { _, key, token in
          values.append((key, String(decoding: token, as: UTF8.self)))
        }
        result.append(FileRow(type: type, id: String(id), fieldJSON: json, values: values))
      }
    }
    return result
  }

  func fileJSON(_ file: CustomerFile) -> JSONValue {
    [
      "file_id": .integer(file.id), "channel": .string(file.channel), "name": .string(file.name),
      "schema": file.schema, "registered": .integer(file.count), "friends": .integer(friends(in: file)),
      "app_rows": .integer(file.appRows.count), "phone_rows": .integer(file.phoneRows.count),
      "created_at": .string(file.createdAt.rfc3339), "updated_at": .string(file.updatedAt.rfc3339),
    ]
  }

  var countsJSON: JSONValue {
    let paths = journal.counts.sorted { $0.key < $1.key }.map { path, count in
      JSONValue.Member(
        key: path,
        value: [
          "total": .integer(count.total), "dropped": .integer(count.dropped),
          "by_status": .object(
            count.byStatus.sorted { $0.key < $1.key }.map {
              .init(key: String($0.key), value: .integer($0.value))
            }),
        ])
    }
    return [
      "requests": .integer(journal.total), "paths": .object(paths), "channels": .integer(channels.count),
      "keys": .integer(keys.count), "users": .integer(users.count), "files": .integer(files.count),
      "rows": .integer(files.values.reduce(0) { $0 + $1.count }), "faults": .integer(faults.entries.count),
      "messages": .integer(talk.lastNumber), "deliveries": .integer(webhooks.total),
    ]
  }
}

extension SandboxJournalEntry {
  var json: JSONValue {
    [
      "number": .integer(number), "time": .string(time.rfc3339), "method": .string(method), "path": .string(path),
      "query": .string(query), "authorization": .string(authorization), "content_type": .string(contentType),
      "request_bytes": .integer(requestBytes), "request_body": .string(requestBody),
      "status": status.map { .integer($0) } ?? .null, "answer_body": .string(answerBody),
      "fault": fault.map { .integer($0) } ?? .null, "processed": .bool(processed),
      "remarks": .array(
        remarks.map {
          ["fault": .bool($0.isFault), "ko": .string($0.text.ko), "en": .string($0.text.en)]
        }),
    ]
  }
}
