import Foundation
import NaruTestSupport
import Testing

@testable import KakaoSync

@Suite("Return addresses (checklist 7, 8)")
struct ReturnAddressTests {
  private static let allowed =
    ReturnAddresses([
      .init(origin: "https://flower.example.com"), .init(origin: "https://m.example.com", path: "/shop"),
    ])

  static func corpus() throws -> [String] {
    let url = try #require(Bundle.module.url(forResource: "hostile-return-addresses", withExtension: "txt"))
    return try String(contentsOf: url, encoding: .utf8).split(separator: "\n").map {
      try JSONDecoder().decode(String.self, from: Data($0.utf8))
    }
  }

  @Test("every one of the hostile addresses is refused")
  func hostile() throws {
    let allowed = try #require(Self.allowed)
    let corpus = try Self.corpus()
    #expect(Set(corpus).count >= 1_000)
    for text in corpus { #expect(allowed.address(text) == nil, "\(text.debugDescription)") }
  }

  @Test(
    "what a shop needs is allowed, and comes out as it went in",
    arguments: [
      ("/", "https://flower.example.com/"),
      ("/cart", "https://flower.example.com/cart"),
      ("/cart/", "https://flower.example.com/cart/"),
      (
        "/product/detail.html?product_no=12&cate_no=3",
        "https://flower.example.com/product/detail.html?product_no=12&cate_no=3"
      ),
      ("/#/cart", "https://flower.example.com/#/cart"),
      ("/a?x=1#top", "https://flower.example.com/a?x=1#top"),
      ("/a.b/..c/...", "https://flower.example.com/a.b/..c/..."),
      ("/@flower/1:2;v=1", "https://flower.example.com/@flower/1:2;v=1"),
      (
        "/?next=%2Fa%2F..%2Fb&u=https://x.example/",
        "https://flower.example.com/?next=%2Fa%2F..%2Fb&u=https://x.example/"
      ),
      ("/상품/장미", "https://flower.example.com/%EC%83%81%ED%92%88/%EC%9E%A5%EB%AF%B8"),
      ("/%EC%83%81%ED%92%88", "https://flower.example.com/%EC%83%81%ED%92%88"),
      ("https://flower.example.com", "https://flower.example.com/"),
      ("https://flower.example.com?x=1", "https://flower.example.com/?x=1"),
      ("https://m.example.com/shop", "https://m.example.com/shop"),
      ("https://m.example.com/shop/a?b=c", "https://m.example.com/shop/a?b=c"),
    ])
  func good(text: String, expected: String) throws {
    #expect(try #require(Self.allowed).address(text)?.description == expected)
  }

  @Test("absent is the first entry; empty is not")
  func absent() throws {
    let allowed = try #require(Self.allowed)
    #expect(allowed.address(nil)?.description == "https://flower.example.com/")
    #expect(allowed.address("") == nil)
  }

  @Test("a path is taken on the first entry's origin, and has to be allowed there")
  func pathOnFirst() throws {
    let allowed = try #require(ReturnAddresses([.init(origin: "https://m.example.com", path: "/shop/")]))
    #expect(allowed.address("/shop/x")?.description == "https://m.example.com/shop/x")
    #expect(allowed.address("/shop")?.description == "https://m.example.com/shop")
    #expect(allowed.address("/admin") == nil)
    #expect(allowed.address("/shopping") == nil)
  }

  @Test("what Naru adds is never taken from an address that somebody else wrote")
  func ownFields() throws {
    let allowed = try #require(Self.allowed)
    let address = try #require(allowed.address("/a?naru_code=stolen&x=1&naru_error=x&naru_auto=tried#f"))
    #expect(address.description == "https://flower.example.com/a?x=1#f")
    #expect(address.wasTried)
    #expect(address.adding((name: "naru_code", value: "c")) == "https://flower.example.com/a?x=1&naru_code=c#f")
    let bare = try #require(allowed.address("/a?naru_code=stolen"))
    #expect(bare.adding((name: "naru_code", value: "c")) == "https://flower.example.com/a?naru_code=c")
  }

  @Test(
    "nor from a spelling of it that a shop's server would read as that",
    arguments: [
      "%6Earu_code=s", "naru%5Fcode=s", "%6e%61%72%75%5f%63ode=s", "naru.code=s", "naru+code=s", "naru%20code=s",
      "naru[code=s", "+naru_code=s", "%20%20naru_code=s", "y=1;naru_code=s", ";%6Earu_auto=tried", "naru_=",
      "naru_code",
    ])
  func ownFieldsSpelled(field: String) throws {
    let allowed = try #require(Self.allowed)
    for query in [field, "x=1&\(field)", "\(field)&x=1"] {
      let address = try #require(allowed.address("/a?\(query)"))
      let isAlone = query == field
      #expect(address.description == "https://flower.example.com/a" + (isAlone ? "" : "?x=1"), "\(query)")
    }
    for other in [
      "narucode=1", "xnaru_code=1", "NARU_CODE=1", "x=naru_code", "naru-size=l", "x=%6Earu_code;y", "naru=1",
    ] {
      #expect(allowed.address("/a?\(other)")?.description == "https://flower.example.com/a?\(other)")
    }
  }

  @Test(
    "whatever is allowed begins with an allowed origin and a slash, and holds nothing that a browser would repair",
    arguments: 0..<4)
  func property(seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let allowed = try #require(Self.allowed)
    let pieces = [
      "/", "//", "\\", ".", "..", "@", ":", "?", "#", "%2e", "%2F", "%5c", "%00", "%EC%83%81", "%", "https:",
      "https://",
      "http://", "flower.example.com", "m.example.com", "evil.example.net", "shop", "/shop", "a", "상", "．", "\t", "\n",
      " ",
      ";", "&", "=", "naru_code=x", "443", "[", "]", "\u{202e}", "é", "\0", "\"", "<",
    ]
    var taken = 0
    for _ in 0..<20_000 {
      let text = (0..<Int.random(in: 1...7, using: &random)).map { _ in
        pieces[Int.random(in: 0..<pieces.count, using: &random)]
      }.joined()
      guard let address = allowed.address(text)?.description else { continue }
      taken += 1
      let isOwn =
        address.hasPrefix("https://flower.example.com/") || address == "https://m.example.com/shop"
        || ["/", "?", "#"].contains { address.hasPrefix("https://m.example.com/shop" + $0) }
      #expect(isOwn, "\(text.debugDescription) → \(address)")
      #expect(address.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != 0x5C }, "\(text.debugDescription)")
      let path = address.dropFirst("https://".count).drop { $0 != "/" }.prefix { $0 != "?" && $0 != "#" }
      #expect(!path.contains("//") && !path.lowercased().contains("%2e") && !path.lowercased().contains("%2f"))
      #expect(!path.split(separator: "/").contains { $0 == "." || $0 == ".." })
      let query = address.prefix { $0 != "#" }.drop { $0 != "?" }.dropFirst()
      #expect(!query.split(separator: "&").contains { $0.hasPrefix("naru_") })
      // Reading it again gives it again.
      #expect(allowed.address(address)?.description == address)
      #expect(AddressBytes.unpacked(AddressBytes.packed(address)) == address)
    }
    #expect(taken > 50)
  }

  @Test("packing loses nothing", arguments: ["/%EC%83%81", "/%ec%83%81", "/%7e%80", "/%C3%A9x", "plain"])
  func packing(text: String) {
    #expect(AddressBytes.unpacked(AddressBytes.packed(text)) == text)
  }
}
