import CommonValues

extension ConfigurationValue {
  /// Bytes of a socket's path that every system takes.
  private static let socketPathLimit = 103

  func unixSocket(_ path: String) -> ListenAddress? {
    let resolved = context.resolve(path)
    guard !path.isEmpty, !path.hasSuffix("/"), resolved.utf8.count <= Self.socketPathLimit else {
      report(
        .invalidValue(
          ko: "유닉스 소켓의 경로가 아닙니다 (최대 \(Self.socketPathLimit)바이트)",
          en: "not the path of a unix socket (at most \(Self.socketPathLimit) bytes)",
          fixKo: "unix:/run/naru.sock처럼 쓰십시오",
          fixEn: "write it like unix:/run/naru.sock"))
      return nil
    }
    return ListenAddress(socketPath: resolved)
  }

  /// Certificate and key, both of which must be there to be read; a key that others may read is told.
  func tlsFiles() -> TLSFiles? {
    guard let section = ConfigurationSection<TLSKey>(self),
      let certificate = section.required(
        .certificate, ko: "인증서 파일의 경로를 쓰십시오", en: "write the path of the certificate's file"
      )?.pemFile(isKey: false),
      let key = section.required(.key, ko: "개인 키 파일의 경로를 쓰십시오", en: "write the path of the private key's file")?
        .pemFile(isKey: true)
    else { return nil }
    return TLSFiles(certificate: certificate, key: key)
  }

  private func pemFile(isKey: Bool) -> String? {
    guard let written = text() else { return nil }
    let path = context.resolve(written)
    switch ConfigurationFile.read(path) {
    case .failure(.fileMissing):
      report(.tlsFileMissing)
      return nil
    case .failure:
      report(.tlsFileUnreadable)
      return nil
    case .success(let content):
      // The owner's group may read it: certificates are renewed by other programs than the one that serves.
      if isKey, let mode = content.permissions, mode & 0o037 != 0 {
        report(.secretFileMode("0" + String(mode & 0o7777, radix: 8), path: path))
      }
      return path
    }
  }

  func rateLimits() -> RateLimits? {
    guard let section = ConfigurationSection<RateLimitKey>(self) else { return nil }
    var limits = RateLimits()
    if let limit = section[.address]?.rate(limits.address) { limits.address = limit }
    if let limit = section[.shop]?.rate(limits.shop) { limits.shop = limit }
    return limits
  }

  private func rate(_ standard: RateLimits.Limit) -> RateLimits.Limit? {
    guard let section = ConfigurationSection<RateKey>(self) else { return nil }
    let perSecond = section[.perSecond]?.integer(0...1_000_000) ?? standard.perSecond
    let burst = section[.burst]?.integer(1...10_000_000) ?? max(perSecond, 1) * (standard.burst / standard.perSecond)
    return RateLimits.Limit(perSecond: perSecond, burst: burst)
  }
}

/// What is only unsafe together: where is listened, and what goes over the wire there.
struct ListenCheck {
  let findings: FindingCollector

  func check(_ configuration: NaruConfiguration, at position: TextPosition?) {
    guard !configuration.listen.isLocal, configuration.tls == nil, configuration.trustedProxies.isEmpty else { return }
    findings.add(.listensInTheClear, file: configuration.file, position: position, key: "listen")
  }
}

extension ConfigurationProblem {
  static let listensInTheClear = Self(
    .warning, "listens-in-the-clear", ko: "다른 컴퓨터에서 암호화 없이 접속할 수 있어 토큰과 쿠키가 그대로 오갑니다",
    en: "other machines reach it without encryption, so tokens and cookies travel in the clear",
    fixKo: "127.0.0.1이나 unix: 소켓에서 기다리게 하거나, tls를 쓰거나, 앞의 프록시를 trusted_proxies에 쓰십시오",
    fixEn: "listen on 127.0.0.1 or a unix: socket, set tls, or list the proxy in front under trusted_proxies")
  static let tlsFileMissing = Self(
    .error, "tls-file-missing", ko: "인증서나 개인 키의 파일이 없습니다", en: "the file of the certificate or key does not exist",
    fixKo: "경로를 확인하십시오. 상대 경로는 이 설정 파일의 폴더에서 시작합니다",
    fixEn: "check the path; a relative one starts at this file's folder")
  static let tlsFileUnreadable = Self(
    .error, "tls-file-unreadable", ko: "인증서나 개인 키의 파일을 읽을 수 없습니다",
    en: "the file of the certificate or key can not be read",
    fixKo: "파일의 권한과 소유자를 확인하십시오", fixEn: "check its owner and permissions")
}
