/// The fault rules in force and how often each was met.
struct FaultBook: Sendable, Equatable {
  struct Entry: Sendable, Equatable {
    var id: Int
    var fault: SandboxFault
    /// Matching requests so far.
    var met = 0

    var harmed: Int { min(max(0, met - fault.skip), fault.times ?? .max) }
    var isSpent: Bool { fault.times.map { met >= fault.skip + $0 } ?? false }
  }

  private(set) var entries: [Entry] = []
  private var nextID = 1

  @discardableResult
  mutating func add(_ fault: SandboxFault, met: Int = 0) -> Int {
    entries.append(Entry(id: nextID, fault: fault, met: met))
    nextID += 1
    return nextID - 1
  }

  mutating func remove(_ id: Int) -> Bool {
    let count = entries.count
    entries.removeAll { $0.id == id }
    return entries.count < count
  }

  mutating func removeAll() { entries.removeAll() }

  /// Counts the request against every rule that matches and gives the first one that harms it.
  mutating func meet(method: String, path: String) -> Entry? {
    meet { $0.matches(method: method, path: path) }
  }

  /// The same for a webhook that is to be sent.
  mutating func meet(webhook: SandboxWebhookRequest.Kind) -> Entry? {
    meet { $0.matches(webhook: webhook) }
  }

  private mutating func meet(_ matches: (SandboxFault) -> Bool) -> Entry? {
    var harming: Entry?
    for index in entries.indices where matches(entries[index].fault) {
      let spent = entries[index].isSpent
      entries[index].met += 1
      if harming == nil, !spent, entries[index].met > entries[index].fault.skip { harming = entries[index] }
    }
    return harming
  }
}
