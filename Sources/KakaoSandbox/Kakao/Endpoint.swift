/// One of Kakao's endpoints that the sandbox serves, on its production path.
enum Endpoint: String, CaseIterable, Sendable {
  case createFile, listFiles, updateUsers, deleteUsers, channels, channelsOfMany, legacyChannels

  var method: String {
    switch self {
    case .createFile, .updateUsers, .deleteUsers: "POST"
    case .listFiles, .channels, .channelsOfMany, .legacyChannels: "GET"
    }
  }

  var path: String {
    switch self {
    case .createFile: "/v1/talkchannel/create/target_user_file"
    case .listFiles: "/v1/talkchannel/target_user_file"
    case .updateUsers: "/v1/talkchannel/update/target_users"
    case .deleteUsers: "/v1/talkchannel/delete/target_users"
    case .channels: "/v2/api/talk/channels"
    case .channelsOfMany: "/v2/api/talk/channels/multi"
    case .legacyChannels: "/v1/api/talk/channels"
    }
  }

  static let all: [Endpoint] = allCases

  /// Paths that circulate in samples and do not exist, with the real one.
  static let mistaken: [String: Endpoint] = [
    "/v1/talkchannel/update/target_user_file": .updateUsers,
    "/v1/talkchannel/delete/target_user_file": .deleteUsers,
    "/v1/talkchannel/register/target_user_file": .createFile,
  ]
}
