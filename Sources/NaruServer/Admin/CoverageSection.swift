import CommonValues
import Naru

/// How many active members have a Kakao user, why the others have not, and what helps.
struct CoverageSection: Sendable {
  let visit: AdminVisit
  let shop: ShopConfiguration
  let glance: ShopGlance

  private struct Part {
    var name: String
    var count: Int
    var look: Int
    var help: HTML
  }

  var html: HTML {
    let t = visit.t
    let title: HTML = "<h2>\(t("카카오 연결률", "Members with a Kakao user"))</h2>"
    guard glance.state.members > 0 else {
      return """
        \(title)<div class="box">\(.none(t("회원이 없어 셀 것이 없습니다. 회원 파일을 먼저 가져오십시오.",
          "There are no members to count. Import a file of them first.")) as HTML)</div>
        """
    }
    guard let day = glance.coverage else {
      return """
        \(title)<div class="box">\(.none(t("아직 세지 않았습니다. 사이드카가 1분 안에 셉니다.",
          "Not counted yet; the sidecar does within a minute."), countNow) as HTML)</div>
        """
    }
    let coverage = day.coverage
    let isCurrent = day.isCurrent(glance.state, shop.coverageBasis)
    let stale: HTML =
      isCurrent
      ? ""
      : """
      <p class="soft">\(t("그 뒤로 회원이 바뀌었습니다.", "Members have changed since."))</p>\(countNow)
      """
    return """
      \(title)
      <div class="box pad">
      <p class="big">\(t.percent(coverage.covered, of: coverage.active))</p>
      <p>\(t("활동 회원 \(t.people(coverage.active)) 가운데 \(t.people(coverage.covered))이 카카오 회원번호로 확인됩니다.",
        "Of \(t.number(coverage.active)) active members, \(t.number(coverage.covered)) have a Kakao user id."))</p>
      \(bar(coverage))
      <p class="soft">\(t("센 때: \(t.time(day.takenAt))", "Counted \(t.time(day.takenAt))")) · \
      \(t("휴면 \(t.people(coverage.dormant)) · 탈퇴 \(t.people(coverage.withdrawn))은 빼고 셉니다.",
        "\(t.number(coverage.dormant)) dormant and \(t.number(coverage.withdrawn)) withdrawn members are left out."))</p>
      \(stale)
      </div>
      <div class="box">\(table(coverage))</div>
      """
  }

  private var countNow: HTML {
    "<div class=\"acts\">\(visit.post("/admin/shops/\(shop.id)/coverage", [], "<button>\(visit.t("지금 세기", "Count now"))</button>"))</div>"
  }

  private func parts(_ coverage: Coverage) -> [Part] {
    let t = visit.t
    let shopName = shop.id.description
    return [
      Part(
        name: t("카카오 로그인으로 연결", "Linked by a Kakao login"), count: coverage.linked, look: 1,
        help: "\(t("고객 파일에 회원번호로 들어갑니다.", "They go into customer files by their app user id."))"),
      Part(
        name: t("쇼핑몰 회원 정보에 회원번호 있음", "Named by the shop's records"), count: coverage.stated, look: 2,
        help: "\(t("내보내기에 카카오 회원번호 열이 있습니다.", "The exports have a column of Kakao user ids."))"),
      Part(
        name: t("연결 안 됨 · 보낼 수 있음", "Not linked · can be written to"), count: coverage.notYet, look: 4,
        help: """
          \(t("휴대전화와 수신 동의가 있습니다. 자동 로그인 주소를 메시지로 보내면 한 번의 로그인으로 연결됩니다:",
            "They have a mobile number and consent. One login links them; send the auto-login address in a message:")) \
          <code>naru link --shop \(shopName) --to /</code>
          """),
      Part(
        name: t("연결 안 됨 · 수신 동의 없음", "Not linked · no consent"), count: coverage.noConsent, look: 3,
        help: """
          \(t("\(basis) 동의가 없어 먼저 보낼 수 없습니다. 쇼핑몰의 로그인 화면에 카카오 로그인 버튼을 두십시오.",
            "Without the consent \(basis) they can not be written to. Put the Kakao button on the shop's login page."))
          """),
      Part(
        name: t("연결 안 됨 · 휴대전화 없음", "Not linked · no mobile number"), count: coverage.noPhone, look: 3,
        help: """
          \(t("국내 휴대전화 번호가 없습니다. 내보내기에 휴대전화 열이 있는지 보십시오.",
            "There is no Korean mobile number. Check that the export has the column."))
          """),
      Part(
        name: t("연결이 끊어짐", "Unlinked"), count: coverage.ended, look: 5,
        help: """
          \(t("알려진 회원번호가 연결 해제되었거나 다른 회원의 것입니다. 다시 로그인하면 연결됩니다.",
            "The known user was unlinked, or is another member's. Another login links them."))
          """),
    ]
  }

  /// The consents that count, in words.
  private var basis: String {
    let t = visit.t
    let sets = shop.coverageBasis.consents.map { kinds in
      kinds.map { t(CoverageSection.name($0)) }.joined(separator: "+")
    }
    return Array(Set(sets.filter { !$0.isEmpty })).sorted().joined(separator: t(" 또는 ", " or "))
  }

  private static func name(_ kind: ConsentKind) -> LocalizedText {
    switch kind {
    case .sms: LocalizedText(ko: "문자", en: "sms")
    case .email: LocalizedText(ko: "이메일", en: "email")
    case .kakao: LocalizedText(ko: "카카오톡", en: "kakao")
    case .push: LocalizedText(ko: "앱 푸시", en: "push")
    case .night: LocalizedText(ko: "야간", en: "night")
    case .thirdParty: LocalizedText(ko: "제3자 제공", en: "third_party")
    case .marketing: LocalizedText(ko: "마케팅", en: "marketing")
    }
  }

  private func bar(_ coverage: Coverage) -> HTML {
    let t = visit.t
    let parts = parts(coverage)
    let whole = max(1, coverage.active)
    var x = 0
    let pieces: [HTML] = parts.map { part in
      let width = part.count * 10_000 / whole
      defer { x += width }
      return "<rect class=\"f\(part.look)\" x=\"\(x)\" y=\"0\" width=\"\(width)\" height=\"10\"/>"
    }
    let title = t("활동 회원의 카카오 연결 상태", "How active members stand with Kakao")
    let values = parts.map { "\($0.name) \(t.percent($0.count, of: coverage.active))" }.joined(separator: ", ")
    return """
      <figure class="split"><svg viewBox="0 0 10000 10" preserveAspectRatio="none" role="img" aria-labelledby="cov-t cov-d">\
      <title id="cov-t">\(title)</title><desc id="cov-d">\(values)</desc>\
      <rect class="f3" x="0" y="0" width="10000" height="10"/>\(pieces)</svg></figure>
      """
  }

  private func table(_ coverage: Coverage) -> HTML {
    let t = visit.t
    let rows: [HTML] = parts(coverage).map { part in
      """
      <tr><th scope="row"><span class="key">\(ChartKey.square(part.look))<span>\(part.name)</span></span></th>\
      <td class="n" data-label="\(t("회원", "Members"))">\(t.people(part.count))</td>\
      <td class="n" data-label="\(t("비율", "Share"))">\(t.percent(part.count, of: coverage.active))</td>\
      <td>\(part.count > 0 ? part.help : "")</td></tr>
      """
    }
    let mobile = t(
      "휴대전화 번호로 고객 파일에 들어갈 수 있는 활동 회원: \(t.people(coverage.mobile)) (\(t.percent(coverage.mobile, of: coverage.active)))",
      "Active members who can be in a customer file by mobile number: \(t.number(coverage.mobile)) (\(t.percent(coverage.mobile, of: coverage.active)))"
    )
    return """
      <table class="stack"><thead><tr><th>\(t("상태", "State"))</th><th class="n">\(t("회원", "Members"))</th>\
      <th class="n">\(t("비율", "Share"))</th><th>\(t("무엇을 하면 되는가", "What helps"))</th></tr></thead><tbody>\(rows)\
      <tr><td colspan="4" class="soft">\(mobile)</td></tr></tbody></table>
      """
  }
}
