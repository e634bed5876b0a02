import KakaoSandbox

/// A row of a customer file, as it should stand at Kakao or does.
struct KakaoRow: Sendable, Hashable {
  /// `app` or `phone`.
  var userType: String
  var id: String
  /// Each value as its JSON token.
  var fields: [String: String]
}

extension KakaoRow {
  init(_ row: SandboxRow) { self.init(userType: row.userType, id: row.id, fields: row.fields) }
}
