extension SandboxDelivery {
  /// - Parameter label: what stands for the key in place of its value.
  func json(_ label: String) -> JSONValue {
    var reason: JSONValue = .null
    if case .failed(let text) = outcome { reason = ["ko": .string(text.ko), "en": .string(text.en)] }
    let headers = request.headers.sorted { $0.key < $1.key }.map { name, value in
      JSONValue.Member(key: name, value: .string(name == "Authorization" ? label : value))
    }
    return [
      "number": .integer(number), "app": .integer(app), "kind": .string(request.kind.rawValue),
      "time": .string(time.rfc3339), "due": .string(due.rfc3339), "method": .string(request.method),
      "url": .string(request.url), "headers": .object(headers),
      "body": .string(String(decoding: request.body, as: UTF8.self)), "outcome": .string(outcome.name),
      "status": outcome.status.map { .integer($0) } ?? .null, "reason": reason,
      "fault": fault.map { .integer($0) } ?? .null, "about": ["ko": .string(about.ko), "en": .string(about.en)],
    ]
  }
}

extension SandboxState {
  /// The label of the key that a delivery carries.
  func label(of delivery: SandboxDelivery) -> String {
    guard let value = delivery.request.headers["Authorization"] else { return "" }
    let key = keys.first { value == "KakaoAK \($0.value)" }
    return "KakaoAK (\(key?.name ?? "?"))"
  }
}
