import CommonValues

/// What a packed file may still become.
final class UnpackBudget {
  /// Up to here the ratio is not looked at.
  static let freeBytes: Int64 = 10 << 20

  let file: String
  let limits: RecordLimits
  private var unpacked: Int64 = 0

  init(_ file: String, _ limits: RecordLimits) {
    self.file = file
    self.limits = limits
  }

  /// Counts what was unpacked. `packed` is how many packed bytes there were for all of it.
  func take(_ count: Int, packed: Int64) throws(Diagnostic) {
    unpacked += Int64(count)
    if unpacked > limits.unpackedBytes { throw FileProblem.unpacksTooLarge(file, limit: limits.unpackedBytes) }
    let (allowed, isHuge) = packed.multipliedReportingOverflow(by: Int64(limits.unpackedRatio))
    if unpacked > UnpackBudget.freeBytes, !isHuge, unpacked > allowed {
      throw FileProblem.unpacksTooMuch(file, ratio: limits.unpackedRatio)
    }
  }
}
