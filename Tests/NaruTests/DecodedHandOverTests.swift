import CommonValues
import ShopModel
import Store
import Testing

@testable import Naru
@testable import ShopAdapters

@Suite("From receipt to worker")
struct DecodedHandOverTests {
  private func delivery(_ dedup: String, body: String = "body", head: String = "POST", at time: Int64 = 1) throws
    -> InboxDelivery
  {
    InboxDelivery(
      shop: try #require(ShopID("flower")), source: "shop", dedup: Array(dedup.utf8), subject: "member:a",
      receivedAt: Timestamp(milliseconds: time), head: Array(head.utf8), body: Array(body.utf8))
  }

  private func decoded(_ name: String) -> DecodedWebhook {
    DecodedWebhook(.unmapped, name: name, dedupKey: "id:1", occurredAt: Timestamp(milliseconds: 1))
  }

  @Test("what was read is handed over once")
  func once() throws {
    let place = DecodedHandOver()
    place.put(decoded("a"), of: try delivery("1"))
    #expect(try place.take(delivery("1"))?.name == "a")
    #expect(try place.take(delivery("1")) == nil)
  }

  @Test("what was read of other bytes, another head or another time is not handed over, such as after an erasure")
  func onlyTheSame() throws {
    for other in [
      try delivery("1", body: ""), try delivery("1", body: "other"), try delivery("1", head: "GET"),
      try delivery("1", at: 2),
    ] {
      let place = DecodedHandOver()
      place.put(decoded("a"), of: try delivery("1"))
      #expect(place.take(other) == nil)
      #expect(try place.take(delivery("1")) == nil, "it is not kept any longer either")
    }
  }

  @Test("a repetition does not take the first one's place")
  func repetition() throws {
    let place = DecodedHandOver()
    place.put(decoded("a"), of: try delivery("1"))
    place.put(decoded("b"), of: try delivery("1"))
    #expect(try place.take(delivery("1"))?.name == "a")
  }

  @Test("there is room for so many deliveries and so many bytes; what stood there before makes room")
  func bounds() throws {
    let (first, second) = (try delivery("1"), try delivery("2"))
    for place in [DecodedHandOver(limit: 1), DecodedHandOver(byteLimit: 9)] {
      place.put(decoded("a"), of: first)
      place.put(decoded("b"), of: second)
      #expect(place.take(first) == nil && place.take(second)?.name == "b")
    }
    let small = DecodedHandOver(byteLimit: 7)
    small.put(decoded("a"), of: first)
    #expect(small.take(first) == nil)
  }

  @Test("what nobody came for within a minute is not kept longer")
  func age() throws {
    let (first, later) = (try delivery("1"), try delivery("2", at: 60_002))
    let place = DecodedHandOver()
    place.put(decoded("a"), of: first)
    place.put(decoded("b"), of: later)
    #expect(place.take(first) == nil && place.take(later) != nil)
  }
}
