import CommonValues
import Records
import ShopModel

extension ContractCases {
  /// What the folder itself has to be.
  static let folder: [AdapterContract.Case] = [
    AdapterContract.Case(
      "descriptor", ko: "아이디는 폴더 이름과 같고, 이름과 버전이 있으며, 할 수 있는 일이 하나는 있다.",
      en: "The id is the folder's name; there is a name, a version and something that the adapter can do."
    ) { subject in
      let descriptor = subject.adapter.descriptor
      let name = subject.folder.split(separator: "/").last.map(String.init) ?? ""
      guard AdapterDescriptor.isID(descriptor.id), name == descriptor.id else {
        return .failed(
          ko: "아이디 \(descriptor.id)가 폴더 이름과 다릅니다.", en: "The id \(descriptor.id) is not the folder's name.")
      }
      guard !descriptor.name.korean.isEmpty, !descriptor.name.english.isEmpty, !descriptor.version.isEmpty else {
        return .failed(ko: "이름이나 버전이 비어 있습니다.", en: "The name or the version is blank.")
      }
      let isCanonicalOnly = subject.manifest?.webhook != nil
      guard !descriptor.capabilities.isEmpty || isCanonicalOnly else {
        return .failed(ko: "할 수 있는 일이 없습니다.", en: "It can do nothing.")
      }
      return .passed
    },
    AdapterContract.Case(
      "samples", ko: "샘플마다 옆의 결과가 그대로 나온다.", en: "Every sample becomes what stands beside it."
    ) { subject in
      var count = 0
      for outcome in AdapterSamples(of: subject.adapter, in: subject.folder).check() {
        count += 1
        if let problem = outcome.problem {
          return .failed(ko: "\(outcome.name): \(problem.korean)", en: "\(outcome.name): \(problem.english)")
        }
      }
      for sample in subject.webhooks {
        count += 1
        guard let expected = sample.expected else {
          return .failed(ko: "\(sample.name) 옆에 결과 파일이 없습니다.", en: "There is no file of results beside \(sample.name).")
        }
        let found = ContractWebhooks(subject)?.decode(sample.request).lines ?? []
        if let problem = AdapterSamples.difference(found, expected) {
          return .failed(ko: "\(sample.name): \(problem.korean)", en: "\(sample.name): \(problem.english)")
        }
      }
      return count > 0 ? .passed : .failed(ko: "samples 폴더에 샘플이 없습니다.", en: "There are no samples.")
    },
    AdapterContract.Case(
      "samples-cover", ko: "할 수 있다고 한 내보내기와 웹훅 종류마다 샘플이 있다.",
      en: "There is a sample for each kind of export and webhook that the adapter says it can read."
    ) { subject in
      let descriptor = subject.adapter.descriptor
      let pairs: [(AdapterDescriptor.Capability, ExportKind)] = [
        (.memberExport, .members), (.orderExport, .orders),
      ]
      for (capability, kind) in pairs where descriptor.capabilities.contains(capability) {
        // What a program makes of a table is not known before.
        if subject.adapter is any ExportMapping, !subject.tables.contains(where: { $0.kind == kind }) {
          return .failed(
            ko: "\(kind.rawValue) 파일의 샘플이 없습니다.", en: "There is no sample of an export of \(kind.rawValue).")
        }
      }
      if let missing = ContractWebhooks(subject)?.uncoveredRoute {
        return .failed(ko: "\(missing)에 해당하는 웹훅 샘플이 없습니다.", en: "There is no webhook sample for \(missing).")
      }
      return .passed
    },
  ]

  /// Files as a whole.
  static let files: [AdapterContract.Case] = [
    AdapterContract.Case("empty-file", ko: "빈 파일은 이유를 말하고 거절한다.", en: "An empty file is refused with a reason.") {
      $0.eachTable { table in
        let mapped = table.map(bytes: [])
        return verdict(
          mapped.refusal != nil && mapped.lines.isEmpty, ko: "빈 파일을 받아들였습니다.", en: "An empty file was accepted.")
      }
    },
    AdapterContract.Case(
      "header-only", ko: "머리글만 있는 파일에서는 아무것도 나오지 않는다.", en: "A file with a header and no rows says nothing."
    ) {
      $0.eachTable { table in
        if case .none = table.adapter.layout(for: table.kind).header { return nil }
        let mapped = table.map([])
        return verdict(
          mapped.refusal == nil && mapped.lines.isEmpty && mapped.findings.isEmpty, ko: "머리글만 있는데 거절하거나 무언가를 만들었습니다.",
          en: "It was refused, or something came out of it.")
      }
    },
    AdapterContract.Case(
      "shuffled-columns", ko: "열의 순서는 상관없다.", en: "The order of columns does not matter."
    ) {
      $0.eachTable(LocalizedText(ko: "머리글이 없는 파일입니다.", en: "Its files have no header.")) { table in
        if case .none = table.adapter.layout(for: table.kind).header { return nil }
        let mapped = table.map(table.rows.map { $0.reversed() }, labels: table.labels.reversed())
        return verdict(
          mapped.lines == table.map(table.rows).lines, ko: "열을 뒤집으니 결과가 달라집니다.",
          en: "With the columns reversed something else came out.")
      }
    },
    AdapterContract.Case("unknown-column", ko: "모르는 열은 무시한다.", en: "A column that nobody knows is ignored.") {
      $0.eachTable(LocalizedText(ko: "머리글이 없는 파일입니다.", en: "Its files have no header.")) { table in
        if case .none = table.adapter.layout(for: table.kind).header { return nil }
        let mapped = table.map(table.rows.map { $0 + ["⟂"] }, labels: table.labels + ["⟂ naru contract ⟂"])
        return verdict(
          mapped.lines == table.map(table.rows).lines, ko: "모르는 열이 있으니 결과가 달라집니다.",
          en: "With one more column something else came out.")
      }
    },
    AdapterContract.Case(
      "missing-columns", ko: "없는 열에 대해서는 아무 말도 하지 않는다.", en: "Nothing is said about what has no column."
    ) {
      $0.eachTable(LocalizedText(ko: "아이디만으로는 읽을 수 없는 파일입니다.", en: "The id alone is not enough for its files.")) {
        table in
        if case .none = table.adapter.layout(for: table.kind).header { return nil }
        let mapped = table.map([[table.base[table.idColumn]]], labels: [table.labels[table.idColumn]])
        guard mapped.refusal == nil, mapped.lines.count == 1, let value = try? JSONValue(parsing: mapped.lines[0]),
          case .object(let members) = value
        else { return nil }
        let said = members.map(\.key).filter { !["kind", "id", "kakao_user_id"].contains($0) && !table.isConstant($0) }
        return verdict(
          said.isEmpty, ko: "열이 없는데 값이 나왔습니다: \(said.joined(separator: ", "))",
          en: "There is no column, and yet a value: \(said.joined(separator: ", "))")
      }
    },
    AdapterContract.Case(
      "two-columns", ko: "한 항목에 열이 둘이면 파일을 거절한다.", en: "Two columns for one field refuse the file."
    ) {
      $0.eachTable { table in
        if case .none = table.adapter.layout(for: table.kind).header { return nil }
        if table.id.mapping.repeats { return nil }
        let mapped = table.map(
          table.rows.map { $0 + [$0[table.idColumn]] }, labels: table.labels + [table.labels[table.idColumn]])
        return verdict(
          mapped.refusal != nil && mapped.lines.isEmpty, ko: "아이디 열이 둘인데 받아들였습니다.",
          en: "A file with two id columns was accepted.")
      }
    },
    AdapterContract.Case(
      "same-file-twice", ko: "같은 파일을 다시 읽으면 같은 결과가 나온다.", en: "The same file again says the same."
    ) {
      $0.eachTable { table in
        let (first, second) = (table.map(table.rows), table.map(table.rows))
        return verdict(
          first.lines == second.lines && first.findings == second.findings && !first.lines.isEmpty,
          ko: "두 번째에는 다른 결과가 나왔습니다.", en: "The second time something else came out.")
      }
    },
    AdapterContract.Case(
      "deterministic", ko: "파일을 어떻게 나누어 읽어도 결과가 같다.", en: "However a file is cut for reading, the result is the same."
    ) {
      $0.eachTable { table in
        let bytes = table.bytes(table.rows)
        let whole = table.map(bytes: bytes)
        let cut = table.map(bytes: bytes, piece: 7, blockBytes: 64)
        return verdict(
          whole.lines == cut.lines && whole.findings == cut.findings, ko: "나누어 읽으니 결과가 달라집니다.",
          en: "Read in pieces something else came out.")
      }
    },
    AdapterContract.Case(
      "other-encoding", ko: "UTF-16 파일도 같은 결과를 낸다.", en: "A file in UTF-16 says the same."
    ) {
      $0.eachTable { table in
        let bytes = table.bytes(table.rows)
        let text = String(decoding: bytes.dropFirst(3), as: UTF8.self)
        let wide: [UInt8] = [0xFF, 0xFE] + text.utf16.flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        return verdict(
          table.map(bytes: wide).lines == table.map(bytes: bytes).lines, ko: "UTF-16에서는 결과가 다릅니다.",
          en: "In UTF-16 something else came out.")
      }
    },
    AdapterContract.Case(
      "truncated-file", ko: "잘린 마지막 행은 쓰지 않고, 앞의 행은 그대로 쓴다.",
      en: "A last row that was cut is not used; those above it are."
    ) {
      $0.eachTable(LocalizedText(ko: "열이 하나뿐입니다.", en: "There is but one column.")) { table in
        guard table.labels.count > 1, table.idColumn == 0 || table.labels.count > 2 else { return nil }
        var last = table.base
        last[table.idColumn] = "contract-cut"
        let whole = table.bytes([table.base])
        let cut = whole + Array(last.prefix(max(1, table.labels.count / 2)).joined(separator: ",").utf8)
        let mapped = table.map(bytes: cut)
        return verdict(
          mapped.lines == table.map([table.base]).lines && mapped.findings.contains { $0.severity == .error },
          ko: "잘린 행을 썼거나, 앞의 행을 잃었거나, 알리지 않았습니다.",
          en: "The cut row was used, the row above was lost, or nobody was told.")
      }
    },
  ]

  /// Passed, or failed with these words.
  static func verdict(_ isWell: Bool, ko: String, en: String) -> ContractResult.Outcome {
    isWell ? .passed : .failed(LocalizedText(ko: ko, en: en))
  }
}

extension ContractTable {
  /// Whether the manifest says a field's value itself, or takes it from the id's column.
  func isConstant(_ name: String) -> Bool {
    guard let field = field(name) else { return false }
    return field.mapping.constant != nil || field.sources.contains { $0.column == idColumn }
  }
}
