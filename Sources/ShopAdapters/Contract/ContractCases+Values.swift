import CommonValues
import ShopModel

extension ContractCases {
  private static let markers = ["", "-", "NULL", "N/A", "없음", "BLANK", "0000-00-00"]

  /// What values become.
  static let values: [AdapterContract.Case] = [
    AdapterContract.Case(
      "blank-markers", ko: "빈칸과 빈 값 표시는 값이 아니다.", en: "A blank and the marks for it are no values."
    ) {
      $0.eachTable { table in
        let names =
          table.kind == .members
          ? ["phone", "email", "birth_date", "points", "joined_at"] : ["paid_at", "buyer.email"]
        let fields = names.compactMap(table.field)
        guard !fields.isEmpty else { return nil }
        var isAsked = false
        for field in fields {
          for marker in markers {
            guard let row = table.setting(field, marker) else { continue }
            isAsked = true
            let mapped = table.map([row])
            guard mapped.lines.count == 1, mapped.findings.isEmpty, table.isBlank(field.name, mapped) else {
              return .failed(
                ko: "\(field.name)에서 ‘\(marker)’를 값으로 읽었습니다.", en: "In \(field.name) ‘\(marker)’ was a value.")
            }
          }
        }
        return isAsked ? .passed : nil
      }
    },
    AdapterContract.Case(
      "phone-forms", ko: "전화번호의 여러 표기(엑셀이 0을 지운 것 포함)는 한 번호이다.",
      en: "All spellings of a phone number are one, also the one whose zero a spreadsheet ate."
    ) {
      $0.eachTable { table in
        let name = table.kind == .members ? "phone" : "buyer.phone"
        guard let field = table.field(name) else { return nil }
        let forms = [
          "010-0000-5678", "01000005678", "1000005678", "010 0000 5678", "+82 10-0000-5678", "+82 010-0000-5678",
          "０１０－００００－５６７８",
        ]
        for form in forms {
          guard let row = table.setting(field, form) else { return nil }
          let mapped = table.map([row])
          guard table.phone(mapped)?.e164 == "+821000005678" else {
            return .failed(ko: "읽지 못한 표기가 있습니다: \(form)", en: "This spelling was not read: \(form)")
          }
        }
        return .passed
      }
    },
    AdapterContract.Case(
      "bad-phone", ko: "전화번호가 아닌 값은 그 항목만 빠지고, 알린다.", en: "What is no phone number is left out alone, with a warning."
    ) {
      $0.eachTable { table in
        let name = table.kind == .members ? "phone" : "buyer.phone"
        guard let field = table.field(name), let row = table.setting(field, "12") else { return nil }
        let mapped = table.map([row])
        return verdict(
          mapped.lines.count == 1 && table.phone(mapped) == nil && mapped.codes.contains("bad-phone"),
          ko: "값을 썼거나 행을 버렸거나 알리지 않았습니다.", en: "It was used, the row was lost, or nobody was told.")
      }
    },
    AdapterContract.Case(
      "delivery-contacts", ko: "배송용 연락처는 어디에도 남지 않는다.", en: "Contacts for delivery are not taken over at all."
    ) { subject in
      subject.eachTable(LocalizedText(ko: "배송용 연락처라고 하지 않았습니다.", en: "It does not call contacts delivery only.")) {
        table in
        guard table.kind == .orders, subject.manifest?.orders?.contactsAreForDelivery == true else { return nil }
        let row = table.base.map { $0.isEmpty ? "010-0000-5678" : $0 }
        let orders = table.map([row]).orders + table.map(table.rows).orders
        return verdict(
          !orders.isEmpty && orders.allSatisfy { $0.buyer.phone == nil && $0.buyer.email == nil },
          ko: "주문에 연락처가 들어 있습니다.", en: "An order holds a contact.")
      }
    },
    AdapterContract.Case(
      "impossible-dates", ko: "있을 수 없는 날짜는 날짜가 아니다.", en: "A date that can not be is none."
    ) {
      $0.eachTable { table in
        let name = table.kind == .members ? "birth_date" : "placed_at"
        let other = table.kind == .members ? "joined_at" : "paid_at"
        guard let field = table.field(name) ?? table.field(other) else { return nil }
        for text in ["2026-02-30", "1990-13-01", "2025-00-10"] {
          guard let row = table.setting(field, text) else { return nil }
          let mapped = table.map([row])
          let isSetAside = table.kind == .orders ? mapped.lines.isEmpty : table.isBlank(field.name, mapped)
          guard isSetAside, !mapped.findings.isEmpty else {
            return .failed(ko: "\(field.name)에서 \(text)을 받아들였습니다.", en: "In \(field.name) \(text) was accepted.")
          }
        }
        return .passed
      }
    },
    AdapterContract.Case(
      "money-forms", ko: "금액의 여러 표기는 한 금액이고, 읽을 수 없으면 주문을 격리한다.",
      en: "All spellings of an amount are one; where it can not be read the order is set aside."
    ) {
      $0.eachTable { table in
        guard table.kind == .orders, let field = table.field("total") ?? table.orders?.itemTotal else { return nil }
        let cleared = table.blanking([table.orders?.refunded], in: table.base)
        for text in ["24680", "24,680", "24680.00", "24,680원", "₩24,680"] {
          guard let row = table.setting(field, text, in: cleared) else { return nil }
          guard table.map([row]).orders.first?.total == DecimalNumber("24680") else {
            return .failed(ko: "읽지 못한 표기가 있습니다: \(text)", en: "This spelling was not read: \(text)")
          }
        }
        guard let row = table.setting(field, "이만원", in: cleared) else { return nil }
        return verdict(
          table.map([row]).lines.isEmpty, ko: "읽을 수 없는 금액의 주문을 썼습니다.",
          en: "An order whose amount can not be read was used.")
      }
    },
    AdapterContract.Case(
      "kakao-user-id", ko: "카카오 회원번호는 숫자 그대로이고, 반올림된 것은 쓰지 않는다.",
      en: "A Kakao user id keeps every digit, and a rounded one is not used."
    ) {
      $0.eachTable { table in
        guard let field = table.field("kakao_user_id"),
          let exact = table.setting(field, "1376016924429759228"), let rounded = table.setting(field, "1.37602E+18"),
          let blank = table.setting(field, "")
        else { return nil }
        guard table.map([exact]).members.first?.kakaoUserID == .value(1_376_016_924_429_759_228) else {
          return .failed(ko: "번호가 달라졌습니다.", en: "The id changed.")
        }
        let isUnused = [rounded, blank].allSatisfy { table.map([$0]).members.first?.kakaoUserID == .unknown }
        return verdict(isUnused, ko: "반올림된 번호나 빈칸을 썼습니다.", en: "A rounded or blank id was used.")
      }
    },
    AdapterContract.Case(
      "withdrawal", ko: "탈퇴라고 분명히 적힌 회원만 탈퇴이다.", en: "Only who is clearly said to have left has left."
    ) {
      $0.eachTable { table in
        guard let flag = table.members?.withdrawn, let state = flag.state,
          let yes = flag.mapping.yes.first(where: ContractTable.isPlainWord),
          let no = flag.mapping.no.first(where: ContractTable.isPlainWord)
        else { return nil }
        let status = table.field("status")
        let cleared = table.blanking([flag.yesAt, flag.noAt, flag.changedAt, status], in: table.base)
        guard let left = table.setting(state, yes, in: cleared), let stayed = table.setting(state, no, in: cleared)
        else {
          return nil
        }
        guard table.hasLeft(left) else {
          return .failed(ko: "‘\(yes)’인데 탈퇴가 아닙니다.", en: "‘\(yes)’ was no withdrawal.")
        }
        for word in ["", "?", "확인 필요"] {
          guard let row = table.setting(state, word, in: cleared), !table.hasLeft(row) else {
            return .failed(ko: "‘\(word)’를 탈퇴로 읽었습니다.", en: "‘\(word)’ was a withdrawal.")
          }
        }
        return verdict(!table.hasLeft(stayed), ko: "‘\(no)’인데 탈퇴입니다.", en: "‘\(no)’ was a withdrawal.")
      }
    },
  ]
}

extension ContractTable {
  /// Whether what came out has no value for a field.
  func isBlank(_ name: String, _ mapped: Mapped) -> Bool {
    switch kind {
    case .members:
      guard let member = mapped.members.first else { return false }
      switch name {
      case "phone": return member.phone.value == nil
      case "email": return member.email.value == nil
      case "birth_date": return member.birthDate.value == nil
      case "points": return member.points.value == nil
      case "joined_at": return member.joinedAt.value == nil
      default: return false
      }
    case .orders:
      guard let order = mapped.orders.first else { return false }
      switch name {
      case "paid_at": return order.paidAt == nil
      case "buyer.email": return order.buyer.email == nil
      default: return false
      }
    }
  }

  func phone(_ mapped: Mapped) -> PhoneNumber? {
    kind == .members ? mapped.members.first?.phone.value : mapped.orders.first?.buyer.phone
  }

  func hasLeft(_ row: [String]) -> Bool {
    guard let member = map([row]).members.first else { return false }
    return member.status == .value(.withdrawn) || member.withdrawnAt != nil
  }

  /// Whether a word of a list stands for itself alone.
  static func isPlainWord(_ word: String) -> Bool { !word.isEmpty && !word.hasPrefix("*") && !word.hasSuffix("*") }
}
