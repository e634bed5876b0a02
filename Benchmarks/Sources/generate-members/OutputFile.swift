#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Bytes on their way into a file, a megabyte at a time.
struct OutputFile {
  private static let capacity = 1 << 20
  private var buffer: [UInt8] = []
  private let descriptor: Int32

  init(path: String) throws {
    descriptor = path == "-" ? STDOUT_FILENO : open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    if descriptor < 0 { throw Failure(call: "open \(path)", code: errno) }
    buffer.reserveCapacity(Self.capacity + (1 << 14))
  }

  mutating func append(_ bytes: [UInt8]) { buffer.append(contentsOf: bytes) }
  mutating func append(_ text: StaticString) {
    buffer.append(contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  /// A number in decimal, with leading zeros up to `width`.
  mutating func append(_ number: Int, width: Int = 1) {
    var divisor = 1
    var digits = 1
    while digits < width || number / divisor >= 10 {
      divisor *= 10
      digits += 1
    }
    while divisor > 0 {
      buffer.append(48 + UInt8(truncatingIfNeeded: number / divisor % 10))
      divisor /= 10
    }
  }

  mutating func flushIfFull() throws {
    if buffer.count >= Self.capacity { try flush() }
  }

  mutating func close() throws {
    try flush()
  }

  private mutating func flush() throws {
    try buffer.withUnsafeBytes { bytes in
      var rest = bytes[...]
      while !rest.isEmpty {
        let written = write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
        if written < 0, errno == EINTR { continue }
        if written < 0 { throw Failure(call: "write", code: errno) }
        rest = rest.dropFirst(written)
      }
    }
    buffer.removeAll(keepingCapacity: true)
  }

  /// A system call that failed.
  struct Failure: Error, CustomStringConvertible {
    let call: String
    let code: Int32
    var description: String { "\(call): \(String(cString: strerror(code)))" }
  }
}

/// Writes to standard error; nothing is left to say when that fails.
func standardError(_ bytes: UnsafeRawBufferPointer) -> Int { write(STDERR_FILENO, bytes.baseAddress, bytes.count) }
