import CommonValues
import Foundation

/// Where secrets may come from.
struct SecretPolicy {
  /// Secret files larger than this are no secrets.
  static let maximumBytes = 64 << 10

  let environment: [String: String]
  var allowsLiterals: Bool
}

extension ConfigurationValue {
  /// `{env: NAME}`, `{file: path}`, or a list of those; a literal only where the process allows it.
  func secret() -> SecretList? {
    guard case .sequence(let children) = node.content else { return oneSecret().map { SecretList($0) } }
    guard !children.isEmpty else {
      report(.emptySecret)
      return nil
    }
    var secrets: [Secret<String>] = []
    for entry in list() ?? [] {
      guard let secret = entry.oneSecret() else { continue }
      if secrets.contains(where: { $0.matches(secret.reveal()) }) { entry.report(.repeatedSecret) }
      secrets.append(secret)
    }
    return secrets.first.map { SecretList($0, Array(secrets.dropFirst())) }
  }

  func oneSecret() -> Secret<String>? {
    switch node.content {
    case .scalar(let text, _):
      guard context.secrets.allowsLiterals else {
        report(.literalSecret)
        return nil
      }
      return checked(text)
    case .mapping:
      guard let section = ConfigurationSection<SecretKey>(self) else { return nil }
      switch (section[.env], section[.file]) {
      case (let value?, nil): return value.environmentSecret()
      case (nil, let value?): return value.fileSecret()
      default:
        report(
          .invalidValue(
            ko: "env와 file 가운데 하나만 있어야 합니다", en: "exactly one of env and file is needed",
            fixKo: "{env: 변수이름} 또는 {file: 경로}로 쓰십시오", fixEn: "write {env: NAME} or {file: path}"))
        return nil
      }
    default:
      report(
        .wrongType(
          expected: LocalizedText(ko: "비밀 값({env: 변수이름} 또는 {file: 경로})", en: "a secret ({env: NAME} or {file: path})"),
          found: node.kind))
      return nil
    }
  }

  private func environmentSecret() -> Secret<String>? {
    guard let name = text() else { return nil }
    guard name.utf8.count <= 128, let first = name.utf8.first, !(0x30...0x39).contains(first),
      name.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") })
    else {
      report(.badVariableName)
      return nil
    }
    guard let value = context.secrets.environment[name] else {
      report(.missingEnvironmentVariable(name))
      return nil
    }
    return checked(value)
  }

  private func fileSecret() -> Secret<String>? {
    guard let written = text() else { return nil }
    let path = context.resolve(written)
    switch ConfigurationFile.read(path, limit: SecretPolicy.maximumBytes) {
    case .failure(.fileMissing):
      report(.secretFileMissing)
      return nil
    case .failure:
      report(.secretFileUnreadable)
      return nil
    case .success(let content):
      if let mode = content.permissions, mode & 0o077 != 0 {
        report(.secretFileMode("0" + String(mode & 0o7777, radix: 8), path: path))
      }
      guard var text = String(validating: content.bytes, as: UTF8.self) else {
        report(.controlCharacterInSecret)
        return nil
      }
      while let last = text.last, last.isNewline { text.removeLast() }
      return checked(text)
    }
  }

  private func checked(_ text: String) -> Secret<String>? {
    guard !text.trimmedBlanks.isEmpty else {
      report(.emptySecret)
      return nil
    }
    guard text.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F }) else {
      report(.controlCharacterInSecret)
      return nil
    }
    guard context.secrets.allowsLiterals || !TokenStrength.isSample(text) else {
      report(.sampleSecret)
      return nil
    }
    return Secret(text)
  }
}
