import HTTPTypes
import Hummingbird
import Naru

/// `/healthz` and `/readyz`.
struct HealthRoutes: Sendable {
  let naru: Naru

  func add(to router: Router<ServerContext>) {
    router.read("/healthz") { _, _ in HealthRoutes.plain(.ok, "ok\n") }
    router.read("/readyz") { _, _ in
      do {
        try await naru.checkStore()
        return HealthRoutes.plain(.ok, "ready\n")
      } catch {
        return HealthRoutes.plain(.serviceUnavailable, "the store can not be written\n")
      }
    }
  }

  private static func plain(_ status: HTTPResponse.Status, _ text: String) -> Response {
    var headers = HTTPFields()
    headers[.contentType] = "text/plain; charset=utf-8"
    headers[.cacheControl] = "no-store"
    return Response(status: status, headers: headers, body: .init(byteBuffer: .init(string: text)))
  }
}
