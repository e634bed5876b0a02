/// Finds what somebody meant to type.
enum Spelling {
  /// The nearest of `candidates` if at most two letters differ, and fewer than half of them.
  static func nearest(_ word: String, in candidates: [String]) -> String? {
    guard word.count <= 40 else { return nil }
    return nearest(to: word.lowercased().split(separator: "-").joined(separator: "_"), in: candidates)
  }

  /// The same for adapter ids, in which a dash is a dash.
  static func nearestID(_ word: String, in candidates: [String]) -> String? {
    word.count <= 70 ? nearest(to: word.lowercased().split(separator: "_").joined(separator: "-"), in: candidates) : nil
  }

  private static func nearest(to written: String, in candidates: [String]) -> String? {
    let best = candidates.map { (distance(written, $0), $0) }.min { $0.0 < $1.0 }
    guard let best, best.0 <= 2, best.0 * 2 < best.1.count else { return nil }
    return best.1
  }

  private static func distance(_ first: String, _ second: String) -> Int {
    let target = Array(second)
    var row = Array(0...target.count)
    for (index, letter) in first.enumerated() {
      var corner = row[0]
      row[0] = index + 1
      for place in 0..<target.count {
        let above = row[place + 1]
        row[place + 1] = min(min(above, row[place]) + 1, corner + (letter == target[place] ? 0 : 1))
        corner = above
      }
    }
    return row[target.count]
  }
}
