import CommonValues
import ShopModel

extension ContractCases {
  /// Single rows.
  static let rows: [AdapterContract.Case] = [
    AdapterContract.Case(
      "duplicate-row", ko: "같은 행이 두 번 있어도 회원은 한 명, 주문은 하나이다.",
      en: "A row that stands twice is one member, or one order."
    ) {
      $0.eachTable { table in
        let (once, twice) = (table.map([table.base]), table.map([table.base, table.base]))
        guard twice.lines.count == 1 else {
          return .failed(ko: "둘이 되었습니다.", en: "It became two.")
        }
        if table.kind == .orders, let one = once.orders.first, let two = twice.orders.first {
          let isSame = one.id == two.id && one.memberID == two.memberID && one.placedAt == two.placedAt
          let countsOnce = table.orders?.itemID == nil || one.items == two.items && one.total == two.total
          return verdict(isSame && countsOnce, ko: "주문이 달라졌습니다.", en: "The order became another.")
        }
        return verdict(once.lines == twice.lines, ko: "값이 달라졌습니다.", en: "Its values changed.")
      }
    },
    AdapterContract.Case(
      "last-row-wins", ko: "같은 회원이 두 번 나오면 마지막 행을 쓴다.", en: "Of two rows for one member the last counts."
    ) {
      $0.eachTable { table in
        guard table.kind == .members, let field = table.textField, let changed = table.setting(field, "마지막"),
          let other = table.setting(field, "처음")
        else { return nil }
        return verdict(
          table.map([other, changed]).lines == table.map([changed]).lines, ko: "앞의 행이 남았습니다.",
          en: "The row above was kept.")
      }
    },
    AdapterContract.Case(
      "missing-id", ko: "아이디가 없는 행만 격리하고 나머지는 쓴다.", en: "A row without an id is set aside, the others are used."
    ) {
      $0.eachTable { table in
        var lost = table.base
        for source in table.id.sources { lost[source.column] = "" }
        let mapped = table.map([lost, table.base])
        return verdict(
          mapped.lines == table.map([table.base]).lines && mapped.codes.contains("no-id"),
          ko: "아이디 없는 행을 썼거나, 알리지 않았거나, 다른 행을 잃었습니다.",
          en: "The row without an id was used, nobody was told, or the other row was lost.")
      }
    },
    AdapterContract.Case(
      "rounded-id", ko: "엑셀이 반올림한 번호는 아이디로 쓰지 않는다.", en: "A number that a spreadsheet has rounded is no id."
    ) {
      $0.eachTable { table in
        guard table.id.sources.count == 1, let row = table.setting(table.id, "2.02611E+15") else { return nil }
        let mapped = table.map([row])
        return verdict(
          mapped.lines.isEmpty && mapped.findings.contains { $0.severity == .error }, ko: "반올림된 번호를 아이디로 썼습니다.",
          en: "The rounded number became an id.")
      }
    },
    AdapterContract.Case(
      "long-id", ko: "512바이트가 넘는 아이디는 격리한다.", en: "An id of more than 512 bytes is set aside."
    ) {
      $0.eachTable { table in
        guard table.id.sources.count == 1, let row = table.setting(table.id, String(repeating: "a", count: 600)) else {
          return nil
        }
        let mapped = table.map([row, table.base])
        return verdict(
          mapped.lines == table.map([table.base]).lines && mapped.findings.contains { $0.severity == .error },
          ko: "너무 긴 아이디를 썼습니다.", en: "The id was used.")
      }
    },
    AdapterContract.Case(
      "order-of-rows", ko: "행의 순서를 바꾸어도 한 사람, 한 주문에 대한 말은 같다.",
      en: "Whatever the order of rows, the same is said of each member and order."
    ) {
      $0.eachTable { table in
        let (forth, back) = (table.map(table.rows), table.map(table.rows.reversed()))
        return verdict(
          forth.lines.sorted() == back.lines.sorted(), ko: "행을 뒤집으니 결과가 달라집니다.",
          en: "With the rows reversed something else came out.")
      }
    },
    AdapterContract.Case(
      "too-many-cells", ko: "칸이 더 많은 행은 격리하고 나머지는 쓴다.", en: "A row with more cells is set aside, the others are used."
    ) {
      $0.eachTable { table in
        var more = table.base + ["옆으로", "밀린", "칸"]
        more[table.idColumn] = "contract-shifted"
        let mapped = table.map([table.base, more])
        return verdict(
          mapped.lines == table.map([table.base]).lines && mapped.findings.contains { $0.severity == .error },
          ko: "칸이 밀린 행을 썼습니다.", en: "The shifted row was used.")
      }
    },
    AdapterContract.Case(
      "bad-encoding", ko: "읽을 수 없는 바이트가 있는 행만 격리한다.", en: "A row with bytes that are no text is set aside, alone."
    ) {
      $0.eachTable { table in
        guard let field = table.textField, let row = table.setting(field, "§§") else { return nil }
        var broken = row
        broken[table.idColumn] = "contract-bytes"
        let bytes = ContractBytes.replacing(table.bytes([table.base, broken]), "§§", with: [0xFF, 0xFE, 0x41])
        let mapped = table.map(bytes: bytes)
        return verdict(
          mapped.lines == table.map([table.base]).lines && mapped.findings.contains { $0.severity == .error },
          ko: "깨진 행을 썼거나 다른 행을 잃었습니다.", en: "The broken row was used, or the other was lost.")
      }
    },
    AdapterContract.Case(
      "huge-text", ko: "한도를 넘는 값은 그 행만 격리하고, 한도까지의 값은 그대로 둔다.",
      en: "A value over the limit sets its row aside; one up to it is kept as it is."
    ) {
      $0.eachTable { table in
        guard let field = table.textField else { return nil }
        let long = String(repeating: "가", count: 20_000)
        let huge = String(repeating: "a", count: 70_000)
        guard let kept = table.setting(field, long), var over = table.setting(field, huge) else { return nil }
        over[table.idColumn] = "contract-huge"
        let mapped = table.map([kept, over])
        return verdict(
          mapped.lines.count == 1 && mapped.lines[0].contains(long)
            && mapped.findings.contains { $0.severity == .error },
          ko: "긴 값을 자르거나 한도를 넘는 값을 썼습니다.", en: "The long value was cut, or the one over the limit used.")
      }
    },
    AdapterContract.Case(
      "hostile-text", ko: "수식, HTML, 방향 문자, 따옴표는 그저 글자이다.",
      en: "Formulas, HTML, direction marks and quotes are text and no more."
    ) {
      $0.eachTable { table in
        guard let field = table.textField else { return nil }
        for text in ContractBytes.hostile {
          guard let row = table.setting(field, text) else { return nil }
          let mapped = table.map([row])
          let json = JSONValue.string(text).json.dropFirst().dropLast()
          guard mapped.lines.count == 1, decodes(mapped.lines[0], to: text) else {
            return .failed(ko: "글자가 바뀌었거나 행이 사라졌습니다.", en: "The text changed, or the row was lost.")
          }
          if mapped.findings.contains(where: { $0.message(in: .english).contains(json) }) {
            return .failed(ko: "알림에 값이 그대로 들어 있습니다.", en: "A finding repeats the value.")
          }
        }
        return .passed
      }
    },
    AdapterContract.Case(
      "nul-byte", ko: "NUL 바이트가 있는 행은 격리한다.", en: "A row with a NUL byte is set aside."
    ) {
      $0.eachTable { table in
        guard let field = table.textField, var row = table.setting(field, "하나§§둘") else { return nil }
        row[table.idColumn] = "contract-nul"
        let bytes = ContractBytes.replacing(table.bytes([table.base, row]), "§§", with: [0])
        let mapped = table.map(bytes: bytes)
        return verdict(
          mapped.lines == table.map([table.base]).lines && mapped.findings.contains { $0.severity == .error },
          ko: "NUL이 있는 행을 썼습니다.", en: "The row with the NUL was used.")
      }
    },
  ]

  /// Whether a text stands somewhere in a line of JSON, as it is.
  private static func decodes(_ line: String, to text: String) -> Bool {
    guard let value = try? JSONValue(parsing: line) else { return false }
    return value.texts.contains { $0.utf8.elementsEqual(text.utf8) }
  }
}

/// Bytes that are not as they should be.
enum ContractBytes {
  static let hostile = [
    "=HYPERLINK(1+1)", "+cmd|' /C calc'!A0", "@SUM(A1)", "<script>alert(1)</script>", "&lt;b&gt;&amp;",
    "'; DROP TABLE member; --",
    "가\u{202E}나\u{2066}다", "\"따옴표\", 쉼표", "%s%n${jndi}", "\u{FEFF}가", "👩‍👩‍👧‍👦", "e\u{301}",
  ]

  /// `bytes` with the first place that has `text` replaced.
  static func replacing(_ bytes: [UInt8], _ text: String, with other: [UInt8]) -> [UInt8] {
    let mark = Array(text.utf8)
    guard let start = bytes.indices.first(where: { bytes[$0...].starts(with: mark) }) else { return bytes }
    return Array(bytes[..<start]) + other + Array(bytes[(start + mark.count)...])
  }
}

extension JSONValue {
  /// Every text within.
  var texts: [String] {
    switch self {
    case .string(let text), .number(let text): [text]
    case .array(let values): values.flatMap(\.texts)
    case .object(let members): members.flatMap { $0.value.texts }
    case .null, .bool: []
    }
  }
}
