/// Writes what `/v2/user/me` and `/v2/app/users` say of a user: consented fields only, and whether a further consent
/// would bring the others.
struct UserDocument {
  let user: SandboxUser
  let app: SandboxApp
  let settings: SandboxSettings
  let now: SandboxTime
  /// Whether image addresses are https.
  let isSecure: Bool
  /// Groups of `kakao_account` and keys of `properties` wanted; `nil` for all.
  let wanted: Wanted?

  struct Wanted {
    var groups: Set<String> = []
    var properties: Set<String> = []
    var allGroups = false
    var allProperties = false
  }

  /// Groups that `property_keys` may name after `kakao_account.`.
  static let groups = [
    "profile", "name", "email", "age_range", "birthyear", "birthday", "gender", "phone_number", "ci",
  ]
  /// What an unregistered person's answer still has.
  private static let preregisteredGroups: Set<String> = ["profile", "email"]

  /// Members that every answer has.
  var basic: [JSONValue.Member] {
    var members: [JSONValue.Member] = [.init(key: "id", value: .integer(user.id))]
    if !app.login.linksAutomatically {
      members.append(.init(key: "has_signed_up", value: .bool(!user.isPreregistered)))
    }
    if let time = user.connectedAt { members.append(.init(key: "connected_at", value: .string(time.rfc3339))) }
    if let time = user.synchedAt, !user.isPreregistered {
      members.append(.init(key: "synched_at", value: .string(time.rfc3339)))
    }
    return members
  }

  var properties: JSONValue? {
    guard !user.isPreregistered else { return nil }
    var values: [(String, String)] = []
    if settings.sendsDeprecatedFields {
      if isGranted("profile_nickname") { values.append(("nickname", user.nickname)) }
      if isGranted("profile_image") {
        values += [
          ("profile_image", image(user.profile.profileImageURL, 640)),
          ("thumbnail_image", image(user.profile.thumbnailImageURL, 110)),
        ]
      }
    }
    values += user.properties.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    if let wanted, !wanted.allProperties { values = values.filter { wanted.properties.contains($0.0) } }
    guard !values.isEmpty else { return nil }
    return .object(values.map { .init(key: $0.0, value: .string($0.1)) })
  }

  var account: JSONValue? {
    if let wanted, !wanted.allGroups, wanted.groups.isEmpty { return nil }
    var members: [JSONValue.Member] = []
    for group in Self.groups {
      if let wanted, !wanted.allGroups, !wanted.groups.contains(group) { continue }
      if user.isPreregistered, !Self.preregisteredGroups.contains(group) { continue }
      members += self.members(of: group)
    }
    return .object(members)
  }

  /// The whole.
  var me: JSONValue {
    var members = basic
    if let properties { members.append(.init(key: "properties", value: properties)) }
    if let account { members.append(.init(key: "kakao_account", value: account)) }
    if wanted == nil, app.login.item("friends") != nil || app.login.item("talk_message") != nil {
      members.append(.init(key: "for_partner", value: ["uuid": .string(TalkBook.uuid(app: app.id, user.id))]))
    }
    return .object(members)
  }

  private func isGranted(_ scope: String) -> Bool {
    app.login.item(scope) != nil && user.consents[scope] != nil
  }

  /// `x_needs_agreement`: true when asking for the consent would bring a value, absent when the item is not configured.
  private func need(_ name: String, _ scope: String, has: Bool) -> [JSONValue.Member] {
    guard app.login.item(scope) != nil else { return [] }
    return [.init(key: "\(name)_needs_agreement", value: .bool(user.consents[scope] == nil && has))]
  }

  private func members(of group: String) -> [JSONValue.Member] {
    let profile = user.profile
    switch group {
    case "profile": return profileMembers
    case "name": return plain("name", "name", profile.name)
    case "email": return emailMembers
    case "age_range": return plain("age_range", "age_range", ageRange)
    case "birthyear": return plain("birthyear", "birthyear", profile.birthyear)
    case "birthday":
      var members = plain("birthday", "birthday", profile.birthday)
      guard isGranted("birthday"), profile.birthday != nil else { return members }
      members.append(.init(key: "birthday_type", value: .string(profile.birthdayType.rawValue)))
      if let leap = profile.isLeapMonth { members.append(.init(key: "is_leap_month", value: .bool(leap))) }
      return members
    case "gender": return plain("gender", "gender", profile.gender?.rawValue)
    case "phone_number": return plain("phone_number", "phone_number", phone)
    case "ci":
      var members = plain("ci", "account_ci", profile.ci)
      if isGranted("account_ci"), profile.ci != nil, let time = profile.ciAuthenticatedAt {
        members.append(.init(key: "ci_authenticated_at", value: .string(time.rfc3339)))
      }
      return members
    default: return []
    }
  }

  private func plain(_ name: String, _ scope: String, _ value: String?) -> [JSONValue.Member] {
    var members = need(name, scope, has: value != nil)
    if settings.sendsDeprecatedFields, app.login.item(scope) != nil {
      members.append(.init(key: "has_\(name)", value: .bool(value != nil)))
    }
    if isGranted(scope), let value { members.append(.init(key: name, value: .string(value))) }
    return members
  }

  private var profileMembers: [JSONValue.Member] {
    var members = need("profile_nickname", "profile_nickname", has: true)
    members += need("profile_image", "profile_image", has: true)
    var profile: [JSONValue.Member] = []
    if isGranted("profile_nickname") { profile.append(.init(key: "nickname", value: .string(user.nickname))) }
    if isGranted("profile_image") {
      profile += [
        .init(key: "thumbnail_image_url", value: .string(image(user.profile.thumbnailImageURL, 110))),
        .init(key: "profile_image_url", value: .string(image(user.profile.profileImageURL, 640))),
        .init(key: "is_default_image", value: .bool(user.profile.profileImageURL == nil)),
      ]
    }
    if isGranted("profile_nickname") {
      profile.append(.init(key: "is_default_nickname", value: .bool(user.profile.isDefaultNickname)))
    }
    if !profile.isEmpty { members.append(.init(key: "profile", value: .object(profile))) }
    return members
  }

  private var emailMembers: [JSONValue.Member] {
    let profile = user.profile
    var members = need("email", "account_email", has: profile.email != nil)
    if settings.sendsDeprecatedFields, app.login.item("account_email") != nil {
      members.append(.init(key: "has_email", value: .bool(profile.email != nil)))
    }
    guard isGranted("account_email"), let email = profile.email else { return members }
    return members + [
      .init(key: "is_email_valid", value: .bool(profile.isEmailValid)),
      .init(key: "is_email_verified", value: .bool(profile.isEmailVerified)),
      .init(key: "email", value: .string(email)),
    ]
  }

  private var ageRange: String? {
    if let stated = user.profile.ageRange { return stated }
    return user.age(at: now).map { Self.ageRange($0, lowest: settings.lowestAgeRange) }
  }

  static func ageRange(_ age: Int, lowest: String) -> String {
    switch age {
    case ..<10: lowest
    case 10...14: "10~14"
    case 15...19: "15~19"
    case 90...: "90~"
    default: "\(age / 10 * 10)~\(age / 10 * 10 + 9)"
    }
  }

  /// `+82 10-0000-0001` of `821000000001`; a number of another form as it is, with a plus.
  private var phone: String? {
    guard let digits = user.phone, !digits.isEmpty else { return nil }
    guard digits.hasPrefix("8210"), digits.utf8.count == 12 else { return "+" + digits }
    let local = digits.dropFirst(4)
    let zero = settings.phoneForm == .withZero ? "0" : ""
    return "+82 \(zero)10-\(local.prefix(4))-\(local.suffix(4))"
  }

  private func image(_ url: String?, _ size: Int) -> String {
    let url = url ?? "http://k.example.com/default_\(size).jpg"
    if isSecure, url.hasPrefix("http://") { return "https://" + url.dropFirst(7) }
    if !isSecure, url.hasPrefix("https://") { return "http://" + url.dropFirst(8) }
    return url
  }
}
