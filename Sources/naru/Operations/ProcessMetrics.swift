import NaruServer

/// Where everything that is counted in this process goes, so that `naru serve` can show it.
enum ProcessMetrics {
  /// The process puts it in place when it begins; its metrics can be sent to one place only, so that nobody else does.
  static let registry = MetricsRegistry()
}
