import ChannelSync
public import CommonValues
import HTTPTransport
import KakaoAPI
import ShopAdapters
import Store

/// Why Naru could not do what was asked, in words for people. Its diagnostics hold no secret and no personal data.
public struct NaruError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is wrong; at least one.
  public let diagnostics: [Diagnostic]

  /// Whether what is wrong stands in the config files or an adapter's folder.
  public let isConfiguration: Bool

  /// An error with one cause.
  public init(_ diagnostic: Diagnostic) {
    diagnostics = [diagnostic]
    isConfiguration = NaruError.isConfiguration(diagnostic)
  }

  /// What is missing in a config file, and only shows when it is needed.
  private static func isConfiguration(_ diagnostic: Diagnostic) -> Bool {
    let codes = ["no-kakao-key", "no-login", "login-without-public-url", "login-without-rest-key"]
    return diagnostic.place.file != nil && codes.contains(diagnostic.code)
  }

  /// What an error from below means for whoever uses Naru.
  public init(_ error: any Error) {
    isConfiguration =
      error is ConfigurationError || error is AdapterError || (error as? NaruError)?.isConfiguration ?? false
      || (error as? Diagnostic).map(NaruError.isConfiguration) ?? false
    diagnostics =
      switch error {
      case let error as NaruError: error.diagnostics
      case let error as ConfigurationError: error.findings
      case let error as AdapterError: error.diagnostics
      case let error as Diagnostic: [error]
      case let error as KakaoError: [error.diagnostic]
      case let error as StoreError: [error.diagnostic]
      case let error as SyncError: [error.diagnostic]
      case let error as CustomerFileFault: [error.diagnostic]
      default: [.unexpected(error)]
      }
  }

  /// The diagnostics in English, one a line.
  public var description: String { diagnostics.map { $0.message(in: .english) }.joined(separator: "\n") }
}

extension Diagnostic {
  static func unknownShop(_ shop: String, known: [String]) -> Diagnostic {
    let list = known.joined(separator: ", ")
    return Diagnostic(
      .error, code: "unknown-shop",
      reason: LocalizedText(ko: "쇼핑몰 ‘\(shop)’의 설정 파일이 없습니다.", en: "No file describes the shop ‘\(shop)’."),
      fix: LocalizedText(ko: "설정된 쇼핑몰: \(list)", en: "Configured shops: \(list)"))
  }

  static func noExports(_ adapter: String) -> Diagnostic {
    Diagnostic(
      .error, code: "adapter-without-exports",
      reason: LocalizedText(
        ko: "어댑터 ‘\(adapter)’은(는) 내보내기 파일을 읽지 않습니다.", en: "The adapter ‘\(adapter)’ reads no exports."))
  }

  static func noKakaoKey(_ file: String) -> Diagnostic {
    Diagnostic(
      .error, code: "no-kakao-key", place: .init(file: file, field: "kakao.admin_key"),
      reason: LocalizedText(ko: "카카오를 호출할 어드민 키가 없습니다.", en: "There is no admin key to call Kakao with."),
      fix: LocalizedText(
        ko: "쇼핑몰 설정의 kakao.admin_key에 어드민 키를 지정하십시오.", en: "Set kakao.admin_key in the shop's config."))
  }

  static func unknownMember() -> Diagnostic {
    Diagnostic(
      .error, code: "unknown-member",
      reason: LocalizedText(ko: "그 아이디의 회원이 없습니다.", en: "There is no member with that id."),
      fix: LocalizedText(
        ko: "쇼핑몰의 회원 아이디를 확인하고, 회원 파일을 가져왔는지 보십시오.",
        en: "Check the shop's member id, and whether its members were imported."))
  }

  static func unexpected(_ error: any Error) -> Diagnostic {
    let type = String(describing: type(of: error))
    return Diagnostic(
      .error, code: "unexpected-error",
      reason: LocalizedText(ko: "예상하지 못한 오류입니다 (\(type)).", en: "An unexpected error (\(type))."))
  }
}
