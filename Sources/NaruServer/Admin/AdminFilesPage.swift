import CommonValues
import Naru

/// `/admin/shops/{s}/files`: the customer files with what Kakao has confirmed and what is left to send, and their syncs.
///
/// What is left is what the last plan found; planning anew looks at every member who changed, and is done when a person asks for it.
enum AdminFilesPage {
  private struct Row: Sendable {
    var name: String
    var channel: String
    var users: String
    var state: LedgerFile.State
    /// Nil before the first plan.
    var counts: PlanCounts?
    var stop: FileGuard?
  }

  static func answer(_ visit: AdminVisit) async throws -> AdminPage { try await page(visit, plan: nil) }

  /// Plans now. Nothing is sent.
  static func plan(_ visit: AdminVisit) async throws -> AdminAnswer {
    let shop = try visit.shop()
    let plan = try await visit.naru.connection(shop.id.description).plan()
    visit.noteDone("plan", of: shop)
    return .page(try await page(visit, plan: plan))
  }

  private static func page(_ visit: AdminVisit, plan: ShopPlan?) async throws -> AdminPage {
    let shop = try visit.shop()
    let t = visit.t
    let (ledger, runs) = try await visit.read { store in
      let files = try store.ledgerFiles(of: shop.id)
      return (
        try files.map { ($0, try store.planCounts(of: $0)) }, try store.runs(of: shop.id, kind: .sync, limit: 15)
      )
    }
    let rows = rows(shop, ledger, plan, runs.first)
    let body: HTML = """
      <h1>\(t("고객 파일", "Customer files"))</h1>
      <p class="sub">\(t("카카오톡 채널 파트너센터의 고객 파일입니다. 이름과 조건은 설정의 customer_files에 있습니다.",
        "The customer files of the channel's partner centre; names and rules are in customer_files of the config."))</p>
      \(planned(plan, t))
      <div class="box">\(table(rows, shop, t))</div>
      \(acts(visit, shop, rows))
      <h2>\(t("동기화 기록", "Syncs"))</h2>
      <div class="box">\(history(runs, shop, visit.now, t))</div>
      """
    return AdminPage(t("고객 파일", "Customer files"), shop: shop, tab: .files, body: body)
  }

  private static func rows(
    _ shop: ShopConfiguration, _ ledger: [(LedgerFile, PlanCounts)], _ plan: ShopPlan?, _ lastSync: Run?
  ) -> [Row] {
    let stops = lastSync.map { RunDigest($0.summary).files } ?? []
    func stop(_ file: LedgerFile) -> FileGuard? {
      if let plan { return plan.files.first { $0.name == file.name && $0.channel == file.channel }?.stop }
      return stops.first { $0.name == file.name }?.stop
    }
    var rows = ledger.filter { $0.0.state == .active || $0.1.confirmed + $0.1.pending > 0 }.map { file, counts in
      Row(
        name: file.name, channel: file.channel, users: file.users, state: file.state, counts: counts, stop: stop(file))
    }
    for file in shop.customerFiles
    where !ledger.contains(where: { $0.0.configuredName == file.name && $0.0.channel == file.channel }) {
      rows.append(Row(name: file.name, channel: file.channel, users: file.users.rawValue, state: .active))
    }
    return rows
  }

  private static func planned(_ plan: ShopPlan?, _ t: AdminWords) -> HTML {
    guard let plan else { return "" }
    let text =
      plan.hasWork
      ? t("지금 기준으로 다시 계산했습니다. 아직 아무것도 보내지 않았습니다.", "Planned as of now. Nothing was sent yet.")
      : t("지금 기준으로 다시 계산했습니다. 보낼 것이 없습니다.", "Planned as of now. There is nothing to send.")
    return "<p class=\"banner good\" role=\"status\">\(text)</p>"
  }

  private static func table(_ rows: [Row], _ shop: ShopConfiguration, _ t: AdminWords) -> HTML {
    guard !rows.isEmpty else {
      return .none(
        t("설정에 고객 파일이 없습니다. ", "The config has no customer file. "),
        "<code>\(shop.file)</code>\(t("에 customer_files를 쓰십시오.", ": write customer_files."))")
    }
    let lines: [HTML] = rows.map { line($0, t) }
    return """
      <table class="stack"><thead><tr><th>\(t("파일", "File"))</th><th class="n">\(t("카카오에 있음", "At Kakao"))</th>\
      <th class="n">\(t("추가할 사람", "To add"))</th><th class="n">\(t("바꿀 사람", "To update"))</th>\
      <th class="n">\(t("뺄 사람", "To remove"))</th></tr></thead><tbody>\(lines)</tbody></table>
      """
  }

  private static func line(_ row: Row, _ t: AdminWords) -> HTML {
    func cell(_ label: String, _ value: Int?) -> HTML {
      "<td class=\"n\" data-label=\"\(label)\">\(value.map { t.people($0) } ?? "–")</td>"
    }
    let state: HTML =
      switch row.state {
      case .active: ""
      case .superseded: " <span class=\"tag warn\">\(t("새 파일로 바뀜", "superseded"))</span>"
      case .orphan: " <span class=\"tag warn\">\(t("설정에 없음", "not in the config"))</span>"
      }
    let users = row.users == "phone" ? t("전화번호로", "by phone") : t("회원번호로", "by app user id")
    let first: HTML =
      row.counts == nil ? " <span class=\"tag\">\(t("계산 전", "never planned"))</span>" : ""
    let doubt: HTML =
      (row.counts?.inDoubt ?? 0) > 0
      ? """
      <p class="soft">\(t("답을 받지 못한 \(t.people(row.counts?.inDoubt ?? 0))은 다음 동기화에서 다시 보냅니다.",
        "\(t.number(row.counts?.inDoubt ?? 0)) rows without an answer are sent again by the next sync."))</p>
      """ : ""
    let stop: HTML = row.stop.map { "<p class=\"banner warn\">\(t($0.reason))</p>" } ?? ""
    return """
      <tr><th scope="row"><bdi>\(row.name)</bdi>\(state)\(first)<br><small>\(row.channel) · \(users)</small>\(doubt)\(stop)</th>\
      \(cell(t("카카오에 있음", "At Kakao"), row.counts?.confirmed))\(cell(t("추가할 사람", "To add"), row.counts?.add))\
      \(cell(t("바꿀 사람", "To update"), row.counts?.update))\(cell(t("뺄 사람", "To remove"), row.counts?.remove))</tr>
      """
  }

  private static func acts(_ visit: AdminVisit, _ shop: ShopConfiguration, _ rows: [Row]) -> HTML {
    guard !shop.customerFiles.isEmpty else { return "" }
    let t = visit.t
    let button: HTML = "<button>\(t("지금 기준으로 다시 계산", "Plan as of now"))</button>"
    return """
      <div class="acts">\(visit.post("/admin/shops/\(shop.id)/plan", [], button))\
      <span class="soft">\(t("마지막 계산 뒤에 바뀐 회원을 살펴봅니다. 카카오에는 아무것도 보내지 않습니다.",
        "Looks at the members who changed since the last plan. Nothing is sent to Kakao."))</span></div>
      \(AdminRunsPage.syncForm(visit, shop, stops: rows.compactMap(\.stop)))
      """
  }

  private static func history(_ runs: [Run], _ shop: ShopConfiguration, _ now: Timestamp, _ t: AdminWords) -> HTML {
    guard !runs.isEmpty else {
      return .none(
        t("아직 동기화하지 않았습니다. ", "There was no sync yet. "),
        "<code>naru sync --shop \(shop.id.description)</code>")
    }
    return AdminRunsPage.list(runs, shop, now, t)
  }
}

extension PlanCounts {
  /// Rows that a sync would send.
  fileprivate var pending: Int { add + update + remove }
}
