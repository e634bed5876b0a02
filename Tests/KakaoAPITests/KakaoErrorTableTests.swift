import CommonValues
import Testing

@testable import KakaoAPI

@Suite struct KakaoErrorTableTests {
  /// kapi's codes: the error page, the SDKs' lists, and those of customer files and messages.
  private static let kapi = [
    "-1", "-2", "-3", "-4", "-5", "-6", "-7", "-8", "-9", "-10", "-11", "-12", "-101", "-102", "-103", "-201", "-301",
    "-401", "-402", "-405", "-406", "-421", "-422", "-423", "-451", "-452", "-453", "-480", "-481", "-501", "-502",
    "-504", "-530", "-531", "-532", "-533", "-534", "-535", "-536", "-541", "-544", "-602", "-603", "-606", "-815",
    "-816", "-817", "-818", "-819", "-903", "-911", "-9798",
  ]

  /// kauth's, also those that only third parties' code has (203, 204, 207) and those without a known text.
  private static let kauth = [
    "KOE001", "KOE002", "KOE003", "KOE004", "KOE005", "KOE006", "KOE007", "KOE008", "KOE009", "KOE010", "KOE023",
    "KOE024", "KOE025", "KOE026", "KOE027", "KOE028", "KOE101", "KOE102", "KOE103", "KOE104", "KOE105", "KOE106",
    "KOE107", "KOE108", "KOE109", "KOE110", "KOE123", "KOE124", "KOE125", "KOE201", "KOE202", "KOE203", "KOE204",
    "KOE205", "KOE207", "KOE232", "KOE233", "KOE237", "KOE303", "KOE310", "KOE319", "KOE320", "KOE322", "KOE400",
  ]

  /// Those of Kakao's pages: channels (001 to 007, 104, 105, 108, 201) and shipping addresses.
  private static let pages = [
    "KAE001", "KAE002", "KAE003", "KAE004", "KAE005", "KAE006", "KAE007", "KAE101", "KAE102", "KAE103", "KAE104",
    "KAE105", "KAE108", "KAE201", "KAE202", "KAE203", "KAE204", "KAE205", "KAE206",
  ]

  private static let known = kapi + kauth + pages

  @Test("exactly the known codes have an entry, once each")
  func complete() {
    #expect(KakaoErrorTable.all.map(\.code).sorted() == KakaoErrorTableTests.known.sorted())
  }

  @Test("every text is written in its own language and ends as a sentence", arguments: KakaoErrorTable.all)
  func texts(entry: KakaoErrorEntry) {
    for text in [entry.meaning, entry.cause, entry.remedy] {
      #expect(text.korean.unicodeScalars.contains { (0xAC00...0xD7A3).contains($0.value) })
      #expect(text.korean.hasSuffix("오.") || text.korean.hasSuffix("다."), "\(text.korean)")
      #expect(!text.english.unicodeScalars.contains { (0xAC00...0xD7A3).contains($0.value) })
      #expect(text.english.hasSuffix("."))
    }
    if let console = entry.console { #expect(console.korean != console.english) }
  }

  @Test(
    "a code is found as people type it",
    arguments: [
      ("KOE205", "KOE205"), ("koe205", "KOE205"), (" KOE205\n", "KOE205"), ("-402", "-402"), ("402", "-402"),
      ("- 402", "-402"), ("237", "KOE237"), ("kae105", "KAE105"), ("006", nil), ("101", nil), ("401", "-401"),
      ("9798", "-9798"), ("10", "-10"), ("", nil), ("-", nil), ("KOE", nil), ("KOE999", nil), ("-0402", nil),
      ("٤٠٢", nil), ("-99999999999999999999", nil),
    ] as [(String, String?)])
  func lookup(text: String, code: String?) {
    #expect(KakaoErrorTable.entry(for: text)?.code == code)
  }

  @Test("an ambiguous number gives all that it can mean")
  func ambiguous() {
    #expect(KakaoErrorTable.matches("101").map(\.code) == ["-101", "KOE101", "KAE101"])
    #expect(KakaoErrorTable.matches("201").map(\.code) == ["-201", "KOE201", "KAE201"])
    #expect(KakaoErrorTable.matches("007").map(\.code) == ["KOE007", "KAE007"])
  }

  @Test(
    "what has to be changed in a console says where",
    arguments: KakaoErrorTable.all.filter { $0.retryClass == .configuration || $0.retryClass == .consent })
  func places(entry: KakaoErrorEntry) {
    // Terms of the Kakao account are the user's own affair, and no console has a switch for them.
    #expect(entry.console != nil || entry.code == "KAE204", "\(entry.code)")
  }

  @Test("only faults that pass are repeated, and the quota codes end a run")
  func classes() {
    let retryable = KakaoErrorTable.all.filter { $0.retryClass == .retryable }.map(\.code)
    #expect(retryable.sorted() == ["-1", "-603", "-7", "-815", "-9798", "KAE001", "KOE003"])
    let quota = KakaoErrorTable.all.filter { $0.retryClass == .quota }.map(\.code)
    #expect(quota == ["-10", "-11", "KOE237"])
    #expect(KakaoErrorTable.entry(for: "-10")?.statuses == [400, 429])
  }

  @Test("codes of which status or meaning are not certain are marked")
  func unconfirmed() {
    for code in ["-301", "-406", "-451", "-531", "KOE010", "KOE023", "KOE203", "KOE237", "KOE105"] {
      #expect(KakaoErrorTable.entry(for: code)?.isConfirmed == false, "\(code)")
    }
    for code in ["-10", "-402", "-817", "KOE320", "KAE105"] {
      #expect(KakaoErrorTable.entry(for: code)?.isConfirmed == true, "\(code)")
    }
  }
}
