import ShopModel

/// What tells one delivery from another where its sender gives it no id.
enum InboxDigest {
  /// 128 bits of the bytes. Only senders that have proved who they are come here, so that nobody gains by a collision.
  static func of(_ bytes: [UInt8]) -> [UInt8] {
    bytes.withUnsafeBufferPointer { bytes in
      [0, 0x9E37_79B9_7F4A_7C15].flatMap { seed in
        withUnsafeBytes(of: ContentHash.hash(bytes, seed: seed).bigEndian) { Array($0) }
      }
    }
  }
}
