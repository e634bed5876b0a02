import CommonValues

/// What can be wrong with a configuration, in words. No problem ever holds a configured value that may be a secret.
struct ConfigurationProblem: Error, Hashable {
  let severity: Diagnostic.Severity
  let code: String
  let reason: LocalizedText
  let fix: LocalizedText?

  init(
    _ severity: Diagnostic.Severity, _ code: String, ko: String, en: String, fixKo: String? = nil, fixEn: String? = nil
  ) {
    self.severity = severity
    self.code = code
    reason = LocalizedText(ko: ko, en: en)
    fix = fixKo.flatMap { korean in fixEn.map { LocalizedText(ko: korean, en: $0) } }
  }
}

// MARK: Files

extension ConfigurationProblem {
  static let fileMissing = Self(
    .error, "config-file-missing", ko: "파일이 없습니다", en: "there is no such file",
    fixKo: "경로를 확인하거나 --config로 지정하십시오", fixEn: "check the path, or name it with --config")
  static let fileIsDirectory = Self(
    .error, "config-file-is-directory", ko: "파일이 아니라 폴더입니다", en: "this is a directory, not a file",
    fixKo: "폴더 안의 파일을 지정하십시오", fixEn: "name the file in it")
  static let fileUnreadable = Self(
    .error, "config-file-unreadable", ko: "파일을 읽을 수 없습니다", en: "the file can not be read",
    fixKo: "파일의 권한과 소유자를 확인하십시오", fixEn: "check its owner and permissions")
  static func fileTooLarge(limit: Int) -> Self {
    Self(
      .error, "config-file-too-large", ko: "설정 파일이 \(limit)바이트를 넘습니다",
      en: "the file has more than \(limit) bytes", fixKo: "맞는 파일인지 확인하십시오", fixEn: "check that it is the right file")
  }
  static let notUTF8 = Self(
    .error, "config-not-utf8", ko: "UTF-8이 아닌 바이트가 있습니다", en: "there is a byte that is not UTF-8",
    fixKo: "파일을 UTF-8로 다시 저장하십시오", fixEn: "save the file as UTF-8")
  static let emptyFile = Self(
    .error, "config-file-empty", ko: "내용이 없습니다", en: "the file is empty",
    fixKo: "Examples/config의 예를 참고하십시오", fixEn: "begin with the example in Examples/config")
  static let shopsFolderMissing = Self(
    .error, "shops-folder-missing", ko: "쇼핑몰 설정 폴더가 없습니다", en: "the folder of the shops' files does not exist",
    fixKo: "폴더를 만들고 쇼핑몰마다 YAML 파일을 하나씩 두십시오", fixEn: "make it and put one YAML file a shop into it")
  static let noShops = Self(
    .error, "no-shops", ko: "폴더에 쇼핑몰 설정(*.yaml)이 없습니다", en: "the folder holds no shop (*.yaml)",
    fixKo: "쇼핑몰마다 YAML 파일을 하나씩 두십시오", fixEn: "put one YAML file a shop into it")
}

// MARK: YAML

extension ConfigurationProblem {
  static func syntax(problem: String) -> Self {
    Self(
      .error, "yaml-syntax", ko: "YAML 문법 오류입니다 (\(problem))", en: "not valid YAML: \(problem)",
      fixKo: "이 줄과 바로 윗줄의 들여쓰기, 따옴표, 콜론을 확인하십시오",
      fixEn: "check indentation, quotes and colons of this line and the one before")
  }
  static let tabIndentation = Self(
    .error, "yaml-tab", ko: "들여쓰기에 탭이 있습니다", en: "the indentation holds a tab, which YAML forbids",
    fixKo: "탭을 공백으로 바꾸십시오", fixEn: "use spaces")
  static let controlCharacter = Self(
    .error, "yaml-control-character", ko: "YAML에 쓸 수 없는 제어 문자가 있습니다",
    en: "there is a control character that YAML does not allow", fixKo: "그 문자를 지우십시오", fixEn: "remove it")
  static func nestingTooDeep(limit: Int) -> Self {
    Self(
      .error, "yaml-nesting", ko: "\(limit)단계보다 깊게 중첩되어 있습니다", en: "nested deeper than \(limit) levels",
      fixKo: "괄호와 들여쓰기를 확인하십시오", fixEn: "check brackets and indentation")
  }
  static func aliasExpansion(limit: Int) -> Self {
    Self(
      .error, "yaml-alias-expansion", ko: "별칭(*)을 펼치면 값이 \(limit)개를 넘습니다",
      en: "with its aliases written out the file has more than \(limit) values",
      fixKo: "앵커와 별칭을 줄이십시오", fixEn: "use fewer anchors and aliases")
  }
  static let complexKey = Self(
    .error, "yaml-complex-key", ko: "목록, 묶음 또는 별칭은 키가 될 수 없습니다", en: "a list, a mapping or an alias can not be a key",
    fixKo: "키를 글자로 쓰십시오", fixEn: "write the key as plain text")
  static func duplicateKey(name: String?, firstLine: Int?) -> Self {
    let which = name.map { "‘\($0)’ " } ?? ""
    return Self(
      .error, "duplicate-key",
      ko: firstLine.map { "\(which)키가 \($0)행에 이미 있습니다" } ?? "같은 키가 두 번 있습니다",
      en: firstLine.map { "the key \(which)stands on line \($0) already" } ?? "a key occurs twice",
      fixKo: "하나만 남기십시오", fixEn: "keep one of them")
  }
}

// MARK: Keys and values

extension ConfigurationProblem {
  static func unknownKey(suggestion: String?, known: [String]) -> Self {
    let list = known.sorted().joined(separator: ", ")
    return Self(
      .error, "unknown-key", ko: "알 수 없는 키입니다", en: "unknown key",
      fixKo: suggestion.map { "혹시 ‘\($0)’입니까?" } ?? "쓸 수 있는 키: \(list)",
      fixEn: suggestion.map { "did you mean ‘\($0)’?" } ?? "known here: \(list)")
  }
  static func missingKey(_ name: String, ko: String, en: String) -> Self {
    Self(
      .error, "missing-key", ko: "‘\(name)’ 키가 없습니다", en: "the key ‘\(name)’ is missing", fixKo: ko, fixEn: en)
  }
  static func wrongType(expected: LocalizedText, found: YAMLKind) -> Self {
    Self(
      .error, "wrong-type", ko: "\(expected.korean) 자리에 \(found.text.korean) 값이 있습니다",
      en: "expected \(expected.english), found \(found.text.english)")
  }
  static func invalidValue(ko: String, en: String, fixKo: String, fixEn: String) -> Self {
    Self(.error, "invalid-value", ko: ko, en: en, fixKo: fixKo, fixEn: fixEn)
  }
  static func notOneOf(_ allowed: [String], suggestion: String?) -> Self {
    let list = allowed.joined(separator: ", ")
    return Self(
      .error, "invalid-value", ko: "쓸 수 없는 값입니다", en: "not one of the allowed values",
      fixKo: (suggestion.map { "혹시 ‘\($0)’입니까? " } ?? "") + "쓸 수 있는 값: \(list)",
      fixEn: (suggestion.map { "did you mean ‘\($0)’? " } ?? "") + "allowed: \(list)")
  }
  static let repeatedValue = Self(
    .error, "repeated-value", ko: "같은 값이 목록에 두 번 있습니다", en: "the list holds this value twice",
    fixKo: "하나를 지우십시오", fixEn: "remove one")
  static let insecureURL = Self(
    .error, "insecure-url", ko: "http 주소는 이 컴퓨터(localhost, 127.0.0.1, [::1])에만 쓸 수 있습니다",
    en: "plain http is allowed to this machine only (localhost, 127.0.0.1, [::1])",
    fixKo: "https 주소를 쓰십시오", fixEn: "use https")
}

extension YAMLKind {
  /// The kind as people call it.
  var text: LocalizedText {
    switch self {
    case .text: LocalizedText(ko: "단일", en: "a single value")
    case .nothing: LocalizedText(ko: "빈", en: "nothing")
    case .list: LocalizedText(ko: "목록", en: "a list")
    case .section: LocalizedText(ko: "묶음", en: "a mapping")
    }
  }
}
