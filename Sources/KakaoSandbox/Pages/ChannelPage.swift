/// `/sandbox/channels/{id}`: the customer files of a channel.
struct ChannelPage {
  let state: SandboxState
  let channel: SandboxChannel
  let now: SandboxTime

  var content: HTML {
    let files = state.files(of: channel.publicID)
    let name = channel.name.isEmpty ? channel.publicID : channel.name
    return """
      <p class="path"><a href="/sandbox">개요</a> › \(name)</p>
      <h1>고객 파일</h1>
      <p class="sub">\(name) <code>\(channel.publicID)</code> · 파일 \(files.count) / \
      \(state.settings.maximumFilesPerChannel)개 사용</p>
      \(table(files))
      """
  }

  private func table(_ files: [CustomerFile]) -> HTML {
    guard !files.isEmpty else { return "<div class=\"box\"><p class=\"none\">등록된 고객 파일이 없습니다.</p></div>" }
    let rows = files.reversed().map { file -> HTML in
      """
      <tr><td data-label="파일 ID">\(file.id)</td>
      <td data-label="이름"><a href="/sandbox/files/\(file.id)">\(file.name)</a></td>
      <td data-label="등록/친구 수" class="n nw">\(PageParts.number(file.count)) / \
      \(PageParts.number(state.friends(in: file)))</td>
      <td data-label="연결된 그룹">–</td>
      <td data-label="최근 변경일/최초 등록일"><span><span class="nw">\(file.updatedAt.seoul)</span><br>
      <small class="soft nw">\(file.createdAt.seoul)</small></span></td>
      <td data-label="상태">\(Self.status(state.isAggregating(file, at: now)))</td></tr>
      """
    }
    return """
      <div class="box"><table class="stack"><thead><tr><th>파일 ID</th><th>이름</th><th class="n">등록/친구 수</th>
      <th>연결된 그룹</th><th>최근 변경일/최초 등록일</th><th>상태</th></tr></thead><tbody>\(rows)</tbody></table></div>
      """
  }

  static func status(_ isAggregating: Bool) -> HTML {
    isAggregating ? "<span class=\"tag\">취합 중</span>" : "<span class=\"tag good\">사용 가능</span>"
  }
}
