import CoreMetrics
import NaruServer
import Synchronization

/// Keeps the label and the dimensions of every metric that is made.
final class MetricBook: MetricsFactory, Sendable {
  private let names = Mutex<Set<String>>([])

  /// The one of this process, which metrics can be sent to only once.
  static let shared: MetricBook = {
    let book = MetricBook()
    MetricsSystem.bootstrap(MultiplexMetricsHandler(factories: [book, MetricBook.registry]))
    return book
  }()

  /// The same as Prometheus sees it.
  static let registry = MetricsRegistry()

  var all: Set<String> { names.withLock { $0 } }

  private func note(_ label: String, _ dimensions: [(String, String)]) {
    let name = label + dimensions.map { " \($0.0)=\($0.1)" }.joined()
    names.withLock { _ = $0.insert(name) }
  }

  func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
    note(label, dimensions)
    return NOOPMetricsHandler.instance
  }
  func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
    note(label, dimensions)
    return NOOPMetricsHandler.instance
  }
  func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
    note(label, dimensions)
    return NOOPMetricsHandler.instance
  }
  func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
    note(label, dimensions)
    return NOOPMetricsHandler.instance
  }
  func destroyCounter(_ handler: any CounterHandler) {}
  func destroyMeter(_ handler: any MeterHandler) {}
  func destroyRecorder(_ handler: any RecorderHandler) {}
  func destroyTimer(_ handler: any TimerHandler) {}
}
