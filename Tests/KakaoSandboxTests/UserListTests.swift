import KakaoSandbox
import Testing

@Suite struct UserListTests {
  private static let path = "/v1/user/ids"

  private func ids(_ answer: Answer) -> [Int64] {
    guard let range = answer.text.range(of: "\"elements\":[") else { return [] }
    return answer.text[range.upperBound...].prefix { $0 != "]" }.split(separator: ",").compactMap { Int64($0) }
  }

  /// The query of a neighbour's address.
  private func link(_ name: String, _ answer: Answer) -> String? {
    guard let range = answer.text.range(of: "\"\(name)\":\"") else { return nil }
    let url = answer.text[range.upperBound...].prefix { $0 != "\"" }
    return url.split(separator: "?").last.map(String.init)
  }

  @Test("linked users only, from_id inclusive, in both orders")
  func pages() async throws {
    let bench = try KapiBench()
    let all = try await bench.get(Self.path, token: nil)
    #expect(ids(all) == [11, 12, 13, KapiBench.big])
    #expect(all.text.hasSuffix(#""before_url":null,"after_url":null}"#))
    #expect(ids(try await bench.get(Self.path, "from_id=12&limit=2", token: nil)) == [12, 13])
    #expect(ids(try await bench.get(Self.path, "from_id=12&order=desc", token: nil)) == [12, 11])
    #expect(ids(try await bench.get(Self.path, "order=desc&limit=1", token: nil)) == [KapiBench.big])
    #expect(ids(try await bench.get(Self.path, "from_id=9999999999999999999", token: nil)) == [])
    for query in ["limit=0", "limit=101", "order=up", "from_id=x", "page=2"] {
      #expect(try await bench.get(Self.path, query, token: nil).code == -2, "\(query)")
    }
  }

  @Test("a walk along from_id meets everybody once beside the repeated first one", arguments: 1...30)
  func walk(seed: Int) async throws {
    var generator = SeededGenerator(state: UInt64(seed))
    let bench = try KapiBench()
    let count = Int.random(in: 0...40, using: &generator)
    let new = Set((0..<count).map { _ in Int64.random(in: 100...Int64.max, using: &generator) })
    try bench.sandbox.addUsers(new.map { SandboxUser(id: $0) })
    let limit = Int.random(in: 2...9, using: &generator)
    let order = Bool.random(using: &generator) ? "asc" : "desc"
    var met: [Int64] = []
    var from: Int64?
    while true {
      let query = "limit=\(limit)&order=\(order)" + (from.map { "&from_id=\($0)" } ?? "")
      let page = ids(try await bench.get(Self.path, query, token: nil))
      met += met.isEmpty ? page : Array(page.dropFirst())
      if page.count < limit { break }
      from = page.last
    }
    let sorted = (new + [11, 12, 13, KapiBench.big]).sorted()
    #expect(met == (order == "asc" ? sorted : sorted.reversed()))
  }

  @Test("the neighbours' addresses lead on and back, over http with a key in them")
  func links() async throws {
    let bench = try KapiBench()
    let first = try await bench.get(Self.path, "limit=2", token: nil)
    #expect(ids(first) == [11, 12])
    let after = try #require(link("after_url", first))
    #expect(after.contains("from_id=13") && after.contains("app_key=rest%2Dkey") || after.contains("app_key=rest-key"))
    #expect(first.text.contains(#""after_url":"http://kapi.kakao.com/v1/user/ids?"#))
    let second = try await bench.get(Self.path, "limit=2&from_id=13", token: nil)
    #expect(ids(second) == [13, KapiBench.big] && link("after_url", second) == nil)
    #expect(link("before_url", second)?.contains("from_id=11") == true)
  }

  @Test("more than 100 calls a minute are HTTP 429 with -10, by the sandbox's clock")
  func limit() async throws {
    let bench = try KapiBench()
    for _ in 0..<100 { #expect(try await bench.get(Self.path, token: nil).status == 200) }
    let refused = try await bench.get(Self.path, token: nil)
    #expect(refused.status == 429)
    #expect(refused.text == #"{"msg":"API limit has been exceeded.","code":-10}"#)
    // Another app has its own minute.
    #expect(try await bench.get(Self.path, token: nil, key: "KakaoAK admin-key-2").status == 200)
    bench.time.advance(59)
    #expect(try await bench.get(Self.path, token: nil).status == 429)
    bench.time.advance(1)
    #expect(try await bench.get(Self.path, token: nil).status == 200)
  }
}

/// A small generator for tests whose input is free.
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    var mixed = state
    mixed = (mixed ^ (mixed >> 33)) &* 0xFF51_AFD7_ED55_8CCD
    return mixed ^ (mixed >> 33)
  }
}
