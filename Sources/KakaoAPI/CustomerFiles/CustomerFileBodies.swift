internal import CommonValues

/// The JSON bodies of the customer-file calls, checked against Kakao's limits.
enum CustomerFileBodies {
  static func create(name: String, channel: String, columns: [CustomerFileColumn]) throws(KakaoError) -> [UInt8] {
    guard !name.isEmpty, !channel.isEmpty else {
      throw .invalidRequest(
        LocalizedText(ko: "고객 파일 이름과 채널이 있어야 합니다.", en: "A customer file needs a name and a channel."))
    }
    guard columns.count <= CustomerFileLimits.columns else {
      throw .invalidRequest(
        LocalizedText(
          ko: "열이 \(columns.count)개입니다. 고객 파일의 열은 \(CustomerFileLimits.columns)개까지입니다.",
          en: "There are \(columns.count) columns; a customer file has at most \(CustomerFileLimits.columns)."))
    }
    guard Set(columns.map(\.key)).count == columns.count, !columns.contains(where: { $0.key.isEmpty }) else {
      throw .invalidRequest(
        LocalizedText(ko: "열 이름이 비어 있거나 두 번 쓰였습니다.", en: "A column name is empty or used twice."))
    }
    guard columns.allSatisfy({ $0.type == .string || $0.type == .number }) else {
      throw .invalidRequest(
        LocalizedText(ko: "열의 종류는 string 또는 number입니다.", en: "A column is of type string or number."))
    }
    var writer = JSONWriter()
    writer.raw(#"{"channel_public_id":"#)
    writer.string(channel)
    writer.raw(#","file_name":"#)
    writer.string(name)
    writer.raw(#","schema":{"#)
    for (index, column) in columns.enumerated() {
      if index > 0 { writer.raw(",") }
      writer.string(column.key)
      writer.raw(":")
      writer.string(column.type.rawValue)
    }
    writer.raw("}}")
    return writer.bytes
  }

  static func add(_ rows: [CustomerFileRow], fileID: Int64, channel: String) throws(KakaoError) -> [UInt8] {
    let type = try commonType(rows.lazy.map(\.id))
    var writer = JSONWriter(reserving: rows.reduce(128) { $0 + $1.encodedField.count + 40 })
    begin(&writer, fileID: fileID, channel: channel, type: type)
    writer.raw(#","users":["#)
    for (index, row) in rows.enumerated() {
      if index > 0 { writer.raw(",") }
      writer.raw(#"{"id":"#)
      writer.userID(row.id)
      writer.raw(#","field":"#)
      writer.raw(row.encodedField)
      writer.raw("}")
    }
    writer.raw("]}")
    return writer.bytes
  }

  static func remove(_ ids: [CustomerFileUserID], fileID: Int64, channel: String) throws(KakaoError) -> [UInt8] {
    let type = try commonType(ids)
    var writer = JSONWriter(reserving: 128 + ids.count * 20)
    begin(&writer, fileID: fileID, channel: channel, type: type)
    writer.raw(#","user_ids":["#)
    for (index, id) in ids.enumerated() {
      if index > 0 { writer.raw(",") }
      writer.userID(id)
    }
    writer.raw("]}")
    return writer.bytes
  }

  private static func begin(
    _ writer: inout JSONWriter, fileID: Int64, channel: String, type: CustomerFileUserType
  ) {
    writer.raw(#"{"file_id":"#)
    writer.number(fileID)
    writer.raw(#","channel_public_id":"#)
    writer.string(channel)
    writer.raw(#","user_type":"#)
    writer.string(type.rawValue)
  }

  /// The one kind of id in a call; also refuses too many, none, and phones that are not digits.
  private static func commonType(_ ids: some Collection<CustomerFileUserID>) throws(KakaoError) -> CustomerFileUserType
  {
    guard let first = ids.first, ids.count <= CustomerFileLimits.usersPerCall else {
      throw .invalidRequest(
        LocalizedText(
          ko: "한 번에 1명부터 \(CustomerFileLimits.usersPerCall)명까지 보낼 수 있는데 \(ids.count)명입니다.",
          en: "One call takes 1 to \(CustomerFileLimits.usersPerCall) people, not \(ids.count)."))
    }
    for id in ids {
      guard id.type == first.type else {
        throw .invalidRequest(
          LocalizedText(
            ko: "한 번의 호출에 회원번호와 전화번호를 섞을 수 없습니다.",
            en: "One call can not mix app user ids and phone numbers."))
      }
      if case .phone(let digits) = id {
        guard (8...15).contains(digits.utf8.count), digits.utf8.allSatisfy({ $0 &- 0x30 < 10 }) else {
          throw .invalidRequest(
            LocalizedText(
              ko: "전화번호는 국가 번호를 붙인 숫자만으로 적습니다(8210으로 시작).",
              en: "A phone id is digits alone with the country code (8210…)."))
        }
      }
    }
    return first.type
  }
}
