import CommonValues

/// What refuses canonical JSON.
enum CanonicalProblem {
  static func notJSON(_ fault: JSONFault) -> Diagnostic {
    let what: LocalizedText
    switch fault {
    case .syntax: what = LocalizedText(ko: "JSON 문법에 맞지 않습니다.", en: "This is not JSON.")
    case .notUTF8: what = LocalizedText(ko: "UTF-8이 아닙니다.", en: "This is not UTF-8.")
    case .tooLong: what = LocalizedText(ko: "JSON이 너무 깁니다.", en: "The JSON is too long.")
    case .tooDeep: what = LocalizedText(ko: "JSON이 너무 깊이 중첩되어 있습니다.", en: "The JSON is nested too deeply.")
    case .tooManyValues: what = LocalizedText(ko: "JSON에 값이 너무 많습니다.", en: "The JSON holds too many values.")
    case .duplicateKey: what = LocalizedText(ko: "한 객체에 같은 키가 두 번 있습니다.", en: "A key stands twice in one object.")
    case .loneSurrogate:
      what = LocalizedText(ko: "글자가 중간에 잘려 있습니다(서로게이트 반쪽).", en: "A text holds half a surrogate pair.")
    case .nulCharacter: what = LocalizedText(ko: "글자에 NUL(\\u0000)이 있습니다.", en: "A text holds a NUL (\\u0000).")
    }
    return Diagnostic(.error, code: "bad-json", reason: what)
  }

  static let notObject = Diagnostic(
    .error, code: "not-an-object", reason: LocalizedText(ko: "객체({…})가 아닙니다.", en: "This is not an object ({…})."))

  static let unknownKind = Diagnostic(
    .error, code: "unknown-kind", place: Diagnostic.Place(field: "kind"),
    reason: LocalizedText(ko: "kind가 없거나 알 수 없는 값입니다.", en: "The kind is missing or not known."),
    fix: LocalizedText(
      ko: "member, order, member_withdrawn, refetch 가운데 하나를 적어 주십시오.",
      en: "Write member, order, member_withdrawn or refetch."))

  static let badTime = Diagnostic(
    .error, code: "unreadable-time", place: Diagnostic.Place(field: "at"),
    reason: LocalizedText(ko: "시각을 읽을 수 없습니다.", en: "The time can not be read."),
    fix: LocalizedText(ko: "2026-11-02T09:00:00+09:00처럼 적어 주십시오.", en: "Write it as 2026-11-02T09:00:00+09:00."))

  static func otherKind(_ kind: ExportKind) -> Diagnostic {
    Diagnostic(
      .error, code: "other-kind", place: Diagnostic.Place(field: "kind"),
      reason: kind == .members
        ? LocalizedText(ko: "주문 파일에 회원이 있습니다.", en: "A member in a file of orders.")
        : LocalizedText(ko: "회원 파일에 주문이 있습니다.", en: "An order in a file of members."),
      fix: LocalizedText(
        ko: "--kind \(kind.rawValue)(으)로 한 번 더 가져오십시오.", en: "Import the file once more with --kind \(kind.rawValue)."))
  }

  static let refetchInFile = Diagnostic(
    .error, code: "refetch-in-file", place: Diagnostic.Place(field: "kind"),
    reason: LocalizedText(ko: "파일로는 refetch를 받지 않습니다.", en: "A refetch is not taken from a file."),
    fix: LocalizedText(ko: "회원이나 주문 자체를 보내 주십시오.", en: "Send the members or orders themselves."))

  static let badRefetch = Diagnostic(
    .error, code: "bad-refetch", reason: LocalizedText(ko: "refetch에 쓸 수 없는 값입니다.", en: "This is no usable refetch."),
    fix: LocalizedText(
      ko: "entity에는 member 또는 order, ids에는 비어 있지 않은 아이디 목록을 적어 주십시오.",
      en: "entity is member or order, ids a list of ids that is not empty."))
}
