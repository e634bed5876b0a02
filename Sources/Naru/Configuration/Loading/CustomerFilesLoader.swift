import ChannelSync
import CommonValues

/// Reads `customer_files`.
struct CustomerFilesLoader {
  /// Kakao's limits (facts: 30 keys of a schema, 30 files a channel).
  static let maximumColumns = 30
  static let maximumFiles = 30
  /// Names that stand for the id in Kakao's own files.
  static let reservedColumns: Set<String> = ["앱유저아이디", "전화번호"]
  /// Kakao's own string columns; `최근구매일` and `최근 구매일` are both seen in use.
  static let ownStringColumns: Set<String> = [
    "생년월일", "국가", "지역", "성별", "연령", "구매금액", "포인트", "가입일", "최근 구매일", "최근구매일", "응모일",
  ]

  let channels: [String]
  let attributes: Set<String>
  /// Whether an adapter is named, which may declare attributes of its own.
  let adapter: Bool

  func load(_ value: ConfigurationValue) -> [CustomerFileDefinition] {
    var names: Set<[String]> = []
    var perChannel: [String: Int] = [:]
    var files: [CustomerFileDefinition] = []
    for entry in value.list() ?? [] {
      guard let section = ConfigurationSection<CustomerFileKey>(entry) else { continue }
      let definition = definition(section)
      if !definition.name.isEmpty, !names.insert([definition.channel, definition.name]).inserted {
        section[.name]?.report(.duplicateCustomerFile)
      }
      perChannel[definition.channel, default: 0] += 1
      files.append(definition)
    }
    if let most = perChannel.values.max(), most > Self.maximumFiles {
      value.report(.tooManyFiles(most, limit: Self.maximumFiles), at: value.key)
    }
    return files
  }

  private func definition(_ section: ConfigurationSection<CustomerFileKey>) -> CustomerFileDefinition {
    let name = section.required(.name, ko: "파트너센터에 보일 이름을 쓰십시오", en: "write the name for the partner centre")
    return CustomerFileDefinition(
      name: name?.text().map(\.precomposed) ?? "", channel: channel(section),
      users: section.required(.users, ko: "app 또는 phone을 쓰십시오", en: "write app or phone")?.choice() ?? .app,
      selection: SelectionLoader.selection(section),
      columns: columns(section), maxRemoval: section[.maxRemoval]?.removalLimit())
  }

  /// The channel may be left out where the shop has one alone.
  private func channel(_ section: ConfigurationSection<CustomerFileKey>) -> String {
    guard let value = section[.channel] else {
      if channels.count == 1 { return channels[0] }
      _ = section.required(.channel, ko: "kakao.channels 가운데 하나를 쓰십시오", en: "write one of kakao.channels")
      return ""
    }
    guard let channel = value.channel() else { return "" }
    if !channels.isEmpty, !channels.contains(channel) { value.report(.unknownChannel(known: channels)) }
    return channel
  }

  // MARK: Columns

  private func columns(_ section: ConfigurationSection<CustomerFileKey>) -> [Column] {
    guard let value = section[.columns] else { return [] }
    guard case .mapping(let pairs) = value.node.content else {
      value.report(
        .wrongType(
          expected: LocalizedText(ko: "묶음(열 이름: 값)", en: "a mapping (column: source)"), found: value.node.kind))
      return []
    }
    if pairs.count > Self.maximumColumns {
      value.report(.tooManyColumns(pairs.count, limit: Self.maximumColumns), at: value.key)
    }
    return pairs.compactMap { key, node in
      let entry = ConfigurationValue(
        context: value.context, path: value.childPath(key.name), node: node, key: key.position)
      return column(named: key.name, entry)
    }
  }

  private func column(named written: String, _ entry: ConfigurationValue) -> Column? {
    let name = written.trimmedBlanks.precomposed
    guard !name.isEmpty, name.unicodeScalars.allSatisfy({ $0.value >= 0x20 }) else {
      entry.report(
        .invalidValue(ko: "열 이름이 비어 있습니다", en: "the column has no name", fixKo: "이름을 쓰십시오", fixEn: "write one"),
        at: entry.key)
      return nil
    }
    if Self.reservedColumns.contains(name) { entry.report(.reservedColumn, at: entry.key) }
    var source: ColumnSource?
    var kind: Column.Kind?
    if case .mapping = entry.node.content {
      guard let section = ConfigurationSection<ColumnKey>(entry) else { return nil }
      switch (section[.from], section[.value]) {
      case (let from?, nil): source = columnSource(from)
      case (nil, let constant?): source = constant.text().map { .constant($0.precomposed) }
      default:
        entry.report(
          .invalidValue(
            ko: "from과 value 가운데 하나만 있어야 합니다", en: "exactly one of from and value is needed",
            fixKo: "{from: member.grade} 또는 {value: 글자}로 쓰십시오",
            fixEn: "write {from: member.grade} or {value: text}"))
      }
      kind = section[.type]?.columnKind()
    } else {
      source = columnSource(entry)
    }
    guard let source else { return nil }
    let column = Column(name: name, source: source, kind: kind)
    if column.kind == .string, !Self.ownStringColumns.contains(name), !Self.reservedColumns.contains(name) {
      entry.report(.customStringColumn, at: entry.key)
    }
    return column
  }

  private func columnSource(_ value: ConfigurationValue) -> ColumnSource? {
    guard let text = value.text() else { return nil }
    guard let source = ColumnSource(text.precomposed) else {
      let names = ColumnSource.names
      value.report(
        .notOneOf(names + ["member.attributes.…"], suggestion: EditDistance.suggestion(for: text, among: names)))
      return nil
    }
    if case .attribute(let name) = source, !adapter, !attributes.contains(name) {
      value.report(.undeclaredAttribute(name))
    }
    return source
  }
}

extension ConfigurationValue {
  /// `string` or `number`.
  func columnKind() -> Column.Kind? {
    guard let text = text() else { return nil }
    if let kind = Column.Kind(rawValue: text) { return kind }
    let allowed = [Column.Kind.string, .number].map(\.rawValue)
    report(.notOneOf(allowed, suggestion: EditDistance.suggestion(for: text, among: allowed)))
    return nil
  }

  /// `20%`, or a number of rows.
  func removalLimit() -> RemovalLimit? {
    if case .scalar(let text, plain: true) = node.content, let rows = Int(text), rows >= 0 { return .rows(rows) }
    guard let text = text() else { return nil }
    if let percent = ConfigurationValue.percent(text) { return .percent(percent) }
    report(
      .invalidValue(
        ko: "삭제 한도로 읽을 수 없는 값입니다", en: "not a limit of removals", fixKo: "20%처럼 백분율로 쓰거나 100처럼 행의 수로 쓰십시오",
        fixEn: "write a percentage like 20%, or a number of rows like 100"))
    return nil
  }
}
