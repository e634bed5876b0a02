/// `/sandbox/people/{app}/{id}`: one person as an app knows them.
struct PersonPage {
  let state: SandboxState
  let user: SandboxUser
  let now: SandboxTime
  let reveals: Bool

  static func path(_ user: SandboxUser) -> String { "/sandbox/people/\(user.app)/\(user.id)" }

  static func status(_ user: SandboxUser) -> HTML {
    switch user.profile.status {
    case .deleted: return "<span class=\"tag bad\">계정 삭제됨</span>"
    case .dormant: return "<span class=\"tag bad\">휴면</span>"
    case .restricted: return "<span class=\"tag bad\">제재</span>"
    case .active: break
    }
    if user.isPreregistered { return "<span class=\"tag\">가입 대기</span>" }
    guard user.isLinked else { return "<span class=\"tag\">연결 안 됨</span>" }
    return user.synchedAt == nil
      ? "<span class=\"tag good\">연결됨</span>" : "<span class=\"tag good\">간편가입</span>"
  }

  static func relation(_ state: SandboxUser.Relation.State) -> HTML {
    switch state {
    case .added: "<span class=\"tag good\">추가함</span> "
    case .blocked: "<span class=\"tag bad\">차단함</span> "
    case .none: "<span class=\"tag\">관계 없음</span> "
    }
  }

  private var actions: PersonActions { PersonActions(state: state, user: user, back: "person") }
  private var app: SandboxApp? { state.app(user.app) }

  private func name(_ text: String?) -> String { text.map { reveals ? $0 : Masking.name($0) } ?? "–" }
  private func digits(_ text: String?) -> String { text.map { reveals ? $0 : Masking.digits($0) } ?? "–" }

  var content: HTML {
    let path = Self.path(user)
    let reveal: HTML =
      reveals ? "<a href=\"\(path)\">개인정보 가리기</a>" : "<a href=\"\(path)?reveal=1\">개인정보 보기</a>"
    let tokens = state.login.accessTokens.values.count { $0.user == user.key } + user.tokens.count
    let cards = [
      PageParts.card("동의항목", PageParts.number(user.consents.count)),
      PageParts.card("동의한 약관", PageParts.number(user.agreements.count)),
      PageParts.card("액세스 토큰", PageParts.number(tokens)),
      PageParts.card("배송지", PageParts.number(user.addresses.count)),
      PageParts.card("친구", PageParts.number((state.talk.friends[user.key] ?? []).count)),
    ]
    return """
      <p class="path"><a href="/sandbox/people">사람</a> › \(name(user.nickname))</p>
      <div class="tools"><h1>\(name(user.nickname)) \(Self.status(user))</h1>\(reveal)</div>
      <div class="acts">\(actions.link)\(actions.delete)</div>
      <div class="cards">\(cards)</div>
      <h2>계정</h2>\(account)
      <h2>채널</h2>\(channels)
      <h2>동의항목</h2>\(consents)
      <h2>서비스 약관</h2>\(terms)
      <h2>배송지</h2>\(addresses)
      <h2>친구</h2>\(friends)
      <h2>메시지</h2>\(MessagesPage.table(state, state.talk.newest(limit: 20, of: user.key), reveals: reveals))
      """
  }

  private func box(_ heads: [String], _ rows: [HTML], none: String) -> HTML {
    guard !rows.isEmpty else { return "<div class=\"box\"><p class=\"none\">\(none)</p></div>" }
    let titles = heads.map { "<th>\($0)</th>" as HTML }
    return """
      <div class="box"><table class="stack"><thead><tr>\(titles)</tr></thead><tbody>\(rows)</tbody></table></div>
      """
  }

  private var account: HTML {
    let profile = user.profile
    let day = profile.birthday.map { $0.count == 4 ? $0.prefix(2) + "-" + $0.suffix(2) : $0 }
    let birth = [profile.birthyear, day].compactMap { $0 }.joined(separator: "-")
    let pairs: [(String, String)] = [
      ("회원번호", digits(String(user.id))), ("앱", app?.name ?? String(user.app)), ("이름", name(profile.name)),
      ("전화번호", digits(user.phone)), ("이메일", name(profile.email)),
      ("성별", profile.gender == .female ? "여성" : profile.gender == .male ? "남성" : "–"),
      ("생일", birth.isEmpty ? "–" : reveals ? birth : Masking.name(birth)),
      ("나이", user.age(at: now).map { "\($0)세" } ?? "–"),
      ("연결 시각", user.connectedAt?.seoul ?? "–"), ("간편가입 시각", user.synchedAt?.seoul ?? "–"),
    ]
    let rows = pairs.map { "<div><dt>\($0)</dt><dd>\($1)</dd></div>" as HTML }
    return "<dl class=\"box pairs\">\(rows)</dl>"
  }

  private var channels: HTML {
    let rows = (app?.channels ?? []).map { id -> HTML in
      let relation = user.relations[id] ?? SandboxUser.Relation(state: .none)
      let buttons = user.profile.status == .deleted ? "" : relationButtons(id, relation.state)
      return """
        <tr><td data-label="채널"><span>\(state.channelName(id)) <code>\(id)</code></span></td>
        <td data-label="관계">\(Self.relation(relation.state))</td>
        <td data-label="최근 변경" class="nw">\(relation.updatedAt?.seoul ?? "–")</td>
        <td data-label="동작"><div class="acts">\(buttons)</div></td></tr>
        """
    }
    return box(["채널", "관계", "최근 변경", "동작"], rows, none: "앱에 연결된 채널이 없습니다.")
  }

  private func relationButtons(_ channel: String, _ now: SandboxUser.Relation.State) -> HTML {
    let choices: [(SandboxUser.Relation.State, String)] = [(.added, "추가"), (.blocked, "차단"), (.none, "관계 없음")]
    return HTML(
      joining: choices.filter { $0.0 != now }.map { state, title -> HTML in
        """
        <form method="post" action="\(Self.path(user))/relation"><input type="hidden" name="channel" value="\(channel)">\
        <input type="hidden" name="relation" value="\(state.rawValue)">\
        <input type="hidden" name="back" value="person"><button>\(title)</button></form>
        """
      })
  }

  private var consents: HTML {
    let rows = (app?.login.items ?? []).filter { $0.level != .off }.map { item -> HTML in
      let time = user.consents[item.id]
      let level = item.level == .required ? "필수" : "선택"
      let mark: HTML = time == nil ? "<span class=\"tag\">안 함</span>" : "<span class=\"tag good\">동의함</span>"
      let when = time.map { $0.seconds == 0 ? "–" : $0.seoul } ?? "–"
      return """
        <tr><td data-label="동의항목"><span>\(item.displayName)<br><small class="soft">\(item.id)</small></span></td>
        <td data-label="구분">\(level)</td><td data-label="동의">\(mark)</td><td data-label="시각" class="nw">\(when)</td>
        <td data-label="동작"><div class="acts">\(actions.consent(item.id, time != nil))</div></td></tr>
        """
    }
    return box(["동의항목", "구분", "동의", "시각", "동작"], rows, none: "앱에 설정된 동의항목이 없습니다.")
  }

  private var terms: HTML {
    let rows = (app?.login.terms ?? []).map { term -> HTML in
      let agreement = user.agreements[term.tag]
      let mark: HTML =
        agreement == nil ? "<span class=\"tag\">안 함</span>" : "<span class=\"tag good\">동의함</span>"
      return """
        <tr><td data-label="약관"><span>\(term.title.isEmpty ? term.tag : term.title)<br>
        <small class="soft">\(term.tag)</small></span></td>
        <td data-label="구분">\(term.isRequired ? "필수" : "선택")</td><td data-label="동의">\(mark)</td>
        <td data-label="시각" class="nw">\(agreement?.at.seoul ?? "–")</td>
        <td data-label="동작"><div class="acts">\(actions.term(term.tag, agreement != nil))</div></td></tr>
        """
    }
    return box(["약관", "구분", "동의", "시각", "동작"], rows, none: "앱에 등록된 약관이 없습니다.")
  }

  private var addresses: HTML {
    let rows = user.addresses.map { address -> HTML in
      let mark: HTML = address.isDefault ? " <span class=\"tag\">기본</span>" : ""
      let place = [address.base, address.detail].compactMap { $0 }.joined(separator: " ")
      return """
        <tr><td data-label="이름"><span>\(address.name ?? "–")\(mark)</span></td>
        <td data-label="주소">\(name(place))</td><td data-label="받는 사람">\(name(address.receiverName))</td>
        <td data-label="우편번호">\(address.zoneNumber ?? address.zipCode ?? "–")</td></tr>
        """
    }
    return box(["이름", "주소", "받는 사람", "우편번호"], rows, none: "배송지가 없습니다.")
  }

  private var friends: HTML {
    let rows = (state.talk.friends[user.key] ?? []).map { friend -> HTML in
      let other = state.users[SandboxState.UserKey(app: user.app, id: friend.id)]
      let link: HTML = other.map { "<a href=\"\(Self.path($0))\">\(name($0.nickname))</a>" } ?? "–"
      return """
        <tr><td data-label="친구">\(link)</td><td data-label="uuid"><code>\(friend.uuid)</code></td>
        <td data-label="즐겨찾기">\(friend.isFavorite ? "예" : "–")</td>
        <td data-label="메시지">\(friend.allowsMessages ? "받음" : "거부")</td></tr>
        """
    }
    return box(["친구", "uuid", "즐겨찾기", "메시지"], rows, none: "친구가 없습니다.")
  }
}
