import CommonValues

/// An adapter under test, and what its samples give to work with.
struct ContractSubject: Sendable {
  let adapter: any ShopAdapter
  let folder: String
  /// The tables among its samples, one for each file.
  let tables: [ContractTable]
  /// Its webhook samples.
  let webhooks: [WebhookSamples.Sample]

  init(_ adapter: any ShopAdapter, folder: String) {
    self.adapter = adapter
    self.folder = folder
    if let adapter = adapter as? any ExportMapping {
      let samples = AdapterSamples(of: adapter, in: folder)
      tables = samples.inputs.compactMap { ContractTable(adapter, file: "\(folder)/samples/\($0)", name: $0) }
    } else {
      tables = []
    }
    webhooks = WebhookSamples(in: folder).all
  }

  /// The manifest, where the adapter was made from one.
  var manifest: AdapterManifest? { (adapter as? any ManifestBased)?.manifest }

  /// Runs a check on every table; the first that fails counts. Skipped when it applies to none.
  func eachTable(
    _ why: LocalizedText? = nil, _ check: (ContractTable) -> ContractResult.Outcome?
  ) -> ContractResult.Outcome {
    var hasPassed = false
    for table in tables {
      switch check(table) {
      case .failed(let why):
        return .failed(LocalizedText(ko: "\(table.name): \(why.korean)", en: "\(table.name): \(why.english)"))
      case .passed: hasPassed = true
      case .skipped, nil: continue
      }
    }
    if hasPassed { return .passed }
    if adapter is any RecordTranslating {
      return .skipped(
        ko: "프로그램이 파일을 읽습니다. 열이 무엇이 되는지는 프로그램만 압니다.",
        en: "A program reads its files; which column becomes what only the program knows.")
    }
    if tables.isEmpty {
      return .skipped(ko: "samples 폴더에 표 형식의 내보내기 파일이 없습니다.", en: "There is no table of an export among the samples.")
    }
    return .skipped(why ?? LocalizedText(ko: "해당하는 열이 샘플에 없습니다.", en: "No sample has such a column."))
  }
}

/// An adapter that was made from a manifest.
protocol ManifestBased: ShopAdapter {
  var manifest: AdapterManifest { get }
}

extension DeclarativeAdapter: ManifestBased {}
extension CommandAdapter: ManifestBased {}
