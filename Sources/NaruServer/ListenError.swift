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
    /// At the unix socket's path is something else than a socket.
    case notASocket
    /// The certificate or its key can not be used; what is wrong, in words of the TLS library, which name no content.
    case badCertificate(String)
    /// Anything else, by its number (errno).
    case other(Int32)
  }

  /// What the system says.
  public let cause: Cause

  init(_ cause: Cause) { self.cause = cause }

  init(_ error: IOError) { self.init(errno: error.errnoCode) }

  init(errno number: Int32) {
    cause =
      switch number {
      case EADDRINUSE: .inUse
      case EADDRNOTAVAIL: .notHere
      case EACCES, EPERM: .notAllowed
      default: .other(number)
      }
  }
}
