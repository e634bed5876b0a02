#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

extension SandboxTime {
  /// The time of the machine.
  @Sendable public static func system() -> SandboxTime {
    SandboxTime(seconds: Int64(Date().timeIntervalSince1970))
  }
}
