import CommonValues
import NIOCore

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Who asks.
enum ClientAddress: Sendable, Hashable, CustomStringConvertible {
  /// Somebody with this address.
  case address(IPAddress)
  /// A program of this machine, by the unix socket.
  case socket
  /// Nobody knows, as in a test.
  case unknown

  /// The peer of a connection. An IPv4 address that is written as IPv6 is taken for what it is.
  init(peer: SocketAddress?) {
    let address: IPAddress?
    switch peer {
    case .v4(let peer): address = withUnsafeBytes(of: peer.address) { IPAddress(family: AF_INET, socketAddress: $0) }
    case .v6(let peer): address = withUnsafeBytes(of: peer.address) { IPAddress(family: AF_INET6, socketAddress: $0) }
    case .unixDomainSocket:
      self = .socket
      return
    case nil: address = nil
    }
    self = address.map { .address($0.unmapped) } ?? .unknown
  }

  /// Whom a request of this peer is from.
  ///
  /// The entries of `X-Forwarded-For` are read from the right for as long as whoever wrote them is trusted: the peer when it is listed,
  /// or came by the unix socket, and then every entry that is listed itself. What stands further left can be anybody's invention, and
  /// what is no address ends the reading.
  func resolved(by forwarded: [String], trusted: [IPNetwork]) -> ClientAddress {
    guard !forwarded.isEmpty, isTrusted(trusted) else { return self }
    var client = self
    let entries = forwarded.joined(separator: ",").split(separator: ",", omittingEmptySubsequences: false)
    for entry in entries.reversed() {
      guard let address = ClientAddress.parse(String(entry)) else { return client }
      client = .address(address)
      if !client.isTrusted(trusted) { return client }
    }
    return client
  }

  private func isTrusted(_ networks: [IPNetwork]) -> Bool {
    switch self {
    case .socket: true
    case .address(let address): networks.contains { $0.contains(address) }
    case .unknown: false
    }
  }

  /// An address as it stands in a header: with blanks around it, IPv6 in brackets, a port behind it.
  static func parse(_ text: String) -> IPAddress? {
    var text = text[...]
    while let first = text.first, first == " " || first == "\t" { text.removeFirst() }
    while let last = text.last, last == " " || last == "\t" { text.removeLast() }
    guard text.utf8.count <= 64 else { return nil }
    if text.hasPrefix("[") {
      guard let close = text.firstIndex(of: "]") else { return nil }
      text = text[text.index(after: text.startIndex)..<close]
    } else if text.count(where: { $0 == ":" }) == 1, let colon = text.firstIndex(of: ":") {
      text = text[..<colon]
    }
    return IPAddress(String(text))?.unmapped
  }

  private static let loopback = [IPNetwork("127.0.0.0/8"), IPNetwork("::1/128")].compactMap { $0 }

  /// Whether it is this machine, or not known to be another.
  var isLocal: Bool {
    switch self {
    case .address(let address): ClientAddress.loopback.contains { $0.contains(address) }
    case .socket: true
    case .unknown: false
    }
  }

  var description: String {
    switch self {
    case .address(let address): address.description
    case .socket: "unix"
    case .unknown: "-"
    }
  }
}
