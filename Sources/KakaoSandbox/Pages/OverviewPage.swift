/// `/sandbox`: what there is.
struct OverviewPage {
  let state: SandboxState

  var content: HTML {
    let rows = state.files.values.reduce(0) { $0 + $1.count }
    let cards = [
      PageParts.card("채널", PageParts.number(state.channels.count)),
      PageParts.card("고객 파일", PageParts.number(state.files.count)),
      PageParts.card("등록된 행", PageParts.number(rows)),
      PageParts.card("회원", PageParts.number(state.users.count)),
      PageParts.card("받은 요청", PageParts.number(state.journal.total)),
    ]
    return """
      <h1>카카오 샌드박스</h1>
      <p class="sub">카카오 로그인, 사용자, 메시지, 카카오톡 채널과 고객 파일 API를 운영 주소 그대로 흉내 냅니다.</p>
      <div class="cards">\(cards)</div>
      <h2>채널</h2>\(channels)
      <h2>호출 키</h2>\(keys)
      """
  }

  private var channels: HTML {
    guard !state.channels.isEmpty else {
      return """
        <div class="box"><p class="none">채널이 없습니다. <code>POST /sandbox/api/channels</code> 로 만드십시오.</p></div>
        """
    }
    let rows = state.channels.map { channel -> HTML in
      let isConnected = state.apps.contains { $0.channels.contains(channel.publicID) }
      let status: HTML =
        channel.isBlocked
        ? "<span class=\"tag bad\">이용 제한</span>"
        : isConnected ? "<span class=\"tag good\">앱 연결됨</span>" : "<span class=\"tag\">연결 안 됨</span>"
      let friends = state.users.values.count { $0.relations[channel.publicID]?.state == .added }
      let name = channel.name.isEmpty ? channel.publicID : channel.name
      return """
        <tr><td data-label="이름"><a href="/sandbox/channels/\(PageParts.segment(channel.publicID))">\(name)</a></td>
        <td data-label="프로필 ID"><code>\(channel.publicID)</code></td>
        <td data-label="검색용 ID"><code>\(channel.uuid)</code></td>
        <td data-label="고객 파일" class="n">\(PageParts.number(state.files(of: channel.publicID).count))</td>
        <td data-label="친구" class="n">\(PageParts.number(friends))</td><td data-label="상태">\(status)</td></tr>
        """
    }
    return """
      <div class="box"><table class="stack"><thead><tr><th>이름</th><th>프로필 ID</th><th>검색용 ID</th>
      <th class="n">고객 파일</th><th class="n">친구</th><th>상태</th></tr></thead><tbody>\(rows)</tbody></table></div>
      """
  }

  private var keys: HTML {
    guard !state.keys.isEmpty else {
      return """
        <div class="box"><p class="none">등록된 키가 없습니다. <code>POST /sandbox/api/keys</code> 로 등록하십시오.</p></div>
        """
    }
    let rows = state.keys.map { key -> HTML in
      let kind =
        switch key.kind {
        case .admin: key.isPrimary ? "어드민 키(대표)" : "어드민 키"
        case .rest: "REST API 키"
        case .javascript: "JavaScript 키"
        case .native: "네이티브 앱 키"
        }
      let categories = SandboxKey.Category.allCases.filter { key.kind == .admin && key.categories.contains($0) }
        .map { category in
          switch category {
          case .customerFile: "고객 파일"
          case .channelLookup: "채널 관계 조회"
          case .userLookup: "사용자 조회"
          case .userManagement: "사용자 관리"
          }
        }
      return """
        <tr><td data-label="이름">\(key.name)</td><td data-label="종류">\(kind)</td>
        <td data-label="허용 API">\(categories.isEmpty ? "–" : categories.joined(separator: ", "))</td></tr>
        """
    }
    return """
      <div class="box"><table class="stack"><thead><tr><th>이름</th><th>종류</th><th>허용 API</th></tr></thead>
      <tbody>\(rows)</tbody></table></div>
      """
  }
}
