/// How the process ends (DESIGN §4 and §10; 64, 69, 75 and 78 are those of `sysexits.h`).
struct ExitStatus: RawRepresentable, Sendable, Hashable {
  var rawValue: Int32

  /// Done.
  static let fine = ExitStatus(rawValue: 0)
  /// It could not be done.
  static let failed = ExitStatus(rawValue: 1)
  /// There is something to do: a plan has changes, a check has warnings, a guard stopped.
  static let somethingToDo = ExitStatus(rawValue: 2)
  /// The command line was not understood.
  static let usage = ExitStatus(rawValue: 64)
  /// Kakao, or another service, does not answer.
  static let unavailable = ExitStatus(rawValue: 69)
  /// Later: out of quota, or another process is at it.
  static let tryLater = ExitStatus(rawValue: 75)
  /// The configuration has an error.
  static let configuration = ExitStatus(rawValue: 78)
  /// Stopped by Ctrl-C, cleanly.
  static let interrupted = ExitStatus(rawValue: 130)
}
