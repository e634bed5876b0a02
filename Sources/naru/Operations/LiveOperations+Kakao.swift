import CommonValues
import Foundation
import KakaoAPI
import KakaoSandbox
import Logging
import Naru
import ShopModel

extension LiveOperations {
  // MARK: check

  func check(_ request: CheckRequest, _ context: OperationContext) async throws -> Outcome<CheckResult> {
    var outcome = OfflineCheck.check(request, context, builtInAdapters: Naru.builtInAdapters)
    guard request.online, outcome.status != .configuration else { return outcome }
    let configuration = try configuration(context)
    let online = try await withNaru(configuration) { naru in
      var findings: [Diagnostic] = []
      for shop in configuration.shops where request.shop.map({ $0 == shop.id }) ?? true {
        findings += try await naru.connection(shop.id.description).checkOnline()
      }
      return findings
    }
    outcome.result.online = true
    outcome.result.findings += online
    // That Kakao can not be reached is nobody's configuration.
    outcome.status =
      online.contains { $0.code == "kakao-no-answer" || $0.code == "kakao-unreadable-answer" }
      ? .failed : ExitStatus(rawValue: CheckReport(findings: outcome.result.findings).exitCode)
    return outcome
  }

  // MARK: error

  func explainError(_ request: ErrorRequest, _ context: OperationContext) async throws -> Outcome<ErrorResult> {
    guard let entry = KakaoErrorTable.entry(for: request.code) else {
      let matches = KakaoErrorTable.matches(request.code).map(\.code).joined(separator: ", ")
      throw OperationError([.unknownKakaoCode(request.code, matches: matches)])
    }
    return Outcome(ErrorResult(entry))
  }

  // MARK: sandbox

  func sandbox(_ request: SandboxRequest, _ context: OperationContext) async throws -> Outcome<SandboxResult> {
    let seed = try request.seedFile.map { path in
      guard let data = FileManager.default.contents(atPath: path) else {
        throw OperationError([
          Diagnostic(
            .error, code: "seed-unreadable", place: .init(file: path),
            reason: LocalizedText(ko: "시드 파일을 읽을 수 없습니다.", en: "The seed file can not be read."),
            fix: LocalizedText(ko: "경로를 확인하십시오.", en: "Check the path."))
        ])
      }
      return [UInt8](data)
    }
    let local = try LocalKakao(seed: seed ?? KakaoSandbox.exampleSeed)
    let addresses = try await local.run(port: request.port) { addresses in
      context.observer.listening(addresses)
      await context.stop.wait()
      return addresses
    }
    let requests = local.sandbox.counts.values.reduce(0) { $0 + $1.total }
    return Outcome(SandboxResult(addresses: addresses, requests: Int64(requests)))
  }
}

extension Diagnostic {
  fileprivate static func unknownKakaoCode(_ code: String, matches: String) -> Diagnostic {
    let shown = code.prefix(40)
    guard matches.isEmpty else {
      return Diagnostic(
        .error, code: "ambiguous-kakao-code",
        reason: LocalizedText(ko: "‘\(shown)’은(는) 여러 코드에 해당합니다.", en: "‘\(shown)’ fits several codes."),
        fix: LocalizedText(ko: "하나를 고르십시오: \(matches)", en: "Name one of: \(matches)"))
    }
    return Diagnostic(
      .error, code: "unknown-kakao-code",
      reason: LocalizedText(ko: "알려진 카카오 오류 코드가 아닙니다: \(shown)", en: "No known Kakao error code: \(shown)"),
      fix: LocalizedText(ko: "KOE006, -10, KAE105처럼 적으십시오.", en: "Write it as KOE006, -10 or KAE105."))
  }
}

/// A sandbox that serves while something else goes on in this process.
struct LocalKakao: Sendable {
  let sandbox: KakaoSandbox

  init(seed: [UInt8]) throws {
    do {
      sandbox = try KakaoSandbox(seed: seed)
    } catch {
      throw OperationError([
        Diagnostic(
          .error, code: "seed-invalid", reason: LocalizedText(ko: error.text.ko, en: error.text.en))
      ])
    }
  }

  /// Serves on the loopback address while `body` runs; `body` is told where.
  func run<Result: Sendable>(
    port: Int?, _ body: @escaping @Sendable ([ServiceAddress]) async throws -> Result
  ) async throws -> Result {
    let (ports, bound) = AsyncStream.makeStream(of: Int.self)
    return try await withThrowingTaskGroup(of: Result?.self) { group in
      group.addTask {
        do {
          try await sandbox.run(port: port ?? 0, logger: Logger(label: "naru") { _ in SwiftLogNoOpLogHandler() }) {
            port in
            bound.yield(port)
            bound.finish()
          }
        } catch is CancellationError {
          return nil
        } catch {
          bound.finish()
          throw OperationError([LocalKakao.notBound(port)], status: .unavailable)
        }
        return nil
      }
      group.addTask {
        for await port in ports { return try await body(LocalKakao.addresses(port)) }
        throw CancellationError()
      }
      var result: Result?
      while let next = try await group.next() {
        if let next {
          result = next
          group.cancelAll()
        }
      }
      guard let result else { throw CancellationError() }
      return result
    }
  }

  private static func addresses(_ port: Int) -> [ServiceAddress] {
    let url = "http://127.0.0.1:\(port)"
    return [
      ServiceAddress(name: LocalizedText(ko: "카카오 API", en: "Kakao API"), url: url),
      ServiceAddress(name: LocalizedText(ko: "샌드박스 화면", en: "Sandbox pages"), url: url + "/sandbox"),
    ]
  }

  private static func notBound(_ port: Int?) -> Diagnostic {
    Diagnostic(
      .error, code: "port-in-use",
      reason: LocalizedText(
        ko: "포트 \(port.map(String.init) ?? "")에서 기다릴 수 없습니다.",
        en: "Port \(port.map(String.init) ?? "") can not be listened on."),
      fix: LocalizedText(ko: "--port로 다른 포트를 지정하십시오.", en: "Name another port with --port."))
  }
}
