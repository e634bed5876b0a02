import CommonValues
import HTTPTransport
import NIOCore
import Testing

@testable import NaruServer

@Suite("Who asks")
struct ClientAddressTests {
  private static let trusted = ["10.0.0.0/8", "127.0.0.1", "2001:db8:1::/48"].compactMap(IPNetwork.init)

  private func client(_ peer: String?, _ forwarded: String...) throws -> String {
    let address = try peer.map { peer in
      peer.hasPrefix("/")
        ? try SocketAddress(unixDomainSocketPath: peer) : try SocketAddress(ipAddress: peer, port: 1)
    }
    return ClientAddress(peer: address).resolved(by: forwarded, trusted: Self.trusted).description
  }

  @Test("a peer that is not listed is whom it is, whatever it says")
  func stranger() throws {
    #expect(try client("192.0.2.1", "198.51.100.7") == "192.0.2.1")
    #expect(try client("192.0.2.1") == "192.0.2.1")
    #expect(try client("2001:db8:2::1", "198.51.100.7") == "2001:db8:2::1")
    #expect(try client(nil, "198.51.100.7") == "-")
  }

  @Test("of what a listed proxy hands on the rightmost that is not listed counts, and nothing left of it")
  func chain() throws {
    #expect(try client("10.0.0.1", "198.51.100.7") == "198.51.100.7")
    #expect(try client("10.0.0.1", "203.0.113.9, 198.51.100.7") == "198.51.100.7")
    #expect(try client("10.0.0.1", "203.0.113.9, 198.51.100.7, 10.2.3.4,127.0.0.1") == "198.51.100.7")
    #expect(try client("10.0.0.1", "203.0.113.9", "198.51.100.7", "10.2.3.4") == "198.51.100.7")
    #expect(try client("10.0.0.1", "10.9.9.9, 10.2.3.4") == "10.9.9.9")
    #expect(try client("10.0.0.1") == "10.0.0.1")
    #expect(try client("/run/naru.sock", "198.51.100.7") == "198.51.100.7")
    #expect(try client("/run/naru.sock") == "unix")
  }

  @Test("ports, brackets and IPv4 within IPv6 are read; what is no address ends the reading")
  func forms() throws {
    #expect(try client("10.0.0.1", "198.51.100.7:4711") == "198.51.100.7")
    #expect(try client("10.0.0.1", "[2001:db8:2::1]:4711") == "2001:db8:2::1")
    #expect(try client("10.0.0.1", "2001:DB8:2::1") == "2001:db8:2::1")
    #expect(try client("10.0.0.1", "::ffff:198.51.100.7") == "198.51.100.7")
    #expect(try client("::ffff:10.0.0.1", "198.51.100.7") == "198.51.100.7")
    for word in [
      "unknown", "", "198.51.100", "198.51.100.7 198.51.100.8", "_hidden", "[::1", String(repeating: "1", count: 5_000),
    ] {
      #expect(try client("10.0.0.1", "203.0.113.9, \(word), 10.2.3.4") == "10.2.3.4", "\(word.prefix(20))")
    }
  }

  @Test("whatever stands left of an honest entry changes nothing")
  func invented() throws {
    for invented in ["127.0.0.1", "10.0.0.5", "evil", ",,,", "203.0.113.9, 203.0.113.10", "\u{1B}[31m"] {
      #expect(try client("10.0.0.1", "\(invented), 198.51.100.7, 10.2.3.4") == "198.51.100.7")
    }
  }
}
