public import CommonValues
import Records
import ShopModel

/// Reads canonical JSON (DESIGN §8): one object, an array of them, or JSON Lines.
///
/// An object is one item: it is taken or rejected by itself, whatever becomes of the others. Numbers stay exact. An
/// object in which a key stands twice, or half a surrogate pair or a NUL in a text, is rejected, as a record of a file is. A value that is none (a bad phone number) is left out with
/// a warning, as in an import; an order whose amounts or times can not be read is rejected.
public struct CanonicalDecoder: Sendable {
  /// The names of attributes that are taken; nil: all of them.
  public var attributes: Set<String>?
  /// What an object without a `kind` is; nil: it is rejected.
  public var assumedKind: ExportKind?
  /// The most bytes in one call.
  public var byteLimit = 64 << 20

  /// A decoder.
  public init(attributes: Set<String>? = nil, assuming kind: ExportKind? = nil) {
    self.attributes = attributes
    assumedKind = kind
  }

  /// What was in the bytes.
  public struct Items: Sendable, Hashable {
    /// An event, and which of the items it came from, counted from 0.
    public struct Item: Sendable, Hashable {
      /// The item's number.
      public var index: Int
      /// What it says.
      public var event: AdapterEvent
      /// What was left out of it.
      public var warnings: [FieldWarning]
    }

    /// What can be used, in order.
    public var accepted: [Item] = []
    /// What can not.
    public var rejected: [RejectedItem] = []
    /// How many there were.
    public var count = 0

    /// Nothing.
    public init() {}

    /// The events, in order.
    public var events: [AdapterEvent] { accepted.map(\.event) }
  }

  /// Decodes bytes. Throws when they are no JSON as a whole; with JSON Lines a bad line is an item that is rejected.
  ///
  /// - Parameter receivedAt: the time of a leaving that does not say when.
  public func decode(_ bytes: [UInt8], receivedAt: Timestamp) throws(Diagnostic) -> Items {
    guard bytes.count <= byteLimit else { throw CanonicalProblem.notJSON(.tooLong) }
    let result: Result<Items, Diagnostic> = bytes.withUnsafeBufferPointer { bytes in
      do throws(JSONFault) {
        return .success(try items(bytes, receivedAt))
      } catch {
        return .failure(CanonicalProblem.notJSON(error))
      }
    }
    return try result.get()
  }

  private func items(_ bytes: ByteSlice, _ receivedAt: Timestamp) throws(JSONFault) -> Items {
    guard String(validating: bytes, as: UTF8.self) != nil else { throw .notUTF8 }
    let text = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? ByteSlice(rebasing: bytes[3...]) : bytes
    var scanner = JSONScanner(text)
    scanner.skipBlanks()
    switch scanner.peek {
    case 0x5B: return try array(text, receivedAt)
    case 0x7B: return try objects(text, receivedAt)
    default: throw .syntax
    }
  }

  /// The elements of an array, one after another: never all of them as trees.
  private func array(_ text: ByteSlice, _ receivedAt: Timestamp) throws(JSONFault) -> Items {
    var items = Items()
    var scanner = JSONScanner(text, isOutline: true)
    try scanner.expect(0x5B)
    if !scanner.take(0x5D) {
      repeat {
        scanner.skipBlanks()
        let start = scanner.position
        try scanner.skipValue(depth: JSONLimits().depth)
        add(ByteSlice(rebasing: text[start..<scanner.position]), receivedAt, to: &items)
      } while scanner.take(0x2C)
      try scanner.expect(0x5D)
    }
    guard scanner.isAtEnd() else { throw .syntax }
    return items
  }

  /// One object, also over several lines; or one in each line.
  private func objects(_ text: ByteSlice, _ receivedAt: Timestamp) throws(JSONFault) -> Items {
    var items = Items()
    var scanner = JSONScanner(text, isOutline: true)
    var fault: JSONFault?
    do {
      try scanner.skipValue(depth: JSONLimits().depth)
      if scanner.isAtEnd() {
        add(text, receivedAt, to: &items)
        return items
      }
    } catch {
      fault = error
    }
    let lines = text.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D })
    // Text that is broken within its only line is no list of lines.
    if let fault, lines.count < 2 { throw fault }
    for line in lines {
      let line = ByteSlice(rebasing: line).trimmed
      if !line.isEmpty { add(line, receivedAt, to: &items) }
    }
    return items
  }

  private func add(_ text: ByteSlice, _ receivedAt: Timestamp, to items: inout Items) {
    let index = items.count
    items.count += 1
    do throws(JSONFault) {
      let value = try JSONValue(parsing: text)
      switch item(value, receivedAt: receivedAt) {
      case .success(let found):
        items.accepted.append(Items.Item(index: index, event: found.event, warnings: found.warnings))
      case .failure(let problem):
        items.rejected.append(RejectedItem(index: index, id: value["id"]?.idText, reason: problem))
      }
    } catch {
      items.rejected.append(RejectedItem(index: index, id: nil, reason: CanonicalProblem.notJSON(error)))
    }
  }
}

/// One object.
extension CanonicalDecoder {
  /// What an object says.
  func item(_ value: JSONValue, receivedAt: Timestamp) -> Result<
    (event: AdapterEvent, warnings: [FieldWarning]), Diagnostic
  > {
    guard case .object = value else { return .failure(CanonicalProblem.notObject) }
    let kind: CanonicalKind
    switch value["kind"] {
    case nil:
      guard let assumedKind else { return .failure(CanonicalProblem.unknownKind) }
      kind = assumedKind == .members ? .member : .order
    case .string(let word)?:
      guard let known = CanonicalKind(rawValue: word) else { return .failure(CanonicalProblem.unknownKind) }
      kind = known
    default: return .failure(CanonicalProblem.unknownKind)
    }
    switch kind {
    case .member: return member(value, receivedAt)
    case .order: return order(value, receivedAt)
    case .memberWithdrawn: return withdrawal(value, receivedAt)
    case .refetch: return refetch(value).map { (.refetch($0), []) }
    }
  }

  private func member(_ value: JSONValue, _ receivedAt: Timestamp) -> Result<
    (event: AdapterEvent, warnings: [FieldWarning]), Diagnostic
  > {
    BodyMapping.canonicalMembers.member(in: [value], source: RowSource(file: "", time: receivedAt)).map { row in
      guard case .member(var member) = row.event else { return (.event(row.event), row.warnings) }
      if case .object(let stated)? = value["attributes"] {
        for attribute in stated where attributes?.contains(attribute.key) ?? true {
          guard (1...255).contains(attribute.key.utf8.count) else { continue }
          let text = attribute.value.cellText
          member.attributes[attribute.key] = text.isEmpty ? .empty : .value(text)
        }
      }
      return (.event(.member(member)), row.warnings)
    }
  }

  private func order(_ value: JSONValue, _ receivedAt: Timestamp) -> Result<
    (event: AdapterEvent, warnings: [FieldWarning]), Diagnostic
  > {
    BodyMapping.canonicalOrders.order(in: [value], source: RowSource(file: "", time: receivedAt))
      .map { (.event($0.event), $0.warnings) }
  }

  private func withdrawal(_ value: JSONValue, _ receivedAt: Timestamp) -> Result<
    (event: AdapterEvent, warnings: [FieldWarning]), Diagnostic
  > {
    EventID.read(value["id"]?.idText, RowSource(file: "", time: receivedAt), nil).flatMap { id in
      switch value["at"] {
      case nil, .null?: return .success((.event(.memberWithdrawn(id: id, at: receivedAt)), []))
      case .string(let text)?:
        guard let at = Timestamp(text) else { return .failure(CanonicalProblem.badTime) }
        return .success((.event(.memberWithdrawn(id: id, at: at)), []))
      default: return .failure(CanonicalProblem.badTime)
      }
    }
  }

  private func refetch(_ value: JSONValue) -> Result<Refetch, Diagnostic> {
    guard let entity = value["entity"].flatMap({ Refetch.Entity(rawValue: $0.cellText) }),
      case .array(let elements)? = value["ids"]
    else { return .failure(CanonicalProblem.badRefetch) }
    return CanonicalDecoder.refetch(entity, elements)
  }

  static func refetch(_ entity: Refetch.Entity, _ elements: [JSONValue]) -> Result<Refetch, Diagnostic> {
    let ids = elements.compactMap(\.idText)
    guard !ids.isEmpty, ids.count == elements.count,
      ids.allSatisfy({ (1...RecordMapper.idLimit).contains($0.utf8.count) })
    else {
      return .failure(CanonicalProblem.badRefetch)
    }
    var seen: Set<String> = []
    return .success(Refetch(entity, ids.filter { seen.insert($0).inserted }))
  }
}

extension JSONValue {
  /// The value as an id; nil when it can be none.
  var idText: String? {
    switch self {
    case .string(let text), .number(let text):
      let text = EventCells.trimmed(text)
      return text.isEmpty ? nil : text
    default: return nil
    }
  }
}
