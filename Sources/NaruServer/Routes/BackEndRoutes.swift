import CommonValues
import HTTPTypes
import Hummingbird
import KakaoAPI
import KakaoSync
import Naru
import Store

/// What a shop's back end calls with its token: hand-off, links, consents, sessions of a user.
struct BackEndRoutes: Sendable {
  let logins: LoginDirectory

  func add(to router: Router<ServerContext>) {
    let naru = logins.naru
    router.post("/shops/:shop/handoff") { request, context in
      try naru.requireBackEnd(request, context)
      let body: HandoffBody = try await json(request, context)
      guard let handoff = try await mapped({ try await logins.login(in: context).redeem(body.code) }) else {
        throw Problem(
          "handoff-gone", .notFound,
          LocalizedText(
            ko: "이 코드는 없거나 이미 쓰였거나 시간이 지났습니다.", en: "That code does not exist, was redeemed, or has expired."))
      }
      return try answer(handoff)
    }
    router.get("/shops/:shop/links/:user") { request, context in
      try naru.requireBackEnd(request, context)
      let user = try user(in: context)
      let history = try await mapped { try await logins.accounts(in: context).history(ofKakaoUser: user) }
      return try answer(LinkHistoryView(user, history))
    }
    router.put("/shops/:shop/links/:user") { request, context in
      try naru.requireBackEnd(request, context)
      let user = try user(in: context)
      let body: LinkBody = try await json(request, context)
      guard (1...512).contains(body.memberID.utf8.count) else {
        throw Problem.badRequest(
          "bad-member-id", LocalizedText(ko: "member_id는 1~512바이트입니다.", en: "member_id has 1 to 512 bytes."))
      }
      let replacing = request.uri.queryParameters["replace"].map(String.init) == "true"
      let claim = try await mapped {
        try await logins.accounts(in: context).link(member: body.memberID, kakaoUser: user, replacing: replacing)
      }
      switch claim {
      case .linked(let link, _): return try answer(LinkView(link))
      case .userTaken(let link): throw Problem.taken("user-linked", link)
      case .memberTaken(let link): throw Problem.taken("member-linked", link)
      }
    }
    router.delete("/shops/:shop/links/:user") { request, context in
      try naru.requireBackEnd(request, context)
      let user = try user(in: context)
      let receipt = try await mapped { try await logins.accounts(in: context).unlink(kakaoUser: user) }
      guard let receipt else { throw Problem.unknownUser }
      return try answer(receipt)
    }
    addConsents(to: router)
  }

  private func addConsents(to router: Router<ServerContext>) {
    let naru = logins.naru
    router.get("/shops/:shop/links/:user/consents") { request, context in
      try naru.requireBackEnd(request, context)
      let (accounts, user) = (try logins.accounts(in: context), try user(in: context))
      let query = request.uri.queryParameters
      let found = try await mapped {
        if query["refresh"].map(String.init) == "true" { return try await accounts.refreshConsents(ofKakaoUser: user) }
        return try await accounts.consents(ofKakaoUser: user, history: query["history"].map(String.init) == "true")
      }
      return try answer(ConsentsView(user, found))
    }
    router.post("/shops/:shop/links/:user/consents") { request, context in
      try naru.requireBackEnd(request, context)
      let (accounts, user) = (try logins.accounts(in: context), try user(in: context))
      let body: ConsentsBody = try await json(request, context)
      guard body.count > 0 else {
        throw Problem.badRequest(
          "nothing-to-do",
          LocalizedText(
            ko: "agree_terms, withdraw_terms, withdraw_scopes 가운데 하나를 보내 주십시오.",
            en: "Send one of agree_terms, withdraw_terms, withdraw_scopes."))
      }
      var found: [ConsentEvidence] = []
      if let tags = body.agreeTerms, !tags.isEmpty {
        found = try await mapped { try await accounts.agree(toTerms: tags, ofKakaoUser: user) }
      }
      if let tags = body.withdrawTerms, !tags.isEmpty {
        found = try await mapped { try await accounts.withdraw(terms: tags, ofKakaoUser: user) }
      }
      if let scopes = body.withdrawScopes, !scopes.isEmpty {
        found = try await mapped { try await accounts.withdraw(scopes: scopes, ofKakaoUser: user) }
      }
      return try answer(ConsentsView(user, found))
    }
    router.delete("/shops/:shop/links/:user/sessions") { request, context in
      try naru.requireBackEnd(request, context)
      let user = try user(in: context)
      let count = try await mapped { try await logins.login(in: context).endSessions(ofKakaoUser: user) }
      return try answer(["ended": count])
    }
  }

  /// The Kakao user id of the path, a positive 64-bit number.
  private func user(in context: ServerContext) throws(Problem) -> Int64 {
    guard let text = context.parameters.get("user"), text.utf8.first.map({ (0x31...0x39).contains($0) }) == true,
      let user = Int64(text)
    else {
      throw Problem.badRequest(
        "bad-kakao-user", LocalizedText(ko: "카카오 회원번호는 숫자입니다.", en: "A Kakao user id is a number."))
    }
    return user
  }

  private func json<Body: Decodable>(_ request: Request, _ context: ServerContext) async throws -> Body {
    try await BackEndJSON.read(request, context)
  }

  private func answer(_ value: some Encodable) throws -> Response { try BackEndJSON.answer(value) }

  private func mapped<Result>(_ body: () async throws -> Result) async throws -> Result {
    try await BackEndJSON.mapped(body)
  }
}
