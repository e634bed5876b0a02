import Foundation
import Testing

@testable import Naru

@Suite("The JSON Schemas of the config files")
struct SchemaTests {
  private static func schema(_ name: String) throws -> [String: Any] {
    let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../../docs/schemas/\(name).schema.json").standardizedFileURL
    return try #require(try JSONSerialization.jsonObject(with: Data(contentsOf: path)) as? [String: Any])
  }

  /// The keys of the mapping that lies at `path` (property names; `[]` for the items of a list).
  private static func keys(_ schema: [String: Any], _ path: [String]) throws -> Set<String> {
    var node = schema
    for step in path {
      let next = step == "[]" ? node["items"] : (node["properties"] as? [String: Any])?[step]
      node = try #require(next as? [String: Any], "no \(step) of \(path)")
    }
    #expect(node["additionalProperties"] as? Bool == false, "\(path) lets unknown keys through")
    return Set(try #require(node["properties"] as? [String: Any]).keys)
  }

  private static func names<Key: ConfigurationKey>(_ type: Key.Type) -> Set<String> {
    Set(Key.allCases.map(\.rawValue))
  }

  @Test("know the same keys of naru.yaml as the loader")
  func process() throws {
    let schema = try Self.schema("naru")
    #expect(try Self.keys(schema, []) == Self.names(ProcessKey.self))
    #expect(try Self.keys(schema, ["admin"]) == Self.names(AdminKey.self))
    #expect(try Self.keys(schema, ["tls"]) == Self.names(TLSKey.self))
    #expect(try Self.keys(schema, ["metrics"]) == Self.names(MetricsKey.self))
    #expect(try Self.keys(schema, ["rate_limit"]) == Self.names(RateLimitKey.self))
    #expect(try Self.keys(schema, ["rate_limit", "address"]) == Self.names(RateKey.self))
    #expect(try Self.keys(schema, ["rate_limit", "shop"]) == Self.names(RateKey.self))
    #expect(try Self.keys(schema, ["fetch"]) == Self.names(FetchKey.self))
    #expect(try Self.keys(schema, ["limits"]) == Self.names(LimitsKey.self))
    #expect(try Self.keys(schema, ["inbox"]) == Self.names(InboxKey.self))
  }

  @Test("know the same sources of a secret as the loader", arguments: ["naru", "shop"])
  func secrets(file: String) throws {
    let definitions = try #require(try Self.schema(file)["$defs"] as? [String: Any])
    func sources(_ name: String) throws -> Set<String> {
      let choices = try #require((definitions[name] as? [String: Any])?["anyOf"] as? [[String: Any]])
      return Set(choices.flatMap { ($0["properties"] as? [String: Any] ?? [:]).keys })
    }
    #expect(try sources("oneSecret") == Self.names(SecretKey.self))
    #expect(try sources("oneSecret").union(sources("oneToken")) == Self.names(TokenKey.self))
    if file == "shop" { #expect(try sources("exportAddress") == Self.names(SecretKey.self)) }
    #expect(definitions["command"] != nil)
  }

  @Test("know the same keys of a shop's file as the loader")
  func shop() throws {
    let schema = try Self.schema("shop")
    let files = ["customer_files", "[]"]
    #expect(try Self.keys(schema, []) == Self.names(ShopKey.self))
    #expect(try Self.keys(schema, ["kakao"]) == Self.names(KakaoKey.self))
    #expect(try Self.keys(schema, ["login"]) == Self.names(LoginKey.self))
    #expect(try Self.keys(schema, ["webhook"]) == Self.names(WebhookKey.self))
    #expect(try Self.keys(schema, ["webhook", "token_place"]) == Self.names(TokenPlaceKey.self))
    #expect(try Self.keys(schema, ["exports"]) == Self.names(ExportsKey.self))
    #expect(try Self.keys(schema, ["schedule"]) == Self.names(ScheduleKey.self))
    #expect(try Self.keys(schema, ["exports", "members"]) == Self.names(MemberExportsKey.self))
    #expect(try Self.keys(schema, ["exports", "orders"]) == Self.names(OrderExportsKey.self))
    #expect(try Self.keys(schema, files) == Self.names(CustomerFileKey.self))
    #expect(try Self.keys(schema, files + ["where"]) == Self.names(SelectionKey.self))
    #expect(try Self.keys(schema, files + ["where", "age"]) == Self.names(BoundsKey.self))
    #expect(try Self.keys(schema, files + ["where", "orders.last_paid_on"]) == Self.names(LastPaidKey.self))
  }
}
