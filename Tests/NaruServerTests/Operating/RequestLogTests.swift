import HTTPTypes
import HummingbirdTesting
import Testing

@testable import NaruServer

@Suite("The log of requests")
struct RequestLogTests {
  @Test("has a line for each, with number, shop, route, status and time, and nothing of what was asked for")
  func line() async throws {
    try await withSite { site in
      let answer = try await BackEnd(site: site).send(.get, "/links/\(Site.hana)?refresh=marked")
      let number = try #require(answer.headers[.requestID])
      let line = try #require(site.log.all.first { $0.contains("request=\(number)") && $0.contains("route=") })
      for part in [
        "info request ", "method=GET", "route=/shops/{shop}/links/{user}", "shop=flower", "status=200", "ms=",
        "token=0",
      ] { #expect(line.contains(part), "\(part) in \(line)") }
      #expect(!site.log.all.contains { $0.contains("\(Site.hana)") || $0.contains("marked") })
    }
  }

  @Test("takes over a harmless number, and gives its own to what might be anything")
  func numbers() async throws {
    try await withSite { site in
      for (given, isTaken) in [
        ("0b62f5a4-9d1e-4a0f-8d35-6f1f4b1f1c11", true), ("abc_DEF.12", true), ("short", false),
        (String(repeating: "a", count: 65), false), ("eight ch", false), ("한글한글한글한글", false),
        ("a\u{1B}[31mabcd", false),
        ("12345678\"}", false), ("%0a%0d1234", false),
      ] {
        var headers: HTTPFields = [:]
        headers.append(HTTPField(name: .requestID, value: given))
        let answer = try await site.client.execute(uri: "/healthz", method: .get, headers: headers)
        let number = try #require(answer.headers[.requestID])
        #expect((number == given) == isTaken, "\(given)")
        #expect(number.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F })
        let problem = try await site.client.execute(uri: "/nowhere", method: .get, headers: headers)
        let reference = JSONValue(problem.text)["instance"].string
        #expect(reference == "urn:naru:request:\(problem.headers[.requestID] ?? "")")
      }
    }
  }

  @Test("says who came in by which token, and from where somebody was refused")
  func authentication() async throws {
    try await withSite { site in
      let old = "Bearer " + (ShopFiles.secrets["FLOWER_OLD_TOKEN"] ?? "")
      let taken = try await BackEnd(site: site, authorization: old).call(.get, "/links/42")
      #expect(taken.status == 200)
      #expect(site.log.all.contains { $0.contains("route=/shops/{shop}/links/{user}") && $0.contains("token=1") })
      for wrong in [nil, "Bearer wrong", "Basic eDp5", old + "x"] as [String?] {
        #expect(try await BackEnd(site: site, authorization: wrong).call(.get, "/links/42").status == 401)
      }
      let refused = site.log.all.filter { $0.hasPrefix("warning back end: refused") }
      #expect(refused.count == 4 && refused.allSatisfy { $0.contains("shop=flower") && $0.contains("client=") })
    }
  }

  @Test("a shop that does not exist is no shop in the log; an operator's questions are not told aloud")
  func quiet() async throws {
    try await withSite { site in
      _ = try await site.client.execute(uri: "/shops/%0amarked/login", method: .get)
      _ = try await site.client.execute(uri: "/readyz", method: .get)
      #expect(!site.log.all.contains { $0.contains("marked") })
      #expect(site.log.all.contains { $0.hasPrefix("debug request") && $0.contains("route=/readyz") })
      #expect(site.log.all.contains { $0.hasPrefix("info request") && $0.contains("status=404") })
    }
  }
}
