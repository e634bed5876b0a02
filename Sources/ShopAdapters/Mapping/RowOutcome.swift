public import CommonValues

/// What became of a row.
public indirect enum RowOutcome: Sendable, Hashable {
  /// Its fields were written.
  case mapped
  /// It names members or orders that have changed, and says nothing about them. Nothing was written. Only where
  /// ``ExportOptions/mixesKinds`` is set.
  case refetch(Refetch)
  /// It can not be used. Nothing was written.
  case quarantined(Diagnostic)
}
