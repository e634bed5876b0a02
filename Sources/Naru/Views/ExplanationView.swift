package import ChannelSync
package import CommonValues

/// The JSON of `naru explain`.
package struct ExplanationView: Codable, Sendable, Hashable {
  package var memberID: String
  package var files: [FileExplanationView]

  package enum CodingKeys: String, CodingKey {
    case files
    case memberID = "member_id"
  }

  /// With personal values of the rows hidden.
  package var masked: ExplanationView {
    var copy = self
    copy.files = files.map { file in
      var file = file
      file.row = file.row?.masked
      return file
    }
    return copy
  }
}

/// One member and one customer file.
package struct FileExplanationView: Codable, Sendable, Hashable {
  package var name: String
  package var `in`: Bool
  package var rules: [RuleView]
  /// What would be written; nil for who is out.
  package var row: RowView?

  /// Writes every key, `row` as `null` when there is none.
  package func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(name, forKey: .name)
    try container.encode(`in`, forKey: .in)
    try container.encode(rules, forKey: .rules)
    try container.encode(row, forKey: .row)
  }
}

/// One rule of a selection, applied to one member.
package struct RuleView: Codable, Sendable, Hashable {
  /// The rule as the config spells it (`consent`, `not_blocked`, …) or `identity`, `stands_for_target`.
  package var rule: String
  package var ok: Bool
  package var because: LocalizedText
}

extension ExplanationView {
  /// The library's explanation as it is printed; the shop's columns tell which values are personal.
  package init(_ explanation: MemberExplanation, _ shop: ShopConfiguration) {
    self.init(
      memberID: explanation.memberID,
      files: explanation.files.map { file in
        let columns = shop.customerFiles.first { $0.name == file.name }?.columns ?? []
        return FileExplanationView(
          name: file.name, in: file.isIn,
          rules: file.rules.map { RuleView(rule: $0.rule, ok: $0.ok, because: $0.because) },
          row: file.row.map { row in
            RowView(
              columns.compactMap { column in
                row[column.name].map {
                  RowView.Cell(column: column.name, value: .init($0), isPersonal: column.source.isPersonal)
                }
              })
          })
      })
  }
}

extension RowView.Value {
  fileprivate init(_ value: RowValue) {
    switch value {
    case .text(let text): self = .text(text)
    case .number(let number): self = .number(number.description)
    }
  }
}
