import Foundation

/// A process of the built `naru`, or of another tool, whose output goes to files.
struct NaruProcess: Sendable {
  /// How a process ended and what it wrote. A signal that ended it is negative.
  struct Ending: Sendable {
    let status: Int32
    let output: String
    let errors: String
  }

  let pid: Int32
  private let ended: AsyncStream<Int32>
  private let outputPath: String
  private let errorsPath: String

  /// What it wrote so far.
  var output: String { Self.text(outputPath) }
  var errors: String { Self.text(errorsPath) }

  /// Waits for the end.
  func ending() async -> Ending {
    var status: Int32 = .min
    for await value in ended { status = value }
    return Ending(status: status, output: output, errors: errors)
  }

  /// Sends a signal; SIGKILL is `kill -9`.
  func signal(_ number: Int32) { kill(pid, number) }

  /// Starts `executable`; its working folder and output files are in `folder`.
  static func start(
    _ executable: String, _ arguments: [String], in folder: String, environment: [String: String] = [:],
    input: FileHandle = .nullDevice
  ) throws -> NaruProcess {
    let name = folder + "/output-" + UUID().uuidString
    for path in [name + ".out", name + ".err"] {
      _ = FileManager.default.createFile(atPath: path, contents: nil)
    }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: executable)
    process.arguments = arguments
    process.environment = ["PATH": "/usr/bin:/bin", "LANG": "en_US.UTF-8"].merging(environment) { $1 }
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    process.standardInput = input
    let output = try FileHandle(forWritingTo: URL(fileURLWithPath: name + ".out"))
    let errors = try FileHandle(forWritingTo: URL(fileURLWithPath: name + ".err"))
    process.standardOutput = output
    process.standardError = errors
    let (ended, continuation) = AsyncStream.makeStream(of: Int32.self)
    process.terminationHandler = { process in
      let wasKilled = process.terminationReason == .uncaughtSignal
      continuation.yield(wasKilled ? -process.terminationStatus : process.terminationStatus)
      continuation.finish()
    }
    try process.run()
    // Else a pipe would stay open here when the process has gone, and whoever writes to it would wait.
    if input !== FileHandle.nullDevice { try input.close() }
    try output.close()
    try errors.close()
    return NaruProcess(
      pid: process.processIdentifier, ended: ended, outputPath: name + ".out", errorsPath: name + ".err")
  }

  /// The built `naru`, beside the bundle of these tests or above it.
  static func executable() throws -> String {
    let start = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
    var folder = start.deletingLastPathComponent()
    for _ in 0..<4 {
      let path = folder.path + "/naru"
      if FileManager.default.isExecutableFile(atPath: path) { return path }
      folder = folder.deletingLastPathComponent()
    }
    throw SceneError.noExecutable
  }

  private static func text(_ path: String) -> String {
    String(decoding: FileManager.default.contents(atPath: path) ?? Data(), as: UTF8.self)
  }
}

extension Scene {
  /// Starts `naru` on this scene.
  func start(
    _ arguments: [String], environment: [String: String] = [:], input: FileHandle = .nullDevice
  ) throws -> NaruProcess {
    try NaruProcess.start(
      NaruProcess.executable(), arguments, in: folder,
      environment: [Scene.keyVariable: Scene.adminKey].merging(environment) { $1 }, input: input)
  }

  /// Runs `naru` on this scene to its end.
  func naru(_ arguments: String..., environment: [String: String] = [:]) async throws -> NaruProcess.Ending {
    try await naru(arguments, environment: environment)
  }

  func naru(_ arguments: [String], environment: [String: String] = [:]) async throws -> NaruProcess.Ending {
    try await start(arguments, environment: environment).ending()
  }

  /// Writes into a pipe off the cooperative threads, because a full pipe blocks.
  func feed(_ bytes: [UInt8], to pipe: FileHandle) async throws {
    try await withCheckedThrowingContinuation { (continuation: CheckedContinuation<Void, any Error>) in
      DispatchQueue.global().async {
        continuation.resume(with: Result { try pipe.write(contentsOf: Data(bytes)) })
      }
    }
  }
}
