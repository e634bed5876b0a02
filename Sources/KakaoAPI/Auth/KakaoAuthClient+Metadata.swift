internal import CommonValues

extension KakaoAuthClient {
  /// What kauth says of itself: `GET /.well-known/openid-configuration`, fetched at most every six hours, and the old
  /// one while it can not be fetched.
  public func discovery() async throws(KakaoError) -> DiscoveryDocument {
    try await metadata.discovery.value(at: executor.clock) { () async throws(KakaoError) -> DiscoveryDocument in
      try await get(.discovery) { decodeJSON(DiscoveryDocument.self, from: $0) }
    }
  }

  /// What kauth says of its account webhooks: `GET /.well-known/sse-configuration`, not cached.
  public func securityEventConfiguration() async throws(KakaoError) -> SecurityEventConfiguration {
    try await get(.securityEvents) { decodeJSON(SecurityEventConfiguration.self, from: $0) }
  }

  /// The keys at hand, fetched when there are none, when they are old, or when they lack the token's.
  func keys(for token: SignedToken) async throws(KakaoError) -> KeySet {
    try await metadata.keys.value(at: executor.clock, lacks: { !$0.has(keyFor: token) }, fetch: fetchedKeys)
  }

  private func fetchedKeys() async throws(KakaoError) -> KeySet {
    let url = try keySetURL(try await discovery())
    let keys = await KeySet(try await get(.keySet, url: url) { decodeJSON(WireKeySet.self, from: $0) })
    if keys.isEmpty {
      var error = KakaoError(.unreadableAnswer, .ambiguous, mayHaveBeenProcessed: true)
      error.endpoint = Endpoint.keySet.name
      throw error
    }
    return keys
  }

  /// Keys are only taken from where nobody can have changed them on the way.
  private func keySetURL(_ document: DiscoveryDocument) throws(KakaoError) -> String {
    guard document.keySetURL.hasPrefix("https://") || document.keySetURL.hasPrefix(baseURL + "/") else {
      throw .notSent(
        .configuration,
        LocalizedText(
          ko: "카카오 인증 서버가 알린 공개 키의 주소가 https가 아닙니다. auth_url을 확인하십시오.",
          en: "The address of the public keys that the login server names is not https. Check auth_url."))
    }
    return document.keySetURL
  }
}
