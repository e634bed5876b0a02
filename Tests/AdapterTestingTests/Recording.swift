import CommonValues
import Foundation

@testable import ShopAdapters

/// Writes what samples become, for `NARU_RECORD=1`.
enum Recording {
  static func write(_ adapter: any ShopAdapter, _ folder: String) throws {
    if let adapter = adapter as? any ExportMapping {
      for outcome in AdapterSamples(of: adapter, in: folder).check() {
        for finding in outcome.findings { print(adapter.descriptor.id, outcome.name, finding.message(in: .english)) }
        let path = "\(folder)/samples/\(AdapterSamples.stem(outcome.name)).jsonl"
        try Data(outcome.found.utf8).write(to: URL(filePath: path))
      }
    }
    let subject = ContractSubject(adapter, folder: folder)
    for sample in subject.webhooks {
      guard let decoded = ContractWebhooks(subject)?.decode(sample.request) else { continue }
      for item in decoded.rejected { print(adapter.descriptor.id, sample.name, item.reason.message(in: .english)) }
      let path = "\(folder)/samples/webhooks/\(AdapterSamples.stem(sample.name)).jsonl"
      try Data(decoded.lines.map { $0 + "\n" }.joined().utf8).write(to: URL(filePath: path))
    }
  }
}
