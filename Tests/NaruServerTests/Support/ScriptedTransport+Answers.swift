import HTTPTransport

extension ScriptedTransport {
  /// Answers with what `answer` gives for the number of the call, counted from 0.
  static func answering(_ answer: @escaping @Sendable (Int) -> (status: Int, body: String)) -> ScriptedTransport {
    ScriptedTransport { _, number in
      let (status, body) = answer(number)
      return HTTPResponse(status: status, body: Array(body.utf8))
    }
  }
}
