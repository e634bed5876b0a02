import Foundation
import Testing

@Suite("What operators copy")
struct OperatingFilesTests {
  private static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  private static func text(_ path: String) throws -> String {
    try String(contentsOf: root.appending(path: path), encoding: .utf8)
  }

  /// The value of each directive of a unit, by `Section.Name`; a directive that stands twice has both.
  private static func unit() throws -> [String: [String]] {
    var section = ""
    var directives: [String: [String]] = [:]
    for line in try text("Examples/systemd/naru.service").split(separator: "\n") where !line.hasPrefix("#") {
      if line.hasPrefix("[") {
        section = String(line.dropFirst().dropLast())
      } else if let equals = line.firstIndex(of: "=") {
        directives["\(section).\(line[..<equals])", default: []].append(String(line[line.index(after: equals)...]))
      }
    }
    return directives
  }

  @Test("the unit runs a user without rights, may write to its own folders alone, and reloads by SIGHUP")
  func unit() throws {
    let unit = try Self.unit()
    for (name, value) in [
      ("User", "naru"), ("NoNewPrivileges", "yes"), ("ProtectSystem", "strict"), ("ProtectHome", "yes"),
      ("PrivateTmp", "yes"),
      ("PrivateDevices", "yes"), ("CapabilityBoundingSet", ""), ("UMask", "0077"), ("StateDirectory", "naru"),
      ("RuntimeDirectory", "naru"), ("RestrictAddressFamilies", "AF_INET AF_INET6 AF_UNIX"), ("KillSignal", "SIGTERM"),
      ("ExecReload", "/bin/kill -HUP $MAINPID"), ("RestartPreventExitStatus", "78"),
    ] { #expect(unit["Service.\(name)"] == [value], "\(name)") }
    // A call that is not allowed fails, and does not end the process.
    #expect(unit["Service.SystemCallFilter"]?.count == 2 && unit["Service.SystemCallErrorNumber"] == ["EPERM"])
    let start = try #require(unit["Service.ExecStart"]?.first)
    #expect(start == "/usr/local/bin/naru serve --config /etc/naru/naru.yaml --log-format json")
    // Longer than the 20 seconds that the sidecar takes at most.
    #expect(unit["Service.TimeoutStopSec"] == ["30s"])
  }

  @Test(
    "the bill of materials has Swift's runtime, every package that was resolved and every linked library, and is the same each time"
  )
  func materials() throws {
    struct Resolved: Decodable {
      struct Pin: Decodable {
        let identity: String
      }
      let pins: [Pin]
    }
    struct Materials: Decodable {
      struct Component: Decodable {
        let reference: String
        let version: String
        let purl: String

        private enum CodingKeys: String, CodingKey {
          case reference = "bom-ref"
          case version, purl
        }
      }
      let bomFormat: String
      let specVersion: String
      let components: [Component]
    }
    func written() throws -> Data {
      let (process, output) = (Process(), Pipe())
      process.executableURL = Self.root.appending(path: "scripts/sbom")
      process.standardOutput = output
      try process.run()
      let data = try output.fileHandleForReading.readToEnd() ?? Data()
      process.waitUntilExit()
      #expect(process.terminationStatus == 0)
      return data
    }
    let text = try written()
    let materials = try JSONDecoder().decode(Materials.self, from: text)
    #expect(materials.bomFormat == "CycloneDX" && materials.specVersion == "1.5")
    let pins = try JSONDecoder().decode(
      Resolved.self, from: Data(contentsOf: Self.root.appending(path: "Package.resolved"))
    ).pins.map { "swift:\($0.identity)" }
    let libraries = ["libcurl", "libqrencode", "libxml-2.0", "libzip", "sqlite3", "zlib"].map { "system:\($0)" }
    #expect(Set(materials.components.map(\.reference)) == Set(pins + libraries + ["runtime:swift"]))
    #expect(materials.components.allSatisfy { !$0.version.isEmpty && $0.purl.hasSuffix("@\($0.version)") })
    #expect(try written() == text)
  }

  private static let analyzer = "/usr/bin/systemd-analyze"

  @Test(
    "systemd takes the unit",
    .enabled(if: FileManager.default.isExecutableFile(atPath: analyzer), "systemd-analyze is not installed"))
  func verified() async throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "naru-unit-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    // The program has to be there for the check.
    let text = try Self.text("Examples/systemd/naru.service").replacing("/usr/local/bin/naru", with: "/bin/true")
    try Data(text.utf8).write(to: folder.appending(path: "naru.service"))
    let (process, errors) = (Process(), Pipe())
    process.executableURL = URL(filePath: Self.analyzer)
    process.arguments = ["verify", folder.path + "/naru.service"]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = errors
    try process.run()
    let said = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 0 && !said.contains("naru.service:"), "\(said)")
  }

  @Test("the image is built from the packages of scripts/system-packages, and runs none of them that only builds")
  func packages() throws {
    let script = try Self.text("scripts/system-packages")
    let wanted = script.matches(of: #/\nneed (\S+-dev|pkg-config) /#).map { String($0.1) }.sorted()
    let stages = try Self.text("Dockerfile").split(separator: "FROM ").dropFirst()
    #expect(stages.count == 2 && wanted.count > 5)
    func installed(_ stage: Substring) -> [String] {
      guard let begin = stage.firstRange(of: "--no-install-recommends"), let end = stage.firstRange(of: "&& rm -rf")
      else {
        return []
      }
      return stage[begin.upperBound..<end.lowerBound].split { " \\\n".contains($0) }.map(String.init).sorted()
    }
    let (build, run) = (try #require(stages.first), try #require(stages.last))
    // git and binutils are in Swift's image.
    #expect(installed(build) == wanted)
    // What each library is called where it only runs.
    let names = [
      "libcurl4-openssl-dev": "libcurl4", "libqrencode-dev": "libqrencode4", "libsqlite3-dev": "libsqlite3-0",
      "libxml2-dev": "libxml2", "libzip-dev": "libzip4", "zlib1g-dev": "zlib1g",
    ]
    let needed = wanted.filter { $0 != "pkg-config" }.map { names[$0] ?? "?" }
    // The C++ library is what Swift's runtime stands on, and the time zones what Foundation reads.
    #expect(installed(run) == (needed + ["ca-certificates", "libstdc++6", "tzdata"]).sorted())
    // What it runs on has no Swift.
    #expect(build.contains("--static-swift-stdlib"))
  }

  @Test("the image runs as a user without rights, from fixed versions, and holds no secret")
  func image() throws {
    let text = try Self.text("Dockerfile")
    let lines = text.split(separator: "\n").map(String.init)
    let run = lines.drop { !$0.hasPrefix("FROM debian:bookworm-slim") }
    #expect(run.contains("USER 10001:10001"))
    let user = try #require(run.firstIndex(of: "USER 10001:10001"))
    #expect(!run[user...].contains { $0.hasPrefix("RUN") })
    for line in lines where line.hasPrefix("FROM") {
      #expect(line == "FROM swift:6.3-bookworm AS build" || line == "FROM debian:bookworm-slim")
    }
    #expect(!lines.contains { $0.hasPrefix("ENV") || $0.hasPrefix("ARG") || $0.hasPrefix("ADD") })
    #expect(run.contains("ENTRYPOINT [\"/usr/local/bin/naru\"]"))
    #expect(run.contains { $0.hasPrefix("HEALTHCHECK") })
    // What is copied is there.
    for line in lines where line.hasPrefix("COPY ") && !line.contains("--from") {
      let source = String(line.split(separator: " ")[1])
      #expect(FileManager.default.fileExists(atPath: Self.root.appending(path: source).path), "\(source)")
    }
    // SwiftPM wants the folder of every target that the manifest has, whatever is built.
    for place in try Self.text("Package.swift").matches(of: /path: "([A-Za-z]+)\//) {
      #expect(lines.contains("COPY \(place.output.1) \(place.output.1)"))
    }
  }
}
