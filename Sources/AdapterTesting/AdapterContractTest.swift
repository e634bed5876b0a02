import CommonValues
public import ShopAdapters
public import Testing

/// Turns an adapter's contract into a test, for built-in adapters and for those of other packages.
///
/// ```swift
/// import AdapterTesting
/// import Testing
///
/// @Test("my-shop keeps the contract")
/// func contract() throws {
///   try AdapterContractTest.run(folder: "adapters/my-shop")
/// }
/// ```
/// The cases are those of ``AdapterContract``; `naru adapter test DIR` runs the same ones.
public enum AdapterContractTest {
  /// Runs the contract of an adapter and records an issue for each case that fails.
  ///
  /// - Parameters:
  ///   - adapter: The adapter.
  ///   - folder: Its folder, with `samples/`.
  ///   - location: Where issues are shown.
  /// - Returns: The report, for whoever wants to see what was skipped and why.
  @discardableResult
  public static func run(
    _ adapter: any ShopAdapter, folder: String, location: SourceLocation = #_sourceLocation
  ) -> ContractReport {
    let report = AdapterContract(adapter, folder: folder).run()
    for result in report.failed {
      let words = "\(report.adapter): \(result.name): \(result.detail?.english ?? "") (\(result.title.english))"
      Issue.record(Comment(rawValue: words), sourceLocation: location)
    }
    return report
  }

  /// The same for the adapter in a folder with an `adapter.yaml`. Throws when it can not be loaded.
  @discardableResult
  public static func run(
    folder: String, location: SourceLocation = #_sourceLocation
  ) throws -> ContractReport {
    run(try AdapterRegistry.load(directory: folder), folder: folder, location: location)
  }
}
