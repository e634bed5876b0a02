import HTTPTransport
import HTTPTypes
import HummingbirdTesting
import KakaoSandbox
import KakaoSync
import NIOCore
import Naru
import Testing

@testable import NaruServer

@Suite("Nothing secret or personal gets out")
struct RedactionTests {
  /// What is known of the people of the sandbox.
  private static let people = [
    "김하나", "hana@example.com", "0000-0001", "1000000001", "010-0000-0001", "19900131", "1990-01-31", "세종대로", "이두리",
    "duri@example.com", "sechan@example.com",
  ]
  /// What Kakao writes beside a failure, and what stands in an address that a shop is returned to.
  static let description = "marked-description-hana", place = "marked-place-hana"
  private static let key = ShopFiles.secrets["REST_KEY"] ?? ""

  @Test("every flow with marked values leaves no trace in pages, addresses, problems, logs and metrics")
  func everyFlow() async throws {
    let metrics = MetricBook.shared
    try await withSite { site in
      let outlet = Outlet(site)
      try await site.importMember("flower09", phone: "010-0000-0001", email: "hana@example.com")
      try await logins(outlet)
      try await endsAtKakao(outlet)
      try await autoLogins(outlet)
      try await reconsent(outlet)
      try await pages(outlet)
      try await logouts(outlet)
      try await backEnd(outlet)
      try await webhooks(outlet)
      try await campaign(outlet)
      try await withoutStore(outlet)

      let secrets = Set(ShopFiles.secrets.values).union(site.transport.exchanged).subtracting([Self.key])
      #expect(site.transport.exchanged.count >= 20)
      let everywhere = secrets.union(Self.people).union([Self.description])
      searchBrowsers(outlet, everywhere)
      for answer in outlet.replies {
        for word in everywhere.union(outlet.codes) {
          #expect(!answer.text.contains(word), "a back end was sent \(word)")
        }
      }
      for text in outlet.printed {
        for word in everywhere.union([Self.key]) { #expect(!text.contains(word), "\(word) is printed") }
      }
      searchLog(outlet, everywhere)
      #expect(metrics.all.contains { $0.hasPrefix("naru_logins_total") && $0.contains("event=logged-in") })
      #expect(metrics.all.contains { $0.hasPrefix("naru_webhooks_total") && $0.contains("outcome=wrong-key") })
    }
  }

  private func searchBrowsers(_ outlet: Outlet, _ everywhere: Set<String>) {
    #expect(outlet.codes.count >= 5 && outlet.cookies.count >= 20)
    for answer in outlet.shown {
      let headers = answer.headers.map { "\($0.name): \($0.value)" }.joined(separator: "\n")
      for word in everywhere {
        #expect(!answer.text.contains(word) && !headers.contains(word), "a browser was sent \(word)")
      }
      // The code is in the address alone, and the key of the app only where OAuth wants it.
      let elsewhere = answer.headers.filter { $0.name != .location }.map(\.value).joined(separator: "\n")
      for code in outlet.codes { #expect(!answer.text.contains(code) && !elsewhere.contains(code)) }
      #expect(!answer.text.contains(Self.key) && !elsewhere.contains(Self.key))
      if answer.location.contains(Self.key) { #expect(answer.location.hasPrefix("https://kauth.kakao.com/oauth/")) }
    }
  }

  private func searchLog(_ outlet: Outlet, _ everywhere: Set<String>) {
    let log = outlet.site.log.all
    // Whatever can become of a login has been there.
    for kind in LoginEvent.Kind.allCases {
      #expect(log.contains { $0.contains("event=\(kind.rawValue) ") }, "\(kind) has not happened")
    }
    let unlogged = everywhere.union(outlet.codes).union(outlet.cookies).union([
      Self.key, Self.place, "\(Site.hana)", "\(Site.duri)", "flower09", "naru_code", "return_to",
    ])
    // The digits of a sum of seconds are nobody's number.
    let counted = [outlet.site.metrics.text(), MetricBook.registry.text()].flatMap { text in
      text.split(separator: "\n").map {
        $0.hasPrefix("#") ? String($0) : String($0[..<($0.lastIndex(of: " ") ?? $0.endIndex)])
      }
    }
    for line in log + MetricBook.shared.all + counted {
      for word in unlogged { #expect(!line.contains(word), "\(word) stands in: \(line.prefix(300))") }
    }
  }
}
