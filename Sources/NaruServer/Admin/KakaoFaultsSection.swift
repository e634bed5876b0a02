import CommonValues
import KakaoAPI
import Naru

/// What Kakao has refused lately, in plain words, with the place in the console and the fix.
struct KakaoFaultsSection: Sendable {
  let shop: ShopConfiguration
  let runs: [Run]
  let now: Timestamp
  let t: AdminWords

  private struct Fault {
    var diagnostic: Diagnostic
    var count = 0
    var run: Int64
    var at: Timestamp
  }

  var html: HTML {
    let faults = faults
    let title: HTML = "<h2>\(t("카카오 오류", "Errors of Kakao's"))</h2>"
    guard !faults.isEmpty else {
      return """
        \(title)<div class="box">\(.none(t("최근 실행에서 카카오가 오류로 답한 적이 없습니다.",
          "Kakao has answered no recent run with an error.")) as HTML)</div>
        """
    }
    return "\(title)<div class=\"box\"><table class=\"stack\"><tbody>\(faults.map(row))</tbody></table></div>"
  }

  /// One entry for each code and endpoint, the latest first.
  private var faults: [Fault] {
    var faults: [Fault] = []
    for run in runs {
      for diagnostic in RunDigest(run.summary).all where diagnostic.code.hasPrefix("kakao-") {
        let isSame = { (fault: Fault) in
          fault.diagnostic.code == diagnostic.code && fault.diagnostic.reason == diagnostic.reason
        }
        let index = faults.firstIndex(where: isSame) ?? faults.count
        if index == faults.count { faults.append(Fault(diagnostic: diagnostic, run: run.id, at: run.startedAt)) }
        faults[index].count += 1
      }
    }
    return faults
  }

  private func row(_ fault: Fault) -> HTML {
    let entry = KakaoErrorTable.entry(of: fault.diagnostic)
    let code: HTML = entry.map { "<code>\($0.code)</code> " } ?? ""
    let cause: HTML = entry.map { "<p>\(t($0.cause))</p>" } ?? ""
    let place: HTML = entry?.console.map { "<p><b>\(t("어디에서", "Where")):</b> \(t($0))</p>" } ?? ""
    let fix: HTML =
      (entry?.remedy ?? fault.diagnostic.fix).map { "<p><b>\(t("해결", "Fix")):</b> \(t($0))</p>" } ?? ""
    let endpoint: HTML = fault.diagnostic.place.field.map { "<small><bdi>\($0)</bdi></small>" } ?? ""
    return """
      <tr><td><h3>\(code)\(entry.map { t($0.meaning) } ?? t(fault.diagnostic.reason))</h3>\(cause)\(place)\(fix)
      <p class="soft">\(t("실행 \(fault.count)번", "in \(fault.count) runs")) · \
      \(t("마지막", "latest")) <a href="/admin/shops/\(shop.id.description)/runs/\(fault.run)">\(t.time(fault.at))</a> \
      (\(t.age(fault.at, now: now))) \(endpoint)</p></td></tr>
      """
  }
}
