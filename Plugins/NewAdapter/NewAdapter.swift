import Foundation
import PackagePlugin

/// `swift package new-adapter ID [--dir FOLDER]`: builds `naru` and runs `naru adapter new` with the same arguments.
///
/// The tool is built when the command runs, not as a dependency of the plug-in, so that a package that embeds Naru does not build it.
@main
struct NewAdapter: CommandPlugin {
  func performCommand(context: PluginContext, arguments: [String]) throws {
    let build = try packageManager.build(.product("naru"), parameters: .init(configuration: .debug))
    guard build.succeeded, let tool = build.builtArtifacts.first(where: { $0.kind == .executable }) else {
      Diagnostics.error(build.logText)
      return
    }
    let process = Process()
    process.executableURL = tool.url
    process.arguments = ["adapter", "new"] + arguments
    try process.run()
    process.waitUntilExit()
    if process.terminationStatus != 0 {
      Diagnostics.error("naru adapter new: exit code \(process.terminationStatus)")
    }
  }
}
