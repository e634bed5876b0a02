import CommonValues
import ShopAdapters

/// What is kept of a shop's webhook beside its body: method, query, and the headers that reading it takes. Its proof is not.
///
/// One line each, since neither may hold a line break: the method, the query, then `name: value` for each header.
enum ShopDeliveryHead {
  static func bytes(_ request: ShopAdapters.WebhookRequest) -> [UInt8] {
    var text = request.method + "\n" + request.query
    for header in request.headers { text += "\n\(header.name): \(header.value)" }
    return Array(text.utf8)
  }

  /// The call as its adapter takes it; nil when the head is none.
  static func request(_ head: [UInt8], body: [UInt8], receivedAt: Timestamp) -> ShopAdapters.WebhookRequest? {
    guard let text = String(validating: head, as: UTF8.self) else { return nil }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard lines.count >= 2 else { return nil }
    var headers: [ShopAdapters.WebhookRequest.Header] = []
    for line in lines.dropFirst(2) {
      guard let colon = line.firstIndex(of: ":") else { return nil }
      headers.append(.init(String(line[..<colon]), String(line[colon...].dropFirst(2))))
    }
    return ShopAdapters.WebhookRequest(
      method: String(lines[0]), path: "", headers: headers, query: String(lines[1]), body: body, receivedAt: receivedAt)
  }
}
