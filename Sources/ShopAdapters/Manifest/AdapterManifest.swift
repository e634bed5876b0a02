/// What an `adapter.yaml` says.
public struct AdapterManifest: Sendable {
  /// The version of the manifest language that this code reads.
  public static let languageVersion = 1
  /// What counts as an empty cell in every column but names, grades and attributes.
  public static let blankMarkers = ["-", "0000-00-00", "BLANK", "NULL", "N/A", "없음"]

  /// Who the adapter is.
  public var descriptor: AdapterDescriptor
  /// Further blank markers of this platform.
  public var blankMarkers: [String] = []
  /// How member exports are read; nil when the platform has none.
  public var members: MemberExportMapping?
  /// How order exports are read; nil when the platform has none.
  public var orders: OrderExportMapping?

  /// What the platform has no exports of, so that nobody looks for them.
  public var unsupported: Set<ExportKind> = []
  /// How webhooks are read; nil when the platform has none.
  public var webhook: WebhookMapping?
  /// The program that does the work, with its arguments; nil: the manifest does it all.
  public var command: [String]?
  /// What that program may use.
  public var processLimits = ProcessLimits()

  /// Reads a manifest.
  ///
  /// Every fault is reported, each with line and column; unknown keys with the key that was probably meant.
  public init(yaml: String, file: String = "adapter.yaml") throws(AdapterError) {
    self = try ManifestReader.read(yaml, file: file)
  }

  init(descriptor: AdapterDescriptor) { self.descriptor = descriptor }
}
