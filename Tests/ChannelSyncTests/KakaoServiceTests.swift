import CommonValues
import HTTPTransport
import KakaoAPI
import NaruTestSupport
import Testing

@testable import ChannelSync

@Suite("The service that speaks to Kakao")
struct KakaoServiceTests {
  private func service(
    _ status: Int, _ body: String, policy: RetryPolicy = .never
  ) -> (KakaoCustomerFileService, ScriptedTransport) {
    let transport = ScriptedTransport { _, _ in HTTPResponse(status: status, body: Array(body.utf8)) }
    let client = KakaoAPIClient(
      key: Secret("k"), transport: transport, gate: RateLimiter(perSecond: 1e6, burst: 1000), retry: policy)
    return (KakaoCustomerFileService(client), transport)
  }

  private let address = RemoteFileAddress(id: 15_369, channel: Sample.channel, users: .app)

  private func text(_ transport: ScriptedTransport) throws -> String {
    String(decoding: try #require(transport.requests.first?.body), as: UTF8.self)
  }

  @Test("rows go out byte for byte, app ids as numbers and phones as text")
  func rows() async throws {
    let (service, transport) = service(200, #"{"file_id":15369,"request_count":1,"success_count":1}"#)
    let row = CustomerFileEntry(target: 1_376_016_924_429_759_228, fields: Array(#"{"회원등급":"VIP","n":1.5}"#.utf8))
    #expect(try await service.add([row], to: address) == RowCounts(requested: 1, succeeded: 1))
    #expect(try text(transport).contains(#"{"id":1376016924429759228,"field":{"회원등급":"VIP","n":1.5}}"#))
    let (phones, sent) = self.service(200, "{}")
    let phoneFile = RemoteFileAddress(id: 1, channel: Sample.channel, users: .phone)
    #expect(try await phones.remove([821_012_345_678], from: phoneFile) == RowCounts(requested: nil, succeeded: nil))
    #expect(try text(sent).contains(#""user_ids":["821012345678"]"#))
  }

  @Test("whatever a row holds is taken by the client")
  func everyRow() async throws {
    var generator = SplitMix64(seed: 3)
    let (service, _) = service(200, #"{"request_count":1,"success_count":1}"#)
    for _ in 0..<200 {
      let evaluator = Sample.evaluator(RandomCase.file(&generator))
      let fields = evaluator.projection.row(RandomCase.facts(&generator))
      _ = try await service.add([CustomerFileEntry(target: 1, fields: fields)], to: address)
    }
  }

  @Test("the list is read, and an empty schema says nothing about columns")
  func list() async throws {
    let body =
      #"{"results":[{"file_id":1,"file_name":"가","schema":"{}"},{"file_id":2,"file_name":"나","schema":"{\"a\":\"number\"}"}],"using_slot":2}"#
    let (service, _) = service(200, body)
    #expect(
      try await service.files(in: Sample.channel) == [
        RemoteCustomerFile(id: 1, name: "가", columns: nil),
        RemoteCustomerFile(id: 2, name: "나", columns: ["a": "number"]),
      ])
    let (half, _) = self.service(200, #"{"results":[{"file_id":1}]}"#)
    await #expect(throws: FakeKakao.fault(.refused)) { try await half.files(in: Sample.channel) }
  }

  @Test(
    "Kakao's errors become the kinds that a sync treats differently",
    arguments: [
      (400, #"{"msg":"limit","code":-10}"#, CustomerFileFault.Kind.quota), (401, #"{"code":-401}"#, .configuration),
      (403, #"{"code":-3}"#, .configuration), (400, #"{"code":-541}"#, .configuration),
      (400, #"{"code":-819}"#, .configuration), (400, #"{"code":-816}"#, .unknownFile),
      (400, #"{"code":-817}"#, .nameRefused), (400, #"{"code":-818}"#, .noRoom), (400, #"{"code":-2}"#, .refused),
      (500, "", .unanswered), (200, #"{"file"#, .unanswered),
    ])
  func errors(_ status: Int, _ body: String, _ expected: CustomerFileFault.Kind) async throws {
    let (service, _) = service(status, body)
    let fault = await #expect(throws: CustomerFileFault.self) {
      try await service.createFile(named: "가", in: Sample.channel, columns: ["a": "string"])
    }
    #expect(fault?.kind == expected)
    #expect(fault?.diagnostic.reason.korean.isEmpty == false)
  }
}
