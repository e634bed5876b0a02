/// In which direction Kakao orders a list.
public enum KakaoOrder: String, Sendable, Hashable {
  /// Smallest first.
  case ascending = "asc"
  /// Largest first.
  case descending = "desc"
}
