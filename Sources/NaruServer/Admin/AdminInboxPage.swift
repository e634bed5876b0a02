import CommonValues
import Naru

/// `/admin/shops/{s}/inbox`: what webhooks brought, by state, with why some of it failed, and the way to try it again.
enum AdminInboxPage {
  static let pageSize = 30

  private static func name(_ state: InboxEntry.State, _ t: AdminWords) -> String {
    switch state {
    case .dead: t("처리 실패", "Dead")
    case .waiting: t("기다림", "Waiting")
    case .done: t("처리됨", "Done")
    case .unmapped: t("쓰지 않는 종류", "Not mapped")
    }
  }

  private static func source(_ source: String, _ t: AdminWords) -> String {
    switch source {
    case "kakao.unlink": t("카카오 연결 해제", "Kakao unlink")
    case "kakao.channel": t("카카오톡 채널", "KakaoTalk Channel")
    case "kakao.account": t("카카오 계정", "Kakao account")
    case "shop": t("쇼핑몰 웹훅", "Shop webhook")
    case "shop.refetch": t("쇼핑몰에 다시 묻기", "Asking the shop again")
    default: source
    }
  }

  static func answer(_ visit: AdminVisit) async throws -> AdminPage {
    let shop = try visit.shop()
    let (t, before) = (visit.t, visit.before)
    let wanted = visit.query("state").flatMap { name in InboxEntry.State.allCases.first { $0.name == name } }
    let (found, glance) = try await visit.read { store in
      let glance = try store.glances(of: [shop.id])[0]
      // Who comes without a wish is shown what failed, if anything did.
      let state = wanted ?? (glance.dead > 0 ? .dead : .done)
      return (
        (state, try store.inboxLines(of: shop.id, state: state, before: before, limit: pageSize + 1)), glance
      )
    }
    let state = found.0
    let shown = Array(found.1.prefix(pageSize))
    let base = AdminTab.inbox.path(of: shop)
    let states: [HTML] = [InboxEntry.State.dead, .waiting, .done, .unmapped].map { entry in
      var label = name(entry, t)
      if entry == .dead { label += " \(t.number(glance.dead, limit: ShopGlance.limit))" }
      if entry == .waiting { label += " \(t.number(glance.waiting, limit: ShopGlance.limit))" }
      return entry == state ? "<b>\(label)</b> " : "<a href=\"\(base)?state=\(entry.name)\">\(label)</a> "
    }
    let body: HTML = """
      <h1>\(t("받은 알림", "Inbox"))</h1>
      <p class="sub">\(t("쇼핑몰과 카카오의 웹훅이 가져온 것입니다. 대부분은 저장과 함께 반영되고, 물어볼 것이 있으면 그 뒤에 처리됩니다.",
        "What the shop's and Kakao's webhooks brought; most of it is known as soon as it is stored, and what takes asking somebody after that."))</p>
      \(done(visit))
      <p class="acts">\(states)</p>
      \(state == .dead && glance.dead > 0 ? retryAll(visit, base, glance.dead) : "")
      <div class="box">\(list(shown, state, base, visit))</div>
      \(visit.more(base, before: found.1.count > pageSize ? shown.last?.id : nil, "&state=\(state.name)"))
      """
    return AdminPage(t("받은 알림", "Inbox"), shop: shop, tab: .inbox, body: body)
  }

  private static func done(_ visit: AdminVisit) -> HTML {
    guard let count = visit.query("retried").flatMap({ Int($0) }), count >= 0 else { return "" }
    let t = visit.t
    let text = t(
      "\(t.items(count))을 다시 처리합니다. 몇 초 걸립니다.", "\(t.number(count)) are worked on again; it takes a few seconds.")
    return "<p class=\"banner good\" role=\"status\">\(text)</p>"
  }

  private static func retryAll(_ visit: AdminVisit, _ base: String, _ count: Int) -> HTML {
    let t = visit.t
    let label = t("실패한 것 모두 다시 시도", "Retry all that failed")
    return """
      <div class="acts">\(visit.post(base, [("all", "1")], "<button class=\"main\">\(label)</button>"))\
      <span class="soft">\(t("원인을 고친 뒤에 누르십시오.", "Press it after the cause is mended."))</span></div>
      """
  }

  private static func list(
    _ lines: [InboxLine], _ state: InboxEntry.State, _ base: String, _ visit: AdminVisit
  ) -> HTML {
    let (t, now) = (visit.t, visit.now)
    guard !lines.isEmpty else {
      let text: String
      switch state {
      case .dead: text = t("처리하지 못한 알림이 없습니다.", "Nothing has failed.")
      case .waiting: text = t("기다리는 알림이 없습니다.", "Nothing waits.")
      case .done:
        text = t(
          "처리한 알림이 없습니다. 카카오 디벨로퍼스와 쇼핑몰의 웹훅 주소를 확인하십시오.",
          "Nothing was worked on. Check the webhook addresses at Kakao Developers and at the shop.")
      case .unmapped: text = t("쓰지 않는 종류의 알림이 없습니다.", "There is none that nobody maps.")
      }
      return .none(text)
    }
    let rows: [HTML] = lines.map { line in
      let what = source(line.source, t) + (line.kind.map { " · \($0)" } ?? "")
      let reason: HTML = line.problem.map { "<bdi>\(t($0.reason))</bdi>" } ?? ""
      let attempts: HTML =
        line.attempts > 1 ? " <small>\(t("\(line.attempts)번 시도", "\(line.attempts) tries"))</small>" : ""
      let button: HTML =
        state == .dead
        ? visit.post(base, [("entry", "\(line.id)")], "<button>\(t("다시 시도", "Retry"))</button>") : ""
      return """
        <tr><td><a href="\(base)/\(line.id)"><bdi>\(what)</bdi></a>\(attempts)</td>\
        <td data-label="\(t("받은 때", "Received"))"><span>\(t.moment(line.receivedAt, now: now))</span></td>\
        <td>\(reason)</td><td class="n">\(button)</td></tr>
        """
    }
    return """
      <table class="stack"><thead><tr><th>\(t("무엇", "What"))</th><th>\(t("받은 때", "Received"))</th>\
      <th>\(t("이유", "Reason"))</th><th></th></tr></thead><tbody>\(rows)</tbody></table>
      """
  }

  // MARK: Retry

  /// Puts one entry, or all that failed for good, back to the beginning.
  static func retry(_ visit: AdminVisit) async throws -> AdminAnswer {
    let shop = try visit.shop()
    let now = visit.now
    let which: InboxSelection
    if visit.form.isTrue("all") {
      which = .dead
    } else {
      guard let id = visit.form["entry"].flatMap({ Int64($0) }), id > 0 else { throw Problem.notFound }
      // Only what failed: one that was applied would be applied again for nothing.
      guard try await visit.read({ try $0.inboxEntry(id, of: shop.id)?.state }) == .dead else { throw Problem.notFound }
      which = .entries([id])
    }
    let count = try await visit.read { try $0.retryInbox(of: shop.id, which, now: now) }
    visit.inbox.wake()
    visit.noteDone("inbox-retry \(count)", of: shop)
    return .redirect("\(AdminTab.inbox.path(of: shop))?state=dead&retried=\(count)")
  }

  // MARK: One entry

  static func entry(_ visit: AdminVisit) async throws -> AdminPage { try await page(visit, isRevealed: false) }

  static func reveal(_ visit: AdminVisit) async throws -> AdminAnswer {
    .page(try await page(visit, isRevealed: true))
  }

  private static func page(_ visit: AdminVisit, isRevealed: Bool) async throws -> AdminPage {
    let shop = try visit.shop()
    let (t, now, number) = (visit.t, visit.now, try visit.number("entry"))
    guard let entry = try await visit.read({ try $0.inboxEntry(number, of: shop.id) }) else { throw Problem.notFound }
    if isRevealed { visit.noteRevealed("inbox \(number)", of: shop) }
    let base = AdminTab.inbox.path(of: shop)
    let text = String(decoding: entry.delivery.body, as: UTF8.self)
    let act: HTML =
      isRevealed
      ? """
      <p class="soft">\(t("가리지 않고 보여 드렸습니다. 보신 것이 기록되었습니다.", "Shown unmasked; that it was shown is in the log."))</p>
      """
      : visit.post("\(base)/\(number)", [], "<button>\(t("가리지 않고 보기 (기록됨)", "Show unmasked (logged)"))</button>")
    let retry: HTML =
      entry.state == .dead
      ? visit.post(base, [("entry", "\(number)")], "<button class=\"main\">\(t("다시 시도", "Retry"))</button>") : ""
    let next: HTML =
      entry.state == .waiting && entry.attempts > 0
      ? "<div><dt>\(t("다음 시도", "Next try"))</dt><dd>\(t.time(entry.dueAt))</dd></div>" : ""
    let title = t("알림 \(number)번", "Delivery No. \(number)")
    let body: HTML = """
      <h1>\(title)</h1>
      <div class="box pad"><dl>
      <div><dt>\(t("상태", "State"))</dt><dd>\(name(entry.state, t))</dd></div>
      <div><dt>\(t("보낸 곳", "From"))</dt><dd><bdi>\(source(entry.delivery.source, t))</bdi></dd></div>
      <div><dt>\(t("종류", "Kind"))</dt><dd><bdi>\(entry.kind ?? t("모름", "unknown"))</bdi></dd></div>
      <div><dt>\(t("받은 때", "Received"))</dt><dd>\(t.moment(entry.delivery.receivedAt, now: now))</dd></div>
      <div><dt>\(t("시도", "Tries"))</dt><dd>\(entry.attempts)</dd></div>\(next)
      </dl><div class="acts">\(retry)</div></div>
      \(entry.problem.map { HTML.findings([$0], t) } ?? "")
      <h2>\(t("내용", "What it holds"))</h2>
      <div class="box pad"><pre>\(isRevealed ? String(text.prefix(16_384)) : Masking.shape(text, limit: 2_000))</pre>
      <div class="acts">\(act)</div></div>
      <p><a href="\(base)?state=\(entry.state.name)">← \(t("받은 알림 목록", "The inbox"))</a></p>
      """
    return AdminPage(title, shop: shop, tab: .inbox, body: body)
  }
}
