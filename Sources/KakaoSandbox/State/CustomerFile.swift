/// A customer file with its rows.
struct CustomerFile: Sendable {
  /// A column of the schema.
  struct Column: Sendable, Equatable {
    enum Kind: String, Sendable {
      case string, number
    }

    let name: String
    let kind: Kind
    /// The name in UTF-8, to compare keys without making strings.
    let bytes: [UInt8]

    init(name: String, kind: Kind) {
      self.name = name
      self.kind = kind
      self.bytes = Array(name.utf8)
    }
  }

  /// What the form of a row allows, whatever the settings say.
  static let maximumColumns = 64

  let id: Int64
  let channel: String
  let name: String
  let columns: [Column]
  let createdAt: SandboxTime
  var updatedAt: SandboxTime
  /// Rows by app user id.
  var appRows = RowTable()
  /// Rows by phone number, as the number of its digits with country code.
  var phoneRows = RowTable()

  var count: Int { appRows.count + phoneRows.count }

  /// The schema as a JSON object.
  var schema: JSONValue {
    .object(columns.map { JSONValue.Member(key: $0.name, value: .string($0.kind.rawValue)) })
  }
}

/// How a row names its person.
enum UserType: String, Sendable, CaseIterable {
  case app, phone
}

extension CustomerFile {
  subscript(type: UserType) -> RowTable {
    _read {
      switch type {
      case .app: yield appRows
      case .phone: yield phoneRows
      }
    }
    _modify {
      switch type {
      case .app: yield &appRows
      case .phone: yield &phoneRows
      }
    }
  }
}
