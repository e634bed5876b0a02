import CommonValues
import HTTPTransport
import ShopAdapters
import ShopModel

/// Asks `fetch_url` of a shop for the members or orders of some ids.
///
/// `POST` with `{"kind":"refetch","entity":"member","ids":[…]}`, and `Authorization: Bearer` when the shop has a `fetch_token`; the
/// answer is canonical JSON: an object, an array, or JSON Lines. Who is not in it is not known there.
struct RefetchClient: Sendable {
  private let url: String
  private let token: Secret<String>?
  private let transport: any HTTPTransport
  private let limit: Int
  private let attributes: Set<String>
  private let file: String

  /// Nil for a shop without an address.
  init?(_ connection: Connection, transport: any HTTPTransport) {
    guard let url = connection.shop.fetchURL else { return nil }
    self.url = url.description
    token = connection.shop.fetchToken?.first
    self.transport = transport
    limit = connection.naru.configuration.limits.bodyBytes
    attributes = connection.declaredAttributes
    file = connection.shop.file
  }

  /// What the shop answers. Throws `Diagnostic`.
  func ask(_ refetch: Refetch, now: Timestamp) async throws(Diagnostic) -> CanonicalDecoder.Items {
    var headers: HTTPHeaders = [
      "Content-Type": "application/json", "Accept": "application/json, application/x-ndjson",
    ]
    if let token { headers.add("Authorization", "Bearer " + token.reveal()) }
    let request = HTTPRequest(
      method: .post, url: url, headers: headers, body: RefetchDelivery.body(refetch),
      timeouts: .init(connect: .seconds(5), total: .seconds(20)), responseLimit: limit, isRepeatable: true)
    let response: HTTPResponse
    do throws(HTTPTransportError) {
      response = try await transport.send(request)
    } catch {
      throw problem(
        "refetch-failed",
        LocalizedText(
          ko: "fetch_url이 답하지 않았습니다 (\(error.code.name)).", en: "fetch_url did not answer (\(error.code.name))."))
    }
    guard (200...299).contains(response.status) else {
      throw problem(
        "refetch-status",
        LocalizedText(
          ko: "fetch_url이 HTTP \(response.status)(으)로 답했습니다.", en: "fetch_url answered HTTP \(response.status)."))
    }
    if response.body.allSatisfy({ [0x20, 0x09, 0x0A, 0x0D].contains($0) }) { return CanonicalDecoder.Items() }
    var decoder = CanonicalDecoder(attributes: attributes, assuming: refetch.entity == .member ? .members : .orders)
    decoder.byteLimit = limit
    do throws(Diagnostic) {
      return try decoder.decode(response.body, receivedAt: now)
    } catch {
      throw problem(
        "refetch-unreadable",
        LocalizedText(
          ko: "fetch_url의 답을 읽을 수 없습니다: \(error.reason.korean)",
          en: "The answer of fetch_url can not be read: \(error.reason.english)"))
    }
  }

  private func problem(_ code: String, _ reason: LocalizedText) -> Diagnostic {
    Diagnostic(
      .error, code: code, place: .init(file: file, field: "fetch_url"), reason: reason,
      fix: LocalizedText(
        ko: "쇼핑몰 서버의 로그와 fetch_url, fetch_token, naru.yaml의 fetch를 확인하십시오. 나중에 다시 시도합니다.",
        en:
          "Look at the log of the shop's server, and at fetch_url, fetch_token and `fetch` in naru.yaml. It is asked again later."
      ))
  }
}
