import CommonValues

extension ConfigurationValue {
  /// Tokens that callers show: `{env: NAME}`, `{file: path}`, `{command: […]}`, `{sha256: hex}`, or a list of those.
  ///
  /// One that is written out must be able to hold 128 bits; with `allow_literal_secrets` it need not.
  func tokens() -> BearerTokens? {
    guard case .sequence(let children) = node.content else { return digest().map { BearerTokens(digests: [$0]) } }
    guard !children.isEmpty else {
      report(.emptySecret)
      return nil
    }
    var digests: [[UInt8]] = []
    for entry in list() ?? [] {
      guard let digest = entry.digest() else { continue }
      if digests.contains(digest) { entry.report(.repeatedSecret) }
      digests.append(digest)
    }
    return digests.isEmpty ? nil : BearerTokens(digests: digests)
  }

  private func digest() -> [UInt8]? {
    if case .mapping(let pairs) = node.content, pairs.contains(where: { $0.key.name == TokenKey.sha256.rawValue }) {
      guard let section = ConfigurationSection<TokenKey>(self) else { return nil }
      guard section[.env] == nil, section[.file] == nil, section[.command] == nil, let value = section[.sha256] else {
        report(.severalTokenSources)
        return nil
      }
      return value.sha256()
    }
    guard let token = oneSecret()?.reveal() else { return nil }
    guard context.secrets.allowsLiterals || TokenStrength.bits(token) >= TokenStrength.minimumBits else {
      report(.weakToken)
      return nil
    }
    return BearerTokens.digest(token)
  }

  /// 64 hexadecimal digits.
  private func sha256() -> [UInt8]? {
    guard let text = text() else { return nil }
    guard text.utf8.count == 64, let bytes = HexText.decode(text.utf8) else {
      report(.badDigest)
      return nil
    }
    return bytes
  }
}

extension ConfigurationProblem {
  static let weakToken = Self(
    .error, "weak-token", ko: "토큰이 128비트보다 짧거나 쉽게 추측할 수 있습니다",
    en: "the token holds less than 128 bits, or is a pattern",
    fixKo: "openssl rand -hex 32 로 새로 만드십시오", fixEn: "make one with: openssl rand -hex 32")
  static let sampleSecret = Self(
    .error, "sample-secret", ko: "예시로 쓰이는 값입니다", en: "this is a value from an example",
    fixKo: "발급받은 값을 넣으십시오. 토큰은 openssl rand -hex 32 로 만드십시오",
    fixEn: "put the issued value there; make tokens with: openssl rand -hex 32")
  static let badDigest = Self(
    .error, "invalid-value", ko: "SHA-256이 아닙니다", en: "not a SHA-256",
    fixKo: "printf %s 토큰 | sha256sum 의 16진수 64자를 쓰십시오. 토큰 자체를 적는 자리가 아닙니다",
    fixEn: "write the 64 hexadecimal digits of: printf %s TOKEN | sha256sum; the token itself does not belong here")
  static let severalTokenSources = Self(
    .error, "invalid-value", ko: "env, file, command, sha256 가운데 하나만 있어야 합니다",
    en: "exactly one of env, file, command and sha256 is needed",
    fixKo: "{env: 변수이름}, {file: 경로}, {command: [프로그램, 인자]} 또는 {sha256: 16진수}로 쓰십시오",
    fixEn: "write {env: NAME}, {file: path}, {command: [program, argument]} or {sha256: hex}")
}
