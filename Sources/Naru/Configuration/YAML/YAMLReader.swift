import CommonValues
import Foundation
import Yams

/// Text → ``YAMLNode``. The one file that sees Yams.
struct YAMLReader {
  /// Values a document may come to with every alias written out; far above any real configuration.
  static let maximumNodes = 20_000
  /// Levels of nesting; the deepest key of a shop's file is at level 6.
  static let maximumDepth = 32
  /// Repeated keys that are reported before the file is given up.
  static let maximumDuplicates = 50

  /// The stand-ins of characters in repeated keys, and what they stand for.
  typealias HiddenKeys = [Unicode.Scalar: Unicode.Scalar]

  let file: String
  let findings: FindingCollector

  /// The document's root; nil, with a finding, when there is none that can be read.
  func read(_ text: String) -> YAMLNode? {
    let shape = YAMLShape(text)
    if let place = shape.nestingTooDeep {
      report(.nestingTooDeep(limit: Self.maximumDepth), at: place)
      return nil
    }
    if shape.hasAlias, let place = shape.complexKey {
      report(.complexKey, at: place)
      return nil
    }
    var source = text
    var renamed: HiddenKeys = [:]
    while true {
      do {
        guard let root = try Parser(yaml: source).singleRoot() else {
          report(.emptyFile, at: .start)
          return nil
        }
        var budget = Self.maximumNodes
        return convert(root, depth: 0, budget: &budget, renamed: renamed)
      } catch YamlError.duplicatedKeysInMapping(_, let context) {
        let place = TextPosition(context.mark)
        guard renamed.count < Self.maximumDuplicates,
          let key = Self.hideKey(in: &source, at: place, turn: renamed.count)
        else {
          report(.duplicateKey(name: nil, firstLine: nil), at: place)
          return nil
        }
        renamed[key.key] = key.value
      } catch {
        report(error, text: source)
        return nil
      }
    }
  }

  // MARK: From Yams

  private func convert(_ node: Node, depth: Int, budget: inout Int, renamed: HiddenKeys) -> YAMLNode? {
    let position = TextPosition(node.mark)
    budget -= 1
    guard budget > 0 else {
      if budget == 0 { report(.aliasExpansion(limit: Self.maximumNodes), at: position) }
      return nil
    }
    guard depth < Self.maximumDepth else {
      report(.nestingTooDeep(limit: Self.maximumDepth), at: position)
      return nil
    }
    switch node {
    case .scalar(let scalar):
      let plain = scalar.style == .plain
      if plain, ["", "~", "null", "Null", "NULL"].contains(scalar.string) {
        return YAMLNode(content: .empty, position: position)
      }
      return YAMLNode(content: .scalar(scalar.string, plain: plain), position: position)
    case .sequence(let sequence):
      var children: [YAMLNode] = []
      for child in sequence {
        guard let value = convert(child, depth: depth + 1, budget: &budget, renamed: renamed) else { return nil }
        children.append(value)
      }
      return YAMLNode(content: .sequence(children), position: position)
    case .mapping(let mapping):
      return convert(mapping, at: position, depth: depth, budget: &budget, renamed: renamed)
    case .alias:
      report(.syntax(problem: "alias"), at: position)
      return nil
    }
  }

  private func convert(
    _ mapping: Node.Mapping, at position: TextPosition, depth: Int, budget: inout Int, renamed: HiddenKeys
  ) -> YAMLNode? {
    var pairs: [(key: YAMLKey, value: YAMLNode)] = []
    var firstLines: [String: Int] = [:]
    for (keyNode, valueNode) in mapping {
      guard case .scalar(let scalar) = keyNode else {
        report(.complexKey, at: TextPosition(keyNode.mark))
        continue
      }
      let place = TextPosition(keyNode.mark)
      guard let value = convert(valueNode, depth: depth + 1, budget: &budget, renamed: renamed) else { return nil }
      let name = Self.restored(scalar.string, renamed)
      if let line = firstLines[name] {
        report(.duplicateKey(name: name, firstLine: line), at: place)
        pairs.removeAll { $0.key.name == name }
      } else {
        firstLines[name] = place.line
      }
      pairs.append((YAMLKey(name: name, position: place), value))
    }
    return YAMLNode(content: .mapping(pairs), position: position)
  }

  /// Puts a private-use character in the place of the key's first one, so that the rest of the file can be checked although the
  /// parser stops at a repeated key. Every other position stays as it was. Nil for a key whose first character is not written
  /// as it is.
  static func hideKey(in text: inout String, at place: TextPosition, turn: Int) -> HiddenKeys.Element? {
    var scalars = Array(text.unicodeScalars)
    var index = 0
    var line = 1
    while line < place.line, index < scalars.count {
      let endsLine = scalars[index] == "\n" || (scalars[index] == "\r" && scalars.dropFirst(index + 1).first != "\n")
      if endsLine { line += 1 }
      index += 1
    }
    index += place.column - 1
    if index < scalars.count, scalars[index] == "\"" || scalars[index] == "'" { index += 1 }
    guard index < scalars.count, !"\"'\\&!*".unicodeScalars.contains(scalars[index]),
      !(0xE000...0xF8FF).contains(scalars[index].value), let mark = Unicode.Scalar(UInt32(0xE000 + turn))
    else { return nil }
    let original = scalars[index]
    scalars[index] = mark
    var view = String.UnicodeScalarView()
    view.append(contentsOf: scalars)
    text = String(view)
    return (mark, original)
  }

  /// The key as it stands in the file.
  private static func restored(_ name: String, _ hidden: HiddenKeys) -> String {
    guard let first = name.unicodeScalars.first, let original = hidden[first] else { return name }
    var view = String.UnicodeScalarView([original])
    view.append(contentsOf: name.unicodeScalars.dropFirst())
    return String(view)
  }

  // MARK: Errors

  private func report(_ problem: ConfigurationProblem, at place: TextPosition) {
    findings.add(problem, file: file, position: place)
  }

  /// Only the parser's own words and the place are used: what it quotes of the file may hold a secret.
  private func report(_ error: any Error, text: String) {
    guard let error = error as? YamlError else {
      report(.syntax(problem: "unreadable"), at: .start)
      return
    }
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      let place = TextPosition(mark)
      if YAMLShape.startsWithTab(text, line: place.line) {
        report(.tabIndentation, at: TextPosition(line: place.line, column: 1))
      } else {
        report(.syntax(problem: problem), at: place)
      }
    case .reader(_, let offset, _, _):
      report(.controlCharacter, at: offset.map { YAMLShape.position(ofCharacter: $0, in: text) } ?? .start)
    default:
      report(.syntax(problem: "unreadable"), at: .start)
    }
  }
}

extension TextPosition {
  fileprivate init(_ mark: Mark?) {
    self.init(line: max(1, mark?.line ?? 1), column: max(1, mark?.column ?? 1))
  }
}
