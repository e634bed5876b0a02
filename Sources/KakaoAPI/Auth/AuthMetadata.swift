/// What the clients of one app have fetched of kauth's public documents.
struct AuthMetadata: Sendable {
  let discovery = CachedDocument<DiscoveryDocument>()
  let keys = CachedDocument<KeySet>()
}
