internal import JWTKit

/// kauth's public keys by their ids: RSA keys for RS256, of at least 2048 bits.
struct KeySet: Sendable {
  private let keys: [String: any JWTAlgorithm]

  var isEmpty: Bool { keys.isEmpty }

  /// The keys that can be used; others are left out.
  init(_ wire: WireKeySet) async {
    var keys: [String: any JWTAlgorithm] = [:]
    for key in wire.keys.prefix(AuthLimits.keys) where keys[key.id] == nil {
      guard let publicKey = try? Insecure.RSA.PublicKey(modulus: key.modulus, exponent: key.exponent) else { continue }
      let collection = await JWTKeyCollection().add(rsa: publicKey, digestAlgorithm: .sha256)
      keys[key.id] = try? await collection.getKey()
    }
    self.keys = keys
  }

  /// Whether a token can be checked: by the key that it names, or, naming none, by the only one.
  func has(keyFor token: SignedToken) -> Bool { key(for: token) != nil }

  /// Whether the token's signature is that key's.
  func verifies(_ token: SignedToken) -> Bool {
    guard let key = key(for: token) else { return false }
    return (try? key.verify(token.signature, signs: token.signed)) ?? false
  }

  private func key(for token: SignedToken) -> (any JWTAlgorithm)? {
    if let id = token.keyID { return keys[id] }
    return keys.count == 1 ? keys.first?.value : nil
  }
}

/// `GET /.well-known/jwks.json`, of which entries that are no RSA keys for RS256 signatures are left out.
struct WireKeySet: Decodable {
  struct Key: Decodable {
    let id: String
    let modulus: String
    let exponent: String

    private enum Name: String, CodingKey { case kid, kty, alg, use, n, e }

    init(from decoder: any Decoder) throws {
      let fields = try decoder.container(keyedBy: Name.self)
      id = try fields.decode(String.self, forKey: .kid)
      modulus = try fields.decode(String.self, forKey: .n)
      exponent = try fields.decode(String.self, forKey: .e)
      let isForUs =
        try fields.decode(String.self, forKey: .kty) == "RSA"
        && (fields.lenientString(.alg) ?? SignedToken.algorithm) == SignedToken.algorithm
        && (fields.lenientString(.use) ?? "sig") == "sig"
      // 2048 to 8192 bits, and an exponent of at most 32: what else is offered costs time and is no key of Kakao's.
      guard isForUs, !id.isEmpty, (256...1024).contains(Base64URL.decode(modulus.utf8)?.count ?? 0),
        (1...4).contains(Base64URL.decode(exponent.utf8)?.count ?? 0)
      else { throw DecodingError.dataCorruptedError(forKey: .kid, in: fields, debugDescription: "no such key") }
    }
  }

  let keys: [Key]

  private enum Name: String, CodingKey { case keys }

  init(from decoder: any Decoder) throws {
    let fields = try decoder.container(keyedBy: Name.self)
    keys = fields.lenientArray(of: Key.self, .keys) ?? []
  }
}
