/// Kakao's limits on customer files.
public enum CustomerFileLimits {
  /// People per add call, by Kakao's documentation. For remove calls the same figure is taken; Kakao's own is not
  /// published.
  public static let usersPerCall = 2_000
  /// Columns of one file, as users of the API quote Kakao's documentation.
  public static let columns = 30
  /// Files of one channel, uploads by hand included, by Kakao's documentation (code -818).
  public static let filesPerChannel = 30
}
