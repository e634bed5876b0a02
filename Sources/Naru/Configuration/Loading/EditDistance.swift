/// Finds what somebody meant to type.
enum EditDistance {
  /// The nearest of `candidates`, when it is near: at most two slips, and fewer than half of the letters.
  static func suggestion(for word: String, among candidates: [String]) -> String? {
    guard word.count <= 64 else { return nil }
    let lowered = word.lowercased().replacingDashes
    let best = candidates.map { ($0, between(lowered, $0)) }.min { ($0.1, $0.0) < ($1.1, $1.0) }
    guard let best, best.1 <= 2, best.1 * 2 < max(word.count, best.0.count) else { return nil }
    return best.0
  }

  /// Letters to insert, remove, replace or swap with their neighbour.
  static func between(_ left: String, _ right: String) -> Int {
    let a = Array(left)
    let b = Array(right)
    var rows = [Array(0...b.count)]
    for i in 0..<a.count {
      var row = [i + 1]
      for j in 0..<b.count {
        var cost = min(rows[i][j + 1] + 1, row[j] + 1, rows[i][j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] { cost = min(cost, rows[i - 1][j - 1] + 1) }
        row.append(cost)
      }
      rows.append(row)
    }
    return rows[a.count][b.count]
  }
}

extension String {
  fileprivate var replacingDashes: String { String(map { $0 == "-" ? "_" : $0 }) }
}
