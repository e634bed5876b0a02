import CommonValues
import ShopModel

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The webhook samples of an adapter's folder: what a platform sends, beside what it must become.
///
/// `samples/webhooks/NAME.http` is a call as text: headers, one in a line, a blank line, the body. Its first line may be
/// `POST /path?query`. It carries no proof; the contract suite signs it as the manifest says. `samples/webhooks/NAME.jsonl` has one line
/// for each event: canonical JSON, and for what that does not have
/// `{"kind":"account_linked","member_id":…,"kakao_user_id":…,"at":…}`, `account_unlinked`, `{"kind":"erase","id":…,"at":…}`,
/// `{"kind":"kakao_app","rest_api_key":…,"at":…}`, `{"kind":"unmapped"}`, `{"kind":"ping"}` and `{"kind":"malformed","code":…}`. No
/// line: the event is known and ignored.
public struct WebhookSamples: Sendable {
  /// One sample.
  public struct Sample: Sendable, Hashable {
    /// The input's file name.
    public let name: String
    /// The call, received at ``AdapterSamples/sourceTime``.
    public let request: WebhookRequest
    /// The text of the file beside it; nil when there is none.
    public let expected: String?
  }

  private let folder: String

  /// The samples in an adapter's folder.
  public init(in directory: String) {
    folder = (directory.hasSuffix("/") ? String(directory.dropLast()) : directory) + "/samples/webhooks"
  }

  /// The samples, in the order of their names; what can not be read is left out.
  public var all: [Sample] {
    let names = ((try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []).sorted()
    return names.filter { $0.hasSuffix(".http") && !$0.hasPrefix(".") }.compactMap { name -> Sample? in
      guard let text = bytes(of: name), let request = WebhookSamples.request(text) else { return nil }
      let expected = bytes(of: AdapterSamples.stem(name) + ".jsonl").map { String(decoding: $0, as: UTF8.self) }
      return Sample(name: name, request: request, expected: expected)
    }
  }

  private func bytes(of name: String) -> [UInt8]? {
    (try? Data(contentsOf: URL(filePath: "\(folder)/\(name)"))).map(Array.init)
  }

  /// The call that a text describes; nil when it has no blank line or a line that is no header.
  static func request(_ bytes: [UInt8]) -> WebhookRequest? {
    var request = WebhookRequest(body: [], receivedAt: AdapterSamples.sourceTime)
    var start = bytes.startIndex
    while let end = bytes[start...].firstIndex(of: 0x0A) {
      let line = EventCells.trimmed(String(decoding: bytes[start..<end], as: UTF8.self))
      let isFirst = start == bytes.startIndex
      start = end + 1
      if line.isEmpty {
        request.body = Array(bytes[start...])
        while let last = request.body.last, last == 0x0A || last == 0x0D { request.body.removeLast() }
        return request
      }
      if isFirst, line.hasPrefix("POST /") {
        let target = line.dropFirst(5).split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
        request.path = String(target[0])
        request.query = target.count > 1 ? String(target[1]) : ""
        continue
      }
      guard let colon = line.firstIndex(of: ":") else { return nil }
      let value = EventCells.trimmed(String(line[line.index(after: colon)...]))
      request.headers.append(WebhookRequest.Header(String(line[..<colon]), value))
    }
    return nil
  }
}

extension DecodedWebhook {
  /// What the call says, as lines of JSON; see ``WebhookSamples``.
  public var lines: [String] {
    switch outcome {
    case .events(let events): events.compactMap(\.line)
    case .unmapped: [JSONValue.line(kind: "unmapped", [])]
    case .ping: [JSONValue.line(kind: "ping", [])]
    case .malformed(let problem): [JSONValue.line(kind: "malformed", [("code", problem.code)])]
    }
  }
}

extension AdapterEvent {
  /// The event as a line of JSON.
  var line: String? {
    switch self {
    case .event(.member(let member)): json(member)
    case .event(.order(let order)): json(order)
    case .event(.memberWithdrawn(let id, let at)):
      JSONValue.line(kind: "member_withdrawn", [("id", id), ("at", at.description)])
    case .event(.accountLinked(let member, let user, let at)):
      JSONValue.line(
        kind: "account_linked", [("member_id", member), ("kakao_user_id", "\(user)"), ("at", at.description)])
    case .event(.accountUnlinked(let user, let at)):
      JSONValue.line(kind: "account_unlinked", [("kakao_user_id", "\(user)"), ("at", at.description)])
    case .event(.channelRelation): nil
    case .refetch(let refetch): json(refetch)
    case .erase(let id, let at): JSONValue.line(kind: "erase", [("id", id), ("at", at.description)])
    case .kakaoApp(let key, let at):
      JSONValue.line(kind: "kakao_app", [("rest_api_key", key), ("at", at.description)])
    }
  }

  private func json(_ value: some Encodable) -> String? {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return (try? encoder.encode(value)).map { String(decoding: $0, as: UTF8.self) }
  }
}

extension JSONValue {
  /// An object with a kind and texts.
  fileprivate static func line(kind: String, _ texts: [(key: String, value: String)]) -> String {
    JSONValue.object(([("kind", kind)] + texts).map { Member(key: $0.0, value: .string($0.1)) }).json
  }
}
