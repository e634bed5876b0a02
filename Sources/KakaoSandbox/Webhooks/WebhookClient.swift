import NIOCore
import NIOHTTP1
import NIOPosix

/// Sends a webhook over plain HTTP/1.1: one connection each, no redirect followed, the body of the answer thrown away.
struct WebhookClient: Sendable {
  let timeout: Duration
  let allowsDistant: Bool

  /// The HTTP status of the answer.
  ///
  /// - Throws: ``WebhookFailure`` when the address is refused, or no answer came in time.
  func send(_ request: SandboxWebhookRequest) async throws -> Int {
    let address = try WebhookAddress(request.url, distant: allowsDistant)
    let loop = MultiThreadedEventLoopGroup.singleton.next()
    let answer = loop.makePromise(of: Int.self)
    let limit = TimeAmount.nanoseconds(
      timeout.components.seconds * 1_000_000_000 + timeout.components.attoseconds / 1_000_000_000)
    let deadline = loop.scheduleTask(in: limit) { answer.fail(Self.late) }
    defer { deadline.cancel() }
    let head = Self.head(request, address)
    ClientBootstrap(group: loop)
      .connectTimeout(limit)
      .channelInitializer { channel in
        channel.eventLoop.makeCompletedFuture {
          try channel.pipeline.syncOperations.addHTTPClientHandlers()
          try channel.pipeline.syncOperations.addHandler(Exchange(head: head, body: request.body, answer: answer))
        }
      }
      .connect(host: address.host, port: address.port)
      .whenComplete { result in
        switch result {
        case .failure: answer.fail(Self.unreachable)
        case .success(let channel): answer.futureResult.whenComplete { _ in channel.close(promise: nil) }
        }
      }
    return try await answer.futureResult.get()
  }

  private static let late = WebhookFailure(
    ko: "제한 시간 안에 응답이 없었습니다.", en: "No answer came within the time limit.")
  private static let unreachable = WebhookFailure(
    ko: "연결할 수 없습니다. 받는 서버가 켜져 있는지 확인하십시오.", en: "The connection failed. Is the receiving server running?")
  private static let broken = WebhookFailure(
    ko: "응답이 오기 전에 연결이 끊겼습니다.", en: "The connection was closed before an answer came.")

  private static func head(_ request: SandboxWebhookRequest, _ address: WebhookAddress) -> HTTPRequestHead {
    var headers = HTTPHeaders(request.headers.sorted { $0.key < $1.key }.map { ($0.key, $0.value) })
    headers.add(name: "Host", value: address.authority)
    headers.add(name: "Connection", value: "close")
    if request.method != "GET" { headers.add(name: "Content-Length", value: String(request.body.count)) }
    return HTTPRequestHead(
      version: .http1_1, method: HTTPMethod(rawValue: request.method), uri: address.target, headers: headers)
  }

  /// Writes the request once the connection stands and waits for the head of the answer.
  private final class Exchange: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias OutboundOut = HTTPClientRequestPart

    private let head: HTTPRequestHead
    private let body: [UInt8]
    private let answer: EventLoopPromise<Int>

    init(head: HTTPRequestHead, body: [UInt8], answer: EventLoopPromise<Int>) {
      self.head = head
      self.body = body
      self.answer = answer
    }

    func channelActive(context: ChannelHandlerContext) {
      context.write(wrapOutboundOut(.head(head)), promise: nil)
      if !body.isEmpty { context.write(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(bytes: body)))), promise: nil) }
      context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
      context.fireChannelActive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
      // A 1xx is not the answer yet.
      guard case .head(let head) = unwrapInboundIn(data), head.status.code >= 200 else { return }
      answer.succeed(Int(head.status.code))
    }

    func channelInactive(context: ChannelHandlerContext) {
      answer.fail(WebhookClient.broken)
      context.fireChannelInactive()
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
      answer.fail(WebhookClient.broken)
      context.close(promise: nil)
    }
  }
}
