internal import HTTPTransport

extension Endpoint {
  static let systemAddresses = Endpoint(method: .get, path: "/v1/system/ips")
}
