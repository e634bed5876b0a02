import CommonValues
import HTTPTypes
import Naru

/// `/admin/shops/{s}/member`: one member, and why they are, or are not, in each customer file. Masked unless it is asked for.
enum AdminMemberPage {
  static func answer(_ visit: AdminVisit) async throws -> AdminPage {
    let shop = try visit.shop()
    return page(visit, shop, id: "", found: "")
  }

  /// Looks a member up; the id comes as a form, and stands in no address.
  static func find(_ visit: AdminVisit) async throws -> AdminAnswer {
    let shop = try visit.shop()
    let t = visit.t
    let id = (visit.form["member"] ?? "").drop { $0 == " " }
    let wanted = String(id.reversed().drop { $0 == " " }.reversed())
    guard (1...512).contains(wanted.utf8.count) else {
      return .page(page(visit, shop, id: "", found: .none(t("회원 아이디를 넣으십시오.", "Enter a member's id."))))
    }
    let isRevealed = visit.form.isTrue("reveal")
    let connection = try visit.naru.connection(shop.id.description)
    do throws(NaruError) {
      let facts = try await connection.member(wanted)
      let explanation = try await connection.explain(member: wanted, unmasked: isRevealed)
      if isRevealed { visit.noteRevealed("member", of: shop) }
      let found = FoundMember(visit: visit, shop: shop, facts: facts, explanation: explanation, isRevealed: isRevealed)
      return .page(page(visit, shop, id: wanted, found: found.html))
    } catch {
      guard error.diagnostics.first?.code == "unknown-member" else { throw error }
      var page = page(visit, shop, id: wanted, found: HTML.findings(error.diagnostics, t))
      page.status = .notFound
      return .page(page)
    }
  }

  private static func page(_ visit: AdminVisit, _ shop: ShopConfiguration, id: String, found: HTML) -> AdminPage {
    let t = visit.t
    let search = visit.post(
      AdminTab.member.path(of: shop), [],
      """
      <div class="fields"><label>\(t("쇼핑몰 회원 아이디", "The shop's member id"))
      <input name="member" value="\(id)" required maxlength="512" autocomplete="off" autocapitalize="none" \
      spellcheck="false"></label><button class="main">\(t("찾기", "Find"))</button></div>
      """)
    let body: HTML = """
      <h1>\(t("회원 찾기", "Find a member"))</h1>
      <p class="sub">\(t("한 회원이 각 고객 파일에 왜 들어가는지, 왜 빠지는지 보여 줍니다.",
        "Shows why a member is, or is not, in each customer file."))</p>
      \(search)\(found)
      """
    return AdminPage(t("회원 찾기", "Find a member"), shop: shop, tab: .member, body: body)
  }
}

/// What is known of a member, and the explanation.
struct FoundMember: Sendable {
  let visit: AdminVisit
  let shop: ShopConfiguration
  let facts: MemberFacts
  let explanation: MemberExplanation
  let isRevealed: Bool

  private var t: AdminWords { visit.t }

  var html: HTML {
    let files: [HTML] = explanation.files.map(file)
    let explained: HTML =
      files.isEmpty
      ? "<div class=\"box\">\(HTML.none(t("설정에 고객 파일이 없습니다.", "The config has no customer file.")))</div>" : "\(files)"
    return """
      <h2><bdi>\(facts.member.id)</bdi></h2>
      <div class="box pad"><dl>\(details)</dl>\(reveal)</div>
      <h2>\(t("고객 파일", "Customer files"))</h2>\(explained)
      """
  }

  private var reveal: HTML {
    if isRevealed {
      return
        "<p class=\"soft\">\(t("가리지 않고 보여 드렸습니다. 보신 것이 기록되었습니다.", "Shown unmasked; that it was shown is in the log."))</p>"
    }
    let form = visit.post(
      AdminTab.member.path(of: shop), [("member", facts.member.id), ("reveal", "1")],
      "<button>\(t("가리지 않고 보기 (기록됨)", "Show unmasked (logged)"))</button>")
    return "<div class=\"acts\">\(form)</div>"
  }

  private var details: HTML {
    let member = facts.member
    func line(_ name: String, _ value: String?) -> HTML {
      "<div><dt>\(name)</dt><dd><bdi>\(value ?? t("모름", "unknown"))</bdi></dd></div>"
    }
    func masked(_ value: String?, _ mask: (String) -> String) -> String? { value.map { isRevealed ? $0 : mask($0) } }
    let user = (facts.link?.kakaoUserID ?? member.kakaoUserID.value).map { "\($0)" }
    let birth = member.birthDate.value?.description
    let relations = facts.relations.values.sorted { $0.channel < $1.channel }
      .map { "\($0.channel) \($0.state.rawValue)" }.joined(separator: ", ")
    let consents = member.consents.map { consent in
      let state = consent.state == .granted ? t("동의", "granted") : t("거부", "denied")
      return "\(consent.kind.rawValue) \(state)"
        + (consent.at.map { " (\($0.seoulDate))" } ?? t(" (날짜 없음)", " (undated)"))
    }.joined(separator: ", ")
    let orders = facts.orders.map { sums in
      t("\(sums.count)건, \(sums.totalPaid.description)", "\(sums.count), \(sums.totalPaid.description)")
    }
    return """
      \(line(t("이름", "Name"), masked(member.name.value, Masking.name)))
      \(line(t("전화번호", "Phone"), masked(member.phone.value?.e164, Masking.phone)))
      \(line(t("이메일", "E-mail"), masked(member.email.value, Masking.email)))
      \(line(t("생년월일", "Birth date"), masked(birth) { $0.prefix(4) + "-**-**" }))
      \(line(t("상태", "Status"), status(member.status.value)))
      \(line(t("등급", "Grade"), member.grade.value))
      \(line(t("카카오 회원번호", "Kakao user id"), masked(user, FoundMember.maskedUser)))
      \(line(t("카카오 연결", "Linked since"), facts.link.map { t.time($0.linkedAt) } ?? t("연결되지 않음", "not linked")))
      \(line(t("채널 관계", "Channel relation"), relations.isEmpty ? nil : relations))
      \(line(t("수신 동의", "Consents"), consents.isEmpty ? nil : consents))
      \(line(t("결제 주문", "Paid orders"), orders))
      \(line(t("회원 정보의 시각", "Record as of"), t.time(facts.recordTime)))
      """
  }

  /// The first three digits and the last two.
  private static func maskedUser(_ text: String) -> String {
    guard text.count > 7 else { return String(repeating: "*", count: text.count) }
    return text.prefix(3) + String(repeating: "*", count: text.count - 5) + text.suffix(2)
  }

  private func status(_ status: MemberStatus?) -> String? {
    switch status {
    case .active: t("정상", "active")
    case .dormant: t("휴면", "dormant")
    case .withdrawn: t("탈퇴", "withdrawn")
    case nil: nil
    }
  }

  private func file(_ file: FileExplanation) -> HTML {
    let tag: HTML =
      file.isIn
      ? "<span class=\"tag good\">\(t("들어감", "in"))</span>" : "<span class=\"tag bad\">\(t("빠짐", "not in"))</span>"
    let rules: [HTML] = file.rules.map { rule in
      let mark: HTML =
        rule.ok
        ? "<b class=\"good\" aria-label=\"\(t("맞음", "yes"))\">✓</b>"
        : "<b class=\"bad\" aria-label=\"\(t("맞지 않음", "no"))\">✕</b>"
      return "<li>\(mark)<span><bdi>\(t(rule.because))</bdi> <small>\(rule.rule)</small></span></li>"
    }
    var row: HTML = ""
    if let values = file.row, !values.isEmpty {
      let order = shop.customerFiles.first { $0.name == file.name }?.columns.map(\.name) ?? []
      let cells: [HTML] = (order.isEmpty ? values.keys.sorted() : order).compactMap { name in
        values[name].map { "<div><dt><bdi>\(name)</bdi></dt><dd><bdi>\($0.description)</bdi></dd></div>" }
      }
      row = "<h3>\(t("보내는 값", "What is sent"))</h3><dl>\(cells)</dl>"
    }
    return """
      <div class="box pad"><h3><bdi>\(file.name)</bdi> \(tag)</h3><ul class="rules">\(rules)</ul>\(row)</div>
      """
  }
}
