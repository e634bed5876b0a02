import Foundation
import Metrics
import Testing

@testable import NaruServer

@Suite("The registry of metrics")
struct MetricsRegistryTests {
  @Test("writes counters, gauges, sums and histograms as Prometheus reads them")
  func text() {
    let registry = MetricsRegistry()
    registry.makeCounter(label: "naru_logins_total", dimensions: [("shop", "flower"), ("event", "logged-in")])
      .increment(by: 2)
    registry.makeCounter(label: "naru.http.requests", dimensions: []).increment(by: 1)
    registry.makeMeter(label: "depth", dimensions: []).set(1.5)
    registry.makeRecorder(label: "sizes", dimensions: [], aggregate: true).record(Int64(3))
    let timer = registry.makeTimer(label: "waits", dimensions: [("a", "b")])
    for nanoseconds in [900_000, 40_000_000, 20_000_000_000] as [Int64] { timer.recordNanoseconds(nanoseconds) }
    let lines = registry.text(with: [MetricSample("naru_shops", 3)]).split(separator: "\n").map(String.init)
    for line in [
      "# HELP naru_logins_total What became of logins.", "# TYPE naru_logins_total counter",
      "naru_logins_total{event=\"logged-in\",shop=\"flower\"} 2", "naru_http_requests_total 1", "# TYPE depth gauge",
      "depth 1.5", "# TYPE sizes summary", "sizes_sum 3", "sizes_count 1", "# TYPE waits_seconds histogram",
      "waits_seconds_bucket{a=\"b\",le=\"0.001\"} 1", "waits_seconds_bucket{a=\"b\",le=\"0.05\"} 2",
      "waits_seconds_bucket{a=\"b\",le=\"10\"} 2", "waits_seconds_bucket{a=\"b\",le=\"+Inf\"} 3",
      "waits_seconds_count{a=\"b\"} 3", "naru_shops 3",
    ] { #expect(lines.contains(line), "\(line)") }
  }

  @Test("goes on with what was counted when a handler is made again")
  func again() {
    let registry = MetricsRegistry()
    for _ in 0..<3 { registry.makeCounter(label: "a_total", dimensions: [("x", "y")]).increment(by: 1) }
    #expect(registry.text().contains("a_total{x=\"y\"} 3\n"))
  }

  @Test("keeps a bounded number of label sets, and counts those that it refused")
  func bounded() {
    let registry = MetricsRegistry(seriesLimit: 10)
    for number in 0..<1_000 {
      registry.makeCounter(label: "a_total", dimensions: [("n", "\(number)")]).increment(by: 1)
    }
    let text = registry.text()
    #expect(text.split(separator: "\n").count { $0.hasPrefix("a_total{") } == 10)
    #expect(text.contains("naru_metrics_refused_total 990\n"))
  }

  @Test("lets no value end its line or its quotes, nor a name be anything but a name")
  func hostile() {
    let registry = MetricsRegistry()
    registry.makeCounter(label: "a b{c}\n", dimensions: [("k\"", "x\"} 1\ny\\\u{1B}[31m")]).increment(by: 1)
    let text = registry.text()
    #expect(text.contains("a_b_c___total{k_=\"x\\\"} 1\\ny\\\\ [31m\"} 1\n"))
    for line in text.split(separator: "\n") {
      let isValue = line.wholeMatch(of: /[a-z_]+(\{.*\})? -?[0-9.]+/) != nil
      #expect(isValue || line.hasPrefix("#"), "\(line)")
    }
  }

  @Test("takes a name that is used for something else as another one's, and shows the first")
  func kinds() {
    let registry = MetricsRegistry()
    registry.makeMeter(label: "a", dimensions: []).set(1.0)
    registry.makeRecorder(label: "a", dimensions: [("x", "y")], aggregate: true).record(Int64(9))
    #expect(registry.text().contains("# TYPE a gauge\na 1\n"))
    #expect(!registry.text().contains("a_sum"))
  }

  @Test("every metric that the sources make is in the catalogue, and nothing else is")
  func catalog() throws {
    let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let sources = root.appending(path: "Sources")
    let files = try #require(FileManager.default.enumerator(atPath: sources.path)?.allObjects as? [String])
    var made: Set<String> = ["naru_metrics_refused_total"]
    for file in files where file.hasSuffix(".swift") && !file.hasSuffix("MetricCatalog.swift") {
      let text = try String(contentsOf: sources.appending(path: file), encoding: .utf8)
      for match in text.matches(of: /(Counter\(|makeCounter\()\s*label: "([a-z_.]+)"/) {
        made.insert(MetricName.counter(String(match.2)))
      }
      for match in text.matches(of: /(Timer\(|makeTimer\()\s*label: "([a-z_.]+)"/) {
        made.insert(MetricName.timer(String(match.2)))
      }
      for match in text.matches(of: /MetricSample\("([a-z_]+)"/) { made.insert(String(match.1)) }
    }
    #expect(made == Set(MetricCatalog.all.map(\.name)))
    #expect(MetricCatalog.all.count == Set(MetricCatalog.all.map(\.name)).count)
  }
}
