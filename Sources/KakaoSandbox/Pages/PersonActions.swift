/// The buttons of a person.
struct PersonActions {
  let state: SandboxState
  let user: SandboxUser
  /// Where the browser goes afterwards: `list` or `person`.
  let back: String

  private func button(_ action: String, _ title: String, _ fields: [(String, String)] = [], isBad: Bool = false) -> HTML
  {
    let inputs = (fields + [("back", back)]).map { name, value -> HTML in
      "<input type=\"hidden\" name=\"\(name)\" value=\"\(value)\">"
    }
    let button: HTML = isBad ? "<button class=\"danger\">\(title)</button>" : "<button>\(title)</button>"
    return "<form method=\"post\" action=\"\(PersonPage.path(user))/\(action)\">\(inputs)\(button)</form>"
  }

  private var isGone: Bool { user.profile.status == .deleted }

  /// Adding and blocking, for each channel of the app.
  var channels: HTML {
    guard !isGone else { return "" }
    let ids = state.app(user.app)?.channels ?? []
    return HTML(
      joining: ids.map { id in
        let name = ids.count > 1 ? state.channelName(id) + " " : ""
        return user.relations[id]?.state == .added
          ? button("relation", "\(name)채널 차단", [("channel", id), ("relation", "BLOCKED")])
          : button("relation", "\(name)채널 추가", [("channel", id), ("relation", "ADDED")])
      })
  }

  var link: HTML {
    guard user.isLinked || user.isPreregistered else { return "" }
    return button("unlink", "연결 끊기")
  }

  var delete: HTML { isGone ? "" : button("delete", "계정 삭제", isBad: true) }

  func consent(_ id: String, _ isGranted: Bool) -> HTML {
    guard user.isLinked else { return "" }
    return button("consent", isGranted ? "철회" : "동의", [("scope", id), ("grant", isGranted ? "0" : "1")])
  }

  func term(_ tag: String, _ isAgreed: Bool) -> HTML {
    guard user.isLinked else { return "" }
    return button("term", isAgreed ? "철회" : "동의", [("tag", tag), ("agree", isAgreed ? "0" : "1")])
  }
}
