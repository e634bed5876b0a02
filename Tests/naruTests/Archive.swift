/// Packed files, made by hand: everything is stored, nothing compressed.
enum Archive {
  private static func little(_ value: Int, _ bytes: Int) -> [UInt8] {
    (0..<bytes).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
  }

  /// CRC-32 as zip and gzip have it.
  private static func checksum(_ bytes: [UInt8]) -> Int {
    var crc: UInt32 = 0xFFFF_FFFF
    for byte in bytes {
      crc ^= UInt32(byte)
      for _ in 0..<8 { crc = crc & 1 == 1 ? (crc >> 1) ^ 0xEDB8_8320 : crc >> 1 }
    }
    return Int(~crc)
  }

  /// A zip of these entries.
  static func zip(_ entries: [(name: String, bytes: [UInt8])]) -> [UInt8] {
    var file: [UInt8] = []
    var directory: [UInt8] = []
    for (name, bytes) in entries {
      let name = Array(name.utf8)
      let common =
        little(20, 2) + little(0x800, 2) + little(0, 2) + little(0, 4) + little(checksum(bytes), 4)
        + little(bytes.count, 4) + little(bytes.count, 4) + little(name.count, 2) + little(0, 2)
      directory +=
        little(0x0201_4B50, 4) + little(20, 2) + common + little(0, 2) + little(0, 2) + little(0, 2) + little(0, 4)
        + little(file.count, 4) + name
      file += little(0x0403_4B50, 4) + common + name + bytes
    }
    let end =
      little(0x0605_4B50, 4) + little(0, 4) + little(entries.count, 2) + little(entries.count, 2)
      + little(directory.count, 4) + little(file.count, 4) + little(0, 2)
    return file + directory + end
  }

  /// A gzip file.
  static func gzip(_ bytes: [UInt8]) -> [UInt8] {
    var packed: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]
    let pieces = stride(from: 0, to: max(1, bytes.count), by: 65_535).map {
      Array(bytes[$0..<min($0 + 65_535, bytes.count)])
    }
    for (index, piece) in pieces.enumerated() {
      packed.append(index == pieces.count - 1 ? 1 : 0)
      packed += little(piece.count, 2) + little(~piece.count, 2) + piece
    }
    return packed + little(checksum(bytes), 4) + little(bytes.count, 4)
  }
}
