import Testing

@testable import Naru

@Suite("A web address in the configuration")
struct WebURLTests {
  @Test(
    "that is none is refused",
    arguments: [
      "", "https://", "https:///a", "//a.example", "ftp://a.example", "javascript:alert(1)",
      "https://a.example\\@b.example",
      "https://a b.example", "https://a.example:99999", "https://a.example:", "https://-a.example",
      "https://a..example",
      "https://[::1", "https://[zz]", "https://user@a.example", "https://a.example/#x", "https://꽃집.example",
      "https://a.example:80:90",
    ])
  func refused(_ text: String) {
    #expect(WebURL(text) == nil)
  }

  @Test("is taken apart")
  func parts() throws {
    let url = try #require(WebURL("HTTPS://Shop.Example.com:8443/a/b?c=d"))
    #expect([url.scheme, url.host, url.path, url.query] == ["https", "shop.example.com", "/a/b", "c=d"])
    #expect(url.port == 8443)
    #expect(url.origin == "https://shop.example.com:8443")
    #expect(WebURL("https://a.example:443")?.origin == "https://a.example")
    #expect(WebURL("https://a.example?x")?.path == "/")
  }

  @Test(
    "is on this machine only by loopback names and addresses",
    arguments: [
      ("http://localhost", true), ("http://127.0.0.1:1", true), ("http://127.1.2.3", true), ("http://[::1]", true),
      ("http://localhost.example", false), ("http://127.0.0.1.example", false), ("http://128.0.0.1", false),
      ("http://0.0.0.0", false), ("http://[::2]", false),
    ])
  func loopback(_ text: String, _ expected: Bool) throws {
    #expect(try #require(WebURL(text)).isLoopback == expected)
  }
}
