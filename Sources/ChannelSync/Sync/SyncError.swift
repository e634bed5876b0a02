public import CommonValues

/// Why a sync did not begin, or an explanation could not be given. Equal by code.
public struct SyncError: Error, Sendable, Equatable {
  /// The kinds of reason; there may be more in a later version.
  public struct Code: Sendable, Hashable {
    let value: String

    /// Another process syncs the shop (exit code 75).
    public static let leaseTaken = Code(value: "lease-taken")
    /// The store has no such member.
    public static let unknownMember = Code(value: "unknown-member")
    /// The config has no file of that name.
    public static let unknownFile = Code(value: "unknown-customer-file")
  }

  /// Which kind.
  public let code: Code
  /// The same in words.
  public let diagnostic: Diagnostic

  init(_ code: Code, _ reason: LocalizedText, fix: LocalizedText? = nil) {
    self.code = code
    diagnostic = Diagnostic(.error, code: code.value, reason: reason, fix: fix)
  }

  /// Whether both have the same code; the words may differ.
  public static func == (lhs: SyncError, rhs: SyncError) -> Bool { lhs.code == rhs.code }

  package static var leaseTaken: SyncError {
    SyncError(
      .leaseTaken,
      LocalizedText(ko: "다른 프로세스가 이 쇼핑몰을 동기화하고 있습니다.", en: "Another process is syncing this shop."),
      fix: LocalizedText(
        ko: "끝난 뒤에 다시 실행하십시오. 강제로 종료된 프로세스라면 1분 안에 풀립니다.",
        en: "Run again when it has finished; if it was killed, this clears within a minute."))
  }

  static var unknownMember: SyncError {
    SyncError(
      .unknownMember, LocalizedText(ko: "그 아이디의 회원이 없습니다.", en: "There is no member with that id."),
      fix: LocalizedText(
        ko: "쇼핑몰의 회원 아이디를 확인하고, 회원 파일을 가져왔는지 보십시오.",
        en: "Check the shop's member id, and whether its members were imported."))
  }

  package static func unknownFile(_ name: String) -> SyncError {
    SyncError(
      .unknownFile,
      LocalizedText(ko: "‘\(name)’이라는 고객 파일이 설정에 없습니다.", en: "The config has no customer file \"\(name)\"."),
      fix: LocalizedText(ko: "설정의 customer_files에서 이름을 확인하십시오.", en: "See the names under customer_files."))
  }
}
