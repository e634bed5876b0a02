import CommonValues
import Records
import ShopModel
import Synchronization

@testable import ShopAdapters

/// A built-in adapter with one fault.
struct BrokenAdapter: ExportMapping, WebhookVerifying, WebhookDecoding, RefetchAnswering, ManifestBased {
  typealias Map = @Sendable (DeclarativeAdapter, RecordHeader, ExportOptions) throws(Diagnostic) -> FileMapping
  typealias Believe =
    @Sendable (DeclarativeAdapter, WebhookRequest, WebhookSettings, Timestamp)
    throws(WebhookRefusal) -> VerifiedWebhook
  typealias Read = @Sendable (DecodedWebhook, VerifiedWebhook) -> DecodedWebhook

  /// What the adapter says of itself.
  let manifest: AdapterManifest
  /// What it really does.
  var base: DeclarativeAdapter
  /// Where its folder is.
  var folder: String
  var map: Map?
  var believe: Believe?
  var read: Read?

  var descriptor: AdapterDescriptor { manifest.descriptor }

  /// - Parameter says: Whether what it says of itself has the fault, too.
  init(_ id: String, says: Bool = true, _ change: (inout AdapterManifest) -> Void = { _ in }) throws {
    folder = "\(root)/adapters/\(id)"
    let adapter = try AdapterRegistry.load(directory: folder)
    guard let whole = (adapter as? DeclarativeAdapter)?.manifest else { throw NoManifest() }
    var changed = whole
    change(&changed)
    manifest = says ? changed : whole
    base = DeclarativeAdapter(changed)
  }

  struct NoManifest: Error {}

  func knownLabels(in labels: [String]) -> Int { base.knownLabels(in: labels) }
  func layout(for kind: ExportKind?) -> ExportLayout { base.layout(for: kind) }

  func mapping(for header: RecordHeader, _ options: ExportOptions) throws(Diagnostic) -> FileMapping {
    if let map { return try map(base, header, options) }
    return try base.mapping(for: header, options)
  }

  func verify(
    _ request: WebhookRequest, _ settings: WebhookSettings, now: Timestamp
  ) throws(WebhookRefusal) -> VerifiedWebhook {
    if let believe { return try believe(base, request, settings, now) }
    return try base.verify(request, settings, now: now)
  }

  func decode(_ webhook: VerifiedWebhook, _ options: WebhookOptions) -> DecodedWebhook {
    let decoded = base.decode(webhook, options)
    return read.map { $0(decoded, webhook) } ?? decoded
  }
}

/// Counts calls.
final class Counter: Sendable {
  private let value = Mutex(0)

  func next() -> Int {
    value.withLock {
      $0 += 1
      return $0
    }
  }
}
