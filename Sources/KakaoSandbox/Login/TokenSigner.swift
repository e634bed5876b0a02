import Crypto
import CryptoExtras

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Signs ID tokens and security event tokens, and writes the key set.
///
/// Keys can not be drawn from the sandbox's seeded generator, so they are made once and are part of a state: a seed
/// that brings `signing_keys` is deterministic in this too.
enum TokenSigner {
  /// A new RSA key of 2048 bits.
  static func newKey(id: String) throws(SandboxError) -> SigningKey {
    do {
      return SigningKey(id: id, pem: try _RSA.Signing.PrivateKey(keySize: .bits2048).pemRepresentation)
    } catch {
      throw SandboxError(.invalid, ko: "서명 키를 만들 수 없습니다.", en: "A signing key can not be made.")
    }
  }

  /// Whether the PEM holds a private RSA key.
  static func isUsable(_ key: SigningKey) -> Bool { (try? _RSA.Signing.PrivateKey(pemRepresentation: key.pem)) != nil }

  /// A compact JWS, RS256.
  ///
  /// - Parameter type: the `typ` of the header.
  static func sign(_ payload: JSONValue, with key: SigningKey, type: String) throws(SandboxError) -> String {
    let header: JSONValue = ["kid": .string(key.id), "typ": .string(type), "alg": "RS256"]
    let text = base64URL(header.encoded) + "." + base64URL(payload.encoded)
    do {
      let key = try _RSA.Signing.PrivateKey(pemRepresentation: key.pem)
      let signature = try key.signature(for: SHA256.hash(data: Array(text.utf8)), padding: .insecurePKCS1v1_5)
      return text + "." + base64URL(Array(signature.rawRepresentation))
    } catch {
      throw SandboxError(.invalid, ko: "서명 키를 읽을 수 없습니다.", en: "The signing key can not be read.")
    }
  }

  /// The payload of a token signed by one of the keys; `nil` when it is malformed or was signed by none.
  static func verified(_ token: String, by keys: [SigningKey]) -> JSONValue? {
    let parts = token.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count == 3, let header = decoded(parts[0]), let payload = decoded(parts[1]),
      let signature = base64URLDecoded(parts[2]), header["alg"]?.text == "RS256",
      let key = keys.first(where: { $0.id == header["kid"]?.text }),
      let loaded = try? _RSA.Signing.PrivateKey(pemRepresentation: key.pem)
    else { return nil }
    let digest = SHA256.hash(data: Array("\(parts[0]).\(parts[1])".utf8))
    let isValid = loaded.publicKey.isValidSignature(
      _RSA.Signing.RSASignature(rawRepresentation: signature), for: digest, padding: .insecurePKCS1v1_5)
    return isValid ? payload : nil
  }

  /// The key set document.
  static func keySet(_ keys: [SigningKey]) -> JSONValue {
    let list = keys.compactMap { key -> JSONValue? in
      guard let loaded = try? _RSA.Signing.PrivateKey(pemRepresentation: key.pem),
        let parts = try? loaded.publicKey.getKeyPrimitives()
      else { return nil }
      return [
        "kid": .string(key.id), "kty": "RSA", "alg": "RS256", "use": "sig",
        "n": .string(base64URL(Array(parts.modulus))), "e": .string(base64URL(Array(parts.publicExponent))),
      ]
    }
    return ["keys": .array(list)]
  }

  /// `BASE64URL(SHA256(text))`, the S256 transformation of a code verifier.
  static func challenge(of verifier: String) -> String { base64URL(Array(SHA256.hash(data: Array(verifier.utf8)))) }

  static func base64URL(_ bytes: [UInt8]) -> String {
    Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
  }

  private static func base64URLDecoded(_ text: Substring) -> [UInt8]? {
    guard !text.contains("="), !text.contains("+"), !text.contains("/") else { return nil }
    var plain = text.replacing("-", with: "+").replacing("_", with: "/")
    while plain.utf8.count % 4 != 0 { plain += "=" }
    return Data(base64Encoded: String(plain)).map(Array.init)
  }

  private static func decoded(_ part: Substring) -> JSONValue? {
    base64URLDecoded(part).flatMap { try? JSONValue.parse($0) }
  }
}
