import NIOCore

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Why the server's address could not be listened on.
public struct ListenError: Error, Sendable, Hashable {
  /// What the system says.
  public enum Cause: Sendable, Hashable {
    /// Somebody else listens there.
    case inUse
    /// The address is none of this machine's.
    case notHere
    /// The process may not, as with a port below 1024.
    case notAllowed
    /// Anything else, by its number (errno).
    case other(Int32)
  }

  /// What the system says.
  public let cause: Cause

  init(_ error: IOError) {
    cause =
      switch error.errnoCode {
      case EADDRINUSE: .inUse
      case EADDRNOTAVAIL: .notHere
      case EACCES, EPERM: .notAllowed
      default: .other(error.errnoCode)
      }
  }
}
