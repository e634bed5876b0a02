import CommonValues
import Crypto

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Proves calls as a platform would, with secrets that are none: the other side of ``WebhookProof``, written on its own.
struct WebhookSigner: Sendable {
  let verifier: WebhookVerifier

  /// The header that carries the proof; nil when none does.
  var proofHeader: String? {
    switch verifier {
    case .header(let name, _), .token(.header(let name, _)): name
    case .hmac(let scheme): scheme.header
    case .standardWebhooks: "webhook-signature"
    case .query, .token(.query), .none: nil
    }
  }

  /// A secret as this platform writes them. The same number gives the same one.
  func secret(_ number: Int) -> Secret<String> {
    let text = "naru-contract-secret-\(number)"
    let base64 = Data(Array(text.utf8)).base64EncodedString()
    switch verifier {
    case .standardWebhooks: return Secret("whsec_" + base64)
    case .hmac(let scheme):
      switch scheme.key {
      case .text: return Secret(text)
      case .base64: return Secret(base64)
      case .hex: return Secret(HexText.encode(Array(text.utf8)))
      }
    default: return Secret(text)
    }
  }

  /// The call with its proof.
  func sign(_ request: WebhookRequest, _ secret: Secret<String>, at time: Timestamp) -> WebhookRequest {
    var request = request
    switch verifier {
    case .header(let name, let prefix): request.add(name, prefix + secret.reveal())
    case .query(let name): request.addQuery(name, secret.reveal())
    case .token(.header(let name, let prefix)): request.add(name, prefix + secret.reveal())
    case .token(.query(let name)): request.addQuery(name, secret.reveal())
    case .standardWebhooks:
      if request.header("webhook-id") == nil { request.add("webhook-id", "msg_contract") }
      let id = request.header("webhook-id") ?? ""
      let seconds = time.milliseconds / 1_000
      let key = SymmetricKey(data: Data(base64Encoded: String(secret.reveal().dropFirst(6))) ?? Data())
      let code = HMAC<SHA256>.authenticationCode(for: Array("\(id).\(seconds).".utf8) + request.body, using: key)
      request.add("webhook-timestamp", "\(seconds)")
      request.add("webhook-signature", "v1," + Data(code).base64EncodedString())
    case .hmac(let scheme): sign(&request, scheme, secret, time)
    case .none: break
    }
    return request
  }

  private func sign(
    _ request: inout WebhookRequest, _ scheme: WebhookVerifier.HMACScheme, _ secret: Secret<String>, _ time: Timestamp
  ) {
    var stamp = ""
    if let header = scheme.timestampHeader {
      switch scheme.timestampFormat {
      case .unixSeconds: stamp = "\(time.milliseconds / 1_000)"
      case .unixMilliseconds: stamp = "\(time.milliseconds)"
      case .text: stamp = time.description
      }
      request.add(header, stamp)
    }
    var content: [UInt8] = []
    for piece in scheme.signed {
      switch piece {
      case .text(let text): content += Array(text.utf8)
      case .body: content += request.body
      case .timestamp: content += Array(stamp.utf8)
      case .method: content += Array(request.method.utf8)
      case .path: content += Array(request.path.utf8)
      case .header(let name):
        if request.header(name) == nil { request.add(name, "contract") }
        content += Array((request.header(name) ?? "").utf8)
      case .query(let name):
        if request.queryItem(name) == nil { request.addQuery(name, "contract") }
        content += Array((request.queryItem(name) ?? "").utf8)
      }
    }
    let text = secret.reveal()
    let keyBytes: [UInt8] =
      switch scheme.key {
      case .text: Array(text.utf8)
      case .base64: Array(Data(base64Encoded: text) ?? Data())
      case .hex: WebhookProof.bytes(text, .hex) ?? []
      }
    let key = SymmetricKey(data: keyBytes)
    let code: [UInt8] =
      switch scheme.algorithm {
      case .sha256: Array(HMAC<SHA256>.authenticationCode(for: content, using: key))
      case .sha512: Array(HMAC<SHA512>.authenticationCode(for: content, using: key))
      case .sha1: Array(HMAC<Insecure.SHA1>.authenticationCode(for: content, using: key))
      }
    let written = scheme.encoding == .hex ? HexText.encode(code) : Data(code).base64EncodedString()
    request.add(scheme.header, scheme.prefix + written)
  }
}

extension WebhookRequest {
  fileprivate mutating func add(_ name: String, _ value: String) { headers.append(Header(name, value)) }

  /// Names and values here are letters, digits and `-` only.
  fileprivate mutating func addQuery(_ name: String, _ value: String) {
    query += (query.isEmpty ? "" : "&") + name + "=" + value
  }
}
