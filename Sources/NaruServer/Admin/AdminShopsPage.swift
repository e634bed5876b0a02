import CommonValues
import Naru

/// `/admin`: every shop at a glance, those that need somebody first.
struct AdminShopsPage: Sendable {
  /// Shops on a page.
  static let pageSize = 50

  private struct Entry {
    let shop: ShopConfiguration
    let glance: ShopGlance
    let newest: Timestamp?
    let concerns: [ShopConcern]

    var weight: ShopConcern.Weight { concerns.map(\.weight).max() ?? .hint }
  }

  static func answer(_ visit: AdminVisit) async throws -> AdminPage {
    let t = visit.t
    let all = visit.naru.configuration.shops
    let sought = (visit.query("q") ?? "").prefix(100).lowercased()
    let shops =
      sought.isEmpty
      ? all : all.filter { $0.name.lowercased().contains(sought) || $0.id.description.contains(sought) }
    let glances = try await visit.read { try $0.glances(of: shops.map(\.id)) }
    let now = visit.now
    let newest = try await visit.watch.newestNews(visit.naru)
    let entries = zip(shops, glances).map { shop, glance in
      let newest = newest[shop.id]
      return Entry(
        shop: shop, glance: glance, newest: newest,
        concerns: ShopConcern.all(shop, glance, newest: newest, now: now, t))
    }
    // Shops that are well stay in the order of their ids.
    let sorted = entries.enumerated().sorted {
      ($1.element.weight, $0.offset) < ($0.element.weight, $1.offset)
    }.map(\.element)
    let last = max(1, (sorted.count + pageSize - 1) / pageSize)
    let number = min(max(1, visit.query("page").flatMap { Int($0) } ?? 1), last)
    let shown = sorted.dropFirst((number - 1) * pageSize).prefix(pageSize)
    let failing = entries.count { $0.weight == .failure }
    let body: HTML = """
      <h1>\(t("쇼핑몰", "Shops"))</h1>
      <p class="sub">\(t("설정된 쇼핑몰 \(t.number(all.count))곳", "\(t.number(all.count)) configured"))\
      \(failing > 0 ? t(" · 문제가 있는 곳 \(t.number(failing))", " · \(t.number(failing)) with problems") : "")</p>
      \(search(all.count, sought, t))
      <div class="box">\(table(Array(shown), now, t))</div>
      \(pages(number, of: last, sought, t))
      """
    return AdminPage(t("쇼핑몰", "Shops"), body: body)
  }

  private static func search(_ count: Int, _ sought: String, _ t: AdminWords) -> HTML {
    guard count > 10 || !sought.isEmpty else { return "" }
    return """
      <form class="fields" method="get" action="/admin" role="search">
      <label>\(t("이름이나 id로 찾기", "Find by name or id"))<input type="search" name="q" value="\(sought)"></label>
      <button>\(t("찾기", "Find"))</button></form>
      """
  }

  private static func table(_ entries: [Entry], _ now: Timestamp, _ t: AdminWords) -> HTML {
    guard !entries.isEmpty else { return .none(t("그런 쇼핑몰이 없습니다.", "There is no such shop.")) }
    let rows: [HTML] = entries.map { row($0, now, t) }
    return """
      <table class="stack"><thead><tr><th>\(t("쇼핑몰", "Shop"))</th><th>\(t("살펴볼 것", "To see to"))</th>\
      <th>\(t("최근 소식", "Latest news"))</th><th>\(t("최근 동기화", "Last sync"))</th>\
      <th class="n">\(t("회원", "Members"))</th><th class="n">\(t("카카오 연결", "With Kakao"))</th></tr></thead>
      <tbody>\(rows)</tbody></table>
      """
  }

  private static func row(_ entry: Entry, _ now: Timestamp, _ t: AdminWords) -> HTML {
    let (shop, glance) = (entry.shop, entry.glance)
    let concerns: [HTML] = entry.concerns.prefix(3).map {
      "<span class=\"tag \($0.weight.look)\">\($0.short)</span>"
    }
    let tags: HTML =
      concerns.isEmpty
      ? "<span class=\"tag good\">\(t("이상 없음", "all well"))</span>" : "<span class=\"tags\">\(concerns)</span>"
    let news: HTML? = entry.newest.map { "\(t.age($0, now: now))" }
    let sync: HTML? = glance.lastSync.map { "\(t.tag($0.outcome)) <small>\(t.age($0.startedAt, now: now))</small>" }
    let members: HTML? = glance.state.members > 0 ? "\(t.people(glance.state.members))" : nil
    let coverage: HTML? = glance.coverage.map { "\(t.percent($0.coverage.covered, of: $0.coverage.active))" }
    return """
      <tr><th scope="row"><a href="/admin/shops/\(shop.id.description)"><bdi>\(shop.name)</bdi></a> \
      <small>\(shop.id.description)</small></th>\
      <td data-label="\(t("살펴볼 것", "To see to"))">\(tags)</td>\
      \(cell(t("최근 소식", "Latest news"), news))\(cell(t("최근 동기화", "Last sync"), sync))\
      \(cell(t("회원", "Members"), members, "n"))\(cell(t("카카오 연결", "With Kakao"), coverage, "n"))</tr>
      """
  }

  /// A cell; on a phone one without a value is left out.
  private static func cell(_ label: String, _ value: HTML?, _ look: HTML = "") -> HTML {
    let gone: HTML = value == nil ? " gone" : ""
    return "<td class=\"\(look)\(gone)\" data-label=\"\(label)\"><span>\(value ?? "–")</span></td>"
  }

  private static func pages(_ number: Int, of last: Int, _ sought: String, _ t: AdminWords) -> HTML {
    guard last > 1 else { return "" }
    func link(_ page: Int, _ text: String) -> HTML {
      guard (1...last).contains(page) else { return "" }
      let query = sought.isEmpty ? "" : "&q=" + PercentEncoding.encode(sought)
      return "<a href=\"/admin?page=\(page)\(query)\">\(text)</a>"
    }
    return """
      <p class="acts">\(link(number - 1, t("← 이전", "← Before"))) <span class="soft">\(number) / \(last)</span> \
      \(link(number + 1, t("다음 →", "Next →")))</p>
      """
  }
}
