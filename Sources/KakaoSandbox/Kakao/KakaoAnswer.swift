/// What the sandbox does with a request to one of Kakao's paths.
struct KakaoAnswer: Sendable {
  var status = 200
  /// `nil` for an empty body.
  var body: JSONValue?
  /// Header fields by lower-case name, besides the media type of a JSON body.
  var headers: [String: String] = [:]
  /// A page in place of a JSON body.
  var page: [UInt8]?
  var remarks: [SandboxJournalEntry.Remark] = []

  mutating func hint(ko: String, en: String) {
    remarks.append(.init(isFault: false, text: SandboxText(ko: ko, en: en)))
  }

  mutating func fail(_ failure: KakaoFailure) {
    status = failure.status
    body = failure.body
    fault(failure.remark)
  }

  mutating func fault(_ text: SandboxText) {
    remarks.append(.init(isFault: true, text: text))
  }

  /// Takes a page or a redirect over.
  mutating func take(_ response: SandboxResponse) {
    status = response.status
    headers = response.headers
    page = response.body.isEmpty ? nil : response.body
  }
}
