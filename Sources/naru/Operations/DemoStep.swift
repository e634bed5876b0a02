import CommonValues
import Naru

/// One step of the demo; in JSON its title and, under the verb's name, what the verb would print.
struct DemoStep: Sendable, Hashable {
  /// What the step did.
  enum Done: Sendable, Hashable {
    case imported([ImportResult])
    case quarantined([QuarantineView])
    case planned(PlanResult)
    case synced(SyncResult)
    case explained(ExplainResult)
    case said(LocalizedText)
  }

  var title: LocalizedText
  var done: Done
}

extension DemoStep: Codable {
  private enum CodingKeys: String, CodingKey {
    case title, quarantine, plan, sync, explain, note
    case imports = "import"
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    title = try container.decode(LocalizedText.self, forKey: .title)
    if let value = try container.decodeIfPresent([ImportResult].self, forKey: .imports) {
      done = .imported(value)
    } else if let value = try container.decodeIfPresent([QuarantineView].self, forKey: .quarantine) {
      done = .quarantined(value)
    } else if let value = try container.decodeIfPresent(PlanResult.self, forKey: .plan) {
      done = .planned(value)
    } else if let value = try container.decodeIfPresent(SyncResult.self, forKey: .sync) {
      done = .synced(value)
    } else if let value = try container.decodeIfPresent(ExplainResult.self, forKey: .explain) {
      done = .explained(value)
    } else {
      done = .said(try container.decode(LocalizedText.self, forKey: .note))
    }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(title, forKey: .title)
    switch done {
    case .imported(let value): try container.encode(value, forKey: .imports)
    case .quarantined(let value): try container.encode(value, forKey: .quarantine)
    case .planned(let value): try container.encode(value, forKey: .plan)
    case .synced(let value): try container.encode(value, forKey: .sync)
    case .explained(let value): try container.encode(value, forKey: .explain)
    case .said(let value): try container.encode(value, forKey: .note)
    }
  }
}
