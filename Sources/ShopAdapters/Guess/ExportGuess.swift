public import CommonValues

/// What an unknown export most likely is: a proposal for its adapter, to be checked by somebody who knows the shop.
public struct ExportGuess: Sendable, Hashable {
  /// What was found out about one column.
  public struct Column: Sendable, Hashable {
    /// The column's number, counted from 1.
    public let number: Int
    /// The label as it stands in the file; with what looks like somebody's data masked.
    public let label: String
    /// Where the column goes, as manifests write it (`phone`, `consents.sms.yes_date`); nil when it goes nowhere.
    public let field: String?
    /// How sure that is, in percent: 50 and more goes into the manifest, less stands there as a comment.
    public let confidence: Int
    /// The share of rows that have a value, in percent.
    public let filled: Int
    /// What the values look like, without any of them.
    public let looks: LocalizedText
    /// What should be looked at; nil when nothing.
    public let note: LocalizedText?
  }

  /// Members or orders.
  public let kind: ExportKind
  /// How sure that is, in percent.
  public let confidence: Int
  /// How many rows were looked at.
  public let rows: Int
  /// The columns in the file's order.
  public let columns: [Column]
  /// An `adapter.yaml` to start from, with comments. It holds labels and words of the platform, and no row's data.
  public let manifest: String
}
