/// A JWT in compact form, taken apart and not yet verified. Only RS256 gets this far.
struct SignedToken: Sendable {
  enum Problem: Error { case tooLong, malformed, algorithm }

  static let algorithm = "RS256"

  /// The id of the key; nil when the header has none.
  let keyID: String?
  /// The header's `typ`, in lower case and without `application/`.
  let type: String?
  let payload: [UInt8]
  let signature: [UInt8]
  /// What the signature is over.
  let signed: [UInt8]

  init(_ bytes: [UInt8]) throws(Problem) {
    guard bytes.count <= AuthLimits.signedToken else { throw .tooLong }
    let parts = bytes.split(separator: 0x2E, maxSplits: 3, omittingEmptySubsequences: false)
    guard parts.count == 3, let header = Base64URL.decode(parts[0]).flatMap({ decodeJSON(Header.self, from: $0) })
    else { throw .malformed }
    // Before anything else is looked at: nothing that is unsigned or signed otherwise is worth reading.
    guard header.alg == SignedToken.algorithm, !header.hasCritical else { throw .algorithm }
    guard let payload = Base64URL.decode(parts[1]), !payload.isEmpty, let signature = Base64URL.decode(parts[2]),
      !signature.isEmpty
    else { throw .malformed }
    keyID = header.kid
    type = header.typ
    self.payload = payload
    self.signature = signature
    signed = Array(bytes[..<parts[1].endIndex])
  }

  private struct Header: Decodable {
    let alg: String
    let kid: String?
    let typ: String?
    let hasCritical: Bool

    enum Name: String, CodingKey { case alg, kid, typ, crit }

    init(from decoder: any Decoder) throws {
      let fields = try decoder.container(keyedBy: Name.self)
      alg = try fields.decode(String.self, forKey: .alg)
      kid = try fields.decodeIfPresent(String.self, forKey: .kid)
      let written = try fields.decodeIfPresent(String.self, forKey: .typ)?.lowercased()
      typ = written.map { $0.hasPrefix("application/") ? String($0.dropFirst(12)) : $0 }
      hasCritical = fields.contains(.crit)
    }
  }
}
