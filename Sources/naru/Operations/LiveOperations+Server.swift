import CommonValues
import Foundation
import KakaoSync
import Logging
import Naru
import NaruServer

extension LiveOperations {
  // MARK: serve

  func serve(_ context: OperationContext) async throws -> Outcome<ServeResult> {
    let configuration = try configuration(context)
    let addresses = try await withNaru(configuration) { naru in
      let logger = Logger(label: "naru") { ServerLog(label: $0, output: FileHandle.standardError) }
      let inbox = try NaruInbox(naru, logger: logger)
      let server = try NaruServer(naru, inbox: inbox, logger: logger)
      let (ports, bound) = AsyncStream.makeStream(of: Int.self)
      return try await withThrowingTaskGroup(of: [ServiceAddress]?.self) { group in
        group.addTask {
          do {
            try await server.run { port in
              bound.yield(port)
              bound.finish()
            }
          } catch is CancellationError {
            return nil
          } catch {
            bound.finish()
            throw OperationError([.notListening(configuration.listen)], status: .unavailable)
          }
          return nil
        }
        group.addTask {
          for await port in ports {
            let addresses = LiveOperations.addresses(configuration, port: port)
            context.observer.listening(addresses)
            await context.stop.wait()
            return addresses
          }
          throw CancellationError()
        }
        var result: [ServiceAddress] = []
        while let next = try await group.next() {
          if let next {
            result = next
            group.cancelAll()
          }
        }
        return result
      }
    }
    return Outcome(ServeResult(addresses: addresses))
  }

  private static func addresses(_ configuration: NaruConfiguration, port: Int) -> [ServiceAddress] {
    var addresses = [
      ServiceAddress(
        name: LocalizedText(ko: "사이드카", en: "Sidecar"), url: "http://\(configuration.listen.host):\(port)")
    ]
    if let address = configuration.publicURL {
      addresses.append(
        ServiceAddress(name: LocalizedText(ko: "공개 주소", en: "Public address"), url: address.description))
    }
    return addresses
  }

  // MARK: link

  func link(_ request: LinkRequest, _ context: OperationContext) async throws -> Outcome<LinkResult> {
    try await withShop(request.shop, context) { connection in
      let (url, target) = try connection.autoLoginAddress(to: request.target)
      if let file = request.svgFile {
        guard let code = QRCode(url) else { throw OperationError([.linkTooLong]) }
        do {
          try Data(code.svg.utf8).write(to: URL(filePath: file), options: .atomic)
        } catch {
          throw OperationError([.notWritten(file)])
        }
      }
      return Outcome(LinkResult(url: url, target: target, svg: request.svgFile))
    }
  }

  // MARK: erase

  func erase(_ request: EraseRequest, _ context: OperationContext) async throws -> Outcome<EraseResult> {
    try await withShop(request.shop, context) { connection in
      let accounts = try connection.accounts
      guard request.confirmed else {
        let diagnostic = Diagnostic(
          .warning, code: "not-confirmed",
          reason: LocalizedText(ko: "지우지 않았습니다.", en: "Nothing was deleted."),
          fix: LocalizedText(
            ko: "회원, 주문, 카카오 연결과 프로필, 세션, 고객 파일의 행이 모두 사라지고 되돌릴 수 없습니다. 지우려면 --yes를 붙이십시오.",
            en:
              "Member, orders, Kakao link and profile, sessions and customer-file rows would go, for good. Add --yes to do it."
          ))
        return Outcome(EraseResult(done: false, receipt: nil), status: .somethingToDo, diagnostics: [diagnostic])
      }
      do {
        let receipt = try await accounts.erase(member: request.member, kakaoUser: request.kakaoUser)
        guard let receipt else {
          throw OperationError([.notFound("person", ko: "사람", request.member ?? "")], status: .failed)
        }
        return Outcome(EraseResult(done: true, receipt: receipt))
      } catch let error as OperationError {
        throw error
      } catch {
        throw NaruError(error)
      }
    }
  }
}

extension Diagnostic {
  fileprivate static func notListening(_ address: ListenAddress) -> Diagnostic {
    Diagnostic(
      .error, code: "address-in-use", place: .init(field: "listen"),
      reason: LocalizedText(ko: "\(address)에서 기다릴 수 없습니다.", en: "\(address) can not be listened on."),
      fix: LocalizedText(
        ko: "같은 주소를 쓰는 프로그램을 끝내거나 naru.yaml의 listen을 바꾸십시오.",
        en: "End whatever uses that address, or change `listen` in naru.yaml."))
  }

  fileprivate static let linkTooLong = Diagnostic(
    .error, code: "link-too-long",
    reason: LocalizedText(ko: "주소가 너무 길어 QR 코드에 들어가지 않습니다.", en: "The address is too long for a QR code."))

  fileprivate static func notWritten(_ file: String) -> Diagnostic {
    Diagnostic(
      .error, code: "file-not-written", place: .init(file: file),
      reason: LocalizedText(ko: "파일을 쓸 수 없습니다.", en: "The file can not be written."),
      fix: LocalizedText(ko: "경로와 권한을 확인하십시오.", en: "Check the path and its permissions."))
  }
}
