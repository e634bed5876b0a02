import CommonValues
import Foundation
import Testing

@Suite("Masking")
struct MaskingTests {
  @Test(
    "phones show the last four digits and never hide fewer than four",
    arguments: [
      ("+821012345678", "+8210****5678"), ("", ""), ("123456789", "*********"), ("0212345678", "02****5678"),
      ("01012345678", "010****5678"), ("+82212345678", "+822****5678"), ("+123456789012345", "+1234*******2345"),
    ])
  func phone(text: String, masked: String) { #expect(Masking.phone(text) == masked) }

  @Test(
    "e-mails show two letters and the last label",
    arguments: [
      ("hana@example.com", "h***@e***.com"), ("a@b", "a***@b***"), ("@", "***@***"),
      ("하나@example.co.kr", "하***@e***.kr"),
      ("hana", "h**a"), ("", ""), ("a@b@example.com", "a***@b***.com"),
    ])
  func email(text: String, masked: String) { #expect(Masking.email(text) == masked) }

  @Test(
    "names show the first and, from three characters on, the last character",
    arguments: [
      ("", ""), ("김", "*"), ("김나", "김*"), ("김하나", "김*나"), ("남궁하나", "남**나"), ("Alexandra Longname", "A******e"),
    ])
  func name(text: String, masked: String) { #expect(Masking.name(text) == masked) }

  @Test(
    "the shape of a value keeps punctuation and the first of each run",
    arguments: [
      ("010-1234-5678", "0**-1***-5***"), ("김하나,hana@example.com", "김**,h***@e******.c**"), ("", ""),
      ("a\nb\u{0}c", "a b c"),
      ("\"x\";\t1", "\"x\"; 1"),
    ])
  func shape(text: String, masked: String) { #expect(Masking.shape(text) == masked) }

  @Test("a long value is cut at the limit and says so")
  func limit() {
    let masked = Masking.shape(String(repeating: "가", count: 1_000), limit: 10)
    #expect(masked == "가*********…")
  }
}

@Suite("Secrets")
struct SecretTests {
  struct Holder {
    let key: Secret<String>
    let more: [Secret<String>]
    let maybe: Secret<String>?
  }

  @Test("no way of printing gives the value")
  func redacted() {
    let secret = Secret("s3cr3t-value")
    let holder = Holder(key: secret, more: [secret], maybe: secret)
    var texts = [
      "\(secret)", String(describing: secret), String(reflecting: secret), secret.description, secret.debugDescription,
      "\(holder)", String(reflecting: holder), "\([secret])", "\(["key": secret])", "\(Optional(secret) as Any)",
      "\((secret, 1))",
    ]
    for value in [secret, holder, [holder], ["a": holder]] as [Any] {
      var text = ""
      dump(value, to: &text)
      texts.append(text)
      text = ""
      print(value, to: &text)
      debugPrint(value, to: &text)
      texts.append(text)
    }
    for text in texts {
      #expect(!text.contains("s3cr3t"))
      #expect(text.contains("<redacted>"))
    }
    #expect(Mirror(reflecting: secret).children.isEmpty)
    #expect(secret.reveal() == "s3cr3t-value")
  }

  @Test("only the very same bytes match")
  func matches() {
    let secret = Secret("abcdef")
    #expect(secret.matches("abcdef"))
    for other in ["", "a", "abcde", "abcdeg", "Abcdef", "abcdefabcdef", "abcdef\u{0}", "abcdefa", " abcdef"] {
      #expect(!secret.matches(other))
    }
    #expect(!Secret("").matches(""))
    #expect(!Secret("").matches("a"))
    #expect(!Secret("\u{E9}").matches("e\u{301}"))
  }
}

@Suite("Messages")
struct MessageTests {
  static let reason = LocalizedText(ko: "값이 없습니다.", en: "There is no value.")
  static let fix = LocalizedText(ko: "적어 주십시오.", en: "Fill it in.")

  @Test(
    "a message names place, field, reason and fix",
    arguments: [
      (Diagnostic.Place(file: "a.csv", line: 3, column: 5, field: "phone"), "a.csv:3:5: phone: "),
      (.init(file: "a.csv", line: 3), "a.csv:3: "), (.init(file: "a.csv"), "a.csv: "), (.init(line: 3), "line 3: "),
      (.init(line: 3, column: 5), "line 3:5: "), (.init(column: 5), ""), (.init(field: "phone"), "phone: "),
      (.unknown, ""),
    ])
  func message(place: Diagnostic.Place, prefix: String) {
    let diagnostic = Diagnostic(.error, code: "no-value", place: place, reason: Self.reason, fix: Self.fix)
    #expect(diagnostic.message(in: .english) == prefix + "There is no value. — Fill it in.")
    let korean = diagnostic.message(in: .korean)
    #expect(korean.hasSuffix("값이 없습니다. — 적어 주십시오."))
    #expect(!korean.contains("line"))
  }

  @Test("a Korean message without a file names the line in Korean")
  func koreanLine() {
    let diagnostic = Diagnostic(.note, code: "x", place: .init(line: 3, column: 5), reason: Self.reason)
    #expect(diagnostic.message(in: .korean) == "3행:5: 값이 없습니다.")
  }

  @Test("moving a diagnostic changes its place alone")
  func moved() {
    let diagnostic = Diagnostic(.warning, code: "x", reason: Self.reason, fix: Self.fix)
    let moved = diagnostic.at(.init(file: "b.csv", line: 1))
    #expect(moved.place == .init(file: "b.csv", line: 1))
    #expect(moved.at(.unknown) == diagnostic)
    #expect(diagnostic.place == .unknown)
  }

  @Test("severities rise from note to error")
  func severity() {
    #expect(Diagnostic.Severity.note < .warning)
    #expect(Diagnostic.Severity.warning < .error)
    #expect(!(Diagnostic.Severity.error < .error))
  }

  @Test("JSON keeps all of it, the texts under ko and en")
  func json() throws {
    let diagnostic = Diagnostic(
      .error, code: "no-value", place: .init(file: "a.csv", line: 3), reason: Self.reason, fix: Self.fix)
    let data = try JSONEncoder().encode(diagnostic)
    #expect(try JSONDecoder().decode(Diagnostic.self, from: data) == diagnostic)
    let text = try JSONDecoder().decode([String: String].self, from: JSONEncoder().encode(Self.reason))
    #expect(text == ["ko": "값이 없습니다.", "en": "There is no value."])
  }

  @Test(
    "the language follows LANG",
    arguments: [
      ("ko_KR.UTF-8", Language.korean), ("ko", .korean), ("KO_kr", .korean), ("en_US.UTF-8", .english), ("C", .english),
      ("", .english), ("POSIX", .english), ("ja_JP", .english),
    ])
  func language(locale: String, language: Language) { #expect(Language(locale: locale) == language) }

  @Test("a text is given in the language asked for")
  func text() {
    #expect(Self.reason.text(in: .korean) == "값이 없습니다.")
    #expect(Self.reason.text(in: .english) == "There is no value.")
  }
}
