import Testing

@testable import KakaoSandbox

@Suite struct RowTableTests {
  @Test("any run of setting and removing ends as it does in a plain list", arguments: 0..<8 as Range<UInt64>)
  func model(seed: UInt64) {
    var random = SplitMix64(state: seed)
    var table = RowTable()
    var order: [Int64] = []
    var values: [Int64: [UInt8]] = [:]
    for _ in 0..<6000 {
      let id = Int64.random(in: 1...2500, using: &random)
      if Int.random(in: 0..<3, using: &random) == 0 || (values.count > 2000 && Bool.random(using: &random)) {
        let removed = table.remove(id)
        #expect(removed == (values.removeValue(forKey: id) != nil))
        order.removeAll { $0 == id }
      } else {
        let record = (0..<Int.random(in: 0...60, using: &random)).map { _ in UInt8.random(in: 0...255, using: &random) }
        if values.updateValue(record, forKey: id) == nil { order.append(id) }
        table.set(id, to: record)
      }
    }
    #expect(table.count == values.count)
    var ids: [Int64] = []
    table.visit { id, record in
      ids.append(id)
      #expect(Array(record) == values[id])
    }
    #expect(ids == order)
    var page: [Int64] = []
    table.visit(from: 100, limit: 50) { id, _ in page.append(id) }
    #expect(page == Array(order.dropFirst(100).prefix(50)))
    #expect(order.allSatisfy { Array(table[$0] ?? []) == values[$0] })
  }

  @Test("emptying a large table gives its memory back and leaves it usable")
  func compaction() {
    var table = RowTable()
    for id in 1...5000 as ClosedRange<Int64> { table.set(id, to: [1, 2, 3]) }
    for id in 1...5000 as ClosedRange<Int64> {
      let removed = table.remove(id)
      #expect(removed)
    }
    #expect(table.count == 0)
    table.set(7, to: [9])
    var other = RowTable()
    other.set(7, to: [9])
    #expect(table == other)
    #expect(table[7].map(Array.init) == [9])
  }
}
