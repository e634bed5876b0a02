public import CommonValues
public import Records

/// Knows one shop-hosting platform: how its exports and webhooks become Naru's members, orders and links.
///
/// **If you use an adapter**: name it in the shop's config (`adapter: shop-export`), or take it from an ``AdapterRegistry``. Ask
/// what it can do through its ``descriptor`` and the role protocols that it conforms to: ``ExportMapping`` maps the rows of files,
/// ``RecordTranslating`` turns them into canonical JSON, ``WebhookVerifying`` tells the platform's calls from anybody else's,
/// ``WebhookDecoding`` understands them, ``RefetchAnswering`` says what to ask the platform for.
///
/// **If you write one**: you probably need no Swift. A folder with an `adapter.yaml` is an adapter; ``DeclarativeAdapter`` does the
/// rest, and a program beside it may be in any language (``CommandAdapter``). Write a type of your own only for what the manifest can not say, and conform to the roles that it plays. An adapter knows its platform
/// and nothing else: not Kakao, not the store, not other shops. It must give the same result for the same input, whenever and in
/// whatever order it is asked, must not read the clock or the network, and must treat everything that it reads as hostile.
///
/// **If you host adapters**: they are `Sendable` values without state, one serves any number of shops and threads. They never
/// throw for a bad row: that is a quarantined row with a reason.
public protocol ShopAdapter: Sendable {
  /// Who the adapter is and what it can do.
  var descriptor: AdapterDescriptor { get }
}

/// The role of an adapter that maps the rows of export files.
public protocol ExportMapping: ShopAdapter {
  /// How many of these labels the adapter knows: tells the header of a file from the rows above and below it.
  func knownLabels(in labels: [String]) -> Int

  /// Where the rows stand in files of a kind, for whoever opens them; nil: of a file whose kind nobody said.
  func layout(for kind: ExportKind?) -> ExportLayout

  /// Whether a file of members may name all of them, so that who is absent has left; false where the platform's exports never do.
  var exportsMayBeComplete: Bool { get }

  /// Works out how the columns of one file become fields.
  ///
  /// Throws what refuses the file: no id column, two columns for one field, a kind that can not be told.
  func mapping(for header: RecordHeader, _ options: ExportOptions) throws(Diagnostic) -> FileMapping
}

extension ExportMapping {
  /// They may, if the shop says so.
  public var exportsMayBeComplete: Bool { true }

  /// Everything is found out.
  public func layout(for kind: ExportKind?) -> ExportLayout { ExportLayout() }
}

/// What is known about an export besides its header.
public struct ExportOptions: Sendable {
  /// The file's name for messages.
  public var file: String
  /// The file's source time: the time of every row that has none of its own.
  public var sourceTime: Timestamp
  /// Members or orders; found from the labels when nil.
  public var kind: ExportKind?
  /// Attributes that the shop's config declares, besides the manifest's. One of the same name takes its place.
  public var attributes: [AttributeMapping]
  /// Whether the records are rows of a table or trees: ``RecordFormat/shape``. Trees with a `kind` are canonical JSON.
  public var shape: RecordFormat.Shape
  /// Whether rows of both kinds, and the refetches of canonical JSON, are welcome; else those of another kind are quarantined.
  public var mixesKinds = false

  /// Options.
  public init(
    file: String, sourceTime: Timestamp, kind: ExportKind? = nil, attributes: [AttributeMapping] = [],
    shape: RecordFormat.Shape = .table
  ) {
    self.shape = shape
    self.file = file
    self.sourceTime = sourceTime
    self.kind = kind
    self.attributes = attributes
  }
}
