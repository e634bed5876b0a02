public import CommonValues
import Records
import ShopModel

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The samples of an adapter's folder: what a platform exports, beside what it must become.
///
/// `samples/NAME.EXT` is an input in any format, `samples/NAME.jsonl` what the adapter makes of it: one event of canonical JSON in each line,
/// in the order in which members or orders first appear. An input that is JSON Lines itself has another ending, such as `.ndjson`.
public struct AdapterSamples: Sendable {
  /// What became of one input.
  public struct Outcome: Sendable, Hashable {
    /// The input's file name.
    public let name: String
    /// What it became, as canonical JSON Lines; empty when the file was refused.
    public let found: String
    /// Why it is not what was expected; nil when it is.
    public let problem: LocalizedText?
    /// What was set aside or left out, as somebody who imports the file is told.
    public let findings: [Diagnostic]
  }

  /// The source time that samples are read under.
  public static let sourceTime = Timestamp(milliseconds: 1_793_577_600_000)

  private let adapter: any ExportMapping
  private let folder: String

  /// The samples of an adapter.
  ///
  /// - Parameter directory: the adapter's folder.
  public init(of adapter: any ExportMapping, in directory: String) {
    self.adapter = adapter
    folder = (directory.hasSuffix("/") ? String(directory.dropLast()) : directory) + "/samples"
  }

  /// The inputs of exports, in the order of their names: what has an expected file beside it, or is none itself.
  public var inputs: [String] {
    let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
    return names.filter { !$0.hasPrefix(".") && !$0.hasSuffix(".jsonl") && !$0.hasSuffix(".md") }
  }

  /// Reads every input and compares.
  public func check() -> [Outcome] { inputs.map(check) }

  private func check(_ name: String) -> Outcome {
    let expected = AdapterSamples.stem(name) + ".jsonl"
    do throws(Diagnostic) {
      let found = try read(name)
      guard let data = try? Data(contentsOf: URL(filePath: "\(folder)/\(expected)")) else {
        return outcome(
          name, found,
          LocalizedText(ko: "옆에 \(expected) 파일이 없습니다.", en: "There is no \(expected) beside it."))
      }
      return outcome(name, found, AdapterSamples.difference(found.lines, String(decoding: data, as: UTF8.self)))
    } catch {
      return Outcome(name: name, found: "", problem: error.reason, findings: [error])
    }
  }

  private func outcome(_ name: String, _ found: Found, _ problem: LocalizedText?) -> Outcome {
    Outcome(name: name, found: found.lines.map { $0 + "\n" }.joined(), problem: problem, findings: found.findings)
  }

  private struct Found {
    var lines: [String] = []
    var findings: [Diagnostic] = []
  }

  private func read(_ name: String) throws(Diagnostic) -> Found {
    var options = RecordFileOptions()
    let adapter = adapter
    options.headerScore = { adapter.knownLabels(in: $0) }
    let file = try RecordFile.open(try FileSource(path: "\(folder)/\(name)"), options: options)
    var found = Found()
    while let reader = try file.nextReader() {
      let exports = ExportOptions(file: name, sourceTime: AdapterSamples.sourceTime)
      var rows: [(line: Int, cells: [String])] = []
      var malformed: [Diagnostic] = []
      try reader.forEach {
        rows.append(($0.line, $0.strings))
      } malformed: {
        malformed.append($0.diagnostic)
      }
      let events = try adapter.mapping(for: reader.format.header, exports).events(rows: rows)
      found.findings += malformed + events.quarantined
      found.findings += events.warnings.map { $0.diagnostic(file: name, line: 0) }
      found.lines += events.events.compactMap(AdapterSamples.line)
    }
    return found
  }

  private static func line(_ event: ShopEvent) -> String? {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return (try? encoder.encode(event)).map { String(decoding: $0, as: UTF8.self) }
  }

  /// The name without its last ending.
  static func stem(_ name: String) -> String { name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name }

  /// The first line that differs, whatever the order of keys; nil when none does. The lines themselves are not repeated.
  static func difference(_ found: [String], _ expected: String) -> LocalizedText? {
    let expected = expected.split(separator: "\n").map(String.init).filter { !$0.allSatisfy(\.isWhitespace) }
    for (index, pair) in zip(found, expected).enumerated() where sorted(pair.0) != sorted(pair.1) {
      let fields = differingFields(pair.0, pair.1)
      return LocalizedText(
        ko: "\(index + 1)번째 줄이 다릅니다: \(fields)", en: "Line \(index + 1) differs: \(fields)")
    }
    guard found.count != expected.count else { return nil }
    return LocalizedText(
      ko: "이벤트가 \(expected.count)개여야 하는데 \(found.count)개입니다.",
      en: "There are \(found.count) events instead of \(expected.count).")
  }

  private static func object(_ line: String) -> Any? {
    try? JSONSerialization.jsonObject(with: Data(line.utf8), options: [.fragmentsAllowed])
  }

  private static func sorted(_ line: String) -> String? {
    guard let value = object(line),
      let data = try? JSONSerialization.data(withJSONObject: value, options: [.sortedKeys, .fragmentsAllowed])
    else { return line }
    return String(decoding: data, as: UTF8.self)
  }

  private static func differingFields(_ found: String, _ expected: String) -> String {
    guard let first = object(found) as? [String: Any], let second = object(expected) as? [String: Any] else {
      return "?"
    }
    let names = Set(first.keys).union(second.keys).filter { "\(first[$0] ?? "-")" != "\(second[$0] ?? "-")" }
    return names.sorted().joined(separator: ", ")
  }
}
