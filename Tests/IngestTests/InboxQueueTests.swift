import NaruTestSupport
import Testing

@testable import Ingest

@Suite("The line of the inbox")
struct InboxQueueTests {
  @Test("answers each waiter exactly once, whatever happens in whatever order", arguments: 0..<200)
  func once(_ seed: UInt64) {
    var random = SplitMix64(seed: seed)
    var queue = InboxQueue<Int, Int>(capacity: 8, capacityBytes: 1_000, batchLimit: 3)
    var answered: [Int: Int] = [:]
    var accepted: Set<Int> = []
    var staying: Set<Int> = []
    var written: Set<Int> = []
    var batch: [Int]?
    var now = Duration.zero
    var next = 0
    for _ in 0..<200 {
      switch Int.random(in: 0..<5, using: &random) {
      case 0, 1:
        next += 1
        let size = Int.random(in: 1...300, using: &random)
        let stays = next % 3 == 0
        if queue.add(next, bytes: size, waiter: next, deadline: now + .seconds(3), stays: stays) == nil {
          accepted.insert(next)
          if stays { staying.insert(next) }
        }
      case 2:
        if batch == nil { batch = queue.startBatch() }
      case 3:
        guard let items = batch else { break }
        let isBusy = Int.random(in: 0..<4, using: &random) == 0
        written.formUnion(isBusy ? [] : items)
        for (index, waiter) in queue.endBatch(tryingAgain: isBusy) {
          #expect(items[index] == waiter)
          answered[waiter, default: 0] += 1
        }
        batch = nil
      default:
        now += .seconds(1)
        for waiter in queue.expire(at: now) { answered[waiter, default: 0] += 1 }
      }
      #expect(queue.count <= 8)
    }
    if let items = batch {
      written.formUnion(items)
      for (_, waiter) in queue.endBatch() { answered[waiter, default: 0] += 1 }
    }
    while let items = queue.startBatch() {
      written.formUnion(items)
      for (_, waiter) in queue.endBatch() { answered[waiter, default: 0] += 1 }
    }
    #expect(Set(answered.keys) == accepted)
    #expect(answered.values.allSatisfy { $0 == 1 })
    #expect(written.isSubset(of: accepted))
    #expect(staying.isSubset(of: written), "what stays is written in the end")
    #expect(queue.count == 0)
  }

  @Test("refuses what is over its capacity, but takes one that is alone however large it is")
  func capacity() {
    var queue = InboxQueue<Int, Int>(capacity: 2, capacityBytes: 10, batchLimit: 1)
    #expect(queue.add(1, bytes: 100, waiter: 1, deadline: .seconds(1)) == nil)
    #expect(queue.add(2, bytes: 1, waiter: 2, deadline: .seconds(1)) == .full)
    _ = queue.startBatch()
    _ = queue.endBatch()
    #expect(queue.add(3, bytes: 5, waiter: 3, deadline: .seconds(1)) == nil)
    #expect(queue.add(4, bytes: 5, waiter: 4, deadline: .seconds(1)) == nil)
    #expect(queue.add(5, bytes: 0, waiter: 5, deadline: .seconds(1)) == .full)
    queue.close()
    #expect(queue.add(6, bytes: 0, waiter: 6, deadline: .seconds(1)) == .closed)
  }
}
