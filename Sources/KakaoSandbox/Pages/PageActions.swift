/// What the forms of the pages do. Each is something that a person does, so webhooks follow.
struct PageActions {
  let now: SandboxTime

  /// - Returns: where the browser goes next; `nil` when no form has this address.
  func perform(
    _ request: SandboxRequest, _ parts: [String], _ state: inout SandboxState
  ) throws(SandboxError) -> String? {
    guard parts.count > 1 else { return nil }
    let form = try fields(request)
    switch (parts[1], parts.count) {
    case ("faults", 3) where parts[2] == "clear":
      state.faults.removeAll()
      return "/sandbox/faults"
    case ("deliveries", 3):
      guard let number = Int(parts[2]),
        state.webhooks.repeatDelivery(number, at: now, keeping: state.settings.deliveryEntries)
      else { return nil }
      return "/sandbox/deliveries"
    case ("logins", 3):
      return try LoginsPage.perform(parts[2], form, &state) ? "/sandbox/logins" : nil
    case ("people", 2):
      return PersonPage.path(try add(form, &state))
    case ("people", 5):
      guard let app = Int64(parts[2]), let id = Int64(parts[3]),
        let user = state.users[SandboxState.UserKey(app: app, id: id)], try person(user, parts[4], form, &state)
      else { return nil }
      return form["back"] == "person" ? PersonPage.path(user) : "/sandbox/people"
    default: return nil
    }
  }

  private func person(
    _ user: SandboxUser, _ action: String, _ form: [String: String], _ state: inout SandboxState
  ) throws(SandboxError) -> Bool {
    switch action {
    case "relation":
      guard let relation = form["relation"].flatMap(SandboxUser.Relation.State.init(rawValue:)) else { return false }
      try state.relate(user.id, of: user.app, to: form["channel"] ?? "", relation, at: now)
    case "unlink": state.unlink(user.key, because: .kakao(.unlinkFromApps), at: now)
    case "delete": state.deleteAccount(user.key, because: .accountDelete, at: now)
    case "consent":
      guard let scope = form["scope"], state.app(user.app)?.login.item(scope) != nil else { return false }
      if form["grant"] == "1" {
        state.consent([scope], of: user.key, by: .kakao, at: now)
      } else {
        state.withdraw([scope], of: user.key, by: .kakao, at: now)
      }
    case "term":
      guard let tag = form["tag"], state.app(user.app)?.login.term(tag) != nil else { return false }
      state.users[user.key]?.agreements[tag] = form["agree"] == "1" ? SandboxUser.Agreement(at: now) : nil
    default: return false
    }
    return true
  }

  private func add(_ form: [String: String], _ state: inout SandboxState) throws(SandboxError) -> SandboxUser {
    let phone = (form["phone"] ?? "").filter { $0.isASCII && $0.isNumber }
    let app = form["app"].flatMap { Int64($0) } ?? 1
    var id: Int64
    repeat {
      id = Int64.random(in: 1_000_000_000...9_999_999_999, using: &state.generator)
    } while state.users[SandboxState.UserKey(app: app, id: id)] != nil
    var user = SandboxUser(
      id: id, app: app, nickname: String((form["nickname"] ?? "").prefix(50)), phone: phone.isEmpty ? nil : phone,
      isLinked: form["linked"] == "1", scopes: [])
    user.profile.email = form["email"].flatMap { $0.isEmpty ? nil : $0 }
    user.statedAge = form["age"].flatMap { Int($0) }.flatMap { (0...150).contains($0) ? $0 : nil }
    if user.isLinked {
      user.connectedAt = now
      for item in state.app(app)?.login.items ?? [] where item.level == .required { user.consents[item.id] = now }
    }
    try state.add(user)
    if user.isLinked { state.tell(.linked, of: user.key, by: .kakao, at: now) }
    return user
  }

  private func fields(_ request: SandboxRequest) throws(SandboxError) -> [String: String] {
    var form = request
    form.query = String(decoding: request.body, as: UTF8.self)
    guard !request.bodyIsTooLarge, let pairs = form.parameters else {
      throw SandboxError(.invalid, ko: "양식을 읽을 수 없습니다.", en: "The form can not be read.")
    }
    return Dictionary(pairs.map { ($0.name, $0.value) }) { first, _ in first }
  }
}
