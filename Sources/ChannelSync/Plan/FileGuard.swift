public import CommonValues

/// Why a file is not sent until somebody says yes.
public struct FileGuard: Sendable, Hashable, Codable {
  /// The kinds of reason.
  public enum Code: String, Sendable, Hashable, Codable {
    /// More rows would go than `max_removal` lets go.
    case maxRemoval = "max_removal"
    /// The columns changed, so that a new file takes the old one's place.
    case columnsChanged = "columns_changed"
    /// The config no longer has the file; it would be emptied.
    case orphan
  }

  /// Which kind of reason.
  public let code: Code
  /// The same in words, with the numbers.
  public let reason: LocalizedText

  static func maxRemoval(_ removals: Int, ofConfirmed confirmed: Int, limit: RemovalLimit) -> FileGuard {
    let limitText =
      switch limit {
      case .percent(let percent):
        (percent == percent.rounded() && abs(percent) < 1e15 ? "\(Int(percent))" : "\(percent)") + "%"
      case .rows(let rows): "\(rows)"
      }
    return FileGuard(
      code: .maxRemoval,
      reason: LocalizedText(
        ko: "확인된 \(confirmed)명 중 \(removals)명이 빠집니다. 한도는 \(limitText)입니다. 맞으면 --yes로 실행하십시오.",
        en:
          "\(removals) of \(confirmed) confirmed rows would go; the limit is \(limitText). If that is right, run with --yes."
      ))
  }

  static func columnsChanged(old: String, new: String) -> FileGuard {
    FileGuard(
      code: .columnsChanged,
      reason: LocalizedText(
        ko: "열(또는 users)이 바뀌어 새 파일 ‘\(new)’을(를) 만들고 ‘\(old)’을(를) 비웁니다. 맞으면 --yes로 실행하십시오.",
        en:
          "The columns (or users) changed: a new file \"\(new)\" is made and \"\(old)\" is emptied. If that is right, run with --yes."
      ))
  }

  static func orphan(_ name: String) -> FileGuard {
    FileGuard(
      code: .orphan,
      reason: LocalizedText(
        ko: "‘\(name)’은(는) 설정에 없는 파일입니다. 비우려면 --yes로 실행하십시오.",
        en: "\"\(name)\" is no longer in the config. To empty it, run with --yes."))
  }
}
