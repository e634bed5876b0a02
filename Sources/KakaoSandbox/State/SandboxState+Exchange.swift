extension SandboxState {
  /// What a request to one of Kakao's paths comes to, faults included.
  struct Exchange: Sendable {
    var response: SandboxResponse
    var delay: Duration
  }

  /// Counts the request against the faults, answers it and enters it in the journal.
  ///
  /// - Parameter nonce: what a page draws the nonce of its style sheet from.
  mutating func exchange(_ request: SandboxRequest, at now: SandboxTime, nonce: UInt64) -> Exchange {
    let entry = faults.meet(method: request.method, path: request.path)
    let fault = entry?.fault
    let processed: Bool =
      switch fault?.effect {
      case nil, .delay: true
      default: fault?.processed == true
      }
    let answer = processed || fault?.effect == .truncatedBody ? respond(request, processed, now, nonce) : KakaoAnswer()
    var response = SandboxResponse(
      status: answer.status, headers: answer.headers, body: answer.page ?? answer.body?.encoded ?? [])
    if answer.body != nil { response.headers["content-type"] = "application/json;charset=UTF-8" }
    if let fault { harm(&response, fault.effect) }
    note(request, response, entry, processed: processed, answer.remarks, now)
    return Exchange(response: response, delay: fault?.delay ?? .zero)
  }

  /// The answer, with its effect or, for an answer that is cut without having been processed, without.
  private mutating func respond(
    _ request: SandboxRequest, _ processed: Bool, _ now: SandboxTime, _ nonce: UInt64
  ) -> KakaoAnswer {
    if processed { return answer(request, at: now, nonce: nonce) }
    var copy = self
    return copy.answer(request, at: now, nonce: nonce)
  }

  private func harm(_ response: inout SandboxResponse, _ effect: SandboxFault.Effect) {
    switch effect {
    case .delay, .webhookLost, .webhookDoubled, .webhookLate: break
    case .error(let status, let code, let message):
      let failure = KakaoFailure(code, status, message, ko: "", en: "")
      response = SandboxResponse(
        status: status, headers: ["content-type": "application/json;charset=UTF-8"], body: failure.body.encoded)
    case .loginError(let status, let error, let code, let message):
      let body: JSONValue = [
        "error": .string(error), "error_description": .string(message), "error_code": .string(code),
      ]
      response = SandboxResponse(
        status: status, headers: ["content-type": "application/json;charset=UTF-8"], body: body.encoded)
    case .emptyBody(let status): response = SandboxResponse(status: status)
    case .truncatedBody: response.delivery = .truncated(response.body.count / 2)
    case .htmlBody(let status):
      let page = "<html><head><title>\(status)</title></head><body><center><h1>\(status)</h1></center></body></html>"
      response = SandboxResponse(status: status, headers: ["content-type": "text/html"], body: Array(page.utf8))
    case .drop: response.delivery = .dropped
    }
  }

  private mutating func note(
    _ request: SandboxRequest, _ response: SandboxResponse, _ fault: FaultBook.Entry?, processed: Bool,
    _ remarks: [SandboxJournalEntry.Remark], _ now: SandboxTime
  ) {
    let isLogin = LoginEndpoint(rawValue: request.path) != nil
    var answerBody = beginning(response.body)
    if response.delivery == .dropped {
      answerBody = ""
    } else if isLogin {
      // A page's form carries a token of the browser's.
      let isPage = response.headers["content-type"]?.hasPrefix("text/html") == true
      answerBody = isPage ? "" : beginning(Array(JournalMask.answer(response.body).utf8))
    }
    journal.append(
      SandboxJournalEntry(
        number: 0, time: now, method: request.method, path: request.path,
        query: JournalMask.form(request.query),
        authorization: caller(request.headers["authorization"], at: now).label,
        contentType: request.headers["content-type"] ?? "", requestBytes: request.body.count,
        requestBody: beginning(isLogin ? Array(JournalMask.body(request.body).utf8) : request.body),
        status: response.delivery == .dropped ? nil : response.status, answerBody: answerBody,
        fault: fault?.id, processed: processed, remarks: remarks),
      limit: settings.journalEntries)
  }

  private func beginning(_ body: [UInt8]) -> String {
    String(decoding: body.prefix(settings.journalBodyBytes), as: UTF8.self)
  }
}
