/// A customer file (고객 파일) as Kakao lists it.
public struct CustomerFile: Sendable, Hashable {
  /// Kakao's number of the file.
  public let fileID: Int64
  /// Its name, unique in the channel.
  public let name: String
  /// Kakao's word for its state; the values are not published.
  public let status: String?
  /// When it changed, as Kakao wrote it (`update_at`); the format is not published.
  public let updatedAt: String?
  /// The columns, when Kakao tells them: it answers `{}` while the file has no valid person in it.
  public let schema: [String: CustomerFileColumn.ValueType]

  /// A file.
  public init(
    fileID: Int64, name: String, status: String? = nil, updatedAt: String? = nil,
    schema: [String: CustomerFileColumn.ValueType] = [:]
  ) {
    self.fileID = fileID
    self.name = name
    self.status = status
    self.updatedAt = updatedAt
    self.schema = schema
  }
}

/// The customer files of a channel.
public struct CustomerFileList: Sendable, Hashable {
  /// Every file that could be read.
  public let files: [CustomerFile]
  /// Entries without a number or a name.
  public let unreadable: Int
  /// How many files the channel has, uploads by hand included.
  public let usedSlots: Int?
  /// How many more it may have.
  public let freeSlots: Int?

  /// The file of that name.
  public func file(named name: String) -> CustomerFile? { files.first { $0.name == name } }
}

extension CustomerFileList: Decodable {
  private enum Key: String, CodingKey {
    case results
    case usedSlots = "using_slot"
    case freeSlots = "empty_slot"
  }

  private struct Entry: Decodable {
    let file: CustomerFile?

    enum Key: String, CodingKey {
      case status, schema
      case fileID = "file_id"
      case name = "file_name"
      case updatedAt = "update_at"
    }

    init(from decoder: any Decoder) throws {
      let fields = try decoder.container(keyedBy: Key.self)
      guard let fileID = fields.lenientInt64(.fileID), let name = fields.lenientString(.name) else {
        file = nil
        return
      }
      // Kakao writes the schema as JSON text; an object is taken as well.
      let schema =
        fields.lenientString(.schema).flatMap { decodeJSON([String: Lenient<String>].self, from: Array($0.utf8)) }
        ?? (try? fields.decode([String: Lenient<String>].self, forKey: .schema)) ?? [:]
      file = CustomerFile(
        fileID: fileID, name: name, status: fields.lenientString(.status),
        updatedAt: fields.lenientString(.updatedAt) ?? fields.lenientInt64(.updatedAt).map { String($0) },
        schema: schema.compactMapValues { $0.value.map(CustomerFileColumn.ValueType.init(rawValue:)) })
    }
  }

  public init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: Key.self)
    let entries = try fields.decode([Lenient<Entry>].self, forKey: .results).map { $0.value?.file }
    files = entries.compactMap { $0 }
    unreadable = entries.count - files.count
    usedSlots = fields.lenientInt(.usedSlots)
    freeSlots = fields.lenientInt(.freeSlots)
  }
}
