/// A request whose every part can go over the wire without changing the meaning of another.
struct CheckedRequest: Sendable {
  let request: HTTPRequest
  let origin: Origin

  /// - Throws: `invalidRequest`, with the part that is wrong but never its text.
  init(_ request: HTTPRequest) throws(HTTPTransportError) {
    guard request.url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }), request.url.utf8.count <= 64 << 10,
      let origin = Origin(url: request.url)
    else {
      throw CheckedRequest.invalid("the URL is not an absolute http or https URL in ASCII without user name", nil)
    }
    let host = origin.host
    guard CheckedRequest.isToken(request.method.rawValue) else {
      throw CheckedRequest.invalid("the method is not a token", host)
    }
    for field in request.headers.fields {
      guard CheckedRequest.isToken(field.name) else {
        throw CheckedRequest.invalid("a header name is not a token", host)
      }
      guard field.value.utf8.allSatisfy({ $0 == 0x09 || ($0 >= 0x20 && $0 != 0x7F) }) else {
        throw CheckedRequest.invalid("the value of header \(field.name) holds a control character", host)
      }
      if ["content-length", "transfer-encoding", "connection", "expect"].contains(field.name.lowercased()) {
        throw CheckedRequest.invalid("header \(field.name) belongs to the transport", host)
      }
    }
    guard request.body == nil || (request.method != .get && request.method != .head) else {
      throw CheckedRequest.invalid("\(request.method) takes no body", host)
    }
    guard request.timeouts.connect >= .milliseconds(1), request.timeouts.total >= .milliseconds(1) else {
      throw CheckedRequest.invalid("a timeout is shorter than a millisecond", host)
    }
    guard request.responseLimit >= 0 else { throw CheckedRequest.invalid("the response limit is negative", host) }
    self.request = request
    self.origin = origin
  }

  /// An RFC 9110 token.
  private static func isToken(_ text: String) -> Bool {
    !text.isEmpty
      && text.utf8.allSatisfy { byte in
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A: true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
      }
  }

  private static func invalid(_ detail: String, _ host: String?) -> HTTPTransportError {
    HTTPTransportError(.invalidRequest, mayHaveBeenProcessed: false, host: host, detail: detail)
  }
}
