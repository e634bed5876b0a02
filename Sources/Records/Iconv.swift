#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// One conversion of the system's iconv.
struct Iconv: ~Copyable {
  /// How a step ended.
  enum Outcome { case done, outputFull, illFormed, cut }

  private let handle: iconv_t

  /// A conversion by iconv's own names; nil when the system does not know one of them.
  init?(from source: String, to target: String) {
    guard let opened = iconv_open(target, source), Int(bitPattern: opened) != -1 else { return nil }
    handle = opened
  }

  deinit { _ = iconv_close(handle) }

  /// Converts as much as it can; `input` and `output` become what is left of each.
  func convert(
    _ input: inout UnsafeMutableRawBufferPointer, into output: inout UnsafeMutableRawBufferPointer
  ) -> Outcome {
    var source = input.baseAddress?.assumingMemoryBound(to: CChar.self)
    var sourceLeft = input.count
    var target = output.baseAddress?.assumingMemoryBound(to: CChar.self)
    var targetLeft = output.count
    let result = iconv(handle, &source, &sourceLeft, &target, &targetLeft)
    let code = errno
    input = UnsafeMutableRawBufferPointer(start: source, count: sourceLeft)
    output = UnsafeMutableRawBufferPointer(start: target, count: targetLeft)
    if result != -1 { return .done }
    switch code {
    case E2BIG: return .outputFull
    case EINVAL: return .cut
    default: return .illFormed
    }
  }
}
