import CommonValues

/// Something wrong in a manifest, and where.
struct ManifestFault: Error {
  enum Kind {
    case tooLarge
    case tooDeep
    case empty
    case keyNoText
    case syntax(String)
    case duplicateKeys([String])
    case unknownKey(String, suggestion: String?)
    case missingKey(String)
    case wrongShape(String, wanted: Shape)
    case unknownWord(String, suggestion: String?, allowed: [String])
    case notForField(String, field: String)
    case wrongVersion(String)
    case badID
    case badAttribute
    case repeatedLabel(String)
    case oneOf([String])
    case onlyOne(String, String)
  }

  enum Shape {
    case text, list, map, labels, boolean, separator, number, path, headers, network, command
  }

  let kind: Kind
  let place: ManifestPlace

  init(_ kind: Kind, _ place: ManifestPlace) {
    self.kind = kind
    self.place = place
  }

  /// The fault as it is shown to people.
  func diagnostic(file: String) -> Diagnostic {
    let (code, field, reason, fix) = parts
    let place = Diagnostic.Place(file: file, line: place.line, column: place.column, field: field)
    return Diagnostic(.error, code: code, place: place, reason: reason, fix: fix)
  }

  private typealias Parts = (code: String, field: String?, reason: LocalizedText, fix: LocalizedText?)

  private var parts: Parts {
    switch kind {
    case .tooLarge, .tooDeep:
      return (
        "manifest-too-large", nil,
        LocalizedText(ko: "매니페스트가 너무 크거나 너무 깊이 중첩되어 있습니다.", en: "The manifest is too large or nested too deeply."), nil
      )
    case .empty:
      return ("manifest-empty", nil, LocalizedText(ko: "매니페스트가 비어 있습니다.", en: "The manifest is empty."), nil)
    case .keyNoText:
      return ("manifest-syntax", nil, LocalizedText(ko: "키는 글자여야 합니다.", en: "A key must be text."), nil)
    case .syntax(let problem):
      return (
        "manifest-syntax", nil,
        LocalizedText(ko: "YAML 문법에 맞지 않습니다(\(problem)).", en: "This is not YAML (\(problem))."),
        LocalizedText(ko: "들여쓰기와 따옴표를 확인해 주십시오.", en: "Check indentation and quotes.")
      )
    case .duplicateKeys(let keys):
      let list = keys.sorted().joined(separator: ", ")
      return (
        "duplicate-key", nil,
        LocalizedText(ko: "같은 키가 두 번 있습니다: \(list).", en: "A key stands twice: \(list)."),
        LocalizedText(ko: "하나만 남겨 주십시오.", en: "Keep one of them.")
      )
    case .wrongVersion(let found):
      return (
        "manifest-version", "version",
        LocalizedText(
          ko: "매니페스트 버전 \(found)은(는) 읽을 수 없습니다.", en: "Version \(found) of the manifest language is not known."),
        LocalizedText(
          ko: "version: \(AdapterManifest.languageVersion)이어야 합니다.",
          en: "Write version: \(AdapterManifest.languageVersion).")
      )
    default: return keyParts
    }
  }

  private var keyParts: Parts {
    switch kind {
    case .unknownKey(let key, let suggestion):
      return (
        "unknown-key", key, LocalizedText(ko: "알 수 없는 키입니다.", en: "This key is not known."),
        suggestion.map { LocalizedText(ko: "\($0)을(를) 쓰려고 하셨습니까?", en: "Did you mean \($0)?") }
      )
    case .missingKey(let key):
      return (
        "missing-key", key, LocalizedText(ko: "꼭 필요한 키가 없습니다.", en: "This key is required."),
        LocalizedText(ko: "\(key)을(를) 적어 주십시오.", en: "Add \(key).")
      )
    case .wrongShape(let key, let wanted):
      return ("wrong-shape", key, wanted.text, nil)
    case .unknownWord(let word, let suggestion, let allowed):
      let list = allowed.joined(separator: ", ")
      let guess = suggestion ?? list
      return (
        "unknown-value", word,
        LocalizedText(ko: "여기에 쓸 수 없는 값입니다. 쓸 수 있는 값: \(list).", en: "Not one of: \(list)."),
        LocalizedText(ko: "\(guess)을(를) 쓰려고 하셨습니까?", en: "Did you mean \(guess)?")
      )
    case .notForField(let key, let field):
      return (
        "key-not-for-field", key,
        LocalizedText(ko: "\(field)에는 이 키를 쓸 수 없습니다.", en: "This key has no meaning for \(field)."), nil
      )
    case .oneOf(let keys):
      let list = keys.joined(separator: ", ")
      return (
        "one-of-keys", nil,
        LocalizedText(ko: "다음 가운데 꼭 하나만 적어야 합니다: \(list).", en: "Exactly one of these is needed: \(list)."), nil
      )
    case .onlyOne(let key, let other):
      return (
        "keys-exclude-each-other", key,
        LocalizedText(ko: "\(other)와(과) 함께 쓸 수 없습니다.", en: "This can not stand beside \(other)."), nil
      )
    case .badAttribute:
      return (
        "bad-attribute", nil,
        LocalizedText(ko: "속성 이름은 1–255바이트여야 합니다.", en: "An attribute's name has 1 to 255 bytes."), nil
      )
    case .repeatedLabel(let label):
      return (
        "repeated-label", nil,
        LocalizedText(ko: "같은 열 이름이 이 항목에 두 번 있습니다: \(label).", en: "A label stands twice in this field: \(label)."),
        LocalizedText(ko: "띄어쓰기, 대소문자, _와 -는 구별하지 않습니다.", en: "Blanks, case, _ and - make no difference.")
      )
    default:
      return (
        "bad-id", "id",
        LocalizedText(
          ko: "어댑터 id는 소문자로 시작하고 소문자, 숫자, -로만 되어 있어야 합니다(63자까지).",
          en: "An adapter's id is lower-case letters, digits and -, at most 63, and begins with a letter."), nil
      )
    }
  }
}

extension ManifestFault.Shape {
  fileprivate var text: LocalizedText {
    switch self {
    case .text: LocalizedText(ko: "글자여야 합니다.", en: "This must be text.")
    case .list: LocalizedText(ko: "목록이어야 합니다.", en: "This must be a list.")
    case .map: LocalizedText(ko: "키와 값이어야 합니다.", en: "This must be keys and values.")
    case .labels: LocalizedText(ko: "열 이름의 목록이어야 하며 비어 있을 수 없습니다.", en: "This must be a list of labels, and not empty.")
    case .separator: LocalizedText(ko: "1–8바이트의 글자여야 합니다.", en: "This must be text of 1 to 8 bytes.")
    case .number: LocalizedText(ko: "1 이상의 정수여야 합니다.", en: "This must be a whole number of at least 1.")
    case .path:
      LocalizedText(
        ko: "경로여야 합니다(예: resource.member_id, items[0].name, meta[key=이름].value).",
        en: "This must be a path, such as resource.member_id, items[0].name or meta[key=name].value.")
    case .network:
      LocalizedText(
        ko: "IP 주소 또는 대역이어야 합니다(예: 203.0.113.0/24).",
        en: "This must be an IP address or network, such as 203.0.113.0/24.")
    case .command:
      LocalizedText(
        ko: "어댑터 폴더 안의 실행 파일이어야 합니다(예: ./my-adapter). 절대 경로와 ..은 쓸 수 없습니다.",
        en: "This must be a program in the adapter's folder, such as ./my-adapter, without `..`.")
    case .headers:
      LocalizedText(
        ko: "HTTP 헤더 이름이어야 합니다(영문자, 숫자, -, _).",
        en: "This must be the name of an HTTP header: letters, digits, - and _.")
    case .boolean: LocalizedText(ko: "true 또는 false여야 합니다.", en: "This must be true or false.")
    }
  }
}
