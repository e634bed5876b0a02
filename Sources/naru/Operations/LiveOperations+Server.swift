import CommonValues
import Foundation
import KakaoSync
import Logging
import Naru
import NaruServer
import Synchronization

extension LiveOperations {
  // MARK: serve

  func serve(_ request: ServeRequest, _ context: OperationContext) async throws -> Outcome<ServeResult> {
    let configuration = try configuration(context)
    let metrics = ProcessMetrics.registry
    let addresses = try await withNaru(configuration) { naru in
      let format = request.logFormat ?? .json
      let log = LogBuffer(request.log)
      defer { log.close() }
      var logger = Logger(label: "naru") { label in
        ServerLog(label: label, format: format, output: log) { Timestamp.now }
      }
      logger.logLevel = request.logLevel.level
      let inbox = try NaruInbox(naru, logger: logger)
      let bound = Mutex<[ServiceAddress]>([])
      let hangUp = HangUpSignal()
      let source = ConfigurationSource(requests: hangUp.hangUps) {
        // On a thread of its own: requests are answered while files are read and programs give their secrets.
        await withCheckedContinuation { continuation in
          DispatchQueue.global(qos: .utility).async {
            let outcome = NaruConfiguration.load(
              path: context.configPath, environment: context.environment, builtInAdapters: Naru.builtInAdapters)
            continuation.resume(returning: outcome)
          }
        }
      }
      do {
        let server = try NaruServer(naru, inbox: inbox, logger: logger, metrics: metrics)
        try await server.run(until: { await context.stop.wait() }, reloading: source) { port in
          let addresses = LiveOperations.addresses(configuration, port: port)
          bound.withLock { $0 = addresses }
          context.observer.listening(addresses)
        }
      } catch let error as ListenError {
        throw OperationError([.notListening(configuration, error.cause)], status: .unavailable)
      }
      withExtendedLifetime(hangUp) {}
      return bound.withLock { $0 }
    }
    return Outcome(ServeResult(addresses: addresses))
  }

  private static func addresses(_ configuration: NaruConfiguration, port: Int) -> [ServiceAddress] {
    let listen = configuration.listen
    let scheme = configuration.tls == nil ? "http" : "https"
    var addresses = [
      ServiceAddress(
        name: LocalizedText(ko: "사이드카", en: "Sidecar"),
        url: listen.socketPath == nil ? "\(scheme)://\(listen.host):\(port)" : listen.description)
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
          throw OperationError(
            [.notFound("person", ko: "사람", request.member ?? request.kakaoUser.map(String.init) ?? "")], status: .failed
          )
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
  fileprivate static func notListening(_ configuration: NaruConfiguration, _ cause: ListenError.Cause) -> Diagnostic {
    let address = configuration.listen
    let fix: LocalizedText
    let code: String
    switch cause {
    case .inUse:
      code = "address-in-use"
      fix = LocalizedText(
        ko: "다른 프로그램이 쓰고 있습니다. 그 프로그램을 끝내거나 naru.yaml의 listen을 바꾸십시오.",
        en: "Another program uses it; end that one, or change `listen` in naru.yaml.")
    case .notHere:
      code = "address-not-usable"
      fix = LocalizedText(
        ko: "이 컴퓨터의 주소가 아닙니다. naru.yaml의 listen을 바꾸십시오.",
        en: "It is no address of this machine; change `listen` in naru.yaml.")
    case .notAllowed:
      code = "address-not-usable"
      fix = LocalizedText(
        ko: "이 사용자에게는 허용되지 않은 포트입니다. naru.yaml의 listen을 1024 이상의 포트로 바꾸십시오.",
        en: "This user may not use that port; change `listen` in naru.yaml to one from 1024 on.")
    case .notASocket:
      code = "address-not-usable"
      fix = LocalizedText(
        ko: "그 경로에 소켓이 아닌 파일이 있습니다. 파일을 옮기거나 naru.yaml의 listen을 바꾸십시오.",
        en: "There is a file at that path that is no socket; move it, or change `listen` in naru.yaml.")
    case .badCertificate(let what):
      return Diagnostic(
        .error, code: "tls-unusable", place: .init(file: configuration.file, field: "tls"),
        reason: LocalizedText(
          ko: "인증서와 개인 키를 쓸 수 없습니다 (\(what)).", en: "The certificate and its key can not be used (\(what))."),
        fix: LocalizedText(
          ko: "암호 없는 PEM 파일인지, 키가 그 인증서의 것인지 확인하십시오.",
          en: "Check that both are PEM without a password, and that the key is the certificate's."))
    case .other(let number):
      code = "address-not-usable"
      fix = LocalizedText(
        ko: "naru.yaml의 listen을 확인하십시오 (errno \(number)).", en: "Check `listen` in naru.yaml (errno \(number)).")
    }
    return Diagnostic(
      .error, code: code, place: .init(field: "listen"),
      reason: LocalizedText(ko: "\(address)에서 기다릴 수 없습니다.", en: "\(address) can not be listened on."), fix: fix)
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
