public import CommonValues
public import Records

/// Guesses which column of an unknown export is what, from the labels and from what the values look like.
///
/// It looks at the first rows alone, and keeps no value. Everything it says is a proposal: what a column of yes and no means, it never
/// guesses from the values, because a consent that nobody gave is worse than one that is missing.
public struct ExportGuesser: Sendable {
  /// As many rows are looked at, unless said otherwise.
  public static let rowLimit = 20_000

  private let words: GuessWords
  private let lexicon: LabelLexicon
  private let rowLimit: Int

  /// A guesser. Throws only if the manifest whose words it takes is broken.
  public init(rowLimit: Int = ExportGuesser.rowLimit) throws(AdapterError) {
    words = try GuessWords.builtIn()
    lexicon = LabelLexicon(words)
    self.rowLimit = max(1, rowLimit)
  }

  /// How many of these labels mean something, for finding the header of a file.
  public func knownLabels(in labels: [String]) -> Int {
    labels.count { label in
      let found = lexicon.suggestion(label)
      return found.isForeign || !found.targets.isEmpty
    }
  }

  /// Reads a file's first rows and guesses.
  ///
  /// - Parameters:
  ///   - reader: the file, or one entry of it; read as far as needed.
  ///   - kind: members or orders, when that is known.
  ///   - id: the id that the manifest gets.
  /// - Throws: what refuses the file; `nothing-to-map` when no column could be an id.
  public func guess(
    _ reader: any RecordReader, kind: ExportKind? = nil, id: String = "my-shop"
  ) throws(Diagnostic) -> ExportGuess {
    var profiles: [ColumnProfile] = []
    var rows = 0
    var labels = reader.format.header.labels
    let parser = RecordBlockParser()
    while rows < rowLimit, let block = try reader.nextBlock() {
      labels = block.format.header.labels
      parser.parse(block) { record in
        guard rows < rowLimit else { return }
        while profiles.count < max(labels.count, record.count) {
          var profile = ColumnProfile()
          profile.addAbsent(rows)
          profiles.append(profile)
        }
        for column in profiles.indices { profiles[column].add(CellText.clean(record[column]), words) }
        rows += 1
      } malformed: { _ in
      }
    }
    let found = guess(labels, profiles, rows: rows, kind: kind, id: id)
    guard let found else { throw ExportGuesser.nothing(reader.format.file) }
    return found
  }

  private static func nothing(_ file: String) -> Diagnostic {
    Diagnostic(
      .error, code: "nothing-to-map", place: .init(file: file),
      reason: LocalizedText(ko: "파일에 쓸 수 있는 열이 없습니다.", en: "The file has no columns that could be used."),
      fix: LocalizedText(ko: "머리글과 행이 있는 파일을 지정하십시오.", en: "Name a file with a header and rows."))
  }

  private func guess(
    _ labels: [String], _ profiles: [ColumnProfile], rows: Int, kind: ExportKind?, id: String
  ) -> ExportGuess? {
    let isDoubtful = labels.contains { !GuessedColumn.looksLikeLabel($0) }
    let columns = labels.enumerated().map { index, label in
      GuessedColumn(
        index: index, label: label, profile: index < profiles.count ? profiles[index] : ColumnProfile(),
        suggestion: lexicon.suggestion(label), isHeaderDoubtful: isDoubtful)
    }
    let assignments = ExportKind.allCases.map { GuessAssignment(columns, kind: $0) }
    let total = assignments.reduce(0) { $0 + $1.score }
    let best = assignments.first { $0.kind == kind } ?? assignments.max { $0.score < $1.score } ?? assignments[0]
    guard best.hasID else { return nil }
    let sure = kind != nil ? 1 : total > 0 ? best.score / total : 0.5
    let draft = ManifestDraft(id: id, assignment: best, words: words)
    return ExportGuess(
      kind: best.kind, confidence: Int((sure * 100).rounded()), rows: rows,
      columns: columns.map { best.column($0) }, manifest: draft.text)
  }
}
