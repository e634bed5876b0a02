// Made by scripts/embed-adapters from adapters/generic-webhook/adapter.yaml. Change that, then run it again.
// swift-format-ignore-file

extension EmbeddedAdapters {
  static let genericWebhook = #"""
# Canonical JSON by Standard Webhooks 1.0: for a back end that sends what it knows itself.
version: 1
id: generic-webhook
release: 1.0.0
name: { ko: 범용 웹훅, en: Generic webhook }

webhook:
  verify: { standard_webhooks: true }
  event: { path: type }
  at: { header: webhook-timestamp, format: unix_seconds }
  dedup: { header: webhook-id }
  # `{"type": …, "timestamp": …, "data": …}` as the standard recommends, or the canonical object or list itself.
  payload: [data, .]

"""#
}
