import Foundation
import Testing

@testable import NaruServer

@Suite("Examples for operators, against the server")
struct OperatingExamplesTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent()

  private static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }

  /// The names of metrics in a text, without what Prometheus adds to those of a histogram.
  private static func metrics(_ text: String) -> Set<String> {
    Set(
      text.matches(of: /\bnaru_[a-z_]+/).map { match in
        let name = String(match.0)
        let histogram = ["_bucket", "_sum", "_count"].first { name.hasSuffix("_seconds" + $0) }
        return histogram.map { String(name.dropLast($0.count)) } ?? name
      })
  }

  private static let known = Set(MetricCatalog.all.map(\.name))

  @Test("the dashboard and the alerts name metrics that there are, with labels that they have")
  func names() throws {
    for path in ["Examples/grafana/dashboard.json", "Examples/prometheus/alerts.yaml"] {
      let text = try Self.text(path)
      let found = Self.metrics(text)
      #expect(found.count > 8 && found.isSubset(of: Self.known), "\(found.subtracting(Self.known))")
      for match in text.matches(of: /(naru_[a-z_]+)\{([^}]*)\}/) {
        let name = Self.metrics(String(match.1)).first ?? ""
        let labels = MetricCatalog.all.first { $0.name == name }?.labels ?? []
        for label in match.2.matches(of: /([a-z]+)(=~|!=|=)/) {
          #expect(labels.contains(String(label.1)), "\(match.0)")
        }
      }
    }
  }

  @Test("the dashboard is JSON with a query in every panel")
  func dashboard() throws {
    let json = JSONValue(try Self.text("Examples/grafana/dashboard.json"))
    #expect(json["panels"].count >= 10)
    for panel in json["panels"].list {
      #expect(panel["targets"].count >= 1 && panel["targets"].list.allSatisfy { $0["expr"].string?.isEmpty == false })
    }
  }

  @Test("docs/operations.md lists every metric with its labels, and every alert")
  func page() throws {
    let page = try Self.text("docs/operations.md")
    for entry in MetricCatalog.all {
      let labels = entry.labels.map { "`\($0)`" }.joined(separator: ", ")
      #expect(page.contains("\n| `\(entry.name)` | \(labels) |"), "\(entry.name)")
    }
    #expect(Self.metrics(page).isSubset(of: Self.known))
    for match in try Self.text("Examples/prometheus/alerts.yaml").matches(of: /alert: ([A-Za-z]+)/) {
      #expect(page.contains("`\(match.1)`"), "\(match.1)")
    }
  }

  @Test("the image's health check finds a server that answers well, and fails without one")
  func healthCheck() async throws {
    let line = try #require(try Self.text("Dockerfile").split(separator: "\n").first { $0.contains("CMD [\"bash\"") })
    let words = try #require(
      try JSONSerialization.jsonObject(with: Data(line.drop { $0 != "[" }.utf8)) as? [String])
    @Sendable func run(port: Int) async throws -> Int32 {
      let process = Process()
      process.executableURL = URL(filePath: "/usr/bin/env")
      process.arguments = words.map { $0.replacing("/8080", with: "/\(port)") }
      process.standardOutput = FileHandle.nullDevice
      process.standardError = FileHandle.nullDevice
      try process.run()
      return await withCheckedContinuation { continuation in
        Thread.detachNewThread {
          process.waitUntilExit()
          continuation.resume(returning: process.terminationStatus)
        }
      }
    }
    try await withSite { site in
      let running = try await Running.start(site.server)
      #expect(try await run(port: running.port) == 0)
      try await running.end()
      #expect(try await run(port: running.port) != 0)
    }
  }
}
