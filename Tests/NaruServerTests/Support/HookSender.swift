import CommonValues
import Crypto
import Foundation
import HTTPTypes
import HummingbirdTesting
import NIOCore
import Naru
import ShopModel
import Store

/// A back end that sends webhooks by Standard Webhooks, written without the code that checks them.
struct HookSender {
  let site: Site
  var shop = "hook"
  var secret = ShopFiles.secrets["HOOK_SECRET"] ?? ""

  /// The shop's file, and one with a token and one whose adapter knows none.
  static let files: ShopFiles = {
    var files = ShopFiles()
    files.more = [
      "shops/hook.yaml": """
      id: hook
      adapter: generic-webhook
      api_token: { env: FLOWER_TOKEN }
      webhook: { secret: [{ env: HOOK_SECRET }, { env: OLD_HOOK_SECRET }] }
      """,
      "shops/token.yaml": """
      id: token
      adapter: imweb
      webhook: { secret: { env: HOOK_TOKEN } }
      """,
      "shops/unset.yaml": "id: unset\nadapter: generic-webhook\n",
    ]
    return files
  }()

  func headers(_ body: [UInt8], id: String, offset: Int64 = 0) -> HTTPFields {
    let seconds = site.time.now.milliseconds / 1_000 + offset
    let key = SymmetricKey(data: Data(base64Encoded: String(secret.dropFirst(6))) ?? Data())
    let code = HMAC<SHA256>.authenticationCode(for: Array("\(id).\(seconds).".utf8) + body, using: key)
    return [
      .contentType: "application/json", .named("webhook-id"): id, .named("webhook-timestamp"): "\(seconds)",
      .named("webhook-signature"): "v1," + Data(code).base64EncodedString(),
    ]
  }

  @discardableResult
  func send(
    _ body: String, id: String, offset: Int64 = 0, change: (inout HTTPFields) -> Void = { _ in }, sending: String? = nil
  ) async throws -> TestResponse {
    var headers = headers(Array(body.utf8), id: id, offset: offset)
    change(&headers)
    return try await post(sending ?? body, headers)
  }

  func post(_ body: String, _ headers: HTTPFields, query: String = "") async throws -> TestResponse {
    try await site.client.execute(
      uri: "/shops/\(shop)/webhooks/shop\(query)", method: .post, headers: headers, body: ByteBuffer(string: body))
  }

  /// What is kept, the newest first.
  func stored() async throws -> [InboxEntry] {
    try await site.naru.connection(shop).inbox(limit: 1_000)
  }

  static func member(_ id: String, _ more: String = "") -> String {
    "{\"kind\":\"member\",\"id\":\"\(id)\"\(more)}"
  }
}
