/// Why bytes are not the JSON that was wanted, and where.
struct JSONError: Error, Equatable {
  enum Kind: Equatable {
    case empty
    case notUTF8
    case cut
    case unexpected
    case badEscape
    case badNumber
    case tooDeep
    case trailing
    case duplicateKey(String)
  }

  var kind: Kind
  /// The offset of the byte where reading stopped, from 0.
  var offset: Int

  var text: SandboxText {
    switch kind {
    case .empty: SandboxText(ko: "본문이 비어 있습니다.", en: "The body is empty.")
    case .notUTF8: SandboxText(ko: "본문이 UTF-8이 아닙니다.", en: "The body is not UTF-8.")
    case .cut: SandboxText(ko: "JSON이 중간에서 끊겼습니다.", en: "The JSON ends in the middle.")
    case .unexpected:
      SandboxText(ko: "JSON 문법에 맞지 않습니다(위치 \(offset)).", en: "This is not JSON (byte \(offset)).")
    case .badEscape:
      SandboxText(ko: "문자열 이스케이프가 잘못되었습니다(위치 \(offset)).", en: "A string has a bad escape (byte \(offset)).")
    case .badNumber:
      SandboxText(ko: "숫자 표기가 잘못되었습니다(위치 \(offset)).", en: "A number is malformed (byte \(offset)).")
    case .tooDeep:
      SandboxText(
        ko: "JSON이 \(JSONCursor.maximumDepth)단계보다 깊습니다.",
        en: "The JSON is nested deeper than \(JSONCursor.maximumDepth) levels.")
    case .trailing:
      SandboxText(ko: "JSON 뒤에 다른 내용이 있습니다(위치 \(offset)).", en: "Something follows the JSON (byte \(offset)).")
    case .duplicateKey(let key):
      SandboxText(ko: "키 ‘\(key)’이(가) 두 번 나옵니다.", en: "The key '\(key)' occurs twice.")
    }
  }
}
