/// A call to a ``KapiEndpoint`` after its caller and its parameters were checked.
struct KapiCall {
  /// The app that calls.
  var app: SandboxApp
  /// The user whom the call is about; `nil` where it is about none.
  var user: SandboxUser?
  /// The token of a call with `Bearer`.
  var token: SandboxState.BearerToken?
  /// Each documented parameter at most once.
  var parameters: [String: String]

  /// The user of a call that is always about one.
  var person: SandboxUser {
    get throws(KakaoFailure) {
      guard let user else { throw .parameter(ko: "대상 회원이 없습니다.", en: "The call names no user.") }
      return user
    }
  }

  subscript(name: String) -> String? { parameters[name] }

  /// A parameter that must be there and not be empty.
  func required(_ name: String) throws(KakaoFailure) -> String {
    guard let text = parameters[name], !text.isEmpty else {
      throw .parameter(ko: "\(name)이(가) 없습니다.", en: "\(name) is missing.")
    }
    return text
  }

  /// A parameter that is an integer in a range.
  func integer(_ name: String, in range: ClosedRange<Int64> = 0...Int64.max) throws(KakaoFailure) -> Int64? {
    guard let text = parameters[name] else { return nil }
    guard let value = Int64(text), range.contains(value), text.utf8.allSatisfy({ $0 >= 0x30 && $0 <= 0x39 }) else {
      throw .parameter(
        ko: "\(name)은(는) \(range.lowerBound) 이상의 정수\(range.upperBound == .max ? "" : "(\(range.upperBound) 이하)")입니다.",
        en:
          "\(name) is an integer from \(range.lowerBound)\(range.upperBound == .max ? " up" : " to \(range.upperBound)")."
      )
    }
    return value
  }

  func flag(_ name: String) throws(KakaoFailure) -> Bool? {
    switch parameters[name] {
    case nil: return nil
    case "true": return true
    case "false": return false
    case .some:
      throw .parameter(ko: "\(name)은(는) true 또는 false입니다.", en: "\(name) is true or false.")
    }
  }

  func choice(_ name: String, of values: [String]) throws(KakaoFailure) -> String? {
    guard let text = parameters[name] else { return nil }
    guard values.contains(text) else {
      let all = values.joined(separator: ", ")
      throw .parameter(ko: "\(name)은(는) 다음 중 하나입니다: \(all)", en: "\(name) is one of \(all).")
    }
    return text
  }

  /// A parameter that is JSON text.
  func json(_ name: String) throws(KakaoFailure) -> JSONValue? {
    guard let text = parameters[name] else { return nil }
    do {
      return try JSONValue.parse(Array(text.utf8))
    } catch {
      throw .parameter(
        ko: "\(name)은(는) JSON이어야 합니다. \(error.text.ko)", en: "\(name) must be JSON. \(error.text.en)")
    }
  }

  /// A parameter that is a JSON array of strings.
  func strings(_ name: String) throws(KakaoFailure) -> [String]? {
    guard let value = try json(name) else { return nil }
    guard case .array(let elements) = value, elements.allSatisfy({ $0.text != nil }) else {
      throw .parameter(
        ko: "\(name)은(는) [\"…\"]처럼 문자열의 JSON 배열입니다.", en: "\(name) is a JSON array of strings, [\"…\"].")
    }
    return elements.compactMap(\.text)
  }

  /// A parameter that is a JSON object of strings.
  func object(_ name: String) throws(KakaoFailure) -> [(key: String, value: String)]? {
    guard let value = try json(name) else { return nil }
    guard case .object(let members) = value, members.allSatisfy({ $0.value.text != nil }) else {
      throw .parameter(
        ko: "\(name)은(는) {\"이름\":\"값\"}처럼 문자열 값의 JSON 객체입니다.",
        en: "\(name) is a JSON object whose values are strings, {\"name\":\"value\"}.")
    }
    return members.compactMap { member in member.value.text.map { (member.key, $0) } }
  }

  /// A parameter that is a list with commas between.
  func list(_ name: String) throws(KakaoFailure) -> [String]? {
    guard let text = parameters[name] else { return nil }
    guard !text.hasPrefix("[") else {
      throw .parameter(
        ko: "\(name)은(는) 쉼표로 구분한 목록이며 JSON 배열이 아닙니다.", en: "\(name) is a list with commas between, not a JSON array.")
    }
    return text.split(separator: ",").map(String.init)
  }
}
