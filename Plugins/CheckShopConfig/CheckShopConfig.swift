import Foundation
import PackagePlugin

/// `swift package check-shop-config [--config PATH] …`: builds `naru` and runs `naru check` with the same arguments.
///
/// The tool is built when the command runs, not as a dependency of the plug-in, so that a package that embeds Naru does not build it.
@main
struct CheckShopConfig: CommandPlugin {
  func performCommand(context: PluginContext, arguments: [String]) throws {
    let build = try packageManager.build(.product("naru"), parameters: .init(configuration: .debug))
    guard build.succeeded, let tool = build.builtArtifacts.first(where: { $0.kind == .executable }) else {
      Diagnostics.error(build.logText)
      return
    }
    let process = Process()
    process.executableURL = tool.url
    process.arguments = ["check"] + arguments
    try process.run()
    process.waitUntilExit()
    switch process.terminationStatus {
    case 0: break
    case 2: Diagnostics.warning("naru check: warnings")
    default: Diagnostics.error("naru check: exit code \(process.terminationStatus)")
    }
  }
}
