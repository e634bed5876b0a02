import Foundation
import ShopAdapters

/// A program that gives a secret, found: what `{command: [program, argument]}` names.
struct SecretCommand: Hashable {
  /// The program and its arguments; far above any real command.
  static let maximumPieces = 64
  static let maximumPieceBytes = 4096

  /// Its absolute path.
  let program: String
  let arguments: [String]
  /// The folder of the file that names it, in which it starts.
  let folder: String

  /// Nil when there is no such program, or none that may be run.
  ///
  /// A name without `/` is looked for where ``ChildProcess`` looks, not in Naru's own `PATH`; a relative path starts at the file's folder.
  init?(_ name: String, _ arguments: [String], _ context: FileContext) {
    let current = FileManager.default.currentDirectoryPath
    let absolute = { (path: String) in path.hasPrefix("/") ? path : current + "/" + path }
    let candidates =
      name.contains("/") ? [absolute(context.resolve(name))] : ChildProcess.programFolders.map { $0 + "/" + name }
    guard let program = candidates.first(where: SecretCommand.isProgram) else { return nil }
    self.program = program
    self.arguments = arguments
    folder = absolute(context.folder.isEmpty ? "." : context.folder)
  }

  private static func isProgram(_ path: String) -> Bool {
    var isDirectory: ObjCBool = false
    let manager = FileManager.default
    return manager.fileExists(atPath: path, isDirectory: &isDirectory) && !isDirectory.boolValue
      && manager.isExecutableFile(atPath: path)
  }
}

/// What a program that gives a secret may use.
struct SecretCommandLimits {
  var time: Duration = .seconds(10)
  var bytes = SecretPolicy.maximumBytes
  /// After so many that were not done in time no other is run: whoever keeps the secrets does not answer, and a start is not to take hours.
  var timeouts = 3
}
