/// Takes secrets out of what the journal keeps: of a login, whatever lets somebody be somebody.
enum JournalMask {
  private static let secrets: Set<String> = [
    "client_secret", "code", "code_verifier", "refresh_token", "access_token", "id_token",
  ]

  /// A form or a query, with the values of secrets shown by their last four characters.
  static func form(_ text: String) -> String {
    guard secrets.contains(where: text.contains) || text.contains("%") else { return text }
    return text.split(separator: "&", omittingEmptySubsequences: false).map { pair in
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      // A name that is written with percent signs is the same name.
      guard parts.count == 2, let name = SandboxRequest.decode(parts[0]), secrets.contains(name) else {
        return String(pair)
      }
      return "\(parts[0])=\(masked(parts[1]))"
    }.joined(separator: "&")
  }

  /// A body sent to kauth: a form, or what somebody sent in the place of one.
  static func body(_ bytes: [UInt8]) -> String {
    let text = String(decoding: bytes, as: UTF8.self)
    return text.contains("{") ? Masking.json(text) : form(text)
  }

  /// A JSON answer of kauth, with the values of secrets shown by their last four characters.
  static func answer(_ bytes: [UInt8]) -> String {
    let text = String(decoding: bytes, as: UTF8.self)
    guard let json = try? JSONValue.parse(bytes), case .object(let members) = json else { return text }
    let shown = members.map { member in
      guard let value = member.value.text else { return member }
      if member.key == "error_description", let range = value.firstRange(of: "code=") {
        return JSONValue.Member(key: member.key, value: .string(value[..<range.upperBound] + "…"))
      }
      guard secrets.contains(member.key) else { return member }
      return JSONValue.Member(key: member.key, value: .string(masked(value[...])))
    }
    return String(decoding: JSONValue.object(shown).encoded, as: UTF8.self)
  }

  private static func masked(_ value: some StringProtocol) -> String {
    value.isEmpty ? "" : "…" + value.suffix(value.count > 8 ? 4 : 0)
  }
}
