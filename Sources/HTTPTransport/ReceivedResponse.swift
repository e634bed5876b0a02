/// A response as it arrives, within its limits; a pure state machine.
struct ReceivedResponse {
  /// The most bytes of header lines to accept, all responses of one transfer (redirects) together.
  static let headerLimit = 256 << 10

  private let bodyLimit: Int
  private var headerBytes = 0
  private(set) var headers = HTTPHeaders()
  private(set) var body: [UInt8] = []
  private(set) var isTooLarge = false
  private var inTrailers = false

  init(bodyLimit: Int) { self.bodyLimit = bodyLimit }

  /// Takes a header line as libcurl hands it out; false stops the transfer.
  mutating func take(headerLine line: UnsafeBufferPointer<UInt8>) -> Bool {
    headerBytes += line.count
    guard headerBytes <= ReceivedResponse.headerLimit else {
      isTooLarge = true
      return false
    }
    if line.starts(with: "HTTP/".utf8) {
      headers = HTTPHeaders()
      body.removeAll()
      inTrailers = false
      return true
    }
    guard !inTrailers, body.isEmpty else { return true }
    guard let colon = line.firstIndex(of: UInt8(ascii: ":")), colon > 0 else {
      inTrailers = line.allSatisfy { $0 == 0x0D || $0 == 0x0A }
      return true
    }
    var value = line[(colon + 1)...]
    while let last = value.last, last <= 0x20 { value.removeLast() }
    while let first = value.first, first == 0x20 || first == 0x09 { value.removeFirst() }
    headers.add(String(decoding: line[..<colon], as: UTF8.self), String(decoding: value, as: UTF8.self))
    return true
  }

  /// Takes a piece of body; false stops the transfer.
  mutating func take(body piece: UnsafeBufferPointer<UInt8>) -> Bool {
    guard piece.count <= bodyLimit - body.count else {
      isTooLarge = true
      return false
    }
    body.append(contentsOf: piece)
    return true
  }
}
