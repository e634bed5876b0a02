import Foundation

/// What memory this process took.
package enum PeakMemory {
  /// The largest part of memory that this process ever used, in bytes; nil where the system does not say.
  package static var bytes: Int? {
    guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8),
      let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") }),
      let number = line.split(whereSeparator: { $0 == " " || $0 == "\t" }).dropFirst().first.flatMap({ Int($0) })
    else { return nil }
    return number * 1024
  }
}
