public import CommonValues

/// Holds definitions against what Kakao accepts, before anything is sent.
public enum CustomerFileCheck {
  /// Columns in a file's schema.
  public static let maximumColumns = 30
  /// Files in a channel, those uploaded by hand included.
  public static let maximumFiles = 30
  /// Rows of one call that adds or removes.
  public static let maximumRows = 2000

  /// Columns that stand for the person's id at Kakao.
  static let reservedColumns: Set<String> = ["앱유저아이디", "전화번호"]
  /// Text columns that the partner centre knows; it is not certain that it filters by any other text column.
  static let builtInColumns: Set<String> = [
    "생년월일", "국가", "지역", "성별", "연령", "구매금액", "포인트", "가입일", "최근 구매일", "최근구매일", "응모일",
  ]

  /// What is wrong (errors) or doubtful (warnings) with the files of one shop. Each diagnostic's `place.field` is
  /// `customer_files[n]…`, counted from 0.
  public static func diagnostics(_ files: [CustomerFileDefinition]) -> [Diagnostic] {
    var found: [Diagnostic] = []
    var names: [String: Set<String>] = [:]
    for (index, file) in files.enumerated() {
      let place = "customer_files[\(index)]"
      if !names[file.channel, default: []].insert(file.name).inserted {
        found.append(duplicateName(file.name, at: place))
      }
      found += columns(of: file, at: place)
    }
    for (channel, names) in names.sorted(by: { $0.key < $1.key }) where names.count > maximumFiles {
      found.append(tooManyFiles(names.count, channel: channel))
    }
    return found
  }

  private static func columns(of file: CustomerFileDefinition, at place: String) -> [Diagnostic] {
    var found: [Diagnostic] = []
    if file.columns.count > maximumColumns {
      found.append(tooManyColumns(file.columns.count, at: place))
    }
    if file.columns.isEmpty { found.append(noColumns(at: place)) }
    var seen: Set<String> = []
    for column in file.columns {
      let place = "\(place).columns.\(column.name)"
      if !seen.insert(column.name).inserted {
        found.append(duplicateColumn(column.name, at: place))
      } else if reservedColumns.contains(column.name) {
        found.append(reservedColumn(column.name, at: place))
      } else if column.kind == .string, !builtInColumns.contains(column.name) {
        found.append(customTextColumn(column.name, at: place))
      }
    }
    return found
  }

  private static func duplicateName(_ name: String, at place: String) -> Diagnostic {
    Diagnostic(
      .error, code: "duplicate-customer-file", place: .init(field: "\(place).name"),
      reason: LocalizedText(
        ko: "같은 채널에 고객 파일 이름 ‘\(name)’이(가) 두 번 있습니다.",
        en: "Two customer files of one channel are called \"\(name)\"."),
      fix: LocalizedText(ko: "파일마다 다른 이름을 쓰십시오.", en: "Give each file a name of its own."))
  }

  private static func tooManyFiles(_ count: Int, channel: String) -> Diagnostic {
    Diagnostic(
      .error, code: "too-many-customer-files", place: .init(field: "customer_files"),
      reason: LocalizedText(
        ko: "채널 \(channel)에 고객 파일이 \(count)개 설정되어 있습니다. 카카오는 채널마다 30개까지 허용합니다.",
        en: "Channel \(channel) has \(count) customer files in the config; Kakao allows 30 per channel."),
      fix: LocalizedText(
        ko: "파일 수를 줄이십시오. 직접 올린 파일도 30개에 포함됩니다.",
        en: "Use fewer files; files uploaded by hand count too."))
  }

  private static func tooManyColumns(_ count: Int, at place: String) -> Diagnostic {
    Diagnostic(
      .error, code: "too-many-columns", place: .init(field: "\(place).columns"),
      reason: LocalizedText(
        ko: "열이 \(count)개입니다. 카카오는 고객 파일 하나에 30개까지 허용합니다.",
        en: "\(count) columns; Kakao allows 30 in a customer file."),
      fix: LocalizedText(ko: "열을 30개 이하로 줄이십시오.", en: "Use at most 30 columns."))
  }

  private static func noColumns(at place: String) -> Diagnostic {
    Diagnostic(
      .warning, code: "no-columns", place: .init(field: "\(place).columns"),
      reason: LocalizedText(
        ko: "열이 없습니다. 열이 없는 고객 파일을 카카오가 받는지는 알려져 있지 않습니다.",
        en: "There are no columns; it is not known whether Kakao takes a customer file without any."),
      fix: LocalizedText(ko: "열을 하나 이상 정하십시오.", en: "Give at least one column."))
  }

  private static func duplicateColumn(_ name: String, at place: String) -> Diagnostic {
    Diagnostic(
      .error, code: "duplicate-column", place: .init(field: place),
      reason: LocalizedText(ko: "열 ‘\(name)’이(가) 두 번 있습니다.", en: "The column \"\(name)\" is there twice."),
      fix: LocalizedText(ko: "하나를 지우거나 이름을 바꾸십시오.", en: "Remove or rename one of them."))
  }

  private static func reservedColumn(_ name: String, at place: String) -> Diagnostic {
    Diagnostic(
      .warning, code: "reserved-column", place: .init(field: place),
      reason: LocalizedText(
        ko: "‘\(name)’은(는) 카카오가 사람을 구분하는 열의 이름입니다.",
        en: "\"\(name)\" is Kakao's own name for the column that identifies the person."),
      fix: LocalizedText(ko: "다른 이름을 쓰십시오.", en: "Use another name."))
  }

  private static func customTextColumn(_ name: String, at place: String) -> Diagnostic {
    Diagnostic(
      .warning, code: "custom-text-column", place: .init(field: place),
      reason: LocalizedText(
        ko: "‘\(name)’은(는) 카카오가 정한 열이 아닙니다. 파트너센터에서 문자 열로 걸러 내지 못할 수 있습니다.",
        en:
          "\"\(name)\" is not one of Kakao's own columns; the partner centre may not filter by a text column of that name."
      ),
      fix: LocalizedText(
        ko: "걸러 낼 열이면 카카오가 정한 이름을 쓰거나 숫자로 보내십시오.",
        en: "To filter by it, use one of Kakao's names or send a number."))
  }
}
