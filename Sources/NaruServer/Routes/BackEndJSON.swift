import CommonValues
import Foundation
import HTTPTypes
import Hummingbird
import KakaoAPI
import Naru

/// How the routes of a shop's back end read and answer.
enum BackEndJSON {
  /// Bytes of a JSON body that is read.
  static let bodyLimit = 64 << 10

  /// The JSON body of a request; with `orEmpty` a request without a body has that one.
  static func read<Body: Decodable>(
    _ request: Request, _ context: ServerContext, orEmpty empty: Body? = nil
  ) async throws -> Body {
    if let type = request.headers[.contentType]?.prefix(while: { $0 != ";" && $0 != " " }).lowercased() {
      guard type == "application/json" || type.hasPrefix("application/") && type.hasSuffix("+json") else {
        throw Problem.unsupportedMediaType
      }
    }
    let bytes = try await request.bytes(upTo: bodyLimit, context)
    if bytes.isEmpty, let empty { return empty }
    do {
      return try JSONDecoder().decode(Body.self, from: Data(bytes))
    } catch {
      throw Problem.badRequest(
        "bad-json", LocalizedText(ko: "본문이 요구되는 JSON이 아닙니다.", en: "The body is not the JSON that is asked for."))
    }
  }

  /// A value as JSON on one line.
  static func text(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }

  static func answer(_ value: some Encodable, status: HTTPResponse.Status = .ok) throws -> Response {
    var headers = HTTPFields()
    headers[.contentType] = "application/json"
    headers[.cacheControl] = "no-store"
    return Response(status: status, headers: headers, body: .init(byteBuffer: .init(string: try text(value))))
  }

  /// Runs a call; errors from below become problems.
  static func mapped<Result>(_ body: () async throws -> Result) async throws -> Result {
    do {
      return try await body()
    } catch let problem as Problem {
      throw problem
    } catch let error as KakaoError {
      throw Problem(error)
    } catch {
      throw NaruError(error)
    }
  }

  /// A positive number of the path, such as a run's; nil for anything else.
  static func number(_ name: String, in context: ServerContext) -> Int64? {
    guard let text = context.parameters.get(name), text.utf8.first.map({ (0x31...0x39).contains($0) }) == true else {
      return nil
    }
    return Int64(text)
  }

  /// A segment of the path, decoded; nil when it is none.
  static func segment(_ name: String, in context: ServerContext) -> String? {
    guard let text = context.parameters.get(name)?.removingPercentEncoding, (1...512).contains(text.utf8.count) else {
      return nil
    }
    return text
  }
}

extension Problem {
  static func badQuery(_ name: String) -> Problem {
    badRequest(
      "bad-query",
      LocalizedText(
        ko: "주소의 \(name) 값을 이해할 수 없습니다.", en: "The value of \(name) in the address can not be understood."))
  }
}

extension Request {
  /// `true` or `false` of the query; nil when it is not there. Throws ``Problem``.
  func flag(_ name: String) throws(Problem) -> Bool? {
    switch uri.queryParameters[Substring(name)].map(String.init) {
    case nil: return nil
    case "true", "1": return true
    case "false", "0": return false
    default: throw Problem.badQuery(name)
    }
  }
}
