import CommonValues

/// What a request to Kakao carries. The customer-file API takes JSON, everything else forms.
enum RequestBody: Sendable {
  case json([UInt8])
  case form([(String, String)])

  var contentType: String {
    switch self {
    case .json: "application/json"
    case .form: "application/x-www-form-urlencoded;charset=utf-8"
    }
  }

  var bytes: [UInt8] {
    switch self {
    case .json(let bytes): bytes
    case .form(let fields):
      Array(
        fields.map { PercentEncoding.encode($0) + "=" + PercentEncoding.encode($1) }.joined(separator: "&").utf8)
    }
  }
}
