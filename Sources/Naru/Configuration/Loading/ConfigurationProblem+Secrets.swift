import CommonValues

extension ConfigurationProblem {
  static let literalSecret = Self(
    .error, "literal-secret", ko: "비밀 값이 설정 파일에 그대로 적혀 있습니다", en: "a secret is written out in the file",
    fixKo: "{env: 변수이름}, {file: 경로} 또는 {command: [프로그램, 인자]}로 바꾸십시오. 노출된 값은 새로 발급받는 것이 좋습니다",
    fixEn:
      "write {env: NAME}, {file: path} or {command: [program, argument]}; consider the value exposed and issue a new one"
  )
  static func missingEnvironmentVariable(_ name: String) -> Self {
    Self(
      .error, "missing-environment-variable", ko: "환경 변수 \(name)이(가) 설정되어 있지 않습니다",
      en: "the environment variable \(name) is not set",
      fixKo: "실행하기 전에 \(name) 값을 설정하십시오", fixEn: "set \(name) before starting")
  }
  static let badVariableName = Self(
    .error, "invalid-value", ko: "환경 변수의 이름이 아닙니다", en: "not the name of an environment variable",
    fixKo: "영문 대문자, 숫자, 밑줄로 된 이름을 쓰십시오. 비밀 값 자체를 적는 자리가 아닙니다",
    fixEn: "write a name of letters, digits and underscores; the secret itself does not belong here")
  static let emptySecret = Self(
    .error, "empty-secret", ko: "비밀 값이 비어 있습니다", en: "the secret is empty",
    fixKo: "발급받은 값을 넣으십시오", fixEn: "put the issued value there")
  static let controlCharacterInSecret = Self(
    .error, "invalid-secret", ko: "비밀 값에 줄바꿈이나 제어 문자가 있습니다", en: "the secret holds a line break or a control character",
    fixKo: "값을 한 줄로 저장하십시오", fixEn: "store the value on one line")
  static let secretFileMissing = Self(
    .error, "secret-file-missing", ko: "비밀 값을 담은 파일이 없습니다", en: "the secret's file does not exist",
    fixKo: "경로를 확인하십시오. 상대 경로는 이 설정 파일의 폴더에서 시작합니다",
    fixEn: "check the path; a relative one starts at this file's folder")
  static let secretFileUnreadable = Self(
    .error, "secret-file-unreadable", ko: "비밀 값을 담은 파일을 읽을 수 없습니다", en: "the secret's file can not be read",
    fixKo: "일반 파일인지, 권한과 소유자가 맞는지 확인하십시오", fixEn: "check that it is a plain file, its owner and permissions")
  static func secretFileMode(_ mode: String, path: String) -> Self {
    Self(
      .warning, "secret-file-mode", ko: "다른 사용자가 비밀 파일을 읽을 수 있습니다 (권한 \(mode))",
      en: "other users can read the secret's file (mode \(mode))",
      fixKo: "chmod 600 \(path)", fixEn: "chmod 600 \(path)")
  }
  static let repeatedSecret = Self(
    .warning, "repeated-secret", ko: "목록에 같은 비밀 값이 두 번 있습니다", en: "the list holds the same secret twice",
    fixKo: "교체가 끝났다면 하나만 남기십시오", fixEn: "keep one if the rotation is over")
}

// MARK: Secrets by command

extension ConfigurationProblem {
  static let severalSecretSources = Self(
    .error, "invalid-value", ko: "env, file, command 가운데 하나만 있어야 합니다",
    en: "exactly one of env, file and command is needed",
    fixKo: "{env: 변수이름}, {file: 경로} 또는 {command: [프로그램, 인자]}로 쓰십시오",
    fixEn: "write {env: NAME}, {file: path} or {command: [program, argument]}")
  static let badCommand = Self(
    .error, "invalid-value", ko: "프로그램과 인자의 목록이 아닙니다", en: "not a list of a program and its arguments",
    fixKo: "[pass, show, kakao]처럼 나누어 쓰십시오. 셸을 거치지 않으므로 변수, 따옴표, |는 쓸 수 없습니다",
    fixEn: "write it in pieces like [pass, show, kakao]; no shell reads it, so there are no variables, quotes or pipes")
  static let secretCommandNotFound = Self(
    .error, "secret-command-not-found", ko: "비밀 값을 주는 프로그램이 없거나 실행할 수 없습니다",
    en: "the program that gives the secret does not exist, or may not be run",
    fixKo: "경로와 실행 권한을 확인하십시오. /가 없는 이름은 /usr/local/bin, /usr/bin, /bin에서 찾고, 상대 경로는 이 설정 파일의 폴더에서 시작합니다",
    fixEn:
      "check its path and mode; a name without / is looked for in /usr/local/bin, /usr/bin and /bin, a relative path starts at this file's folder"
  )
  static func secretCommandFailed(_ code: Int32?) -> Self {
    Self(
      .error, "secret-command-failed",
      ko: code.map { "비밀 값을 주는 프로그램이 실패했습니다 (종료 코드 \($0))" } ?? "비밀 값을 주는 프로그램이 시작되지 않았거나 신호로 끝났습니다",
      en: code.map { "the program that gives the secret failed (exit code \($0))" }
        ?? "the program that gives the secret did not start, or was ended by a signal",
      fixKo: "naru를 실행하는 사용자로 같은 명령을 직접 실행해 보십시오. 출력은 여기에 보이지 않습니다",
      fixEn: "run the same command by hand as the user that naru runs as; its output is not shown here")
  }
  static func secretCommandTimeout(seconds: Int64) -> Self {
    Self(
      .error, "secret-command-timeout", ko: "비밀 값을 주는 프로그램이 \(seconds)초 안에 끝나지 않아 종료했습니다",
      en: "the program that gives the secret was not done within \(seconds) seconds and was ended",
      fixKo: "입력을 기다리지 않는지, 비밀 저장소가 응답하는지 확인하십시오",
      fixEn: "check that it asks nothing, and that the store of secrets answers")
  }
  static func secretCommandNotTried(_ count: Int) -> Self {
    Self(
      .error, "secret-command-timeout", ko: "비밀 값을 주는 프로그램 \(count)개가 제때 끝나지 않아 이 프로그램은 실행하지 않았습니다",
      en: "not run, because \(count) programs that give secrets were not done in time",
      fixKo: "비밀 저장소가 응답하는지 확인하십시오", fixEn: "check that the store of secrets answers")
  }
  static func secretCommandTooLong(bytes: Int) -> Self {
    Self(
      .error, "secret-command-output", ko: "비밀 값을 주는 프로그램의 출력이 \(bytes)바이트를 넘습니다",
      en: "the program that gives the secret printed more than \(bytes) bytes",
      fixKo: "비밀 값만 출력하게 하십시오", fixEn: "have it print the secret alone")
  }
  static let secretCommandNotText = Self(
    .error, "secret-command-output", ko: "비밀 값을 주는 프로그램의 출력이 UTF-8이 아닙니다",
    en: "what the program that gives the secret printed is not UTF-8",
    fixKo: "비밀 값만 글자로 출력하게 하십시오", fixEn: "have it print the secret alone, as text")
}
