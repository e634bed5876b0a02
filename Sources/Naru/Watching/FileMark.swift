import CommonValues
import Foundation

/// By what a file of a watched folder is told from what it was before and will be.
struct FileMark: Sendable, Hashable {
  /// Bytes.
  var size: Int64
  /// Microseconds since 1970.
  var changed: Int64
  /// The number of the file in its file system.
  var number: UInt64

  /// The mark of the regular file at a path; nil for everything else, symbolic links among it, which are not followed.
  init?(path: String) {
    guard let attributes = try? FileManager.default.attributesOfItem(atPath: path),
      attributes[.type] as? FileAttributeType == .typeRegular,
      let size = (attributes[.size] as? NSNumber)?.int64Value, let date = attributes[.modificationDate] as? Date,
      let number = (attributes[.systemFileNumber] as? NSNumber)?.uint64Value,
      let changed = Int64(exactly: (date.timeIntervalSince1970 * 1_000_000).rounded())
    else { return nil }
    self.init(size: size, changed: changed, number: number)
  }

  private init(size: Int64, changed: Int64, number: UInt64) {
    self.size = size
    self.changed = changed
    self.number = number
  }

  /// When it was last changed.
  var changedAt: Timestamp { Timestamp(milliseconds: changed / 1_000) }

  /// The name and the mark as one text, under which the store knows the file.
  func origin(_ name: String) -> String { "\(size) \(changed) \(number) \(name)" }

  /// The name and mark that ``origin(_:)`` made; nil for another text.
  static func read(origin: String) -> (name: String, mark: FileMark)? {
    let parts = origin.split(separator: " ", maxSplits: 3, omittingEmptySubsequences: false)
    guard parts.count == 4, let size = Int64(parts[0]), let changed = Int64(parts[1]), let number = UInt64(parts[2])
    else { return nil }
    return (String(parts[3]), FileMark(size: size, changed: changed, number: number))
  }
}
