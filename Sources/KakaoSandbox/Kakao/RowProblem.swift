/// Why a row is not as it should be.
enum RowProblem: Hashable {
  case notAnObject
  case idMissing
  case idType(UserType)
  case appID
  case phoneForm
  case unknownAppUser
  case fieldMissing
  case fieldData
  case fieldNotAnObject
  case fieldEmpty
  case valueType(column: String)
  case valueLength(column: String)
  case unknownKey(String)

  func policy(_ settings: SandboxSettings) -> SandboxSettings.RowPolicy {
    switch self {
    case .notAnObject, .idMissing, .appID, .fieldNotAnObject: .refuseCall
    case .idType: settings.wrongIDType
    case .phoneForm: settings.otherPhoneForm
    case .unknownAppUser: settings.unknownAppUser
    // Documented by what it does: HTTP 200 with success_count 0.
    case .fieldMissing, .fieldData, .valueLength: .skipRow
    case .fieldEmpty: settings.emptyField
    case .valueType: settings.wrongValueType
    case .unknownKey: settings.unknownFieldKey
    }
  }

  var text: SandboxText {
    switch self {
    case .notAnObject:
      SandboxText(ko: "users의 항목은 객체여야 합니다.", en: "An element of users must be an object.")
    case .idMissing: SandboxText(ko: "id가 없습니다.", en: "id is missing.")
    case .idType(.app):
      SandboxText(ko: "user_type이 app이면 id는 정수여야 합니다.", en: "With user_type app an id must be an integer.")
    case .idType(.phone):
      SandboxText(ko: "user_type이 phone이면 id는 문자열이어야 합니다.", en: "With user_type phone an id must be a string.")
    case .appID: SandboxText(ko: "id가 64비트 양의 정수가 아닙니다.", en: "The id is not a positive 64-bit integer.")
    case .phoneForm:
      SandboxText(
        ko: "전화번호는 8210…처럼 국가번호로 시작하는 숫자여야 합니다.", en: "A phone number must be digits with country code, like 8210….")
    case .unknownAppUser:
      SandboxText(ko: "샌드박스가 모르는 앱유저아이디입니다.", en: "The sandbox knows no linked user of this app user id.")
    case .fieldMissing: SandboxText(ko: "field가 없습니다.", en: "field is missing.")
    case .fieldData:
      SandboxText(ko: "field_data가 아니라 field입니다.", en: "The name is field, not field_data.")
    case .fieldNotAnObject: SandboxText(ko: "field는 객체여야 합니다.", en: "field must be an object.")
    case .fieldEmpty: SandboxText(ko: "field가 비어 있습니다.", en: "field is empty.")
    case .valueType(let column):
      SandboxText(ko: "‘\(column)’ 값의 형식이 schema와 다릅니다.", en: "The value of '\(column)' is not of the schema's type.")
    case .valueLength(let column):
      SandboxText(ko: "‘\(column)’ 값이 너무 깁니다.", en: "The value of '\(column)' is too long.")
    case .unknownKey(let key):
      SandboxText(
        ko: "‘\(key)’은(는) schema에 없는 항목이라 조건으로 쓸 수 없습니다.",
        en: "'\(key)' is not in the schema and can not serve as a filter.")
    }
  }
}

/// What was found in the rows of a call, by kind, so that 2,000 equal mistakes are one sentence.
struct RowProblems {
  private var found: [(problem: RowProblem, first: Int, count: Int)] = []

  mutating func note(_ problem: RowProblem, row: Int) {
    if let index = found.firstIndex(where: { $0.problem == problem }) {
      found[index].count += 1
    } else if found.count < 50 {
      found.append((problem, row, 1))
    }
  }

  /// Writes the sentences into the answer.
  func report(_ settings: SandboxSettings, to answer: inout KakaoAnswer) {
    for (problem, first, count) in found {
      let text = SandboxText(
        ko: "\(count)개 행(첫 번째는 users[\(first)]): \(problem.text.ko)",
        en: "\(count) rows, the first users[\(first)]: \(problem.text.en)")
      if problem.policy(settings) == .accept {
        answer.hint(ko: text.ko, en: text.en)
      } else {
        answer.fault(text)
      }
    }
  }
}
