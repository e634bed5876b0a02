import CommonValues
import Foundation

/// Where secrets may come from.
struct SecretPolicy {
  /// Secret files larger than this are no secrets.
  static let maximumBytes = 64 << 10

  let environment: [String: String]
  var allowsLiterals: Bool
  /// The programs that give secrets, each run once for all files that are loaded together.
  let commands: SecretCommandRunner
}

extension ConfigurationValue {
  /// `{env: NAME}`, `{file: path}`, `{command: [program, argument]}`, or a list of those; a literal only where the process allows it.
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
      switch (section[.env], section[.file], section[.command]) {
      case (let value?, nil, nil): return value.environmentSecret()
      case (nil, let value?, nil): return value.fileSecret()
      case (nil, nil, let value?): return value.commandSecret()
      default:
        report(.severalSecretSources)
        return nil
      }
    default:
      report(
        .wrongType(
          expected: LocalizedText(
            ko: "비밀 값({env: 변수이름}, {file: 경로} 또는 {command: [프로그램, 인자]})",
            en: "a secret ({env: NAME}, {file: path} or {command: [program, argument]})"),
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
      text.trimLineEnds()
      return checked(text)
    }
  }

  private func commandSecret() -> Secret<String>? {
    guard case .sequence(let pieces) = node.content, !pieces.isEmpty, pieces.count <= SecretCommand.maximumPieces else {
      report(.badCommand)
      return nil
    }
    // Taken exactly as written: blanks at the ends of an argument are part of it.
    let words = pieces.compactMap { piece -> String? in
      guard case .scalar(let text, _) = piece.content, text.utf8.count <= SecretCommand.maximumPieceBytes,
        text.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0.value != 0x7F })
      else { return nil }
      return text
    }
    guard words.count == pieces.count, let program = words.first, !program.isEmpty else {
      report(.badCommand)
      return nil
    }
    guard let command = SecretCommand(program, Array(words.dropFirst()), context) else {
      report(.secretCommandNotFound)
      return nil
    }
    switch context.secrets.commands.output(of: command) {
    case .success(let text): return checked(text.reveal())
    case .failure(let problem):
      report(problem)
      return nil
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

extension String {
  /// Takes off the line ends with which files and programs end their text.
  mutating func trimLineEnds() {
    while let last, last.isNewline { removeLast() }
  }
}
