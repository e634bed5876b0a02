public import CommonValues

/// What became of a row.
public indirect enum RowOutcome: Sendable, Hashable {
  /// Its fields were written.
  case mapped
  /// It can not be used. Nothing was written.
  case quarantined(Diagnostic)
}
