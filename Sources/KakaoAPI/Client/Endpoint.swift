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

  var name: String { "\(method) \(path)" }

  /// The path with a query in which everything but RFC 3986's unreserved characters is percent-encoded.
  func url(base: String, query: [(String, String)] = []) -> String {
    var url = base + path
    var separator: Character = "?"
    for (name, value) in query {
      url.append(separator)
      url += Endpoint.encoded(name) + "=" + Endpoint.encoded(value)
      separator = "&"
    }
    return url
  }

  private static func encoded(_ text: String) -> String {
    let digits = Array("0123456789ABCDEF".utf8)
    var bytes: [UInt8] = []
    for byte in text.utf8 {
      switch byte {
      case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: bytes.append(byte)
      default: bytes += [0x25, digits[Int(byte >> 4)], digits[Int(byte & 15)]]
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }
}
