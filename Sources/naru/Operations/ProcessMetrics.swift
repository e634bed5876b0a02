import Metrics
import NaruServer

/// Where everything that is counted in this process goes, once a server asks for it.
enum ProcessMetrics {
  /// Made and put in place when it is first asked for; the process's metrics can be sent to one place only.
  static let registry: MetricsRegistry = {
    let registry = MetricsRegistry()
    MetricsSystem.bootstrap(registry)
    return registry
  }()
}
