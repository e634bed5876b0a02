extension SandboxFault {
  /// The names of the effects in the control plane.
  enum Kind: String, CaseIterable {
    case delay, status, quota, drop, koe
    case emptyBody = "empty_body"
    case truncatedBody = "truncated_body"
    case htmlBody = "html_body"
    case webhookLost = "webhook_lost"
    case webhookDoubled = "webhook_doubled"
    case webhookLate = "webhook_late"
  }

  init(_ json: JSONValue, _ place: String) throws(SandboxError) {
    let object = try ControlObject(
      json, place,
      known: [
        "path", "method", "kind", "status", "code", "msg", "error", "processed", "delay_ms", "skip", "times", "always",
        "met",
      ])
    guard let path = try object.string("path") else { throw object.missing("path") }
    guard let kind = try object.choice("kind", of: Kind.self) else { throw object.missing("kind") }
    let status = try object.count("status")
    guard status.map({ (200...599).contains($0) }) ?? true else {
      throw SandboxError(
        .invalid, ko: "\(place).status은(는) 200에서 599 사이여야 합니다.", en: "\(place).status must be from 200 to 599.")
    }
    let effect: Effect =
      switch kind {
      case .delay: .delay
      case .status:
        .error(
          status: status ?? 500, code: Int(try object.integer("code") ?? -1),
          message: try object.string("msg") ?? "internal error")
      case .koe:
        .loginError(
          status: status ?? 400, error: try object.string("error") ?? "server_error",
          code: try object.string("code") ?? "KOE003", message: try object.string("msg") ?? "internal error")
      case .quota: .quota
      case .emptyBody: .emptyBody(status: status ?? 200)
      case .truncatedBody: .truncatedBody
      case .htmlBody: .htmlBody(status: status ?? 502)
      case .drop: .drop
      case .webhookLost: .webhookLost
      case .webhookDoubled: .webhookDoubled
      case .webhookLate: .webhookLate
      }
    let afterwards = kind == .emptyBody || kind == .truncatedBody
    self.init(
      path: path, method: try object.string("method"), effect: effect,
      processed: try object.flag("processed") ?? afterwards,
      delay: .milliseconds(try object.count("delay_ms") ?? 0), skip: try object.count("skip") ?? 0,
      times: try object.flag("always") == true ? nil : try object.count("times") ?? 1)
  }

  var kind: Kind {
    switch effect {
    case .delay: .delay
    case .quota: .quota
    case .error: .status
    case .loginError: .koe
    case .emptyBody: .emptyBody
    case .truncatedBody: .truncatedBody
    case .htmlBody: .htmlBody
    case .drop: .drop
    case .webhookLost: .webhookLost
    case .webhookDoubled: .webhookDoubled
    case .webhookLate: .webhookLate
    }
  }

  var delayMilliseconds: Int {
    let (seconds, attoseconds) = delay.components
    return Int(clamping: seconds.multipliedReportingOverflow(by: 1000).partialValue)
      + Int(attoseconds / 1_000_000_000_000_000)
  }

  var members: [JSONValue.Member] {
    var result: [JSONValue.Member] = [
      .init(key: "path", value: .string(path)), .init(key: "method", value: .text(method)),
      .init(key: "kind", value: .string(kind.rawValue)),
    ]
    switch effect {
    case .quota: break
    case .error(let status, let code, let message):
      result += [
        .init(key: "status", value: .integer(status)), .init(key: "code", value: .integer(code)),
        .init(key: "msg", value: .string(message)),
      ]
    case .loginError(let status, let error, let code, let message):
      result += [
        .init(key: "status", value: .integer(status)), .init(key: "error", value: .string(error)),
        .init(key: "code", value: .string(code)), .init(key: "msg", value: .string(message)),
      ]
    case .emptyBody(let status), .htmlBody(let status): result.append(.init(key: "status", value: .integer(status)))
    case .delay, .truncatedBody, .drop, .webhookLost, .webhookDoubled, .webhookLate: break
    }
    result += [
      .init(key: "processed", value: .bool(processed)),
      .init(key: "delay_ms", value: .integer(delayMilliseconds)),
      .init(key: "skip", value: .integer(skip)),
    ]
    result.append(times.map { .init(key: "times", value: .integer($0)) } ?? .init(key: "always", value: true))
    return result
  }
}

extension FaultBook.Entry {
  var json: JSONValue {
    .object([.init(key: "id", value: .integer(id))] + fault.members + [.init(key: "met", value: .integer(met))])
  }
}
