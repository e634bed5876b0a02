import HTTPTypes
import Hummingbird

/// What every answer says unless its route said otherwise: caches keep nothing, the next page is told no address, and no browser
/// guesses at types.
enum CommonHeaders {
  private static let noStore = HTTPField(name: .cacheControl, value: "no-store")
  private static let noReferrer = HTTPField(name: .referrerPolicy, value: "no-referrer")
  private static let noSniff = HTTPField(name: .xContentTypeOptions, value: "nosniff")

  static func complete(_ response: inout Response) {
    if !response.headers.contains(.cacheControl) { response.headers.append(noStore) }
    if !response.headers.contains(.referrerPolicy) { response.headers.append(noReferrer) }
    if !response.headers.contains(.xContentTypeOptions) { response.headers.append(noSniff) }
  }
}

extension HTTPField.Name {
  /// The names that the library does not know; each is a valid token, so that the second part never comes to be.
  static let referrerPolicy = HTTPField.Name("Referrer-Policy") ?? .cacheControl
  static let fetchSite = HTTPField.Name("Sec-Fetch-Site") ?? .origin
}
