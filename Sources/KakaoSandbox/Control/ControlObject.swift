/// A JSON object of the control plane or a state, read with errors that name the place.
struct ControlObject {
  let place: String
  private let members: [JSONValue.Member]

  /// - Parameter known: the keys that may occur; another one is an error.
  init(_ value: JSONValue, _ place: String, known: [String]) throws(SandboxError) {
    guard case .object(let members) = value else {
      throw SandboxError(.invalid, ko: "\(place)은(는) 객체여야 합니다.", en: "\(place) must be an object.")
    }
    for member in members where !known.contains(member.key) {
      throw SandboxError(
        .invalid, ko: "\(place)에 모르는 키가 있습니다: \(member.key). 쓸 수 있는 키: \(known.joined(separator: ", "))",
        en: "\(place) has an unknown key: \(member.key). Known: \(known.joined(separator: ", "))")
    }
    self.place = place
    self.members = members
  }

  /// The value of a key; `null` counts as absent.
  func value(_ key: String) -> JSONValue? {
    members.first { $0.key == key && $0.value != .null }?.value
  }

  private func wrong(_ key: String, ko: String, en: String) -> SandboxError {
    SandboxError(.invalid, ko: "\(place).\(key)은(는) \(ko)여야 합니다.", en: "\(place).\(key) must be \(en).")
  }

  func missing(_ key: String) -> SandboxError {
    SandboxError(.invalid, ko: "\(place).\(key)이(가) 없습니다.", en: "\(place).\(key) is missing.")
  }

  func string(_ key: String) throws(SandboxError) -> String? {
    guard let value = value(key) else { return nil }
    guard let text = value.text else { throw wrong(key, ko: "문자열이", en: "a string") }
    return text
  }

  func integer(_ key: String) throws(SandboxError) -> Int64? {
    guard let value = value(key) else { return nil }
    guard let integer = value.integer else { throw wrong(key, ko: "64비트 정수", en: "a 64-bit integer") }
    return integer
  }

  /// A count from 0 to a billion.
  func count(_ key: String) throws(SandboxError) -> Int? {
    guard let value = try integer(key) else { return nil }
    guard (0...1_000_000_000).contains(value) else { throw wrong(key, ko: "0 이상의 정수", en: "an integer from 0 up") }
    return Int(value)
  }

  func flag(_ key: String) throws(SandboxError) -> Bool? {
    guard let value = value(key) else { return nil }
    guard let flag = value.flag else { throw wrong(key, ko: "true 또는 false", en: "true or false") }
    return flag
  }

  func time(_ key: String) throws(SandboxError) -> SandboxTime? {
    guard let text = try string(key) else { return nil }
    guard let time = SandboxTime(rfc3339: text) else {
      throw wrong(key, ko: "2026-11-21T05:47:14Z 형식이", en: "of the form 2026-11-21T05:47:14Z")
    }
    return time
  }

  func list(_ key: String) throws(SandboxError) -> [JSONValue] {
    guard let value = value(key) else { return [] }
    guard case .array(let elements) = value else { throw wrong(key, ko: "배열이", en: "an array") }
    return elements
  }

  func strings(_ key: String) throws(SandboxError) -> [String]? {
    guard value(key) != nil else { return nil }
    var result: [String] = []
    for element in try list(key) {
      guard let text = element.text else { throw wrong(key, ko: "문자열의 배열이", en: "an array of strings") }
      result.append(text)
    }
    return result
  }

  func choice<Value: RawRepresentable & CaseIterable>(
    _ key: String, of type: Value.Type
  ) throws(SandboxError) -> Value? where Value.RawValue == String {
    guard let text = try string(key) else { return nil }
    guard let value = Value(rawValue: text) else {
      let all = Value.allCases.map(\.rawValue).joined(separator: ", ")
      throw wrong(key, ko: "다음 중 하나(\(all))", en: "one of \(all)")
    }
    return value
  }

  /// The members of an object with keys of any name, such as custom properties.
  func members(_ key: String) throws(SandboxError) -> [JSONValue.Member]? {
    guard let value = value(key) else { return nil }
    guard case .object(let members) = value else { throw wrong(key, ko: "객체", en: "an object") }
    return members
  }

  /// A list of objects, each read with its place.
  func objects<Value>(
    _ key: String, _ read: (JSONValue, String) throws(SandboxError) -> Value
  ) throws(SandboxError) -> [Value] {
    var result: [Value] = []
    for (index, element) in try list(key).enumerated() { result.append(try read(element, "\(place).\(key)[\(index)]")) }
    return result
  }
}
