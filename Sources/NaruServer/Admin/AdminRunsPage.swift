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
    // What the last of each kind was stopped by is what a person may say yes to.
    let last = try await visit.read { store in
      (
        try store.runs(of: shop.id, kind: .sync, limit: 1).first,
        try store.runs(of: shop.id, kind: .reconcile, limit: 1).first
      )
    }
    let stops = last.0.map { RunDigest($0.summary).files.compactMap(\.stop) } ?? []
    let isGuarded = last.1.map { RunDigest($0.summary).all.contains { $0.code == "too-many-missing" } } ?? false
    let shown = Array(found.prefix(pageSize))
    let base = AdminTab.runs.path(of: shop)
    func filter(_ name: String, _ value: Run.Kind?) -> HTML {
      let query = value.map { "?kind=" + $0.rawValue } ?? ""
      return value == kind ? "<b>\(name)</b>" : "<a href=\"\(base)\(query)\">\(name)</a>"
    }
    let body: HTML = """
      <h1>\(t("실행 기록", "Runs"))</h1>
      <p class="acts">\(filter(t("모두", "All"), nil)) \(filter(t.name(.import), .import)) \(filter(t.name(.sync), .sync)) \
      \(filter(t.name(.reconcile), .reconcile))</p>
      \(begun(visit, shop))
      <div class="box">\(list(shown, shop, visit.now, t))</div>
      \(visit.more(base, before: found.count > pageSize ? shown.last?.id : nil, kind.map { "&kind=" + $0.rawValue } ?? ""))
      \(syncForm(visit, shop, stops: stops))\(reconcileForm(visit, shop, isGuarded: isGuarded))
      """
    return AdminPage(t("실행 기록", "Runs"), shop: shop, tab: .runs, body: body)
  }

  // MARK: Beginning one

  /// Begins a sync and goes to the runs, where it stands.
  static func sync(_ visit: AdminVisit) async throws -> AdminAnswer {
    try await begin("sync", visit) { try await visit.jobs.startSync(of: $0, confirmed: $1) }
  }

  /// Begins a reconciliation and goes to the runs, where it stands.
  static func reconcile(_ visit: AdminVisit) async throws -> AdminAnswer {
    try await begin("reconcile", visit) { try await visit.jobs.startReconciliation(of: $0, confirmed: $1) }
  }

  private static func begin(
    _ act: String, _ visit: AdminVisit, _ start: (ShopID, Bool) async throws -> Int64
  ) async throws -> AdminAnswer {
    let shop = try visit.shop()
    let isConfirmed = visit.form.isTrue("confirm")
    let run = try await start(shop.id, isConfirmed)
    visit.noteDone("\(act) \(run)" + (isConfirmed ? " confirmed" : ""), of: shop)
    return .redirect("\(AdminTab.runs.path(of: shop))?begun=\(run)")
  }

  private static func begun(_ visit: AdminVisit, _ shop: ShopConfiguration) -> HTML {
    guard let run = visit.query("begun").flatMap({ Int64($0) }), run > 0 else { return "" }
    let t = visit.t
    let link: HTML = "<a href=\"\(AdminTab.runs.path(of: shop))/\(run)\">\(t("\(run)번 실행", "run \(run)"))</a>"
    return """
      <p class="banner good" role="status">\(t("시작했습니다:", "It has begun:")) \(link)\
      \(t(". 끝났는지는 이 페이지를 새로 고쳐 보십시오.", ". Reload this page to see whether it has ended."))</p>
      """
  }

  /// The button that sends customer files; with a yes to give where a guard would stop some of them.
  static func syncForm(_ visit: AdminVisit, _ shop: ShopConfiguration, stops: [FileGuard]) -> HTML {
    guard shop.kakao?.adminKey != nil, !shop.customerFiles.isEmpty else { return "" }
    let t = visit.t
    let reasons: [HTML] = stops.map { "<br>\(t($0.reason))" }
    let yes: HTML =
      stops.isEmpty
      ? ""
      : """
      <p><label><input type="checkbox" name="confirm" value="1"> \
      \(t("안전장치를 넘어 보냅니다 (--yes).", "Send it past the guard (--yes)."))</label>\(reasons)</p>
      """
    let button: HTML = "\(yes)<button>\(t("지금 동기화", "Sync now"))</button>"
    return """
      <div class="acts">\(visit.post("/admin/shops/\(shop.id)/sync", [], button))\
      <span class="soft">\(t("다시 계산한 뒤 카카오의 고객 파일에 보냅니다. 안전장치가 막는 파일은 보내지 않습니다.",
        "Plans anew and sends customer files to Kakao, except those that a guard stops."))</span></div>
      """
  }

  /// The button that holds what is known against Kakao.
  private static func reconcileForm(_ visit: AdminVisit, _ shop: ShopConfiguration, isGuarded: Bool) -> HTML {
    guard shop.kakao?.adminKey != nil else { return "" }
    let t = visit.t
    let yes: HTML =
      isGuarded
      ? """
      <p><label><input type="checkbox" name="confirm" value="1"> \
      \(t("지난 대조에서 너무 많은 사용자가 없었습니다. 한 명씩 확인하고 연결을 끊습니다 (--yes).",
        "The last one found too many users missing: ask about each and end their links (--yes)."))</label></p>
      """ : ""
    let button: HTML = "\(yes)<button>\(t("지금 대조", "Reconcile now"))</button>"
    return """
      <div class="acts">\(visit.post("/admin/shops/\(shop.id)/reconcile", [], button))\
      <span class="soft">\(t("연결 끊기, 채널 관계, 고객 파일을 카카오와 맞춰 봅니다.",
        "Holds links, relations to channels and customer files against what Kakao says."))</span></div>
      """
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
