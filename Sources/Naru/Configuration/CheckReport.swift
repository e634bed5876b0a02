public import CommonValues

/// What a look at the configuration found, and what that means for a script.
public struct CheckReport: Sendable, Hashable, Codable {
  /// Everything found, by file and place.
  public let findings: [Diagnostic]

  /// A report on these findings.
  public init(findings: [Diagnostic]) { self.findings = findings }

  /// How many are errors.
  public var errorCount: Int { findings.count { $0.severity == .error } }

  /// How many are warnings.
  public var warningCount: Int { findings.count { $0.severity == .warning } }

  /// 78 with errors, 2 with warnings alone, else 0 (DESIGN §4).
  public var exitCode: Int32 { errorCount > 0 ? 78 : warningCount > 0 ? 2 : 0 }
}

/// The result of loading: a configuration when nothing stands against it, and what was found in any case.
public struct ConfigurationOutcome: Sendable {
  /// Nil exactly when the report has an error.
  public let configuration: NaruConfiguration?
  /// Errors, warnings and notes.
  public let report: CheckReport

  /// The configuration, or an error with every finding.
  public func get() throws(ConfigurationError) -> NaruConfiguration {
    guard let configuration else { throw ConfigurationError(findings: report.findings) }
    return configuration
  }
}

/// A configuration that can not be used.
public struct ConfigurationError: Error, Sendable, Hashable {
  /// Everything found, errors and warnings.
  public let findings: [Diagnostic]
}
