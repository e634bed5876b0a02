import CommonValues
import Records
import ShopAdapters

/// Which list of a file `naru adapter map` looks at: the file's own, or of a zip the first in which a column is known.
struct ExportChoice {
  private static let entryLimit = 100

  let guess: ExportGuess
  /// What import calls it: the file, or `file.zip/entry.csv`.
  let name: String
  /// What else is in the zip, by the names in there.
  let others: [String]

  /// Looks into the entries of a zip in its order; what refuses one refuses the file only when no other can be used.
  static func find(
    in file: RecordFile, _ guesser: ExportGuesser, kind: ExportKind?, id: String
  ) throws(Diagnostic) -> ExportChoice {
    var chosen: (guess: ExportGuess, index: Int)?
    var names: [String] = []
    var first: Diagnostic?
    for _ in 0..<entryLimit {
      do throws(Diagnostic) {
        guard let reader = try file.nextReader() else { break }
        names.append(reader.format.file)
        guard chosen.map({ !$0.guess.hasFields }) ?? true else { continue }
        let guess = try guesser.guess(reader, kind: kind, id: id)
        if chosen == nil || guess.hasFields { chosen = (guess, names.count - 1) }
      } catch {
        first = first ?? error
        if let name = error.place.file, names.last != name { names.append(name) }
      }
    }
    guard let chosen else { throw first ?? Diagnostic.nothingInside(file.name) }
    let name = names[chosen.index]
    let folder = file.name + "/"
    let others = names.filter { $0 != name }.map { $0.hasPrefix(folder) ? String($0.dropFirst(folder.count)) : $0 }
    return ExportChoice(guess: chosen.guess, name: name, others: others)
  }

  /// Says which list was taken where there are several.
  var note: Diagnostic? {
    guard !others.isEmpty else { return nil }
    let shown = others.prefix(5).map(\.printable).joined(separator: ", ")
    let rest = others.count - 5
    return Diagnostic(
      .note, code: "other-entries", place: .init(file: name),
      reason: LocalizedText(
        ko: "압축 파일 안의 이 파일을 살펴보았습니다. 그 밖에: \(shown)\(rest > 0 ? " 외 \(rest)개" : "")",
        en: "This file of the zip was looked at. There are also: \(shown)\(rest > 0 ? " and \(rest) more" : "")"),
      fix: LocalizedText(
        ko: "다른 파일을 보려면 압축을 풀고 그 파일을 지정하십시오.", en: "To look at another, unpack the zip and name it."))
  }
}

extension ExportGuess {
  /// Whether any column was recognised, and not only taken for want of a better one.
  fileprivate var hasFields: Bool { columns.contains { $0.field != nil && $0.confidence >= 50 } }
}

extension Diagnostic {
  fileprivate static func nothingInside(_ file: String) -> Diagnostic {
    Diagnostic(
      .error, code: "nothing-to-map", place: .init(file: file),
      reason: LocalizedText(ko: "안에 파일이 없습니다.", en: "There is no file in it."),
      fix: LocalizedText(ko: "머리글과 행이 있는 파일을 지정하십시오.", en: "Name a file with a header and rows."))
  }
}
