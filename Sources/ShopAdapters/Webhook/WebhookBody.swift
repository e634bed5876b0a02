import CommonValues

/// A webhook's body as a tree, whatever it was written in.
enum WebhookBody {
  /// JSON, or a form when the call says so.
  static func parse(_ request: WebhookRequest) throws(Diagnostic) -> JSONValue {
    if let type = request.header("content-type"), isForm(type) {
      guard let value = FormBody.value(request.body) else { throw WebhookProblem.notForm }
      return value
    }
    let result: Result<JSONValue, JSONFault> = request.body.withUnsafeBufferPointer { bytes in
      do throws(JSONFault) {
        return .success(try JSONValue(parsing: bytes))
      } catch {
        return .failure(error)
      }
    }
    switch result {
    case .success(let value): return value
    case .failure(let fault): throw CanonicalProblem.notJSON(fault)
    }
  }

  private static func isForm(_ type: String) -> Bool {
    let form = "application/x-www-form-urlencoded"
    guard type.utf8.count >= form.utf8.count else { return false }
    return type.lowercased().split(separator: ";").first.map { EventCells.trimmed(String($0)) } == form
  }

  /// Whether a body is that one field with a number, and nothing else.
  static func isPing(_ body: [UInt8], field: String) -> Bool {
    guard body.count <= 256, let fields = FormBody.parse(body), fields.count == 1 else { return false }
    let value = fields[0].value.utf8
    return fields[0].name == field && (1...20).contains(value.count) && value.allSatisfy { (0x30...0x39).contains($0) }
  }
}

/// What a proved webhook is refused for.
enum WebhookProblem {
  static let notForm = problem(
    "bad-form", nil, LocalizedText(ko: "폼 형식에 맞지 않는 본문입니다.", en: "The body is not form-encoded."))

  static func noID(_ event: String) -> Diagnostic {
    problem(
      "no-id", "id",
      LocalizedText(ko: "이벤트 \(shown(event))의 본문에 아이디가 없습니다.", en: "The body of the event \(shown(event)) has no id."))
  }

  static let badKakaoUserID = problem(
    "bad-kakao-user-id", "kakao_user_id",
    LocalizedText(ko: "카카오 회원번호가 없거나 숫자가 아닙니다.", en: "The Kakao user id is missing or not digits."))

  static let noApp = problem(
    "missing-value", "app", LocalizedText(ko: "카카오 앱 키가 본문에 없습니다.", en: "The body does not name the Kakao app."))

  private static func problem(_ code: String, _ field: String?, _ reason: LocalizedText) -> Diagnostic {
    Diagnostic(.error, code: code, place: Diagnostic.Place(field: field), reason: reason)
  }

  /// An event's name as it may be shown: it comes from outside.
  private static func shown(_ event: String) -> String {
    String(event.unicodeScalars.prefix(64).filter { $0.value >= 0x20 && $0.value != 0x7F }.map(Character.init))
  }
}
