/// `/sandbox/files/{id}`: a customer file and its rows.
struct FilePage {
  let state: SandboxState
  let file: CustomerFile
  let now: SandboxTime
  let page: Int
  let reveals: Bool

  private var path: String { "/sandbox/files/\(file.id)" }

  var content: HTML {
    let channel = state.channel(file.channel)
    let channelName = channel.map { $0.name.isEmpty ? $0.publicID : $0.name } ?? file.channel
    let pages = (file.count + SandboxPages.rowsPerPage - 1) / SandboxPages.rowsPerPage
    let page = min(page, max(pages, 1))
    return """
      <p class="path"><a href="/sandbox">개요</a> › \
      <a href="/sandbox/channels/\(PageParts.segment(file.channel))">\(channelName)</a> › \(file.id)</p>
      <h1>\(file.name)</h1>
      <p class="sub"><span class="nw">최근 변경 \(file.updatedAt.seoul)</span> · \
      <span class="nw">최초 등록 \(file.createdAt.seoul)</span>
      \(ChannelPage.status(state.isAggregating(file, at: now)))</p>
      <div class="cards">\(PageParts.card("파일 ID", String(file.id)))\(PageParts.card("등록", PageParts.number(file.count)))\
      \(PageParts.card("친구", PageParts.number(state.friends(in: file))))\
      \(PageParts.card("항목", String(file.columns.count)))\(PageParts.card("연결된 그룹", "–"))</div>
      <div class="tools">\(PageParts.paging(path, page: page, of: pages, reveals: reveals))\
      \(PageParts.revealing(path, page: page, reveals: reveals))</div>
      \(table(page))
      """
  }

  private func table(_ page: Int) -> HTML {
    let rows = state.rows(
      of: file, offset: (page - 1) * SandboxPages.rowsPerPage, limit: SandboxPages.rowsPerPage)
    guard !rows.isEmpty else { return "<div class=\"box\"><p class=\"none\">등록된 사람이 없습니다.</p></div>" }
    // Keys outside the schema were sent with some rows; they are shown behind the columns.
    let known = Set(file.columns.map(\.name))
    var others: [String] = []
    for (key, _) in rows.lazy.flatMap(\.values) where !known.contains(key) && !others.contains(key) {
      others.append(key)
    }
    let heads =
      file.columns.map { column -> HTML in
        column.kind == .number ? "<th class=\"n\">\(column.name)</th>" : "<th>\(column.name)</th>"
      } + others.map { "<th>\($0) <small>(항목 외)</small></th>" }
    let keys = file.columns.map(\.name) + others
    let numbers = Set(file.columns.filter { $0.kind == .number }.map(\.name))
    let body = rows.map { row -> HTML in
      let values = Dictionary(row.values.map { ($0.key, $0.token) }) { $1 }
      let cells = keys.map { key -> HTML in
        let text = values[key].map { shown($0, key) } ?? ""
        return numbers.contains(key) ? "<td class=\"n\">\(text)</td>" : "<td class=\"nw\">\(text)</td>"
      }
      let id = reveals ? row.id : Masking.digits(row.id)
      let type = row.type == .app ? "앱유저아이디" : "전화번호"
      return "<tr><td class=\"nw\">\(id)</td><td class=\"nw soft\">\(type)</td>\(cells)</tr>"
    }
    return """
      <div class="box"><table><thead><tr><th>ID</th><th>ID 종류</th>\(heads)</tr></thead>
      <tbody>\(body)</tbody></table></div>
      """
  }

  private func shown(_ token: String, _ key: String) -> String {
    guard reveals else { return Masking.token(Self.plain(token), column: key) }
    let text = Self.plain(token)
    return token.hasPrefix("\"") ? String(text.dropFirst().dropLast()) : text
  }

  /// The token with its escapes undone, quotes kept.
  private static func plain(_ token: String) -> String {
    guard token.hasPrefix("\""), token.contains("\\") else { return token }
    return JSONText.unescape(Array(token.utf8)[...])
  }
}
