import CommonValues
import NaruTestSupport
import Testing

@testable import HTTPTransport

@Suite struct AddressPolicyTests {
  @Test(
    "special-purpose addresses are refused, in every way of writing them",
    .tags(.checklist51),
    arguments: [
      "0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.1", "100.127.255.255", "127.0.0.1", "127.8.8.8", "169.254.169.254",
      "172.16.0.1", "172.31.255.255", "192.0.0.8", "192.0.2.1", "192.88.99.1", "192.168.1.1", "198.18.0.1",
      "198.19.255.255", "198.51.100.7", "203.0.113.9", "224.0.0.1", "239.255.255.255", "240.0.0.1", "255.255.255.255",
      "::", "::1", "::127.0.0.1", "::8.8.8.8", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254",
      "64:ff9b::10.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::8.8.8.8", "100::1", "2001::1", "2001:2::1", "2001:10::1",
      "2001:db8::1", "2002:7f00:1::", "2002:a00:1::1", "2002:c0a8:101::1", "3fff::1", "4000::1", "5f00::1", "fc00::1",
      "fd12:3456::1", "fe80::1", "febf::1", "fec0::1", "ff02::1",
    ])
  func refused(text: String) throws {
    #expect(!AddressPolicy().permits(try #require(IPAddress(text))))
  }

  @Test(
    "public addresses are let through, also inside IPv6",
    arguments: [
      "1.1.1.1", "8.8.8.8", "100.63.255.255", "100.128.0.0", "172.15.255.255", "172.32.0.0", "192.0.1.1", "198.17.0.1",
      "198.20.0.1", "223.255.255.255", "211.249.220.24", "::ffff:8.8.8.8", "64:ff9b::8.8.8.8", "2002:808:808::1",
      "2001:4860:4860::8888", "2001:200::1", "2606:4700::1111", "2404:6800:4004::1", "3ffe::1",
    ])
  func permitted(text: String) throws {
    #expect(AddressPolicy().permits(try #require(IPAddress(text))))
  }

  @Test("an allowed network is let through, however its addresses are written, and no other")
  func allowed() throws {
    let policy = AddressPolicy(allowing: [try #require(IPNetwork("10.20.0.0/16")), try #require(IPNetwork("fd00::/8"))])
    for text in ["10.20.0.1", "10.20.255.255", "::ffff:10.20.3.4", "fd00::1", "fdff::1"] {
      #expect(policy.permits(try #require(IPAddress(text))), "\(text)")
    }
    for text in ["10.21.0.1", "10.19.255.255", "::ffff:10.21.0.1", "fc00::1", "127.0.0.1"] {
      #expect(!policy.permits(try #require(IPAddress(text))), "\(text)")
    }
  }

  @Test(
    "what is no network is none",
    arguments: [
      "", "/8", "10.0.0.0/33", "10.0.0.0/-1", "10.0.0.0/+8", "10.0.0.0/8/8", "10.1/8", "example.com", "::/129",
      "010.0.0.1",
    ])
  func badNetworks(text: String) { #expect(IPNetwork(text) == nil) }

  @Test("networks of every length hold exactly the addresses that share their bits", arguments: 0..<100)
  func networks(seed: UInt64) {
    var random = SplitMix64(seed: seed)
    let bits = UInt128(random.next()) << 64 | UInt128(random.next())
    for length in [0, 1, 7, 8, 31, 32, 63, 64, 65, 127, 128] {
      let network = IPNetwork(IPAddress(.v6, bits), length)
      #expect(network.contains(IPAddress(.v6, bits)))
      if length > 0 { #expect(!network.contains(IPAddress(.v6, bits ^ (1 << UInt128(128 - length))))) }
      if length < 128 { #expect(network.contains(IPAddress(.v6, bits ^ (1 << UInt128(127 - length))))) }
      #expect(!network.contains(IPAddress(.v4, bits & 0xFFFF_FFFF)))
    }
  }

  @Test("the network of an address has its first bits alone")
  func network() throws {
    for (address, length, network) in [
      ("198.51.100.7", 24, "198.51.100.0/24"), ("198.51.100.7", 32, "198.51.100.7/32"),
      ("198.51.100.7", 99, "198.51.100.7/32"),
      ("198.51.100.7", 0, "0.0.0.0/0"), ("2001:db8:1:2:3::9", 64, "2001:db8:1:2::/64"), ("2001:db8::1", -1, "::/0"),
      ("::1", 128, "::1/128"),
    ] {
      let known = try #require(IPAddress(address))
      #expect(known.network(length).description == network)
      #expect(known.isIPv6 == address.contains(":"))
    }
  }

  @Test("addresses and networks print as they are written")
  func printing() {
    #expect(IPNetwork("10.0.0.0/8").map(String.init(describing:)) == "10.0.0.0/8")
    #expect(IPNetwork("2001:db8::1").map(String.init(describing:)) == "2001:db8::1/128")
  }

  @Test("a list of hosts holds names and what stands below a name, and nothing that merely ends alike")
  func hosts() throws {
    let policy = FetchPolicy(hosts: ["shop.example.com", "*.files.example.com"])
    func objects(_ url: String) throws -> Bool { policy.objection(to: try #require(Origin(url: url))) != nil }
    for url in [
      "https://shop.example.com/x", "https://SHOP.example.com./", "https://a.files.example.com:8443",
      "https://a.b.files.example.com",
    ] {
      #expect(try !objects(url), "\(url)")
    }
    for url in [
      "https://example.com", "https://evilshop.example.com", "https://files.example.com",
      "https://evilfiles.example.com",
      "https://shop.example.com.evil.example", "http://shop.example.com",
    ] {
      #expect(try objects(url), "\(url)")
    }
  }

  @Test(
    "a redirect's target is worked out from where it stood",
    arguments: [
      ("/b", "https://h.example.com/b"), ("b", "https://h.example.com/a/b"),
      ("//o.example.com/", "https://o.example.com/"),
      ("?q", "https://h.example.com/a/x?q"), ("https://o.example.com/y#z", "https://o.example.com/y"),
      ("http://[::1]/", "http://[::1]/"), ("file:///etc/passwd", nil), ("gopher://h/", nil),
      ("https://me@h.example.com/", nil),
      ("https://me:pw@127.0.0.1/", nil), ("javascript:1", nil),
    ])
  func redirects(location: String, expected: String?) {
    #expect(RedirectTarget.resolve(location, from: "https://h.example.com/a/x") == expected)
  }
}

extension Tag {
  /// Line 51 of the reliability checklist: fetch by URL.
  @Tag static var checklist51: Self
}
