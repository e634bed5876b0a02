import CommonValues

/// Why no adapter was found or loaded.
enum AdapterProblem {
  static func duplicate(_ id: String) -> AdapterError {
    error(
      "duplicate-adapter", nil, ko: "어댑터 id \(id)이(가) 두 번 등록되었습니다.", en: "Two adapters have the id \(id).",
      fixKo: "하나의 id를 바꿔 주십시오.", fixEn: "Give one of them another id.")
  }

  static func wrongFolder(_ id: String, folder: String) -> AdapterError {
    error(
      "adapter-id-differs", "adapters/\(folder)/adapter.yaml", ko: "매니페스트의 id(\(id))가 폴더 이름과 다릅니다.",
      en: "The manifest's id (\(id)) is not the folder's name.", fixKo: "둘을 같게 해 주십시오.", fixEn: "Make them the same.")
  }

  static func unknown(_ name: String, suggestion: String?) -> AdapterError {
    error(
      "unknown-adapter", nil, ko: "어댑터 \(name)이(가) 없습니다.", en: "There is no adapter \(name).",
      fixKo: suggestion.map { "\($0)을(를) 쓰려고 하셨습니까?" }
        ?? "어댑터 id를 확인하시고, 폴더라면 ./\(name)처럼 경로로 적어 주십시오.",
      fixEn: suggestion.map { "Did you mean \($0)?" }
        ?? "Check the adapter's id; write a folder as a path, such as ./\(name).")
  }

  static func unreadable(_ path: String) -> AdapterError {
    error(
      "adapter-not-found", path, ko: "파일을 읽을 수 없습니다.", en: "The file can not be read.",
      fixKo: "폴더에 adapter.yaml이 있고 읽을 수 있는지 확인해 주십시오.",
      fixEn: "Check that the folder holds an adapter.yaml that may be read.")
  }

  static func notText(_ path: String) -> AdapterError {
    error(
      "manifest-encoding", path, ko: "매니페스트가 UTF-8이 아닙니다.", en: "The manifest is not UTF-8.",
      fixKo: "UTF-8로 저장해 주십시오.", fixEn: "Save it as UTF-8.")
  }

  private static func error(
    _ code: String, _ file: String?, ko: String, en: String, fixKo: String, fixEn: String
  ) -> AdapterError {
    AdapterError([
      Diagnostic(
        .error, code: code, place: Diagnostic.Place(file: file), reason: LocalizedText(ko: ko, en: en),
        fix: LocalizedText(ko: fixKo, en: fixEn))
    ])
  }
}
