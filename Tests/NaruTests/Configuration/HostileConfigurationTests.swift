import Foundation
import NaruTestSupport
import Testing

@testable import Naru

@Suite("A hostile configuration file")
struct HostileConfigurationTests {
  private func load(_ bytes: [UInt8]) throws -> [String] {
    let folder = try ConfigurationFolder(["shops/flower.yaml": ConfigurationFolder.shop])
    try folder.write(bytes, to: "naru.yaml")
    return folder.load().summary
  }

  @Test("that multiplies itself through aliases is refused without being expanded")
  func bomb() throws {
    var text = "l0: &l0 [x, x, x, x, x, x, x, x, x]\n"
    for level in 1...12 {
      text += "l\(level): &l\(level) [" + Array(repeating: "*l\(level - 1)", count: 9).joined(separator: ", ") + "]\n"
    }
    #expect(try load(Array(text.utf8)).first?.hasPrefix("yaml-alias-expansion naru.yaml:") == true)
  }

  @Test("whose keys are aliases is refused before they are compared")
  func keyBomb() throws {
    var text = "l0: &l0 [x, x, x, x, x, x, x, x, x]\n"
    for level in 1...12 {
      text += "l\(level): &l\(level) [" + Array(repeating: "*l\(level - 1)", count: 9).joined(separator: ", ") + "]\n"
    }
    #expect(try load(Array((text + "*l12 : a\n").utf8)) == ["yaml-complex-key naru.yaml:14:1"])
    #expect(try load(Array((text + "? *l12\n: a\n").utf8)) == ["yaml-complex-key naru.yaml:14:1"])
    #expect(try load(Array((text + "[*l12] : a\n").utf8)) == ["yaml-complex-key naru.yaml:14:6"])
  }

  @Test("that nests deep is refused", arguments: ["[", "{a: ", "- "])
  func nesting(_ opening: String) throws {
    let summary = try load(Array((String(repeating: opening, count: 100_000)).utf8))
    #expect(summary.count == 1)
    #expect(summary[0].hasPrefix("yaml-nesting naru.yaml:1:"))
  }

  @Test("that nests deep by indentation is refused")
  func indentation() throws {
    let text =
      (0..<200).map { String(repeating: " ", count: $0) + "a:\n" }.joined() + String(repeating: " ", count: 200)
      + "b: c\n"
    #expect(try load(Array(text.utf8)) == ["yaml-nesting naru.yaml:33:33"])
  }

  @Test("that is not UTF-8 is refused at the byte")
  func encoding() throws {
    #expect(try load(Array("listen: a:1\nname: ".utf8) + [0xB2, 0xC9]) == ["config-not-utf8 naru.yaml:2:7"])
    #expect(try load([0xFF, 0xFE, 0x6C, 0x00]) == ["config-not-utf8 naru.yaml:1:1"])
  }

  @Test("with a byte order mark and Windows line ends is read")
  func byteOrderMark() throws {
    #expect(
      try load([0xEF, 0xBB, 0xBF] + Array("listen: a:1\r\nstore: x\r\n".utf8)) == ["invalid-value naru.yaml:2:8"])
  }

  @Test("that is large is refused")
  func large() throws {
    #expect(try load(Array(repeating: 0x23, count: (1 << 20) + 1)) == ["config-file-too-large naru.yaml:0:0"])
  }

  @Test("that is missing, a folder or closed to us is refused")
  func files() throws {
    let folder = try ConfigurationFolder()
    #expect(folder.load().summary == ["config-file-missing naru.yaml:0:0"])
    try FileManager.default.createDirectory(atPath: folder.path + "/naru.yaml", withIntermediateDirectories: false)
    #expect(folder.load().summary == ["config-file-is-directory naru.yaml:0:0"])
    let device = NaruConfiguration.load(path: "/dev/zero", environment: [:])
    #expect(device.summary == ["config-file-unreadable zero:0:0"])
  }

  @Test("cut off anywhere never crashes the reader")
  func truncation() throws {
    let folder = try ConfigurationFolder(["naru.yaml": ConfigurationFolder.process])
    let whole = Array(ConfigurationFolder.shop.utf8)
    for length in stride(from: 0, to: whole.count, by: 3) {
      try folder.write(Array(whole[..<length]), to: "shops/flower.yaml")
      let outcome = folder.load()
      #expect((outcome.configuration == nil) == (outcome.report.errorCount > 0))
    }
  }

  @Test("with bytes thrown at it never crashes the reader")
  func noise() throws {
    var generator = SplitMix64(seed: 20_261_121)
    let alphabet = Array("abc: -[]{}*&?!|>'\"#,%@`\n\t\\~<".utf8) + [0xEC, 0x9D, 0x80]
    let folder = try ConfigurationFolder(["naru.yaml": ConfigurationFolder.process])
    for _ in 0..<400 {
      let bytes = (0..<Int.random(in: 1...80, using: &generator)).map { _ in
        alphabet.randomElement(using: &generator) ?? 0
      }
      try folder.write(Array("id: flower\n".utf8) + bytes, to: "shops/flower.yaml")
      _ = folder.load()
    }
  }
}
