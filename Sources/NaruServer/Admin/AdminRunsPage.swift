import CommonValues
import Naru

/// `/admin/shops/{s}/runs`: imports and syncs, the newest first.
enum AdminRunsPage {
  static let pageSize = 30

  static func answer(_ visit: AdminVisit) async throws -> AdminPage {
    let shop = try visit.shop()
    let t = visit.t
    let (before, kind) = (visit.before, visit.query("kind").flatMap(Run.Kind.init(rawValue:)))
    let found = try await visit.read { store in
      if let kind { return try store.runs(of: shop.id, kind: kind, before: before, limit: pageSize + 1) }
      return try store.runs(of: shop.id, before: before, limit: pageSize + 1)
    }
    let shown = Array(found.prefix(pageSize))
    let base = AdminTab.runs.path(of: shop)
    func filter(_ name: String, _ value: Run.Kind?) -> HTML {
      let query = value.map { "?kind=" + $0.rawValue } ?? ""
      return value == kind ? "<b>\(name)</b>" : "<a href=\"\(base)\(query)\">\(name)</a>"
    }
    let body: HTML = """
      <h1>\(t("실행 기록", "Runs"))</h1>
      <p class="acts">\(filter(t("모두", "All"), nil)) \(filter(t.name(.import), .import)) \(filter(t.name(.sync), .sync))</p>
      <div class="box">\(list(shown, shop, visit.now, t))</div>
      \(visit.more(base, before: found.count > pageSize ? shown.last?.id : nil, kind.map { "&kind=" + $0.rawValue } ?? ""))
      """
    return AdminPage(t("실행 기록", "Runs"), shop: shop, tab: .runs, body: body)
  }

  /// Runs as a table.
  static func list(_ runs: [Run], _ shop: ShopConfiguration, _ now: Timestamp, _ t: AdminWords) -> HTML {
    guard !runs.isEmpty else {
      return .none(
        t("실행한 것이 없습니다. 회원 파일을 가져오면 여기에 나옵니다: ", "Nothing was run. Imports are listed here: "),
        "<code>naru import --shop \(shop.id.description) members.csv</code>")
    }
    let rows: [HTML] = runs.map { run in
      """
      <tr><td class="nw"><a href="/admin/shops/\(shop.id.description)/runs/\(run.id)">\(t.name(run.kind)) \(run.id)</a></td>\
      <td data-label="\(t("결과", "Outcome"))">\(t.tag(run.outcome))</td>\
      <td data-label="\(t("시작", "Began"))"><span>\(t.moment(run.startedAt, now: now))</span></td>\
      <td>\(RunDigest(run.summary).line(t))</td></tr>
      """
    }
    return """
      <table class="stack"><thead><tr><th>\(t("실행", "Run"))</th><th>\(t("결과", "Outcome"))</th>\
      <th>\(t("시작", "Began"))</th><th>\(t("내용", "What"))</th></tr></thead><tbody>\(rows)</tbody></table>
      """
  }
}

/// `/admin/shops/{s}/runs/{run}`: one import or sync, its counts and all that it had to say.
enum AdminRunPage {
  static func answer(_ visit: AdminVisit) async throws -> AdminPage {
    let shop = try visit.shop()
    let (t, now, number) = (visit.t, visit.now, try visit.number("run"))
    guard number < .max,
      let run = try await visit.read({ try $0.runs(of: shop.id, before: number + 1, limit: 1) }).first,
      run.id == number
    else { throw Problem.notFound }
    let digest = RunDigest(run.summary)
    let title = "\(t.name(run.kind)) \(run.id)"
    let ended: HTML =
      run.finishedAt.map { end in
        """
        <div><dt>\(t("끝", "Ended"))</dt><dd>\(t.moment(end, now: now))</dd></div>
        <div><dt>\(t("걸린 시간", "Took"))</dt><dd>\(t.duration(run.startedAt, end))</dd></div>
        """
      } ?? ""
    let subject: HTML =
      digest.subject.isEmpty
      ? "" : "<div><dt>\(t("파일", "File"))</dt><dd><bdi>\(digest.subject)</bdi></dd></div>"
    let body: HTML = """
      <h1>\(title)</h1>
      <div class="box pad"><dl>
      <div><dt>\(t("결과", "Outcome"))</dt><dd>\(t.tag(run.outcome))</dd></div>
      <div><dt>\(t("시작", "Began"))</dt><dd>\(t.moment(run.startedAt, now: now))</dd></div>\(ended)\(subject)
      </dl></div>
      \(counts(digest, t))\(files(digest, t))
      \(remarks(digest, shop, t))
      """
    return AdminPage(title, shop: shop, tab: .runs, body: body)
  }

  private static func counts(_ digest: RunDigest, _ t: AdminWords) -> HTML {
    let cards: [HTML] = RunDigest.countNames.compactMap { entry in
      digest.counts[entry.key].map { "<div class=\"card\"><span>\(t(entry.name))</span><b>\(t.number($0))</b></div>" }
    }
    return cards.isEmpty ? "" : "<div class=\"cards\">\(cards)</div>"
  }

  private static func files(_ digest: RunDigest, _ t: AdminWords) -> HTML {
    guard !digest.files.isEmpty else { return "" }
    func cell(_ label: String, _ value: Int?) -> HTML {
      "<td class=\"n\" data-label=\"\(label)\">\(value.map { t.number($0) } ?? "–")</td>"
    }
    let rows: [HTML] = digest.files.map { file in
      let stop: HTML = file.stop.map { "<p class=\"soft\">\(t($0.reason))</p>" } ?? ""
      return """
        <tr><th scope="row"><bdi>\(file.name ?? "?")</bdi>\(stop)</th>\(cell(t("추가", "Add"), file.add))\
        \(cell(t("변경", "Update"), file.update))\(cell(t("삭제", "Remove"), file.remove))\
        \(cell(t("그대로", "Unchanged"), file.unchanged))\(cell(t("보냄", "Sent"), file.sent))\
        \(cell(t("실패", "Failed"), file.failed))</tr>
        """
    }
    return """
      <h2>\(t("고객 파일", "Customer files"))</h2><div class="box"><table class="stack"><thead><tr><th>\(t("파일", "File"))</th>\
      <th class="n">\(t("추가", "Add"))</th><th class="n">\(t("변경", "Update"))</th><th class="n">\(t("삭제", "Remove"))</th>\
      <th class="n">\(t("그대로", "Unchanged"))</th><th class="n">\(t("보냄", "Sent"))</th><th class="n">\(t("실패", "Failed"))</th>\
      </tr></thead><tbody>\(rows)</tbody></table></div>
      """
  }

  private static func remarks(_ digest: RunDigest, _ shop: ShopConfiguration, _ t: AdminWords) -> HTML {
    var next: HTML = ""
    if digest.counts["quarantined", default: 0] + digest.counts["warnings", default: 0] > 0 {
      next = """
        <p><a href="\(AdminTab.quarantine.path(of: shop))">\(t("격리된 행과 값 보기", "See rows and values in quarantine"))</a></p>
        """
    }
    guard !digest.all.isEmpty else { return next }
    return "<h2>\(t("알아 둘 것", "What it had to say"))</h2>\(HTML.findings(digest.all, t))\(next)"
  }
}
