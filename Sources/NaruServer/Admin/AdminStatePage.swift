import CommonValues
import KakaoAPI
import Naru

/// `/admin/shops/{s}`: how one shop stands, what to do next, whom Kakao knows, and how it came to be.
struct AdminStatePage: Sendable {
  /// Shops with more members are not counted while somebody waits for the page.
  static let countedAtOnce = 20_000
  /// Days of the charts.
  static let chartDays = 60

  private struct Facts: Sendable {
    var glance: ShopGlance
    var days: [CoverageDay]
    var runs: [RunDay]
    var faults: [Run]
  }

  static func answer(_ visit: AdminVisit) async throws -> AdminPage {
    let shop = try visit.shop()
    let (t, now) = (visit.t, visit.now)
    let facts = try await visit.read { store in
      var glance = try store.glances(of: [shop.id])[0]
      let isCurrent = glance.coverage?.isCurrent(glance.state, shop.coverageBasis) ?? false
      if !isCurrent, (1...countedAtOnce).contains(glance.state.members) {
        glance.coverage = try store.takeCoverage(of: shop.id, shop.coverageBasis, now: now)
      }
      let since = now.seoulDate.adding(days: 1 - chartDays)
      return Facts(
        glance: glance, days: try store.coverage(of: shop.id, since: since),
        runs: try store.runDays(of: shop.id, since: since), faults: try store.runsWithKakaoFaults(of: shop.id))
    }
    let glance = facts.glance
    let newest = try await visit.watch.newestNews(visit.naru)[shop.id]
    let body: HTML = """
      <h1><bdi>\(shop.name)</bdi></h1>
      <p class="sub">\(shop.id.description) · \(t("어댑터", "adapter")) \(adapterName(shop)) · <code>\(shop.file)</code></p>
      \(done(visit))
      \(concerns(ShopConcern.all(shop, glance, newest: newest, now: now, t), t))
      \(cards(shop, glance, now, t))
      \(CoverageSection(visit: visit, shop: shop, glance: glance).html)
      <h2>\(t("지나온 \(chartDays)일", "The last \(chartDays) days"))</h2>
      <div class="two">\(CoverageChart(days: facts.days, t: t).html)\
      \(RunChart(runs: facts.runs, today: now.seoulDate, count: chartDays, t: t).html)</div>
      \(KakaoFaultsSection(shop: shop, runs: facts.faults, now: now, t: t).html)
      """
    return AdminPage(shop.name, shop: shop, tab: .state, body: body)
  }

  /// Counts the coverage now, whatever the shop's size.
  static func count(_ visit: AdminVisit) async throws -> AdminAnswer {
    let shop = try visit.shop()
    let now = visit.now
    try await visit.read { store in _ = try store.takeCoverage(of: shop.id, shop.coverageBasis, now: now) }
    return .redirect("/admin/shops/\(shop.id)?done=counted")
  }

  private static func done(_ visit: AdminVisit) -> HTML {
    guard visit.query("done") == "counted" else { return "" }
    return "<p class=\"banner good\" role=\"status\">\(visit.t("다시 세었습니다.", "Counted anew."))</p>"
  }

  private static func adapterName(_ shop: ShopConfiguration) -> String {
    switch shop.adapter {
    case .builtIn(let id): id
    case .directory(let path): path
    }
  }

  private static func concerns(_ concerns: [ShopConcern], _ t: AdminWords) -> HTML {
    guard !concerns.isEmpty else {
      return "<p class=\"banner good\">\(t("지금 할 일이 없습니다.", "There is nothing to do now."))</p>"
    }
    let items: [HTML] = concerns.map { "<li class=\"\($0.weight.look)\"><p>\($0.text)</p></li>" }
    return "<h2>\(t("다음 할 일", "What to do next"))</h2><ul class=\"remarks\">\(items)</ul>"
  }

  private static func cards(
    _ shop: ShopConfiguration, _ glance: ShopGlance, _ now: Timestamp, _ t: AdminWords
  ) -> HTML {
    let base = "/admin/shops/\(shop.id)"
    func run(_ run: Run?, _ name: String) -> HTML {
      guard let run else { return card(base + "/runs", t("없음", "none"), name, t("아직 없습니다", "not yet")) }
      return """
        <a class="card" href="\(base)/runs/\(run.id)"><span>\(name)</span><b>\(t.age(run.startedAt, now: now))</b>\
        \(t.tag(run.outcome))</a>
        """
    }
    let limit = ShopGlance.limit
    let waiting = t(
      "재시도 \(t.number(glance.retrying)) · 실패 \(t.number(glance.dead, limit: limit))",
      "\(t.number(glance.retrying)) retrying · \(t.number(glance.dead, limit: limit)) dead")
    return """
      <div class="cards">
      \(card(base + "/inbox", glance.newestEvent.map { t.age($0, now: now) } ?? t("없음", "none"),
        t("최근 알림", "Newest event"), glance.newestEvent.map { t.time($0) } ?? t("받은 것이 없습니다", "none received")))
      \(card(base + "/inbox?state=waiting", t.number(glance.waiting, limit: limit), t("처리를 기다리는 알림", "Deliveries waiting"), waiting))
      \(run(glance.lastImport, t("최근 가져오기", "Last import")))
      \(run(glance.lastSync, t("최근 동기화", "Last sync")))
      \(card(base + "/quarantine", t.number(glance.quarantined, limit: limit), t("격리", "In quarantine"),
        t("읽지 못한 행과 값", "rows and values not read")))
      \(card(base + "/member", t.people(glance.state.members), t("회원", "Members"),
        t("주문 \(t.items(glance.state.orders))", "\(t.number(glance.state.orders)) orders")))
      </div>
      """
  }

  private static func card(_ link: String, _ value: String, _ name: String, _ note: String) -> HTML {
    "<a class=\"card\" href=\"\(link)\"><span>\(name)</span><b>\(value)</b><span>\(note)</span></a>"
  }
}
