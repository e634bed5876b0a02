import CommonValues
import Foundation

/// Reading of small files, with the reasons that people need when it fails.
enum ConfigurationFile {
  /// Bytes of a configuration file; far above any real one.
  static let maximumBytes = 1 << 20

  struct Content {
    var bytes: [UInt8]
    /// The permission bits, where the system tells them.
    var permissions: Int?
  }

  /// Why a file could not be read.
  enum Failure: Error, Hashable {
    case fileMissing, isDirectory, unreadable, tooLarge

    var problem: ConfigurationProblem {
      switch self {
      case .fileMissing: .fileMissing
      case .isDirectory: .fileIsDirectory
      case .unreadable: .fileUnreadable
      case .tooLarge: .fileTooLarge(limit: maximumBytes)
      }
    }
  }

  /// The bytes of a plain file of at most `limit` bytes. Pipes and devices are refused, so that nothing can make this wait.
  static func read(_ path: String, limit: Int = maximumBytes) -> Result<Content, Failure> {
    var isDirectory: ObjCBool = false
    let manager = FileManager.default
    guard manager.fileExists(atPath: path, isDirectory: &isDirectory) else { return .failure(.fileMissing) }
    guard !isDirectory.boolValue else { return .failure(.isDirectory) }
    let resolved = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
    guard let attributes = try? manager.attributesOfItem(atPath: resolved),
      attributes[.type] as? FileAttributeType == .typeRegular, let handle = FileHandle(forReadingAtPath: resolved)
    else { return .failure(.unreadable) }
    defer { try? handle.close() }
    guard let data = try? handle.read(upToCount: limit + 1) else {
      return (attributes[.size] as? NSNumber)?.intValue == 0
        ? .success(Content(bytes: [], permissions: permissions(attributes))) : .failure(.unreadable)
    }
    guard data.count <= limit else { return .failure(.tooLarge) }
    return .success(Content(bytes: Array(data), permissions: permissions(attributes)))
  }

  private static func permissions(_ attributes: [FileAttributeKey: Any]) -> Int? {
    (attributes[.posixPermissions] as? NSNumber)?.intValue
  }

  /// The text of a configuration file without its byte order mark; nil, with a finding, when there is none.
  static func text(_ path: String, findings: FindingCollector) -> String? {
    switch read(path) {
    case .failure(let failure):
      findings.add(failure.problem, file: path, position: nil)
      return nil
    case .success(let content):
      var bytes = content.bytes[...]
      if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
      guard let text = String(validating: bytes, as: UTF8.self) else {
        findings.add(.notUTF8, file: path, position: firstInvalidByte(bytes))
        return nil
      }
      return text
    }
  }

  /// Where UTF-8 ends.
  private static func firstInvalidByte(_ bytes: ArraySlice<UInt8>) -> TextPosition {
    var place = TextPosition.start
    var decoder = UTF8()
    var iterator = bytes.makeIterator()
    while case .scalarValue(let scalar) = decoder.decode(&iterator) {
      if scalar == "\n" {
        place.line += 1
        place.column = 1
      } else {
        place.column += 1
      }
    }
    return place
  }

  /// The folder a path lies in; `.` when it has none.
  static func folder(of path: String) -> String {
    guard let slash = path.lastIndex(of: "/") else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }
}
