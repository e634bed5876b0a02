import CommonValues
import Foundation
import Testing

@testable import Naru

@Suite("What the configuration says of the server")
struct ServerConfigurationTests {
  private func load(_ process: String, _ files: [String: String] = [:]) throws -> (
    ConfigurationFolder, ConfigurationOutcome
  ) {
    let folder = try ConfigurationFolder(["naru.yaml": process, "shops/a.yaml": "id: a\n"])
    for (name, text) in files { try folder.write(Array(text.utf8), to: name) }
    return (folder, folder.load(["TOKEN": "token-0123456789-abcdefghijkl"]))
  }

  @Test("a unix socket's path starts at the file's folder, and has to be short enough for one")
  func socket() throws {
    let (folder, outcome) = try load("listen: unix:naru.sock\n")
    #expect(try outcome.get().listen == ListenAddress(socketPath: folder.path + "/naru.sock"))
    let absolute = try load("listen: unix:/run/naru.sock\n").1.get().listen
    #expect(absolute.description == "unix:/run/naru.sock" && absolute.isLocal && absolute.port == 0)
    for bad in ["unix:", "unix:/run/", "unix:/" + String(repeating: "a", count: 103)] {
      #expect(try load("listen: \"\(bad)\"\n").1.summary == ["invalid-value naru.yaml:1:9"], "\(bad)")
    }
  }

  @Test("certificate and key are both needed and both there; a key that everybody may read is told")
  func tls() throws {
    let text = "tls: { certificate: a.pem, key: a.key }\n"
    let (folder, outcome) = try load(text, ["a.pem": "x", "a.key": "x"])
    let tls = try #require(try outcome.get().tls)
    #expect(outcome.report.findings.isEmpty)
    #expect(tls.certificate == folder.path + "/a.pem" && tls.key == folder.path + "/a.key")
    #expect(try load("tls: { certificate: a.pem }\n", ["a.pem": "x"]).1.summary == ["missing-key naru.yaml:1:6"])
    #expect(try load(text, ["a.pem": "x"]).1.summary == ["tls-file-missing naru.yaml:1:33"])
    for (mode, isTold) in [(0o600, false), (0o640, false), (0o644, true), (0o660, true)] {
      try folder.write(Array("x".utf8), to: "a.key", mode: mode)
      #expect(folder.load().report.findings.map(\.code) == (isTold ? ["secret-file-mode"] : []), "\(mode)")
    }
  }

  @Test("listening for other machines without TLS and without a listed proxy is told")
  func inTheClear() throws {
    for (process, isTold) in [
      ("listen: 0.0.0.0:8080\n", true), ("listen: \"[::]:8080\"\n", true), ("listen: 192.0.2.1:8080\n", true),
      ("listen: 127.0.0.1:8080\n", false), ("listen: localhost:8080\n", false), ("listen: \"[::1]:8080\"\n", false),
      ("listen: unix:naru.sock\n", false), ("listen: 0.0.0.0:8080\ntrusted_proxies: [10.0.0.0/8]\n", false),
    ] {
      let outcome = try load(process).1
      #expect(outcome.report.findings.map(\.code) == (isTold ? ["listens-in-the-clear"] : []), "\(process)")
      #expect(outcome.configuration != nil)
    }
  }

  @Test("limits have defaults, and 0 takes any number")
  func rateLimits() throws {
    #expect(try load("shops: shops\n").1.get().rateLimits == RateLimits())
    let limits = try load("rate_limit: { address: { per_second: 0 }, shop: { per_second: 10 } }\n").1.get().rateLimits
    #expect(limits.address.perSecond == 0)
    #expect(limits.shop == RateLimits.Limit(perSecond: 10, burst: 40))
    #expect(try load("rate_limit: { shop: { burst: 0 } }\n").1.summary == ["invalid-value naru.yaml:1:30"])
  }

  @Test("tokens may be given as they are or as their SHA-256, and two are accepted while they are exchanged")
  func tokens() throws {
    // The SHA-256 of "metrics-0123456789-abcdefghij".
    let digest = BearerTokens.digest("metrics-0123456789-abcdefghij").map { byte in
      (byte < 16 ? "0" : "") + String(byte, radix: 16)
    }.joined()
    let process =
      "metrics: { token: [{ env: TOKEN }, { sha256: \(digest.uppercased()) }] }\nadmin: { token: { sha256: \(digest) } }\n"
    let configuration = try load(process).1.get()
    #expect(configuration.metricsToken?.count == 2)
    #expect(configuration.metricsToken?.index(of: "token-0123456789-abcdefghijkl") == 0)
    #expect(configuration.metricsToken?.index(of: "metrics-0123456789-abcdefghij") == 1)
    #expect(configuration.adminToken?.matches("metrics-0123456789-abcdefghij") == true)
    for wrong in ["", digest, "metrics-0123456789-abcdefghi", "Metrics-0123456789-abcdefghij"] {
      #expect(configuration.metricsToken?.matches(wrong) == false)
    }
    for (text, column) in [
      ("{ sha256: abc }", 29), ("{ sha256: \(digest)0 }", 29), ("{ sha256: \(digest), env: TOKEN }", 19),
    ] {
      #expect(try load("metrics: { token: \(text) }\n").1.summary == ["invalid-value naru.yaml:1:\(column)"], "\(text)")
    }
  }

  @Test("the digest is SHA-256")
  func digest() {
    let digest = BearerTokens.digest("abc").prefix(4)
    #expect(Array(digest) == [0xBA, 0x78, 0x16, 0xBF])
  }

  @Test(
    "a token that can not hold 128 bits stops the start",
    arguments: [
      "short", "0123456789-abcdefghij", "123456789012345678901234567890123456", "0123456789abcdef0123456789abcde",
      String(repeating: "ab", count: 40),
    ])
  func weak(_ token: String) throws {
    for (process, shop, file) in [
      ("metrics: { token: { env: T } }\n", "id: a\n", "naru.yaml:1:26"),
      ("admin: { token: { env: T } }\n", "id: a\n", "naru.yaml:1:24"),
      ("shops: shops\n", "id: a\napi_token: { env: T }\n", "a.yaml:2:19"),
    ] {
      let folder = try ConfigurationFolder(["naru.yaml": process, "shops/a.yaml": shop])
      let outcome = folder.load(["T": token])
      #expect(
        outcome.configuration == nil
          && outcome.report.findings.map(\.code).first.map { ["weak-token", "sample-secret"].contains($0) } == true)
      #expect(
        outcome.summary.first?.split(separator: ":").first.map(String.init)?.hasSuffix(file.split(separator: ":")[0])
          == true)
      #expect(!outcome.report.findings.contains { $0.message(in: .english).contains(token) })
    }
    let demo = try ConfigurationFolder([
      "naru.yaml": "allow_literal_secrets: true\n", "shops/a.yaml": "id: a\napi_token: \"\(token)\"\n",
    ])
    #expect(demo.load().configuration != nil)
  }

  @Test(
    "a token of 128 bits and more is taken",
    arguments: ["0123456789abcdef0123456789abcdef", "Zm9vYmFyYmF6cXV4MTIzNA", "marked-api-token-flower-0123456789"])
  func strong(_ token: String) throws {
    let folder = try ConfigurationFolder.withShop("id: a\napi_token: { env: T }\n")
    #expect(folder.load(["T": token]).report.findings.isEmpty)
  }

  @Test(
    "a secret from an example stops the start, whatever it is for",
    arguments: [
      "changeme", "Change-Me", "password", "secret", "your_admin_key", "YOUR-REST-API-KEY", "xxxxxxxxxxxx", "example",
      "0000000000",
    ])
  func samples(_ secret: String) throws {
    for shop in [
      "id: a\nkakao: { admin_key: { env: S } }\n", "id: a\nwebhook: { secret: { env: S } }\n",
      "id: a\napi_token: { env: S }\n",
    ] {
      let outcome = try ConfigurationFolder.withShop(shop).load(["S": secret])
      #expect(outcome.report.findings.map(\.code) == ["sample-secret"])
    }
  }
}
