/// Who may start and who waits, per host; a pure state machine.
struct HostGate<Element> {
  private struct Line {
    var running = 0
    var waiting: [Element] = []
    var head = 0

    var next: Element? {
      mutating get {
        guard head < waiting.count else { return nil }
        defer {
          head += 1
          if head == waiting.count || head >= 1024 {
            waiting.removeFirst(head)
            head = 0
          }
        }
        return waiting[head]
      }
    }
  }

  private let limit: Int
  private var lines: [Origin: Line] = [:]

  /// Lets `limit` (at least one) run per host.
  init(limit: Int) { self.limit = max(1, limit) }

  /// Whether nobody runs or waits.
  var isEmpty: Bool { lines.isEmpty }

  /// True when `element` may start at once; else it waits in line.
  mutating func admit(_ element: Element, to origin: Origin) -> Bool {
    if lines[origin, default: Line()].running < limit {
      lines[origin, default: Line()].running += 1
      return true
    }
    lines[origin, default: Line()].waiting.append(element)
    return false
  }

  /// One that ran is done; returns the one that starts in its place.
  mutating func leave(_ origin: Origin) -> Element? {
    if let next = lines[origin]?.next { return next }
    lines[origin]?.running -= 1
    if lines[origin]?.running == 0 { lines[origin] = nil }
    return nil
  }

  /// Takes those out of line for which `predicate` holds.
  mutating func removeWaiting(where predicate: (Element) -> Bool) -> [Element] {
    var removed: [Element] = []
    for origin in Array(lines.keys) {
      guard var line = lines[origin], line.head < line.waiting.count else { continue }
      var kept: [Element] = []
      for element in line.waiting[line.head...] {
        if predicate(element) { removed.append(element) } else { kept.append(element) }
      }
      line.waiting = kept
      line.head = 0
      lines[origin] = line
    }
    return removed
  }

  /// Those in line, in no particular order between hosts.
  func forEachWaiting(_ body: (Element) -> Void) {
    for line in lines.values { line.waiting[line.head...].forEach(body) }
  }
}
