import CommonValues
import Naru

/// The small square that stands for a colour of a chart.
enum ChartKey {
  static func square(_ look: Int) -> HTML {
    "<svg viewBox=\"0 0 12 12\" aria-hidden=\"true\"><rect class=\"f\(look)\" width=\"12\" height=\"12\" rx=\"3\"/></svg>"
  }
}

/// The share of active members with a Kakao user, day by day: a line, and the same as a table.
struct CoverageChart: Sendable {
  let days: [CoverageDay]
  let t: AdminWords

  var html: HTML {
    let title = t("카카오 연결률", "Members with a Kakao user")
    guard let first = days.first, let last = days.last, days.count > 1 else {
      return """
        <div class="box pad"><h3>\(title)</h3>\
        <p class="soft">\(t("하루에 한 번 셉니다. 이틀째부터 그래프가 보입니다.", "Counted once a day; the chart begins on the second day."))</p></div>
        """
    }
    let span = max(1, last.day.daysSinceEpoch - first.day.daysSinceEpoch)
    // Hundredths of a percent from the top.
    let points = days.map { day in
      let x = (day.day.daysSinceEpoch - first.day.daysSinceEpoch) * 1_000 / span
      let share = day.coverage.active > 0 ? day.coverage.covered * 1_000 / day.coverage.active : 0
      return "\(x),\(1_000 - share)"
    }
    let path = points.joined(separator: " ")
    let summary = t(
      "\(first.day)에 \(share(first)), \(last.day)에 \(share(last))",
      "\(share(first)) on \(first.day), \(share(last)) on \(last.day)")
    let rows: [HTML] = days.reversed().map { day in
      """
      <tr><td class="nw">\(day.day.description)</td><td class="n">\(share(day))</td>\
      <td class="n">\(t.number(day.coverage.covered))</td><td class="n">\(t.number(day.coverage.active))</td></tr>
      """
    }
    return """
      <div class="box pad"><h3>\(title)</h3>
      <figure><svg viewBox="0 0 1000 1000" preserveAspectRatio="none" role="img" aria-labelledby="line-t line-d">
      <title id="line-t">\(title)</title><desc id="line-d">\(summary)</desc>
      <path class="grid" vector-effect="non-scaling-stroke" d="M0 0H1000M0 500H1000M0 1000H1000"/>
      <polygon class="area" points="0,1000 \(path) 1000,1000"/>
      <polyline class="line" vector-effect="non-scaling-stroke" points="\(path)"/></svg></figure>
      <p class="axis"><span>\(first.day.description)</span><span>0–100%</span><span>\(last.day.description)</span></p>
      <p>\(summary)</p>
      <details><summary>\(t("숫자로 보기", "As numbers"))</summary><table><thead><tr><th>\(t("날짜", "Day"))</th>\
      <th class="n">\(t("비율", "Share"))</th><th class="n">\(t("연결", "With Kakao"))</th>\
      <th class="n">\(t("활동 회원", "Active"))</th></tr></thead><tbody>\(rows)</tbody></table></details></div>
      """
  }

  private func share(_ day: CoverageDay) -> String { t.percent(day.coverage.covered, of: day.coverage.active) }
}

/// How many runs each day had, and how they ended: stacked bars, and the same as a table.
struct RunChart: Sendable {
  let runs: [RunDay]
  let today: CalendarDate
  let count: Int
  let t: AdminWords

  private struct Day {
    var good = 0
    var other = 0
    var bad = 0
    var all: Int { good + other + bad }
  }

  var html: HTML {
    let title = t("실행", "Runs")
    guard !runs.isEmpty else {
      return """
        <div class="box pad"><h3>\(title)</h3>\
        <p class="soft">\(t("이 기간에 실행한 것이 없습니다.", "Nothing was run in this time."))</p></div>
        """
    }
    let first = today.adding(days: 1 - count)
    var days = [Day](repeating: Day(), count: count)
    for run in runs {
      let index = run.day.daysSinceEpoch - first.daysSinceEpoch
      guard days.indices.contains(index) else { continue }
      switch run.outcome {
      case .succeeded: days[index].good += run.count
      case .failed: days[index].bad += run.count
      default: days[index].other += run.count
      }
    }
    let most = max(1, days.map(\.all).max() ?? 1)
    let (good, other, bad) = days.reduce((0, 0, 0)) { ($0.0 + $1.good, $0.1 + $1.other, $0.2 + $1.bad) }
    let summary = t(
      "완료 \(t.number(good)), 멈춤·중단 \(t.number(other)), 실패 \(t.number(bad)). 하루 최대 \(t.number(most))",
      "\(t.number(good)) done, \(t.number(other)) stopped or interrupted, \(t.number(bad)) failed. At most \(t.number(most)) a day"
    )
    let bars: [HTML] = days.enumerated().map { index, day in bar(index, day, most) }
    let rows: [HTML] = days.enumerated().reversed().filter { $0.element.all > 0 }.map { index, day in
      """
      <tr><td class="nw">\(first.adding(days: index).description)</td><td class="n">\(t.number(day.good))</td>\
      <td class="n">\(t.number(day.other))</td><td class="n">\(t.number(day.bad))</td></tr>
      """
    }
    return """
      <div class="box pad"><h3>\(title)</h3>
      <figure><svg viewBox="0 0 \(count * 10) 1000" preserveAspectRatio="none" role="img" aria-labelledby="bars-t bars-d">
      <title id="bars-t">\(title)</title><desc id="bars-d">\(summary)</desc>
      <path class="grid" vector-effect="non-scaling-stroke" d="M0 0H\(count * 10)M0 500H\(count * 10)M0 1000H\(count * 10)"/>\(bars)</svg>
      </figure>
      <p class="axis"><span>\(first.description)</span><span>0–\(t.number(most))</span><span>\(today.description)</span></p>
      <p class="tags"><span class="key">\(ChartKey.square(1))\(t("완료", "done")) \(t.number(good))</span>\
      <span class="key">\(ChartKey.square(4))\(t("멈춤·중단", "stopped")) \(t.number(other))</span>\
      <span class="key">\(ChartKey.square(5))\(t("실패", "failed")) \(t.number(bad))</span></p>
      <details><summary>\(t("숫자로 보기", "As numbers"))</summary><table><thead><tr><th>\(t("날짜", "Day"))</th>\
      <th class="n">\(t("완료", "Done"))</th><th class="n">\(t("멈춤·중단", "Stopped"))</th><th class="n">\(t("실패", "Failed"))</th>\
      </tr></thead><tbody>\(rows)</tbody></table></details></div>
      """
  }

  private func bar(_ index: Int, _ day: Day, _ most: Int) -> HTML {
    var top = 1_000
    let pieces: [HTML] = [(day.good, 1), (day.other, 4), (day.bad, 5)].map { count, look in
      guard count > 0 else { return "" }
      // What there is can be seen, however little it is.
      let height = max(20, count * 1_000 / most)
      top = max(0, top - height)
      return "<rect class=\"f\(look)\" x=\"\(index * 10 + 1)\" y=\"\(top)\" width=\"8\" height=\"\(height)\"/>"
    }
    return "\(pieces)"
  }
}
