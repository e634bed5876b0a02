internal import HTTPTransport

extension Endpoint {
  static let friends = Endpoint(method: .get, path: "/v1/api/talk/friends")
  static let sendDefaultToMe = Endpoint(method: .post, path: "/v2/api/talk/memo/default/send")
  static let sendScrapToMe = Endpoint(method: .post, path: "/v2/api/talk/memo/scrap/send")
  static let sendCustomToMe = Endpoint(method: .post, path: "/v2/api/talk/memo/send")
  static let sendDefault = Endpoint(method: .post, path: "/v1/api/talk/friends/message/default/send")
  static let sendScrap = Endpoint(method: .post, path: "/v1/api/talk/friends/message/scrap/send")
  static let sendCustom = Endpoint(method: .post, path: "/v1/api/talk/friends/message/send")
}
