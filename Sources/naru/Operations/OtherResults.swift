import CommonValues
import Store

/// The JSON of `naru check`.
struct CheckResult: Codable, Sendable, Hashable {
  /// The shops that were looked at.
  var shops: [String]
  /// Whether Kakao was asked.
  var online: Bool
  var findings: [Diagnostic]
}

/// The JSON of `naru error`.
struct ErrorResult: Codable, Sendable, Hashable {
  /// As Kakao writes it (`KOE006`, `-10`).
  var code: String
  /// Why it happens.
  var cause: LocalizedText
  /// Where in Kakao's console to look.
  var place: LocalizedText?
  var fix: LocalizedText
  /// Whether Naru tries again by itself.
  var retries: Bool

  enum CodingKeys: String, CodingKey {
    case code, cause, fix, retries
    case place = "where"
  }
}

/// Something that listens.
struct ServiceAddress: Codable, Sendable, Hashable {
  var name: LocalizedText
  var url: String
}

/// The JSON of `naru sandbox`, after it was stopped.
struct SandboxResult: Codable, Sendable, Hashable {
  var addresses: [ServiceAddress]
  /// Requests to Kakao's paths that it answered.
  var requests: Int64
}

/// The JSON of `naru demo`.
struct DemoResult: Codable, Sendable, Hashable {
  /// Where its configuration and exports are.
  var folder: String
  var steps: [DemoStep]
  var addresses: [ServiceAddress]
}

/// The JSON of `naru link`.
struct LinkResult: Codable, Sendable, Hashable {
  /// What goes into the message.
  var url: String
  /// Where a person lands.
  var target: String
  /// The file that the QR code was written to.
  var svg: String?
}

/// The JSON of `naru erase`.
struct EraseResult: Codable, Sendable, Hashable {
  /// Whether it was done, or only told.
  var done: Bool
  /// What is kept of it: numbers, and nothing of the person. Nil when nothing is known of the person.
  var receipt: ErasureReceipt?
}

/// The JSON of `naru tokens reseal`.
struct TokenResealResult: Codable, Sendable, Hashable {
  /// Whether it was only counted.
  var dryRun: Bool
  /// Whether it came to its end; false when it was stopped.
  var complete: Bool
  /// How many users' tokens there were.
  var total: Int64
  /// How many were looked at.
  var checked: Int64
  /// How many were sealed again or, when only counted, would be.
  var resealed: Int64
  /// How many no key opens.
  var unreadable: Int64
  /// How many somebody else changed at that moment.
  var changed: Int64

  enum CodingKeys: String, CodingKey {
    case complete, total, checked, resealed, unreadable, changed
    case dryRun = "dry_run"
  }
}

/// The JSON of `naru serve`, after it was stopped.
struct ServeResult: Codable, Sendable, Hashable {
  var addresses: [ServiceAddress]
}
