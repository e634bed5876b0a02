import CommonValues
import Naru

/// `/admin/shops/{s}/quarantine`: rows and values that could not be read, with the reason. Rows are masked unless it is asked for.
enum AdminQuarantinePage {
  static let pageSize = 30

  static func answer(_ visit: AdminVisit) async throws -> AdminPage {
    let shop = try visit.shop()
    let (t, before) = (visit.t, visit.before)
    let (found, reasons) = try await visit.read { store in
      (
        try store.quarantinePage(of: shop.id, before: before, limit: pageSize + 1),
        try store.quarantineReasons(of: shop.id)
      )
    }
    let shown = Array(found.prefix(pageSize))
    let base = AdminTab.quarantine.path(of: shop)
    let body: HTML = """
      <h1>\(t("격리", "Quarantine"))</h1>
      <p class="sub">\(t("가져온 파일에서 읽지 못한 행과 값입니다. 나머지는 모두 반영되었습니다.",
        "Rows and values of imported files that could not be read. Everything else was taken."))</p>
      \(summary(reasons, shop, t))
      <div class="box">\(list(shown, base, t))</div>
      \(visit.more(base, before: found.count > pageSize ? shown.last?.id : nil))
      """
    return AdminPage(t("격리", "Quarantine"), shop: shop, tab: .quarantine, body: body)
  }

  private static func summary(_ reasons: [QuarantineReason], _ shop: ShopConfiguration, _ t: AdminWords) -> HTML {
    guard !reasons.isEmpty else { return "" }
    let all = reasons.reduce(0) { $0 + $1.count }
    let tags: [HTML] = reasons.prefix(12).map {
      "<span class=\"tag\"><code>\($0.code)</code> \(t.number($0.count))</span>"
    }
    return """
      <div class="box pad"><p><b>\(t.items(all))</b></p><p class="tags">\(tags)</p>
      <p>\(t("파일을 고쳐 다시 가져오거나, 설정을 고친 뒤 다시 읽히십시오:", "Mend the file and import it again, or the config and read the rows again:")) \
      <code>naru quarantine retry --shop \(shop.id.description)</code></p></div>
      """
  }

  private static func list(_ rows: [QuarantinedRow], _ base: String, _ t: AdminWords) -> HTML {
    guard !rows.isEmpty else { return .none(t("격리된 것이 없습니다.", "Nothing is in quarantine.")) }
    let lines: [HTML] = rows.map { row in
      """
      <tr><td class="nw"><a href="\(base)/\(row.id)">\(t("\(row.id)번", "No. \(row.id)"))</a></td>\
      <td data-label="\(t("어디", "Where"))"><span><bdi>\(t.fileName(row.file))</bdi> \(t("\(row.line)행", "line \(row.line)"))</span></td>\
      <td data-label="\(t("값", "Field"))"><bdi>\(field(row, t))</bdi></td>\
      <td><bdi>\(t(row.diagnostic.reason))</bdi></td></tr>
      """
    }
    return """
      <table class="stack"><thead><tr><th>\(t("번호", "No."))</th><th>\(t("어디", "Where"))</th><th>\(t("값", "Field"))</th>\
      <th>\(t("이유", "Reason"))</th></tr></thead><tbody>\(lines)</tbody></table>
      """
  }

  private static func field(_ row: QuarantinedRow, _ t: AdminWords) -> String {
    row.diagnostic.place.field ?? t("행 전체", "the whole row")
  }

  // MARK: One row

  static func row(_ visit: AdminVisit) async throws -> AdminPage { try await page(visit, isRevealed: false) }

  static func reveal(_ visit: AdminVisit) async throws -> AdminAnswer {
    .page(try await page(visit, isRevealed: true))
  }

  private static func page(_ visit: AdminVisit, isRevealed: Bool) async throws -> AdminPage {
    let shop = try visit.shop()
    let (t, number) = (visit.t, try visit.number("row"))
    guard let row = try await visit.read({ try $0.quarantinedRow(number, of: shop.id) }) else { throw Problem.notFound }
    if isRevealed { visit.noteRevealed("quarantine \(number)", of: shop) }
    let base = AdminTab.quarantine.path(of: shop)
    let act: HTML =
      isRevealed
      ? """
      <p class="soft">\(t("가리지 않고 보여 드렸습니다. 보신 것이 기록되었습니다.", "Shown unmasked; that it was shown is in the log."))</p>
      """
      : visit.post("\(base)/\(number)", [], "<button>\(t("가리지 않고 보기 (기록됨)", "Show unmasked (logged)"))</button>")
    let kind = row.kind == "orders" ? t("주문", "orders") : t("회원", "members")
    let body: HTML = """
      <h1>\(t("격리 \(number)번", "Quarantine No. \(number)"))</h1>
      <div class="box pad"><dl>
      <div><dt>\(t("파일", "File"))</dt><dd><bdi>\(row.file)</bdi></dd></div>
      <div><dt>\(t("행", "Line"))</dt><dd>\(row.line)</dd></div>
      <div><dt>\(t("값", "Field"))</dt><dd><bdi>\(field(row, t))</bdi></dd></div>
      <div><dt>\(t("종류", "Kind"))</dt><dd>\(kind)</dd></div>
      <div><dt>\(t("실행", "Run"))</dt><dd><a href="\(AdminTab.runs.path(of: shop))/\(row.runID)">\(row.runID)</a></dd></div>
      <div><dt>\(t("코드", "Code"))</dt><dd><code>\(row.diagnostic.code)</code></dd></div>
      </dl></div>
      \(HTML.findings([row.diagnostic], t))
      <h2>\(t("행의 내용", "The row"))</h2>
      <div class="box pad"><pre>\(isRevealed ? row.raw : Masking.shape(row.raw, limit: 2_000))</pre>
      <div class="acts">\(act)</div></div>
      <p><a href="\(base)">← \(t("격리 목록", "All of quarantine"))</a></p>
      """
    return AdminPage(t("격리 \(number)번", "Quarantine No. \(number)"), shop: shop, tab: .quarantine, body: body)
  }
}
