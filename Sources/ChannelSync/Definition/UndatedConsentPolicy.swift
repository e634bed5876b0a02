/// What a consent without a date is worth in a shop (`undated_consent`).
public enum UndatedConsentPolicy: String, Sendable, Hashable, CaseIterable {
  /// It counts.
  case accept
  /// It is no consent.
  case refuse
}
