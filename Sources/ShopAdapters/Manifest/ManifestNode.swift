import CommonValues
import Yams

/// A value of a manifest and where it stands.
struct ManifestNode {
  enum Content {
    case nothing
    case text(String)
    case list([ManifestNode])
    case map([(key: ManifestKey, value: ManifestNode)])
  }

  let content: Content
  let place: ManifestPlace
}

/// A key and where it stands.
struct ManifestKey {
  let name: String
  let place: ManifestPlace
}

/// Line and column, counted from 1; columns in Unicode scalars.
struct ManifestPlace: Hashable {
  var line = 1
  var column = 1
}

/// Text → ``ManifestNode``. The one file that sees Yams.
struct ManifestParser {
  /// The longest manifest, in bytes; real ones have some 20 KiB.
  static let sizeLimit = 1 << 20
  /// How many values a manifest may come to with its aliases written out.
  static let nodeLimit = 50_000
  /// How deep values may stand within each other.
  static let depthLimit = 16

  private var remaining = nodeLimit

  /// Reads the text; throws the one fault that ended the reading.
  static func parse(_ text: String) throws(ManifestFault) -> ManifestNode {
    guard text.utf8.count <= sizeLimit else { throw ManifestFault(.tooLarge, ManifestPlace()) }
    let root: Node?
    do {
      root = try Parser(yaml: text).singleRoot()
    } catch {
      throw fault(error)
    }
    guard let root else { throw ManifestFault(.empty, ManifestPlace()) }
    var parser = ManifestParser()
    return try parser.convert(root, depth: 0)
  }

  private mutating func convert(_ node: Node, depth: Int) throws(ManifestFault) -> ManifestNode {
    let place = ManifestPlace(node.mark)
    remaining -= 1
    guard remaining > 0, depth < ManifestParser.depthLimit else { throw ManifestFault(.tooDeep, place) }
    switch node {
    case .scalar(let scalar):
      let isNothing = scalar.style == .plain && ["", "~", "null"].contains(scalar.string)
      return ManifestNode(content: isNothing ? .nothing : .text(scalar.string), place: place)
    case .sequence(let sequence):
      var children: [ManifestNode] = []
      for child in sequence { children.append(try convert(child, depth: depth + 1)) }
      return ManifestNode(content: .list(children), place: place)
    case .mapping(let mapping):
      var pairs: [(key: ManifestKey, value: ManifestNode)] = []
      for (key, value) in mapping {
        guard case .scalar(let scalar) = key else { throw ManifestFault(.keyNoText, ManifestPlace(key.mark)) }
        let found = ManifestKey(name: scalar.string, place: ManifestPlace(key.mark))
        pairs.append((found, try convert(value, depth: depth + 1)))
      }
      return ManifestNode(content: .map(pairs), place: place)
    case .alias: throw ManifestFault(.syntax("alias"), place)
    }
  }

  private static func fault(_ error: any Error) -> ManifestFault {
    guard let error = error as? YamlError else { return ManifestFault(.syntax("unreadable"), ManifestPlace()) }
    switch error {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      return ManifestFault(.syntax(problem), ManifestPlace(mark))
    case .duplicatedKeysInMapping(let keys, let context):
      return ManifestFault(.duplicateKeys(keys), ManifestPlace(context.mark))
    case .reader: return ManifestFault(.syntax("control character"), ManifestPlace())
    default: return ManifestFault(.syntax("unreadable"), ManifestPlace())
    }
  }
}

extension ManifestPlace {
  fileprivate init(_ mark: Mark?) {
    self.init(line: max(1, mark?.line ?? 1), column: max(1, mark?.column ?? 1))
  }
}
