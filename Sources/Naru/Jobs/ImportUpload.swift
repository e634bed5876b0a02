public import CommonValues
public import ShopAdapters
import ShopModel
import Store

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// How an uploaded file is to be taken.
public struct UploadOptions: Sendable, Hashable, Codable {
  /// Members or orders; nil: told from the header.
  public var kind: ExportKind?
  /// Whether the file names every member; nil: as the shop's config says.
  public var complete: Bool?
  /// The source time of what the file says; nil: when it was last changed, else when it was received.
  public var asOf: Timestamp?
  /// Whether the guards for complete files are passed.
  public var confirmed = false
  /// When the file was last changed, where that is known.
  public var modifiedAt: Timestamp?

  /// The defaults.
  public init() {}

  private enum CodingKeys: String, CodingKey {
    case kind, complete, confirmed
    case asOf = "as_of"
    case modifiedAt = "modified_at"
  }

  var text: String {
    get throws { String(decoding: try JSONEncoder().encode(self), as: UTF8.self) }
  }

  init(text: String) throws { self = try JSONDecoder().decode(UploadOptions.self, from: Data(text.utf8)) }

  var importOptions: ImportOptions {
    var options = ImportOptions()
    options.kind = kind
    options.complete = complete
    options.asOf = asOf
    options.confirmed = confirmed
    return options
  }
}

/// A file that is being uploaded. Until ``accept(_:name:)`` returns, nothing of it is promised; let go, it vanishes.
public struct ImportUpload: Sendable {
  let shop: ShopID
  let file: SpoolFile
  let naru: Naru
  let accepted: @Sendable () -> Void

  /// Adds bytes at the end; blocking work is done off the cooperative threads.
  ///
  /// Throws ``NaruError`` with `upload-too-large`, `spool-full` or `spool-failed`.
  public func append(_ bytes: [UInt8]) async throws(NaruError) {
    let file = file
    do {
      try await naru.store.perform { _ in try bytes.withUnsafeBytes { try file.append($0) } }
    } catch {
      throw NaruError(error)
    }
  }

  /// Lets it go: nothing of it stays, unless it was accepted.
  public func discard() { file.discard() }

  /// Makes it durable. When this returns, the file is imported, whatever happens to the process.
  ///
  /// - Parameter name: what messages call the file; nil: by its number. A later file of the same name takes the place of this one's rows
  ///   in quarantine.
  /// - Returns: the import's number.
  public func accept(_ options: UploadOptions, name: String? = nil) async throws(NaruError) -> Int64 {
    guard file.count > 0 else { throw NaruError(SpoolProblem.empty) }
    let (file, shop, now) = (file, shop, naru.now())
    do {
      let id = try await naru.store.perform { store in
        try file.keep {
          try store.accept(
            NewImport(
              shop: shop, source: .upload, file: name, spool: file.name, bytes: file.count, options: try options.text,
              receivedAt: now))
        }
      }
      accepted()
      return id
    } catch {
      throw NaruError(error)
    }
  }
}
