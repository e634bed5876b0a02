import CommonValues
import Records
import ShopAdapters

extension LiveOperations {
  func adapters(_ context: OperationContext) async throws -> Outcome<[AdapterView]> {
    try adapterWork { Outcome(try AdapterRegistry.builtIn().descriptors.map { AdapterView($0) }) }
  }

  func newAdapter(
    _ request: AdapterNewRequest, _ context: OperationContext
  ) async throws -> Outcome<AdapterNewResult> {
    let files = try AdapterFolderWriter.write(AdapterTemplate.files(id: request.id), to: request.folder)
    return Outcome(AdapterNewResult(id: request.id, folder: request.folder, files: files))
  }

  func testAdapter(
    _ request: AdapterTestRequest, _ context: OperationContext
  ) async throws -> Outcome<AdapterTestResult> {
    try adapterWork {
      let adapter = try AdapterRegistry.load(directory: request.folder)
      var samples = AdapterSamples(of: adapter, in: request.folder).check()
      var notes: [Diagnostic] = []
      if request.record {
        let missing = samples.filter { !$0.hasExpected && !$0.found.isEmpty }
        let files = missing.map { (name: "samples/\($0.expectedName)", text: $0.found) }
        if !files.isEmpty {
          notes = [.recorded(try AdapterFolderWriter.write(files, to: request.folder), request.folder)]
          samples = AdapterSamples(of: adapter, in: request.folder).check()
        }
      }
      var cases = samples.map {
        AdapterTestResult.Case(name: "samples/\($0.name)", ok: $0.problem == nil, problem: $0.problem)
      }
      guard !cases.isEmpty else {
        let result = AdapterTestResult(id: adapter.descriptor.id, folder: request.folder, cases: cases)
        return Outcome(result, status: .failed, diagnostics: [.noSamples(request.folder)])
      }
      cases += AdapterContract(adapter, folder: request.folder).run().results.map(AdapterTestResult.Case.init)
      let result = AdapterTestResult(id: adapter.descriptor.id, folder: request.folder, cases: cases)
      return Outcome(result, status: cases.allSatisfy(\.ok) ? .fine : .failed, diagnostics: notes)
    }
  }

  func mapExport(_ request: AdapterMapRequest, _ context: OperationContext) async throws -> Outcome<AdapterMapResult> {
    try adapterWork {
      let guesser = try ExportGuesser()
      var options = RecordFileOptions(
        encoding: request.encoding.flatMap { TextEncoding(name: $0.rawValue) }, delimiter: request.delimiter?.byte)
      options.headerScore = { guesser.knownLabels(in: $0) }
      let file = try RecordFile.open(try FileSource(path: request.file), options: options)
      let choice = try ExportChoice.find(
        in: file, guesser, kind: request.kind.map { $0 == .members ? .members : .orders }, id: request.id)
      var written: String?
      if let folder = request.folder {
        _ = try AdapterFolderWriter.write([("adapter.yaml", choice.guess.manifest)], to: folder)
        written = "\(folder)/adapter.yaml"
      }
      return Outcome(
        AdapterMapResult(choice.guess, file: choice.name, written: written), diagnostics: choice.note.map { [$0] } ?? []
      )
    }
  }

  /// Runs `body`; what is wrong with an adapter or a file is shown as such.
  private func adapterWork<Result>(_ body: () throws -> Result) throws -> Result {
    do {
      return try body()
    } catch let error as AdapterError {
      throw OperationError(error.diagnostics)
    }
  }
}

extension Diagnostic {
  fileprivate static func recorded(_ files: [String], _ folder: String) -> Diagnostic {
    let names = files.map(\.printable).joined(separator: ", ")
    return Diagnostic(
      .note, code: "samples-recorded", place: .init(file: folder),
      reason: LocalizedText(
        ko: "예제가 지금의 매핑으로 무엇이 되는지 적었습니다: \(names)", en: "Wrote what samples become as they are mapped now: \(names)"),
      fix: LocalizedText(
        ko: "맞는지 한 줄씩 읽고, 틀린 줄은 고치십시오.", en: "Read each line, and correct what it should be instead."))
  }

  fileprivate static func noSamples(_ folder: String) -> Diagnostic {
    Diagnostic(
      .error, code: "no-samples", place: .init(file: folder),
      reason: LocalizedText(ko: "samples 폴더에 시험할 파일이 없습니다.", en: "There is nothing to test in its folder samples."),
      fix: LocalizedText(
        ko: "내보낸 파일을 samples/이름.csv로, 기대하는 결과를 samples/이름.jsonl로 두십시오.",
        en: "Put an export there as samples/NAME.csv, and what it must become as samples/NAME.jsonl."))
  }
}

extension AdapterTestResult.Case {
  /// A case of the contract that every adapter keeps.
  fileprivate init(_ result: ContractResult) {
    name = "contract/\(result.name)"
    switch result.outcome {
    case .passed: ok = true
    case .skipped(let why): (ok, skipped) = (true, why)
    case .failed(let why): (ok, problem) = (false, why)
    }
  }
}
