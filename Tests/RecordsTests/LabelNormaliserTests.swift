import CommonValues
import NaruTestSupport
import Records
import Testing

@Suite("Labels")
struct LabelNormaliserTests {
  @Test(
    "spellings of one label are the same",
    arguments: [
      ("휴대폰번호", "휴대폰 번호"), ("휴대폰번호", "*휴대폰_번호"), ("휴대폰번호", "\u{FEFF}휴대폰\u{200B}번호"), ("휴대폰번호", "  * 휴대폰-번호\u{3000}"),
      ("휴대폰번호", "\u{1112}\u{1172}\u{1103}\u{1162}\u{1111}\u{1169}\u{11AB}\u{1107}\u{1165}\u{11AB}\u{1112}\u{1169}"),
      ("email", "Ｅ－ｍａｉｌ"), ("email", "E_MAIL"), ("email", "e\u{2011}mail"), ("양력(t)/음력(f)", "양력(Ｔ)／음력(F)"),
    ])
  func same(_ expected: String, _ label: String) {
    #expect(Array(LabelNormaliser.normalise(label).unicodeScalars) == Array(expected.unicodeScalars))
  }

  @Test("different labels stay different", arguments: [("이름", "이름*"), ("주문일", "주문일시"), ("a", "á")])
  func different(_ one: String, _ other: String) {
    #expect(LabelNormaliser.normalise(one) != LabelNormaliser.normalise(other))
  }

  @Test("normalising twice is normalising once", arguments: 0..<200)
  func idempotent(_ seed: Int) {
    var generator = SplitMix64(seed: UInt64(seed))
    let alphabet = Array("가ㄱ*_- aＡ＊\u{3000}\u{FEFF}İß\u{1100}\u{1161}\u{11A8}".unicodeScalars)
    let label = String(
      String.UnicodeScalarView((0..<12).map { _ in alphabet.randomElement(using: &generator) ?? "a" }))
    let once = LabelNormaliser.normalise(label)
    #expect(LabelNormaliser.normalise(once) == once)
  }
}
