// Made by scripts/embed-adapters from adapters/*/adapter.yaml. Change those, then run it again.
// swift-format-ignore-file

/// The manifests of the built-in adapters, so that they are found wherever the library is installed.
enum EmbeddedAdapters {
  /// The text of `adapter.yaml` by adapter id.
  static let manifests: [String: String] = [
    "cafe24": cafe24,
    "firstmall": firstmall,
    "generic-webhook": genericWebhook,
    "godomall": godomall,
    "imweb": imweb,
    "makeshop": makeshop,
    "naver-smartstore": naverSmartstore,
    "shop-export": shopExport,
    "shopify": shopify,
    "sixshop": sixshop,
    "wisa": wisa,
    "woocommerce": woocommerce,
  ]
}
