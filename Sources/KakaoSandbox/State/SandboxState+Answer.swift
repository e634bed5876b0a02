extension SandboxState {
  /// Answers a request to one of Kakao's paths and makes its effect.
  mutating func answer(_ request: SandboxRequest, at now: SandboxTime, nonce: UInt64) -> KakaoAnswer {
    var answer = KakaoAnswer()
    settlePreregistrations(at: now)
    if let endpoint = KapiEndpoint(rawValue: request.path), endpoint.methods.contains(request.method) {
      do throws(KakaoFailure) {
        try kapi(endpoint, request, now, &answer)
      } catch {
        answer.fail(error)
      }
      return answer
    }
    if answerLogin(request, &answer, nonce: nonce, at: now) { return answer }
    guard let endpoint = Endpoint.all.first(where: { $0.path == request.path && $0.method == request.method }) else {
      return unknownPath(request)
    }
    do {
      try handle(endpoint, request, now, &answer)
    } catch {
      answer.fail(error)
    }
    return answer
  }

  private mutating func handle(
    _ endpoint: Endpoint, _ request: SandboxRequest, _ now: SandboxTime, _ answer: inout KakaoAnswer
  ) throws(KakaoFailure) {
    switch endpoint {
    case .createFile, .updateUsers, .deleteUsers:
      let app = try fileCaller(request)
      try checkJSONBody(request)
      switch endpoint {
      case .createFile: try createFile(request, app, now, &answer)
      case .updateUsers: try updateUsers(request, app, now, &answer)
      default: try deleteUsers(request, app, now, &answer)
      }
    case .listFiles: try listFiles(request, try fileCaller(request), now, &answer)
    case .channels: try channels(request, now, &answer)
    case .channelsOfMany: try channelsOfMany(request, &answer)
    }
  }

  /// Kakao's answer for a path that it does not have is not published: the sandbox sends the bare HTTP status.
  private func unknownPath(_ request: SandboxRequest) -> KakaoAnswer {
    var answer = KakaoAnswer()
    if let endpoint = Endpoint.all.first(where: { $0.path == request.path }) {
      answer.status = 405
      answer.fault(
        SandboxText(
          ko: "이 주소는 \(endpoint.method)로 호출합니다.", en: "This path is called with \(endpoint.method)."))
    } else if let endpoint = KapiEndpoint(rawValue: request.path) {
      answer.status = 405
      let methods = endpoint.methods.joined(separator: ", ")
      answer.fault(SandboxText(ko: "이 주소는 \(methods)로 호출합니다.", en: "This path is called with \(methods)."))
    } else {
      answer.status = 404
      let real = Endpoint.mistaken[request.path]
      answer.fault(
        SandboxText(
          ko: "이런 주소는 없습니다." + (real.map { " 실제 주소: \($0.path)" } ?? ""),
          en: "There is no such path." + (real.map { " The real one: \($0.path)" } ?? "")))
    }
    return answer
  }

  /// Form bodies are refused by the customer-file API with this text.
  private func checkJSONBody(_ request: SandboxRequest) throws(KakaoFailure) {
    if request.bodyIsTooLarge {
      throw KakaoFailure(
        -2, 413, "INVALID_PARAMETER", ko: "본문이 \(settings.maximumBodyBytes)바이트를 넘습니다.",
        en: "The body is longer than \(settings.maximumBodyBytes) bytes.")
    }
    let type = request.headers["content-type"] ?? ""
    let media = type.prefix { $0 != ";" }.filter { $0 != " " && $0 != "\t" }.lowercased()
    guard media == "application/json" else {
      throw .parameter(
        ko: "본문은 application/json이어야 합니다. 받은 형식: \(type.isEmpty ? "없음" : type)",
        en: "The body must be application/json. Received: \(type.isEmpty ? "nothing" : type)")
    }
  }

  /// Checks names of parameters against the documented ones.
  func checkNames(
    _ names: some Sequence<String>, known: [String], _ answer: inout KakaoAnswer
  ) throws(KakaoFailure) {
    for name in names where !known.contains(name) {
      let ko = "문서에 없는 파라미터입니다: \(name)"
      let en = "This parameter is not documented: \(name)"
      if settings.unknownParameter == .refuseCall { throw .parameter(ko: ko, en: en) }
      answer.hint(ko: ko, en: en)
    }
  }

  /// Checks that a channel exists, is not blocked and is connected to the app.
  func checkChannel(_ id: String, _ app: SandboxApp) throws(KakaoFailure) {
    guard let channel = channel(id) else { throw .unknownChannel(id) }
    if channel.isBlocked { throw .blockedChannel(id) }
    guard app.channels.contains(id) else { throw .unconnectedChannel(id) }
  }
}
