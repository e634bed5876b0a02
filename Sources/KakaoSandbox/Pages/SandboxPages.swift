/// The pages under `/sandbox`, in Korean, as the partner centre would show customer files.
struct SandboxPages {
  let nonce: UInt64
  let now: SandboxTime

  /// Rows of a customer file on a page.
  static let rowsPerPage = 50
  /// Requests on a page.
  static let requestsPerPage = 50

  func respond(to request: SandboxRequest, _ state: inout SandboxState) throws(SandboxError) -> SandboxResponse {
    let parts = request.path.split(separator: "/").map { SandboxRequest.decode($0) ?? "" }
    let query = Dictionary((request.parameters ?? []).map { ($0.name, $0.value) }) { first, _ in first }
    let page = max(1, min(Int(query["page"] ?? "") ?? 1, 1_000_000))
    let reveals = query["reveal"] == "1"
    if request.method == "POST", parts.count == 3, parts[1] == "login" {
      return state.loginStep(request, parts[2], nonce: nonce, at: now)
    }
    state.settlePreregistrations(at: now)
    if request.method == "POST" {
      var copy = state
      if let place = try PageActions(now: now).perform(request, parts, &copy) {
        state = copy
        return SandboxResponse(status: 303, headers: ["location": place])
      }
    }
    guard request.method == "GET" || request.method == "HEAD" else {
      throw SandboxError(
        .methodNotAllowed, ko: "이 페이지는 GET으로 엽니다.", en: "This page is opened with GET.")
    }
    switch (parts.dropFirst().first ?? "", parts.count) {
    case _ where parts.isEmpty: return SandboxResponse(status: 303, headers: ["location": "/sandbox"])
    case ("", 1): return layout("샌드박스", .overview, OverviewPage(state: state).content)
    case ("channels", 3):
      guard let channel = state.channel(parts[2]) else { break }
      return layout("고객 파일", .overview, ChannelPage(state: state, channel: channel, now: now).content)
    case ("files", 3):
      guard let file = Int64(parts[2]).flatMap({ state.files[$0] }) else { break }
      let content = FilePage(state: state, file: file, now: now, page: page, reveals: reveals).content
      return layout(file.name, .overview, content)
    case ("requests", 2):
      return layout("요청 기록", .requests, RequestsPage(state: state, page: page, reveals: reveals).content)
    case ("people", 2):
      return layout("사람", .people, PeopleListPage(state: state, page: page, reveals: reveals).content)
    case ("people", 4):
      guard let app = Int64(parts[2]), let id = Int64(parts[3]),
        let user = state.users[SandboxState.UserKey(app: app, id: id)]
      else { break }
      return layout("사람", .people, PersonPage(state: state, user: user, now: now, reveals: reveals).content)
    case ("logins", 2): return layout("로그인", .logins, LoginsPage(state: state, now: now, reveals: reveals).content)
    case ("apps", 2): return layout("앱과 설정", .apps, AppsPage(state: state).content)
    case ("deliveries", 2):
      return layout("웹훅", .deliveries, DeliveriesPage(state: state, page: page, reveals: reveals).content)
    case ("messages", 2):
      return layout("메시지", .messages, MessagesPage(state: state, page: page, reveals: reveals).content)
    case ("faults", 2): return layout("장애 설정", .faults, FaultsPage(state: state).content)
    default: break
    }
    return layout("찾을 수 없음", nil, "<h1>찾을 수 없는 페이지입니다</h1><p><a href=\"/sandbox\">처음으로</a></p>", status: 404)
  }

  private enum Tab: String, CaseIterable {
    case overview = "/sandbox"
    case people = "/sandbox/people"
    case apps = "/sandbox/apps"
    case logins = "/sandbox/logins"
    case deliveries = "/sandbox/deliveries"
    case messages = "/sandbox/messages"
    case requests = "/sandbox/requests"
    case faults = "/sandbox/faults"

    var title: String {
      switch self {
      case .overview: "개요"
      case .people: "사람"
      case .apps: "앱"
      case .logins: "로그인"
      case .deliveries: "웹훅"
      case .messages: "메시지"
      case .requests: "요청 기록"
      case .faults: "장애 설정"
      }
    }
  }

  private func layout(_ title: String, _ current: Tab?, _ content: HTML, status: Int = 200) -> SandboxResponse {
    let tabs = Tab.allCases.map { tab -> HTML in
      tab == current
        ? "<a href=\"\(tab.rawValue)\" aria-current=\"page\">\(tab.title)</a>"
        : "<a href=\"\(tab.rawValue)\">\(tab.title)</a>"
    }
    let body: HTML = """
      <header><div class="bar"><a class="brand" href="/sandbox"><b>Naru</b> 카카오 샌드박스</a><nav>\(tabs)</nav></div></header>
      <main>\(content)</main>
      <footer>로컬 개발용 가상 카카오입니다. 실제 카카오에는 아무것도 보내지 않습니다.</footer>
      """
    return PageFrame.response(title: title, body: body, nonce: nonce, status: status)
  }
}
