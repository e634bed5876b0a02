/// A response as it arrives, within its limits; a pure state machine.
struct ReceivedResponse {
  /// The most bytes of header lines to accept, all responses of one transfer (redirects) together.
  static let headerLimit = 256 << 10

  /// The most of a body that is no 2xx answer's, when the body goes elsewhere.
  static let otherBodyLimit = 64 << 10

  private let bodyLimit: Int
  private let sink: BodySink?
  private var bodyBytes = 0
  /// Whether the current response is a 2xx.
  private var isSuccess = false
  /// Whether whoever takes the body had enough.
  private(set) var isSinkClosed = false
  private var headerBytes = 0
  private(set) var headers = HTTPHeaders()
  private(set) var body: [UInt8] = []
  private(set) var isTooLarge = false
  private var inTrailers = false

  init(bodyLimit: Int, sink: BodySink? = nil) {
    self.bodyLimit = bodyLimit
    self.sink = sink
  }

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
      bodyBytes = 0
      isSuccess = line.dropFirst(5).drop { $0 != 0x20 }.dropFirst().first == UInt8(ascii: "2")
      inTrailers = false
      return true
    }
    guard !inTrailers, bodyBytes == 0 else { return true }
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
    guard piece.count <= bodyLimit - bodyBytes else {
      isTooLarge = true
      return false
    }
    bodyBytes += piece.count
    guard let sink else {
      body.append(contentsOf: piece)
      return true
    }
    guard isSuccess else {
      body.append(contentsOf: piece.prefix(ReceivedResponse.otherBodyLimit - body.count))
      return true
    }
    isSinkClosed = !sink(UnsafeRawBufferPointer(piece))
    return !isSinkClosed
  }
}
