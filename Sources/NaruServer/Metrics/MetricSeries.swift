import Metrics
import Synchronization

/// One metric with one set of labels.
protocol MetricSeries: AnyObject, Sendable {
  func write(_ name: String, _ labels: SeriesLabels, to writer: inout MetricsWriter)
}

/// Labels in the order of their names, already written as Prometheus reads them.
struct SeriesLabels: Sendable, Hashable, Comparable {
  /// `a="1",b="2"`, or nothing.
  let text: String

  init(_ dimensions: [(String, String)]) {
    text = dimensions.sorted { $0.0 < $1.0 }.map { name, value in
      "\(MetricName.plain(name))=\"\(SeriesLabels.escaped(value))\""
    }.joined(separator: ",")
  }

  static func < (lhs: SeriesLabels, rhs: SeriesLabels) -> Bool { lhs.text < rhs.text }

  /// A value of at most 128 characters in which nothing can end the line or the quotes.
  private static func escaped(_ value: String) -> String {
    var text = ""
    for scalar in value.unicodeScalars.prefix(128) {
      switch scalar {
      case "\\": text += "\\\\"
      case "\"": text += "\\\""
      case "\n": text += "\\n"
      default: text.unicodeScalars.append(scalar.value < 0x20 || scalar.value == 0x7F ? " " : scalar)
      }
    }
    return text
  }
}

final class CounterSeries: MetricSeries, CounterHandler {
  private let value = Atomic<Int64>(0)

  func increment(by amount: Int64) { value.add(max(0, amount), ordering: .relaxed) }
  func reset() { value.store(0, ordering: .relaxed) }

  func write(_ name: String, _ labels: SeriesLabels, to writer: inout MetricsWriter) {
    writer.line(name, labels, Double(value.load(ordering: .relaxed)))
  }
}

final class GaugeSeries: MetricSeries, MeterHandler, RecorderHandler {
  private let value = Mutex(0.0)

  func set(_ value: Int64) { set(Double(value)) }
  func set(_ value: Double) { self.value.withLock { $0 = value } }
  func increment(by amount: Double) { value.withLock { $0 += amount } }
  func decrement(by amount: Double) { value.withLock { $0 -= amount } }
  func record(_ value: Int64) { set(Double(value)) }
  func record(_ value: Double) { set(value) }

  func write(_ name: String, _ labels: SeriesLabels, to writer: inout MetricsWriter) {
    writer.line(name, labels, value.withLock { $0 })
  }
}

final class SummarySeries: MetricSeries, RecorderHandler {
  private let state = Mutex((count: Int64(0), sum: 0.0))

  func record(_ value: Int64) { record(Double(value)) }
  func record(_ value: Double) {
    state.withLock { state in
      state.count += 1
      state.sum += value
    }
  }

  func write(_ name: String, _ labels: SeriesLabels, to writer: inout MetricsWriter) {
    let (count, sum) = state.withLock { $0 }
    writer.line(name + "_sum", labels, sum)
    writer.line(name + "_count", labels, Double(count))
  }
}

/// Durations in buckets from 1 ms to 10 s.
final class HistogramSeries: MetricSeries, TimerHandler {
  /// The upper edges in seconds.
  static let edges = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

  private struct State {
    var buckets = [Int64](repeating: 0, count: HistogramSeries.edges.count)
    var count: Int64 = 0
    var sum = 0.0
  }

  private let state = Mutex(State())

  func recordNanoseconds(_ duration: Int64) {
    let seconds = Double(max(0, duration)) / 1e9
    let index = HistogramSeries.edges.firstIndex { seconds <= $0 }
    state.withLock { state in
      if let index { state.buckets[index] += 1 }
      state.count += 1
      state.sum += seconds
    }
  }

  func write(_ name: String, _ labels: SeriesLabels, to writer: inout MetricsWriter) {
    let state = state.withLock { $0 }
    var below: Int64 = 0
    for (edge, count) in zip(HistogramSeries.edges, state.buckets) {
      below += count
      writer.line(name + "_bucket", labels, Double(below), further: "le=\"\(MetricsWriter.number(edge))\"")
    }
    writer.line(name + "_bucket", labels, Double(state.count), further: "le=\"+Inf\"")
    writer.line(name + "_sum", labels, state.sum)
    writer.line(name + "_count", labels, Double(state.count))
  }
}

/// A value that was taken when it was asked for.
final class FixedSeries: MetricSeries {
  private let value: Double

  init(_ value: Double) { self.value = value }

  func write(_ name: String, _ labels: SeriesLabels, to writer: inout MetricsWriter) {
    writer.line(name, labels, value)
  }
}

/// Writes Prometheus' text format 0.0.4.
struct MetricsWriter {
  private(set) var text = ""

  mutating func family(_ name: String, _ kind: MetricsRegistry.Kind, help: String?) {
    if let help { text += "# HELP \(name) \(help)\n" }
    text += "# TYPE \(name) \(kind.rawValue)\n"
  }

  mutating func line(_ name: String, _ labels: SeriesLabels, _ value: Double, further: String? = nil) {
    let all = [labels.text, further ?? ""].filter { !$0.isEmpty }.joined(separator: ",")
    text += all.isEmpty ? name : "\(name){\(all)}"
    text += " \(MetricsWriter.number(value))\n"
  }

  /// As Go reads numbers: whole ones without a point.
  static func number(_ value: Double) -> String {
    if value.isNaN { return "NaN" }
    if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
    if value == value.rounded(), abs(value) < 1e15 { return String(Int64(value)) }
    return "\(value)"
  }
}
