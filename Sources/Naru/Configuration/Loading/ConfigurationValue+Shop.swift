import CommonValues
import Foundation
import ShopModel

extension ConfigurationValue {
  func shopID() -> ShopID? {
    guard let text = text() else { return nil }
    if let id = ShopID(text) { return id }
    report(.invalidShopID)
    return nil
  }

  /// Three capital letters.
  func currency() -> String? {
    guard let text = text() else { return nil }
    if text.utf8.count == 3, text.utf8.allSatisfy({ (0x41...0x5A).contains($0) }) { return text }
    report(
      .invalidValue(
        ko: "통화 코드가 아닙니다", en: "not a currency code", fixKo: "KRW처럼 영문 대문자 세 글자로 쓰십시오",
        fixEn: "write three capital letters, like KRW"))
    return nil
  }

  /// `_` and letters or digits.
  func channel() -> String? {
    guard let text = text() else { return nil }
    if text.hasPrefix("_"), (2...64).contains(text.utf8.count),
      text.allSatisfy({ $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "_") })
    {
      return text
    }
    report(.invalidChannel)
    return nil
  }

  /// The name of a consent item or the tag of a service term; an open set, so only its form is checked.
  func wireName() -> String? {
    guard let text = text() else { return nil }
    if text.utf8.count <= 128, text.allSatisfy({ $0.isASCII && !$0.isWhitespace && $0 != "," }) { return text }
    report(
      .invalidValue(
        ko: "이름에 쓸 수 없는 글자가 있습니다", en: "not such a name", fixKo: "콘솔에 적힌 영문 이름을 그대로 쓰십시오",
        fixEn: "write the name as the console shows it, without blanks or commas"))
    return nil
  }

  /// An address that people may be sent back to (DESIGN §9): a path prefix, so without a query, and without dots that would
  /// leave it.
  func returnURL() -> WebURL? {
    guard let url = url() else { return nil }
    let segments = url.path.split(separator: "/").map { $0.lowercased() }
    let climbs = segments.contains { segment in
      let plain = segment.replacingOccurrences(of: "%2e", with: ".")
      return plain == ".." || plain == "." || plain.contains("%2f") || plain.contains("%5c")
    }
    guard url.query == nil, !climbs, !url.host.contains("*") else {
      report(
        .invalidValue(
          ko: "돌아갈 주소에는 ?, *, 점(.)으로만 된 경로를 쓸 수 없습니다", en: "a return address has no query, no * and no dot segments",
          fixKo: "https://shop.example.com/ 처럼 쓰십시오. 그 아래의 모든 경로가 허용됩니다",
          fixEn: "write it like https://shop.example.com/; every path below is allowed"))
      return nil
    }
    return url
  }

  /// An adapter's id, or the path of its directory.
  func adapter(builtIn: [String]?) -> AdapterReference? {
    guard let text = text() else { return nil }
    if text.contains("/") || text.hasPrefix(".") {
      let path = context.resolve(text)
      guard FileManager.default.fileExists(atPath: path + "/adapter.yaml") else {
        report(
          .invalidValue(
            ko: "그 폴더에 adapter.yaml이 없습니다", en: "there is no adapter.yaml in that directory",
            fixKo: "경로를 확인하십시오. 상대 경로는 이 설정 파일의 폴더에서 시작합니다",
            fixEn: "check the path; a relative one starts at this file's folder"))
        return nil
      }
      return .directory(path: path)
    }
    if let builtIn, !builtIn.contains(text) {
      report(.notOneOf(builtIn.sorted(), suggestion: EditDistance.suggestion(for: text, among: builtIn)))
      return nil
    }
    guard text.allSatisfy({ $0.isASCII && ($0.isLowercase || $0.isNumber || $0 == "-") }) else {
      report(
        .invalidValue(
          ko: "어댑터의 id가 아닙니다", en: "not an adapter's id", fixKo: "cafe24처럼 쓰거나, 폴더라면 ./를 앞에 붙이십시오",
          fixEn: "write it like cafe24, or ./ before a directory"))
      return nil
    }
    return .builtIn(id: text)
  }

  /// `[추천인, …]`, or `{추천인: [label, …], …}`.
  func attributes() -> [AttributeDeclaration]? {
    switch node.content {
    case .sequence:
      return list(of: { $0.attributeName() })?.map { AttributeDeclaration(name: $0, labels: [$0]) }
    case .mapping(let pairs):
      return pairs.compactMap { key, node in
        let keyNode = YAMLNode(content: .scalar(key.name, plain: true), position: key.position)
        let entry = ConfigurationValue(context: context, path: childPath(key.name), node: keyNode, key: key.position)
        guard let name = entry.attributeName() else { return nil }
        if case .empty = node.content { return AttributeDeclaration(name: name, labels: [name]) }
        let labels = ConfigurationValue(context: context, path: childPath(key.name), node: node, key: key.position)
          .nonEmptyList(orSingle: true, of: { $0.text() })
        return AttributeDeclaration(name: name, labels: labels ?? [name])
      }
    default:
      report(.wrongType(expected: LocalizedText(ko: "목록이나 묶음", en: "a list or a mapping"), found: node.kind))
      return nil
    }
  }

  private func attributeName() -> String? {
    guard let text = text() else { return nil }
    if text.count <= 64 { return text.precomposedStringWithCanonicalMapping }
    report(
      .invalidValue(
        ko: "이름이 너무 깁니다", en: "the name is too long", fixKo: "64자까지 쓰십시오", fixEn: "use at most 64 characters"))
    return nil
  }
}
