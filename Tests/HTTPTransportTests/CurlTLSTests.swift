import Foundation
import HTTPTransport
import Testing

extension CurlSuite {
  @Suite(
    .enabled(if: NginxServer.isInstalled, "nginx or openssl is not installed: apt-get install nginx-light openssl"))
  struct TLS {
    @Test("with the right authority HTTP/2 is negotiated and one connection carries parallel requests")
    func http2() async throws {
      try await NginxServer.run(protocols: "TLSv1.2 TLSv1.3") { server in
        let transport = try CurlTransport(configuration: .init(certificateAuthorityFile: server.certificate))
        let first = try await transport.send(HTTPRequest(url: server.url))
        #expect(first.status == 200 && first.version == .http2 && first.text == "hello 1\n")
        let url = server.url
        let connections = try await withThrowingTaskGroup(of: String.self) { group in
          for _ in 0..<20 { group.addTask { try await transport.send(HTTPRequest(url: url)).text } }
          return try await group.reduce(into: Set<String>()) { $0.insert($1) }
        }
        #expect(connections == ["hello 1\n"])
        await transport.shutdown()
      }
    }

    @Test("an unknown authority, the system's or another's, is refused before anything is sent")
    func wrongAuthority() async throws {
      try await NginxServer.run(protocols: "TLSv1.2 TLSv1.3") { server in
        for file in [nil, server.otherCertificate] {
          let transport = try CurlTransport(configuration: .init(certificateAuthorityFile: file))
          let error = await failure(transport, HTTPRequest(method: .post, url: server.url, body: [1]))
          #expect(error == HTTPTransportError(.tls, mayHaveBeenProcessed: false))
          await transport.shutdown()
        }
      }
    }

    @Test("a certificate for another name is refused")
    func wrongName() async throws {
      try await NginxServer.run(protocols: "TLSv1.2 TLSv1.3") { server in
        let transport = try CurlTransport(configuration: .init(certificateAuthorityFile: server.certificate))
        let url = server.url.replacingOccurrences(of: "127.0.0.1", with: "localhost")
        let error = await failure(transport, HTTPRequest(url: url))
        #expect(error == HTTPTransportError(.tls, mayHaveBeenProcessed: false))
        await transport.shutdown()
      }
    }

    @Test("a server that speaks at most TLS 1.1 is refused")
    func oldTLS() async throws {
      try await NginxServer.run(protocols: "TLSv1.1") { server in
        let transport = try CurlTransport(configuration: .init(certificateAuthorityFile: server.certificate))
        let error = await failure(transport, HTTPRequest(url: server.url))
        #expect(error == HTTPTransportError(.tls, mayHaveBeenProcessed: false))
        await transport.shutdown()
      }
    }
  }
}
