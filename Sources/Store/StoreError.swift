public import CommonValues
import GRDB

/// Why the store could not do what was asked.
///
/// Two errors are equal when their codes are. The diagnostic says it in words and holds no personal data.
public struct StoreError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The kinds of failure; there may be more in a later version.
  public struct Code: Sendable, Hashable, CustomStringConvertible {
    /// A stable name in kebab-case.
    public let description: String

    init(_ description: String) { self.description = description }

    /// Another process holds the store's lock for longer than we wait.
    public static let busy = Code("store-busy")
    /// The disk, or the room that the store may take, is full.
    public static let full = Code("store-full")
    /// The file is damaged or no store at all.
    public static let corrupt = Code("store-corrupt")
    /// The store may not be written or opened.
    public static let unreadable = Code("store-unreadable")
    /// The address is not one that this build understands.
    public static let unsupportedURL = Code("store-unsupported-url")
    /// A later version of Naru made it.
    public static let newerVersion = Code("store-newer-version")
    /// What was asked for is not there.
    public static let notFound = Code("not-found")
    /// The lease of a shop went to another process.
    public static let leaseLost = Code("lease-lost")
    /// The caller asked to stop.
    public static let cancelled = Code("cancelled")
    /// Anything else that SQLite reports.
    public static let failed = Code("store-failed")
  }

  /// Which kind of failure.
  public let code: Code
  /// The same in words.
  public let diagnostic: Diagnostic

  /// An error of a kind, in words.
  public init(_ code: Code, _ reason: LocalizedText, fix: LocalizedText? = nil) {
    self.code = code
    diagnostic = Diagnostic(.error, code: code.description, reason: reason, fix: fix)
  }

  /// Whether both are of one kind; the words are not compared.
  public static func == (lhs: StoreError, rhs: StoreError) -> Bool { lhs.code == rhs.code }

  /// The diagnostic in English, on one line.
  public var description: String { diagnostic.message(in: .english) }
}

extension StoreError {
  /// What a GRDB or SQLite error means for whoever uses the store.
  init(_ error: any Error) {
    switch error {
    case let error as StoreError: self = error
    case let error as DatabaseError:
      self.init(sqlite: error.resultCode.rawValue, extended: error.extendedResultCode.rawValue)
    case is CancellationError:
      self.init(.cancelled, LocalizedText(ko: "중단 요청을 받아 멈췄습니다.", en: "Stopped as asked."))
    default:
      self.init(.failed, LocalizedText(ko: "저장소 작업에 실패했습니다.", en: "The store failed."))
    }
  }

  /// What a SQLite result code means.
  init(sqlite code: Int32, extended: Int32? = nil) {
    let number = extended ?? code
    switch code {
    case 5, 6:
      self.init(
        .busy, LocalizedText(ko: "다른 프로세스가 저장소를 쓰고 있습니다.", en: "Another process is using the store."),
        fix: LocalizedText(ko: "그 프로세스가 끝난 뒤 다시 실행하십시오.", en: "Run this again when that process has finished."))
    case 13:
      self.init(
        .full,
        LocalizedText(
          ko: "디스크가 가득 차서 저장하지 못했습니다. 저장소는 이전 상태 그대로입니다.", en: "The disk is full; the store is as it was before."),
        fix: LocalizedText(ko: "공간을 확보한 뒤 다시 실행하십시오.", en: "Free some space and run this again."))
    case 11, 26:
      self.init(
        .corrupt,
        LocalizedText(ko: "저장소 파일이 손상되었거나 Naru 저장소가 아닙니다.", en: "The store's file is damaged or is no Naru store."),
        fix: LocalizedText(
          ko: "백업을 되돌리거나 naru.yaml의 store 경로를 확인하십시오.", en: "Restore a backup, or check `store` in naru.yaml."))
    case 3, 8, 14, 23:
      self.init(
        .unreadable, LocalizedText(ko: "저장소 파일을 열거나 쓸 수 없습니다.", en: "The store's file can not be opened or written."),
        fix: LocalizedText(ko: "경로와 폴더 권한을 확인하십시오.", en: "Check the path and the folder's permissions."))
    case 10:
      self.init(
        .failed,
        LocalizedText(ko: "디스크 입출력 오류입니다 (SQLite \(number)).", en: "Disk input/output error (SQLite \(number))."),
        fix: LocalizedText(ko: "디스크 상태와 남은 공간을 확인하십시오.", en: "Check the disk and its free space."))
    default:
      self.init(.failed, LocalizedText(ko: "저장소 오류입니다 (SQLite \(number)).", en: "Store error (SQLite \(number))."))
    }
  }
}
