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
    /// What the file beside it is called.
    public let expectedName: String
    /// Whether there is such a file.
    public let hasExpected: Bool
    /// What it became, as canonical JSON Lines; empty when the file was refused.
    public let found: String
    /// Why it is not what was expected; nil when it is.
    public let problem: LocalizedText?
    /// What was set aside or left out, as somebody who imports the file is told.
    public let findings: [Diagnostic]
  }

  /// The source time that samples are read under.
  public static let sourceTime = Timestamp(milliseconds: 1_793_577_600_000)

  private let adapter: any ShopAdapter
  private let folder: String

  /// The samples of an adapter.
  ///
  /// - Parameter directory: the adapter's folder.
  public init(of adapter: any ShopAdapter, in directory: String) {
    self.adapter = adapter
    folder = (directory.hasSuffix("/") ? String(directory.dropLast()) : directory) + "/samples"
  }

  /// The inputs of exports, in the order of their names: what has an expected file beside it, or is none itself.
  public var inputs: [String] {
    let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
    return names.filter { name in
      guard !name.hasPrefix("."), !name.hasSuffix(".jsonl"), !name.hasSuffix(".md") else { return false }
      // Webhooks have a folder of their own: see ``WebhookSamples``.
      let attributes = try? FileManager.default.attributesOfItem(atPath: "\(folder)/\(name)")
      return attributes?[.type] as? FileAttributeType != .typeDirectory
    }
  }

  /// Reads every input and compares.
  public func check() -> [Outcome] { inputs.map { check($0) } }

  private func check(_ name: String) -> Outcome {
    let expected = AdapterSamples.stem(name) + ".jsonl"
    let data = try? Data(contentsOf: URL(filePath: "\(folder)/\(expected)"))
    do throws(Diagnostic) {
      let found = try read(name)
      let problem =
        data.map { AdapterSamples.difference(found.lines, String(decoding: $0, as: UTF8.self)) }
        ?? LocalizedText(ko: "옆에 \(expected) 파일이 없습니다.", en: "There is no \(expected) beside it.")
      return Outcome(
        name: name, expectedName: expected, hasExpected: data != nil,
        found: found.lines.map { $0 + "\n" }.joined(), problem: problem, findings: found.findings)
    } catch {
      return Outcome(
        name: name, expectedName: expected, hasExpected: data != nil, found: "", problem: error.reason,
        findings: [error])
    }
  }

  private func read(_ name: String) throws(Diagnostic) -> SampleReading {
    try SampleReading(try FileSource(path: "\(folder)/\(name)"), name: name, of: adapter)
  }

  /// The name without its last ending.
  static func stem(_ name: String) -> String { name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name }

  /// The first line that differs, whatever the order of keys; nil when none does. The lines themselves are not repeated.
  static func difference(_ found: [String], _ expected: String) -> LocalizedText? {
    let expected = expected.split(separator: "\n").filter { !$0.allSatisfy(\.isWhitespace) }
    for (index, pair) in zip(found, expected).enumerated() {
      let (first, second) = (try? JSONValue(parsing: pair.0), try? JSONValue(parsing: String(pair.1)))
      guard let second else {
        return LocalizedText(ko: "기대한 \(index + 1)번째 줄이 JSON이 아닙니다.", en: "Expected line \(index + 1) is no JSON.")
      }
      if first?.sorted == second.sorted { continue }
      let fields = differingFields(first, second)
      return LocalizedText(
        ko: "\(index + 1)번째 줄이 다릅니다: \(fields)", en: "Line \(index + 1) differs: \(fields)")
    }
    guard found.count != expected.count else { return nil }
    return LocalizedText(
      ko: "이벤트가 \(expected.count)개여야 하는데 \(found.count)개입니다.",
      en: "There are \(found.count) events instead of \(expected.count).")
  }

  private static func differingFields(_ found: JSONValue?, _ expected: JSONValue) -> String {
    guard case .object(let first)? = found, case .object(let second) = expected else { return "?" }
    let names = Set((first + second).map(\.key)).filter { found?[$0]?.sorted != expected[$0]?.sorted }
    return names.sorted().joined(separator: ", ")
  }
}

extension JSONValue {
  /// The value with the keys of each object in order, of one that stands twice the last.
  fileprivate var sorted: JSONValue {
    switch self {
    case .array(let values): return .array(values.map(\.sorted))
    case .object(let members):
      let known = Dictionary(members.map { ($0.key, $0.value.sorted) }, uniquingKeysWith: { $1 })
      return .object(known.sorted { $0.key < $1.key }.map { Member(key: $0.key, value: $0.value) })
    default: return self
    }
  }
}
