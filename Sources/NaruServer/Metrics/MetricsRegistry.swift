public import Metrics
import Synchronization

/// Keeps what is counted and measured in this process, and writes it as Prometheus reads it (text format 0.0.4).
///
/// A metric keeps at most ``seriesLimit`` different sets of labels, so that nothing that comes from outside can fill the memory;
/// further ones are counted in `naru_metrics_refused_total` and not shown. Counters end in `_total` and timers, which become histograms
/// of seconds, in `_seconds`, also when their label does not say so.
public final class MetricsRegistry: MetricsFactory, Sendable {
  enum Kind: String, Sendable {
    case counter, gauge, histogram, summary
  }

  private struct Family {
    let kind: Kind
    var series: [SeriesLabels: any MetricSeries] = [:]
  }

  /// What a series was asked for by, as it was asked: most are asked for again and again, and to find their names costs more than counting.
  private struct Request: Hashable {
    let label: String
    let kind: Kind
    let dimensions: [String]
  }

  /// Sets of labels that one metric keeps.
  public let seriesLimit: Int
  private let known = Mutex<[Request: any MetricSeries]>([:])
  private let families = Mutex<[String: Family]>([:])
  private let refused = Atomic<Int64>(0)

  /// An empty registry.
  public init(seriesLimit: Int = 5_000) { self.seriesLimit = seriesLimit }

  // MARK: MetricsFactory

  public func makeCounter(label: String, dimensions: [(String, String)]) -> any CounterHandler {
    series(label, MetricName.counter, .counter, dimensions) { CounterSeries() }
  }

  public func makeMeter(label: String, dimensions: [(String, String)]) -> any MeterHandler {
    series(label, MetricName.plain, .gauge, dimensions) { GaugeSeries() }
  }

  /// One that is not aggregated shows its last value, one that is its sum and count.
  public func makeRecorder(label: String, dimensions: [(String, String)], aggregate: Bool) -> any RecorderHandler {
    aggregate
      ? series(label, MetricName.plain, .summary, dimensions) { SummarySeries() }
      : series(label, MetricName.plain, .gauge, dimensions) { GaugeSeries() }
  }

  public func makeTimer(label: String, dimensions: [(String, String)]) -> any TimerHandler {
    series(label, MetricName.timer, .histogram, dimensions) { HistogramSeries() }
  }

  // What was counted stays: a handler that is made again goes on with it.
  public func destroyCounter(_ handler: any CounterHandler) {}
  public func destroyMeter(_ handler: any MeterHandler) {}
  public func destroyRecorder(_ handler: any RecorderHandler) {}
  public func destroyTimer(_ handler: any TimerHandler) {}

  /// The series of these labels; one that is kept nowhere when it is too many or its name has another kind.
  private func series<Series: MetricSeries>(
    _ label: String, _ nameOf: (String) -> String, _ kind: Kind, _ dimensions: [(String, String)], _ make: () -> Series
  ) -> Series {
    let request = Request(label: label, kind: kind, dimensions: dimensions.flatMap { [$0.0, $0.1] })
    if let series = known.withLock({ $0[request] }) as? Series { return series }
    let name = nameOf(label)
    let labels = SeriesLabels(dimensions)
    let found: Series? = families.withLock { families in
      var family = families[name] ?? Family(kind: kind)
      if let known = family.series[labels] { return known as? Series }
      guard family.kind == kind, family.series.count < seriesLimit else { return nil }
      let fresh = make()
      family.series[labels] = fresh
      families[name] = family
      return fresh
    }
    if let found {
      // One series may be asked for in several orders of its labels; not in so many that they matter.
      known.withLock { if $0.count < 4 * seriesLimit { $0[request] = found } }
      return found
    }
    refused.add(1, ordering: .relaxed)
    return make()
  }

  // MARK: Text

  /// The names that have values.
  var names: Set<String> { Set(families.withLock { $0.keys }) }

  /// Everything, and the values that are taken at this moment, in the order of the names.
  func text(with samples: [MetricSample] = []) -> String {
    var all = families.withLock { $0 }
    let refused = MetricSample("naru_metrics_refused_total", Double(refused.load(ordering: .relaxed)))
    for sample in samples + [refused] {
      let kind: Kind = sample.name.hasSuffix("_total") ? .counter : .gauge
      all[sample.name, default: Family(kind: kind)].series[SeriesLabels(sample.labels)] = FixedSeries(sample.value)
    }
    var writer = MetricsWriter()
    for (name, family) in all.sorted(by: { $0.key < $1.key }) {
      writer.family(name, family.kind, help: MetricCatalog.help(of: name))
      for (labels, series) in family.series.sorted(by: { $0.key < $1.key }) { series.write(name, labels, to: &writer) }
    }
    return writer.text
  }
}

/// A value that is only known when it is asked for.
struct MetricSample: Sendable {
  let name: String
  let labels: [(String, String)]
  let value: Double

  init(_ name: String, _ labels: [(String, String)] = [], _ value: Double) {
    self.name = name
    self.labels = labels
    self.value = value
  }

  init(_ name: String, _ value: Double) { self.init(name, [], value) }
}

/// How labels of swift-metrics become names.
enum MetricName {
  /// Letters, digits and `_`; whatever else stands there becomes `_`.
  static func plain(_ label: String) -> String {
    var name = ""
    for byte in label.utf8 {
      switch byte {
      case 0x41...0x5A, 0x61...0x7A, 0x5F: name.unicodeScalars.append(Unicode.Scalar(byte))
      case 0x30...0x39 where !name.isEmpty: name.unicodeScalars.append(Unicode.Scalar(byte))
      default: name += "_"
      }
    }
    return name.isEmpty ? "_" : name
  }

  static func counter(_ label: String) -> String { suffixed(label, "_total") }
  static func timer(_ label: String) -> String { suffixed(label, "_seconds") }

  private static func suffixed(_ label: String, _ suffix: String) -> String {
    let name = plain(label)
    return name.hasSuffix(suffix) ? name : name + suffix
  }
}
