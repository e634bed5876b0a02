import CommonValues
internal import HTTPTransport

/// The endpoints of kapi, by method and path; the only part of an address that errors and logs show.
struct Endpoint: Sendable, Hashable {
  let method: HTTPMethod
  let path: String

  static let createCustomerFile = Endpoint(method: .post, path: "/v1/talkchannel/create/target_user_file")
  static let listCustomerFiles = Endpoint(method: .get, path: "/v1/talkchannel/target_user_file")
  static let addUsers = Endpoint(method: .post, path: "/v1/talkchannel/update/target_users")
  static let removeUsers = Endpoint(method: .post, path: "/v1/talkchannel/delete/target_users")
  static let channels = Endpoint(method: .get, path: "/v2/api/talk/channels")
  static let channelsOfMany = Endpoint(method: .get, path: "/v2/api/talk/channels/multi")
  static let legacyChannels = Endpoint(method: .get, path: "/v1/api/talk/channels")

  var name: String { "\(method) \(path)" }

  /// The path with a query in which everything but RFC 3986's unreserved characters is percent-encoded.
  func url(base: String, query: [(String, String)] = []) -> String {
    var url = base + path
    var separator: Character = "?"
    for (name, value) in query {
      url.append(separator)
      url += PercentEncoding.encode(name) + "=" + PercentEncoding.encode(value)
      separator = "&"
    }
    return url
  }
}
