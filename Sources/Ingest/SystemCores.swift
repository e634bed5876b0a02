#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

enum SystemCores {
  /// Processors that may be used; at least one.
  static var count: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }
}
