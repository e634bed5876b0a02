import CommonValues
import Naru

extension MemberView: RenderedList, Rendered {
  static func rendered(_ list: [MemberView], _ style: RenderStyle) -> String {
    guard !list.isEmpty else { return style.word("회원이 없습니다.", "There are no members.") + "\n" }
    var table = TextTable([
      style.left("아이디", "id", limit: 32), style.left("이름", "name", limit: 16), style.left("휴대폰", "phone"),
      style.left("이메일", "e-mail", limit: 32), style.left("등급", "grade", limit: 12), style.left("상태", "status"),
      style.left("동의", "consents"), style.right("주문", "orders"), style.right("구매금액", "total paid"),
    ])
    for member in list {
      table.add([
        member.id, member.name ?? "", member.phone ?? "", member.email ?? "", member.grade ?? "",
        member.status.map { statusWord($0, style) } ?? "", member.granted, member.orders.map { $0.count.grouped } ?? "",
        member.orders.flatMap { Int64($0.totalPaid)?.grouped ?? $0.totalPaid } ?? "",
      ])
    }
    return table.rendered(on: style.terminal)
  }

  func rendered(_ style: RenderStyle) -> String {
    var text = style.heading(style.word("회원 \(id.printable)", "Member \(id.printable)"))
    text += style.fields([
      (style.word("이름", "name"), name), (style.word("휴대폰", "phone"), phone), (style.word("이메일", "e-mail"), email),
      (style.word("성별", "gender"), gender.map { Self.genderWord($0, style) }),
      (style.word("생년월일", "birth date"), birthDate),
      (style.word("등급", "grade"), grade), (style.word("지역", "region"), region),
      (style.word("적립금", "points"), points), (style.word("가입", "joined"), joinedAt),
      (style.word("최근 접속", "last login"), lastLoginAt),
      (style.word("상태", "status"), status.map { Self.statusWord($0, style) }),
      (style.word("카카오 회원번호", "Kakao user id"), kakaoUserID),
    ])
    for consent in consents {
      let state = style.mark(
        consent.state == "granted", style.word("동의", "granted"), style.word("거부", "denied"))
      text += style.word("수신 동의", "consent") + " \(consent.kind): \(state)"
      text += (consent.at.map { " (\($0.printable))" } ?? style.word(" (날짜 없음)", " (undated)")) + "\n"
    }
    for channel in channels {
      text += style.word("채널", "channel") + " \(channel.channel.printable): \(channel.relation.printable)\n"
    }
    if let orders {
      text += style.fields([
        (style.word("주문 수", "orders"), orders.count.grouped), (style.word("구매금액", "total paid"), orders.totalPaid),
        (style.word("첫 구매일", "first paid"), orders.firstPaidOn), (style.word("최근 구매일", "last paid"), orders.lastPaidOn),
      ])
    }
    text += style.fields(attributes.sorted { $0.key < $1.key }.map { ($0.key.printable, $0.value) })
    return text
  }

  private var granted: String {
    consents.filter { $0.state == "granted" }.map(\.kind).joined(separator: " ")
  }

  private static func genderWord(_ gender: String, _ style: RenderStyle) -> String {
    switch gender {
    case "female": style.word("여성", "female")
    case "male": style.word("남성", "male")
    default: gender
    }
  }

  private static func statusWord(_ status: String, _ style: RenderStyle) -> String {
    switch status {
    case "active": style.word("활성", "active")
    case "dormant": style.word("휴면", "dormant")
    case "withdrawn": style.word("탈퇴", "withdrawn")
    default: status
    }
  }
}

extension RunView: RenderedList, Rendered {
  static func rendered(_ list: [RunView], _ style: RenderStyle) -> String {
    guard !list.isEmpty else { return style.word("기록이 없습니다.", "There are no runs.") + "\n" }
    var table = TextTable([
      style.left("기록", "run"), style.left("종류", "kind"), style.left("대상", "subject", limit: 36),
      style.left("상태", "state"), style.left("시작", "started"), style.left("숫자", "counts", limit: 60),
    ])
    for run in list {
      table.add([
        run.runID, kindWord(run.kind, style), run.subject, stateWord(run.state, style), run.startedAt, run.countsText,
      ])
    }
    return table.rendered(on: style.terminal)
  }

  func rendered(_ style: RenderStyle) -> String {
    var text = style.heading(style.word("기록 \(runID.printable)", "Run \(runID.printable)"))
    text += style.fields([
      (style.word("종류", "kind"), Self.kindWord(kind, style)), (style.word("대상", "subject"), subject),
      (style.word("상태", "state"), Self.stateWord(state, style)), (style.word("시작", "started"), startedAt),
      (style.word("끝", "finished"), finishedAt),
    ])
    text += style.fields(counts.sorted { $0.key < $1.key }.map { ($0.key, $0.value.grouped) })
    for finding in findings {
      text += Console.line(for: finding, in: style.language, on: style.terminal) + "\n"
    }
    return text
  }

  private var countsText: String {
    counts.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value.grouped)" }.joined(separator: " ")
  }

  private static func kindWord(_ kind: String, _ style: RenderStyle) -> String {
    switch kind {
    case "import": style.word("가져오기", "import")
    case "sync": style.word("동기화", "sync")
    case "reconcile": style.word("대조", "reconcile")
    default: kind
    }
  }

  private static func stateWord(_ state: String, _ style: RenderStyle) -> String {
    switch state {
    case "running": style.word("진행 중", "running")
    case "done": style.word("완료", "done")
    case "stopped": style.word("멈춤", "stopped")
    case "failed": style.word("실패", "failed")
    default: state
    }
  }
}

extension QuarantineView: RenderedList, Rendered {
  static func rendered(_ list: [QuarantineView], _ style: RenderStyle) -> String {
    guard !list.isEmpty else { return style.word("격리된 행이 없습니다.", "Nothing is quarantined.") + "\n" }
    var table = TextTable([
      style.left("id", "id"), style.left("파일", "file", limit: 36), style.right("줄", "line"),
      style.left("필드", "field", limit: 20), style.left("이유", "reason"),
    ])
    for entry in list {
      table.add([entry.id, entry.file, "\(entry.line)", entry.field ?? "", style.text(entry.reason)])
    }
    return table.rendered(on: style.terminal)
  }

  func rendered(_ style: RenderStyle) -> String {
    style.heading(style.word("격리 항목 \(id.printable)", "Quarantined \(id.printable)"))
      + style.fields([
        (style.word("파일", "file"), file), (style.word("줄", "line"), "\(line)"), (style.word("필드", "field"), field),
        (style.word("이유", "reason"), reason.text(in: style.language)), (style.word("내용", "row"), raw),
      ])
  }
}

extension QuarantineRetryResult: Rendered {
  func rendered(_ style: RenderStyle) -> String {
    style.fields([
      (style.word("다시 시도", "tried"), tried.grouped), (style.word("변경", "changed"), changed.grouped),
      (style.word("그대로", "unchanged"), unchanged.grouped), (style.word("아직 격리", "remaining"), remaining.grouped),
    ])
  }
}
