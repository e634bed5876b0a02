public import CommonValues

extension DeclarativeAdapter: WebhookVerifying, WebhookDecoding, RefetchAnswering {
  /// Holds a call against what the manifest says about proofs. What is returned has only what decoding needs of headers and query.
  ///
  /// - Throws: why it is not believed: no webhooks in the manifest, a body that is too long, or a proof that is none.
  public func verify(
    _ request: WebhookRequest, _ settings: WebhookSettings, now: Timestamp
  ) throws(WebhookRefusal) -> VerifiedWebhook {
    guard let decoder else { throw .notConfigured }
    guard request.body.count <= WebhookRefusal.bodyLimit else { throw .tooLarge }
    if let field = decoder.mapping.ping, WebhookBody.isPing(request.body, field: field) {
      return VerifiedWebhook(withoutProof(request, decoder), isPing: true)
    }
    try WebhookProof(request: request, settings: settings, now: now).check(decoder.mapping.verifier)
    return VerifiedWebhook(withoutProof(request, decoder))
  }

  /// Reads a call as the manifest's `webhook` section says, canonical JSON included. It never fails: what can not be read is the outcome.
  public func decode(_ webhook: VerifiedWebhook, _ options: WebhookOptions = WebhookOptions()) -> DecodedWebhook {
    decoder?.decode(webhook, options)
      ?? DecodedWebhook(
        .unmapped, name: nil, dedupKey: WebhookDecoder.hash("", webhook.request.body),
        occurredAt: webhook.request.receivedAt)
  }

  /// Only what decoding needs of headers and query: neither the proof nor anything else that was sent along is stored.
  private func withoutProof(_ request: WebhookRequest, _ decoder: WebhookDecoder) -> WebhookRequest {
    let needed = decoder.needed
    var kept = request
    kept.headers = request.headers.filter { needed.headers.contains(where: $0.name.isSameHeader) }
    if needed.queryItems.isEmpty {
      kept.query = ""
    } else {
      kept.query = request.query.split(separator: "&").filter { item in
        FormBody.parse(item.utf8)?.first.map { needed.queryItems.contains($0.name) } ?? false
      }.joined(separator: "&")
    }
    kept.path = ""
    return kept
  }
}

extension WebhookMapping {
  /// What an adapter with these webhooks can do.
  var capabilities: Set<AdapterDescriptor.Capability> {
    var found: Set<AdapterDescriptor.Capability> = []
    for route in routes.values.flatMap({ $0 }) {
      switch route.target {
      case .member, .memberWithdrawn: found.insert(.memberWebhook)
      case .order: found.insert(.orderWebhook)
      case .link, .unlink: found.formUnion([.memberWebhook, .accountLinks])
      case .erase: found.formUnion([.memberWebhook, .erasure])
      case .refetch: found.formUnion([.refetch, route.entity == .member ? .memberWebhook : .orderWebhook])
      case .kakaoApp, .ignore: break
      }
    }
    // Without a route of its own a webhook is for canonical JSON.
    return routes.isEmpty ? [.memberWebhook, .orderWebhook, .refetch] : found
  }
}
