import CommonValues
import ShopModel

/// `naru demo`.
struct DemoRequest: Sendable, Hashable {
  var once: Bool
  var port: Int?
  /// Where the demo's files are written; nil: a new temporary folder.
  var folder: String?
}

/// `naru import`.
struct ImportRequest: Sendable, Hashable {
  enum Kind: String, Sendable, Hashable, CaseIterable {
    case members, orders
  }
  enum Encoding: String, Sendable, Hashable, CaseIterable {
    case utf8 = "utf-8"
    case cp949
    case utf16LE = "utf-16le"
    case utf16BE = "utf-16be"
  }
  enum Delimiter: String, Sendable, Hashable, CaseIterable {
    case comma, semicolon, tab, pipe

    var byte: UInt8 {
      switch self {
      case .comma: 0x2C
      case .semicolon: 0x3B
      case .tab: 0x09
      case .pipe: 0x7C
      }
    }
  }

  var shop: ShopID
  /// Paths; `-` is standard input.
  var files: [String]
  /// Nil: told from the header.
  var kind: Kind?
  /// The files name every member, so the absent ones are withdrawn.
  var complete: Bool
  /// Everything but writing.
  var dryRun: Bool
  /// The source time of what the files say.
  var asOf: Timestamp?
  /// Any quarantined row makes the status 1.
  var strict: Bool
  /// Withdraw the absent although they are more than the guard allows.
  var yes: Bool
  /// Nil: told from the bytes.
  var encoding: Encoding?
  /// Nil: told from the bytes.
  var delimiter: Delimiter?
}

/// A verb about one shop.
struct ShopRequest: Sendable, Hashable {
  var shop: ShopID
}

/// `naru sync`.
struct SyncRequest: Sendable, Hashable {
  var shop: ShopID
  /// The one customer file to sync; nil: all.
  var file: String?
  /// Pass the guards.
  var yes: Bool
}

/// `naru reconcile`.
struct ReconcileRequest: Sendable, Hashable {
  var shop: ShopID
  /// End links although many users are missing.
  var yes: Bool
}

/// A verb about one member.
struct MemberRequest: Sendable, Hashable {
  var shop: ShopID
  var member: String
}

/// A listing.
struct ListRequest: Sendable, Hashable {
  var shop: ShopID
  var limit: Int
}

/// `naru runs show`.
struct RunRequest: Sendable, Hashable {
  var shop: ShopID
  var runID: String
}

/// `naru quarantine show`.
struct QuarantineRequest: Sendable, Hashable {
  var shop: ShopID
  var id: String
}

/// `naru quarantine retry`.
struct RetryRequest: Sendable, Hashable {
  var shop: ShopID
  /// Empty: all of the shop's.
  var ids: [String]
}

/// `naru inbox list`.
struct InboxListRequest: Sendable, Hashable {
  var shop: ShopID
  var limit: Int
  /// Only those that failed for good.
  var dead: Bool
  /// Only those that failed and are tried again.
  var failed: Bool
  /// Nil: of every source.
  var source: String?
  /// Only those before it, for the next page.
  var before: Int64?
}

/// `naru inbox show`.
struct InboxRequest: Sendable, Hashable {
  var shop: ShopID
  var id: String
}

/// `naru inbox retry`.
struct InboxRetryRequest: Sendable, Hashable {
  enum Which: Sendable, Hashable {
    case entries([String])
    case dead
    case received(from: Timestamp, to: Timestamp)
  }
  var shop: ShopID
  var which: Which
}

/// `naru adapter new`.
struct AdapterNewRequest: Sendable, Hashable {
  var id: String
  var folder: String
}

/// `naru adapter test`.
struct AdapterTestRequest: Sendable, Hashable {
  var folder: String
  /// Whether to write what samples become where nothing says what they should.
  var record = false
}

/// `naru adapter map`.
struct AdapterMapRequest: Sendable, Hashable {
  /// A path; `-` is standard input.
  var file: String
  /// Nil: guessed.
  var kind: ImportRequest.Kind?
  /// The id that the manifest gets.
  var id: String
  /// Where the manifest is written; nil: nowhere.
  var folder: String?
  /// Nil: told from the bytes.
  var encoding: ImportRequest.Encoding?
  /// Nil: told from the bytes.
  var delimiter: ImportRequest.Delimiter?
}

/// `naru check`.
struct CheckRequest: Sendable, Hashable {
  /// Nil: every shop.
  var shop: ShopID?
  var online: Bool
}

/// `naru error`.
struct ErrorRequest: Sendable, Hashable {
  var code: String
}

/// `naru sandbox`.
struct SandboxRequest: Sendable, Hashable {
  /// Nil: any free port.
  var port: Int?
  /// A state to begin with.
  var seedFile: String?
}

/// `naru serve`.
struct ServeRequest: Sendable {
  /// How log lines look; nil: JSON.
  var logFormat: LogFormat?
  /// What is less than that is not written.
  var logLevel = LogLevel.info
  /// Where they go.
  var log: any OutputSink = StandardSink.error
}

/// `naru link`.
struct LinkRequest: Sendable, Hashable {
  var shop: ShopID
  /// A path of the shop, or a whole address.
  var target: String
  /// Where the QR code is written as SVG.
  var svgFile: String?
}

/// `naru tokens reseal`.
struct TokenResealRequest: Sendable, Hashable {
  var shop: ShopID
  /// Whether it is only counted.
  var dryRun: Bool
}

/// `naru erase`.
struct EraseRequest: Sendable, Hashable {
  var shop: ShopID
  var member: String?
  var kakaoUser: Int64?
  /// Whether it is done, or only told.
  var confirmed: Bool
}
