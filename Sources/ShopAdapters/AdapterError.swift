public import CommonValues

/// Why an adapter can not be used.
public struct AdapterError: Error, Sendable, Hashable {
  /// Everything that is wrong, at least one finding, in the order of the file.
  public let diagnostics: [Diagnostic]

  /// An error of at least one finding.
  public init(_ diagnostics: [Diagnostic]) { self.diagnostics = diagnostics }
}

extension AdapterError: CustomStringConvertible {
  /// The findings in English, one per line.
  public var description: String { diagnostics.map { $0.message(in: .english) }.joined(separator: "\n") }
}
