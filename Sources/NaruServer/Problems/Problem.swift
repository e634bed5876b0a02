import CommonValues
import HTTPTypes
import Hummingbird

/// An error as RFC 9457 has it: a stable `type` for programs, sentences in both languages for people.
struct Problem: Error, Sendable {
  /// The name behind `urn:naru:problem:`; listed in docs/http-api.md.
  let name: String
  let status: HTTPResponse.Status
  let detail: LocalizedText
  /// Headers that belong to the status, such as `Retry-After`.
  var headers: [(HTTPField.Name, String)] = []
  /// Further members of the document.
  var members: [(String, String)] = []

  init(_ name: String, _ status: HTTPResponse.Status, _ detail: LocalizedText) {
    self.name = name
    self.status = status
    self.detail = detail
  }

  static let unknownShop = Problem(
    "unknown-shop", .notFound, LocalizedText(ko: "그런 쇼핑몰이 없습니다.", en: "There is no such shop."))
  static let notFound = Problem(
    "not-found", .notFound, LocalizedText(ko: "그런 주소가 없습니다.", en: "There is nothing at this address."))
  static let unauthorized = Problem(
    "unauthorized", .unauthorized,
    LocalizedText(
      ko: "쇼핑몰의 api_token을 Authorization: Bearer 헤더로 보내 주십시오.",
      en: "Send the shop's api_token as Authorization: Bearer."))
  static let internalError = Problem(
    "internal", .internalServerError,
    LocalizedText(ko: "처리하지 못했습니다. 기록에서 참조 번호를 찾아보십시오.", en: "This failed; look for the reference in the log."))

  static func tooLarge(limit: Int) -> Problem {
    Problem(
      "too-large", .contentTooLarge,
      LocalizedText(ko: "본문이 한도 \(limit)바이트보다 큽니다.", en: "The body is larger than the limit of \(limit) bytes."))
  }

  static func badRequest(_ name: String, _ detail: LocalizedText) -> Problem { Problem(name, .badRequest, detail) }
}

extension Problem: HTTPResponseError {
  /// The document. It holds no personal data: `detail` is free of it, and `instance` is the reference alone.
  func response(from request: Request, context: some RequestContext) throws -> Response {
    let reference = (context as? ServerContext)?.reference
    return response(reference: reference)
  }

  func response(reference: String?) -> Response {
    var writer = JSONText()
    writer.object { object in
      object.member("type", "urn:naru:problem:\(name)")
      object.member("title", detail.english)
      object.member("status", status.code)
      object.member("detail", detail.korean)
      if let reference { object.member("instance", "urn:naru:request:\(reference)") }
      for (key, value) in members { object.member(key, value) }
    }
    var fields = HTTPFields()
    fields[.contentType] = "application/problem+json"
    fields[.cacheControl] = "no-store"
    for (name, value) in headers { fields[name] = value }
    return Response(status: status, headers: fields, body: .init(byteBuffer: .init(bytes: writer.bytes)))
  }
}
