import CommonValues
import Hummingbird

/// The fields of a small `application/x-www-form-urlencoded` body. Of a name that stands twice the first counts.
struct FormBody: Sendable {
  /// Bytes of a body that is read.
  static let limit = 16 << 10

  private var fields: [String: String] = [:]

  init(_ text: String) {
    for pair in text.split(separator: "&").prefix(64) {
      let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard let name = FormBody.decode(parts[0]), let value = FormBody.decode(parts.count > 1 ? parts[1] : ""),
        fields[name] == nil
      else { continue }
      fields[name] = value
    }
  }

  /// Reads a request's body; a body of another type, or none, has no fields.
  ///
  /// - Parameter context: of a request of the sidecar; nil for one of somebody else's server.
  static func read(_ request: Request, _ context: ServerContext?) async throws -> FormBody {
    let type = request.headers[.contentType] ?? ""
    guard type.lowercased().hasPrefix("application/x-www-form-urlencoded") else { return FormBody("") }
    return FormBody(String(decoding: try await request.bytes(upTo: limit, context), as: UTF8.self))
  }

  subscript(name: String) -> String? { fields[name] }

  /// Whether a field says yes.
  func isTrue(_ name: String) -> Bool { self[name] == "true" || self[name] == "1" || self[name] == "on" }

  private static func decode(_ text: Substring) -> String? {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
      switch byte {
      case 0x2B: bytes.append(0x20)
      case 0x25:
        guard let high = rest.popFirst().flatMap(HexText.value), let low = rest.popFirst().flatMap(HexText.value) else {
          return nil
        }
        bytes.append(high << 4 | low)
      default: bytes.append(byte)
      }
    }
    return String(validating: bytes, as: UTF8.self)
  }
}

extension Request {
  /// The whole body. Throws ``Problem/tooLarge(limit:)`` beyond `limit` bytes, at the latest then, and ``Problem/tooSlow`` after the
  /// deadline of the server that `context` belongs to.
  func bytes(upTo limit: Int, _ context: ServerContext?) async throws -> [UInt8] {
    if let length = headers[.contentLength].flatMap({ Int($0) }) {
      guard length <= limit else { throw Problem.tooLarge(limit: limit) }
      if length == 0 { return [] }
    }
    guard let context, let deadline = context.deadline else { return try await collect(upTo: limit) }
    return try await deadline.run(context.channel) { try await collect(upTo: limit) }
  }

  private func collect(upTo limit: Int) async throws -> [UInt8] {
    var bytes: [UInt8] = []
    for try await part in body {
      guard bytes.count + part.readableBytes <= limit else { throw Problem.tooLarge(limit: limit) }
      bytes.append(contentsOf: part.readableBytesView)
    }
    return bytes
  }

  /// The values of all `Cookie` headers, joined as one.
  var cookieText: String { headers[values: .cookie].joined(separator: "; ") }
}
