import CommonValues
import Testing

@testable import KakaoAPI

/// One way to call kapi, with a sample of what Kakao answers.
struct EndpointCase: Sendable, CustomTestStringConvertible {
  let name: String
  let sample: String
  /// Makes the call; gives every 64-bit id in the answer.
  let call: @Sendable (KakaoAPIClient) async throws(KakaoError) -> [Int64]

  var testDescription: String { name }

  init(
    _ name: String, _ sample: String,
    _ call: @escaping @Sendable (KakaoAPIClient) async throws(KakaoError) -> [Int64]
  ) {
    self.name = name
    self.sample = sample
    self.call = call
  }

  private static let token = Secret("marked-token")
  private static let access = KakaoUserAccess.token(token)
  private static let friendSample =
    #"{"elements":[{"id":1376016924429759228,"uuid":"u-1","favorite":true,"profile_nickname":"두리"}],"total_count":1,"after_url":null}"#
  private static let termSample =
    #"{"id":1376016924429759228,"service_terms":[{"tag":"a","required":true,"agreed":true,"agreed_at":"2026-01-01T00:00:00Z"}]}"#

  /// Every endpoint of kapi that the client knows.
  static let all: [EndpointCase] = [
    EndpointCase("user", UserTests.full) { client async throws(KakaoError) in [try await client.user(access).id] },
    EndpointCase(
      "users", #"{"elements":[{"id":1376016924429759228,"connected_at":"2026-01-01T00:00:00Z"}]}"#
    ) { client async throws(KakaoError) in
      try await client.users([1_376_016_924_429_759_228]).map(\.id)
    },
    EndpointCase(
      "user ids", #"{"elements":[1376016924429759228,9223372036854775807],"before_url":null,"after_url":"http://x"}"#
    ) { client async throws(KakaoError) in
      try await client.userIDs().ids
    },
    EndpointCase("token info", #"{"id":1376016924429759228,"expires_in":21599,"app_id":1234567890}"#) {
      client async throws(KakaoError) in
      let info = try await client.tokenInfo(token)
      return [info.userID, info.appID].compactMap(\.self)
    },
    EndpointCase("logout", #"{"id":1376016924429759228}"#) { client async throws(KakaoError) in
      [try await client.logout(access)].compactMap(\.self)
    },
    EndpointCase("unlink", #"{"id":1376016924429759228}"#) { client async throws(KakaoError) in
      [try await client.unlink(access).userID].compactMap(\.self)
    },
    EndpointCase("signup", #"{"id":1376016924429759228}"#) { client async throws(KakaoError) in
      [try await client.signUp(token: token)].compactMap(\.self)
    },
    EndpointCase("update profile", #"{"id":1376016924429759228}"#) { client async throws(KakaoError) in
      [try await client.updateProfile(token: token, properties: ["k": "v"])].compactMap(\.self)
    },
    EndpointCase(
      "scopes",
      #"{"id":1376016924429759228,"scopes":[{"id":"account_email","display_name":"이메일","type":"PRIVACY","using":true,"agreed":true}]}"#
    ) { client async throws(KakaoError) in
      [try await client.consentItems(access).userID].compactMap(\.self)
    },
    EndpointCase("revoke scopes", #"{"id":1376016924429759228,"scopes":[{"id":"friends","agreed":false}]}"#) {
      client async throws(KakaoError) in
      [try await client.revokeConsent(access, scopes: ["friends"]).userID].compactMap(\.self)
    },
    EndpointCase("service terms", termSample) { client async throws(KakaoError) in
      [try await client.serviceTerms(access).userID].compactMap(\.self)
    },
    EndpointCase("revoke terms", #"{"id":1376016924429759228,"revoked_service_terms":[{"tag":"a","agreed":false}]}"#) {
      client async throws(KakaoError) in
      [try await client.revokeAgreement(access, tags: ["a"]).userID].compactMap(\.self)
    },
    EndpointCase("record terms", #"{"id":1376016924429759228,"agreed_service_terms":[{"tag":"a","agreed":true}]}"#) {
      client async throws(KakaoError) in
      [try await client.recordAgreement(access, tags: ["a"]).userID].compactMap(\.self)
    },
    EndpointCase(
      "legacy terms",
      #"{"user_id":1376016924429759228,"allowed_service_terms":[{"tag":"a","agreed_at":"2026-01-01T00:00:00Z"}]}"#
    ) { client async throws(KakaoError) in
      [try await client.legacyServiceTerms(token: token).userID].compactMap(\.self)
    },
    EndpointCase(
      "shipping addresses",
      #"{"user_id":1376016924429759228,"shipping_addresses":[{"id":9223372036854775807,"is_default":true,"updated_at":1767323045}]}"#
    ) { client async throws(KakaoError) in
      let answer = try await client.shippingAddresses(access)
      return [answer.userID].compactMap(\.self) + answer.addresses.map(\.id)
    },
    EndpointCase(
      "all shipping addresses",
      #"{"user_id":1376016924429759228,"shipping_addresses":[{"id":9223372036854775807,"updated_at":5},{"id":2,"updated_at":5}]}"#
    ) { client async throws(KakaoError) in
      try await client.allShippingAddresses(access, pageSize: 2).addresses.map(\.id)
    },
    EndpointCase(
      "channels",
      #"{"user_id":1376016924429759228,"channels":[{"channel_public_id":"_a","relation":"ADDED"}]}"#
    ) { client async throws(KakaoError) in
      [try await client.channels(accessToken: token).userID].compactMap(\.self)
    },
    EndpointCase(
      "channels of many",
      #"[{"user_id":1376016924429759228,"channels":[{"channel_uuid":"@n","channel_public_id":"_a","relation":"ADDED"}]}]"#
    ) { client async throws(KakaoError) in
      try await client.channels(ofUsers: [1]).compactMap(\.userID)
    },
    EndpointCase(
      "list files",
      #"{"results":[{"file_id":15369,"file_name":"전체회원","status":"using","schema":"{\"a\":\"string\"}"}],"using_slot":1,"empty_slot":29}"#
    ) { client async throws(KakaoError) in
      try await client.customerFiles(channel: "_a").files.map(\.fileID)
    },
    EndpointCase("create file", #"{"file_id":15369}"#) { client async throws(KakaoError) in
      [try await client.createCustomerFile(named: "n", channel: "_a", columns: []).fileID]
    },
    EndpointCase("add to file", #"{"file_id":15369,"request_count":1,"success_count":1}"#) {
      client async throws(KakaoError) in
      _ = try await client.addUsers(
        [try CustomerFileRow(id: .app(1), encodedField: Array("{}".utf8))], toFile: 1, channel: "_a")
      return []
    },
    EndpointCase("remove from file", #"{"file_id":15369,"request_count":1,"success_count":1}"#) {
      client async throws(KakaoError) in
      _ = try await client.removeUsers([.app(1)], fromFile: 1, channel: "_a")
      return []
    },
    EndpointCase("friends", friendSample) { client async throws(KakaoError) in
      try await client.friends(token: token).friends.compactMap(\.userID)
    },
    EndpointCase("all friends", friendSample) { client async throws(KakaoError) in
      try await client.allFriends(token: token, most: 3).friends.compactMap(\.userID)
    },
    EndpointCase("message to me", #"{"result_code":0}"#) { client async throws(KakaoError) in
      try await client.sendToMe(.custom(templateID: 1), token: token)
      return []
    },
    EndpointCase(
      "message to friends",
      #"{"successful_receiver_uuids":["u"],"failure_info":[{"code":-532,"msg":"x","receiver_uuids":["v"]}]}"#
    ) { client async throws(KakaoError) in
      _ = try await client.sendToFriends(.custom(templateID: 1), receivers: ["u", "v"], token: token)
      return []
    },
    EndpointCase("addresses of Kakao", #"{"inbound":["192.0.2.1"],"outbound":["198.51.100.0/24"]}"#) {
      client async throws(KakaoError) in
      _ = try await client.kakaoAddresses(restAPIKey: token)
      return []
    },
  ]
}
