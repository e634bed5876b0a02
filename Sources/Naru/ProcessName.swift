#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

enum ProcessName {
  /// Host and process id, for whoever asks who holds a lease.
  static var current: String {
    var name = [CChar](repeating: 0, count: 256)
    gethostname(&name, name.count - 1)
    return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self) + ":\(getpid())"
  }
}
