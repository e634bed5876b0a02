import CommonValues

/// Times as platforms write them.
enum TimeText {
  /// A time by a rule; nil when it is none.
  static func time(_ text: String, _ rule: SourceRule) -> Timestamp? {
    var text = text
    return text.withUTF8 { time($0, rule.format, rule.zone) }
  }

  /// The same on bytes. Nil also for 0 as a number of seconds, by which platforms write "never".
  @inline(__always)
  static func time(_ bytes: ByteSlice, _ format: SourceRule.TimeFormat, _ zone: SourceRule.Zone) -> Timestamp? {
    switch format {
    case .text: zone == .seoul ? Timestamp(bytes: bytes) : Timestamp(bytes: bytes, localOffset: 0)
    case .unixSeconds: number(bytes).flatMap { writable($0.multipliedReportingOverflow(by: 1_000)) }
    case .unixMilliseconds: number(bytes).flatMap { writable(($0, false)) }
    }
  }

  /// Whether a number of seconds means "never".
  static func isZero(_ bytes: ByteSlice) -> Bool { !bytes.isEmpty && bytes.allSatisfy { $0 == 0x30 } }

  /// Whole seconds, or a fraction of which only the whole part counts (`1700000000.5`).
  private static func number(_ bytes: ByteSlice) -> Int64? {
    var value: Int64 = 0
    var digits = 0
    for (index, byte) in bytes.enumerated() {
      if byte == 0x2E, digits > 0, bytes[(index + 1)...].allSatisfy({ $0 &- 0x30 < 10 }) { break }
      guard byte &- 0x30 < 10, digits < 17 else { return nil }
      value = value * 10 + Int64(byte - 0x30)
      digits += 1
    }
    return digits > 0 && value > 0 ? value : nil
  }

  private static func writable(_ product: (partialValue: Int64, overflow: Bool)) -> Timestamp? {
    guard !product.overflow, Timestamp.writable.contains(product.partialValue) else { return nil }
    return Timestamp(milliseconds: product.partialValue)
  }
}
