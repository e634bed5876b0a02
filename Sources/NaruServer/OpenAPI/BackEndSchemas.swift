/// The schemas of ``APIArea/backEnd``.
enum BackEndSchemas {
  static let all: [OrderedJSON.Member] = [
    .init("KakaoUserID", .written(kakaoUserID)), .init("HandoffRequest", .written(handoffRequest)),
    .init("Handoff", .written(handoff)), .init("HandoffProfile", .written(profile)),
    .init("ShippingAddress", .written(address)), .init("LinkRequest", .written(linkRequest)),
    .init("Link", .written(link)), .init("LinkHistory", .written(linkHistory)),
    .init("ErasureReceipt", .written(receipt)), .init("Consents", .written(consents)),
    .init("ConsentsChange", .written(change)), .init("EndedSessions", .written(ended)),
  ]

  private static let kakaoUserID = ##"""
    {
      "type": "string",
      "pattern": "^[1-9][0-9]{0,18}$",
      "description": "회원번호. The user id in the shop's Kakao app: a positive 64-bit number, in digits."
    }
    """##

  private static let handoffRequest = ##"""
    {
      "type": "object",
      "required": ["code"],
      "properties": {
        "code": { "type": "string", "description": "`naru_code` from the address that the browser came back with." }
      }
    }
    """##

  private static let handoff = ##"""
    {
      "description": "로그인한 사람. 동의하지 않은 항목은 키가 없습니다.\n\nWho logged in. What was not agreed to has no key.",
      "type": "object",
      "required": ["kakao_user_id", "member_id", "new", "synched", "return_to", "profile", "incomplete"],
      "properties": {
        "kakao_user_id": { "$ref": "#/components/schemas/KakaoUserID" },
        "member_id": { "type": ["string", "null"], "description": "The member that the user is; null for somebody new." },
        "new": { "type": "boolean", "description": "Whether `member_id` is null." },
        "synched": { "type": "boolean", "description": "Whether the user signed up with Kakao Sync." },
        "connected_at": { "type": "string", "format": "date-time", "description": "When the user was joined to the app, by Kakao's clock." },
        "return_to": { "type": "string", "format": "uri", "description": "Where the person wants to go; an allowed address." },
        "profile": { "$ref": "#/components/schemas/HandoffProfile" },
        "scopes": {
          "type": "array",
          "items": { "type": "string" },
          "description": "Consent items that were agreed to, by Kakao's names."
        },
        "service_terms": {
          "type": "array",
          "items": {
            "type": "object",
            "required": ["tag", "agreed"],
            "properties": {
              "tag": { "type": "string" },
              "required": { "type": "boolean" },
              "agreed": { "type": "boolean" },
              "agreed_at": { "type": "string", "format": "date-time" }
            }
          }
        },
        "shipping_addresses": { "type": "array", "items": { "$ref": "#/components/schemas/ShippingAddress" } },
        "channels": {
          "type": "array",
          "items": {
            "type": "object",
            "required": ["channel_public_id", "relation"],
            "properties": {
              "channel_public_id": { "type": "string" },
              "relation": { "type": "string", "description": "`ADDED`, `BLOCKED`, `NONE`, or a word that is new." },
              "updated_at": { "type": "string", "format": "date-time" }
            }
          }
        },
        "match": {
          "type": "object",
          "description": "A member from before who may be the same person. Ask the person before believing it.",
          "required": ["member_id", "by"],
          "properties": {
            "member_id": { "type": "string" },
            "by": { "type": "string", "enum": ["verified_phone", "verified_email", "ci"] }
          }
        },
        "incomplete": {
          "type": "array",
          "items": { "type": "string" },
          "description": "Keys of this object that are absent because Kakao did not answer."
        }
      }
    }
    """##

  private static let profile = ##"""
    {
      "type": "object",
      "properties": {
        "nickname": { "type": "string" },
        "name": { "type": "string" },
        "email": { "type": "string" },
        "email_verified": { "type": "boolean", "description": "Whether Kakao says that the address is valid and verified." },
        "phone": { "type": "string", "description": "E.164 where the number can be read, else as Kakao writes it." },
        "gender": { "type": "string", "description": "`female` or `male`." },
        "birth_date": { "type": "string", "format": "date", "description": "In the solar calendar." },
        "age_range": { "type": "string", "description": "Kakao's band, like `20~29`." }
      }
    }
    """##

  private static let address = ##"""
    {
      "type": "object",
      "description": "With Kakao's names.",
      "required": ["id", "is_default"],
      "properties": {
        "id": { "type": "string" },
        "name": { "type": "string" },
        "is_default": { "type": "boolean" },
        "type": { "type": "string", "description": "`OLD` (by lot number) or `NEW` (by street name)." },
        "base_address": { "type": "string" },
        "detail_address": { "type": "string" },
        "receiver_name": { "type": "string" },
        "receiver_phone_number1": { "type": "string" },
        "receiver_phone_number2": { "type": "string" },
        "zone_number": { "type": "string" },
        "zip_code": { "type": "string" },
        "updated_at": { "type": "string", "format": "date-time" }
      }
    }
    """##

  private static let linkRequest = ##"""
    {
      "type": "object",
      "required": ["member_id"],
      "properties": {
        "member_id": { "type": "string", "minLength": 1, "maxLength": 512, "description": "At most 512 bytes of UTF-8." }
      }
    }
    """##

  private static let link = ##"""
    {
      "type": "object",
      "required": ["kakao_user_id", "member_id", "linked_at"],
      "properties": {
        "kakao_user_id": { "$ref": "#/components/schemas/KakaoUserID" },
        "member_id": { "type": "string" },
        "linked_at": { "type": "string", "format": "date-time" },
        "ended_at": { "type": "string", "format": "date-time", "description": "Absent while it holds." }
      }
    }
    """##

  private static let linkHistory = ##"""
    {
      "type": "object",
      "required": ["kakao_user_id", "member_id", "links"],
      "properties": {
        "kakao_user_id": { "$ref": "#/components/schemas/KakaoUserID" },
        "member_id": { "type": ["string", "null"], "description": "Null for who is no member now." },
        "links": { "type": "array", "items": { "$ref": "#/components/schemas/Link" } }
      }
    }
    """##

  private static let receipt = ##"""
    {
      "description": "지운 것의 영수증. 누구인지는 적혀 있지 않습니다.\n\nHow much was erased; nothing in it says who.",
      "type": "object",
      "required": [
        "id", "reason", "erased_at", "members", "orders", "kakao_users", "links", "relations", "sessions", "tokens", "handoffs",
        "customer_file_rows", "quarantined"
      ],
      "properties": {
        "id": { "type": "integer", "minimum": 1, "description": "Counts from 1 in each shop." },
        "reason": { "type": "string", "enum": ["erased", "unlinked_by_shop", "unlinked_by_kakao"] },
        "erased_at": { "type": "string", "format": "date-time" },
        "members": { "type": "integer", "minimum": 0 },
        "orders": { "type": "integer", "minimum": 0 },
        "kakao_users": { "type": "integer", "minimum": 0 },
        "links": { "type": "integer", "minimum": 0 },
        "relations": { "type": "integer", "minimum": 0 },
        "sessions": { "type": "integer", "minimum": 0 },
        "tokens": { "type": "integer", "minimum": 0 },
        "handoffs": { "type": "integer", "minimum": 0 },
        "customer_file_rows": { "type": "integer", "minimum": 0, "description": "Rows at Kakao that the next sync removes or changes." },
        "quarantined": { "type": "integer", "minimum": 0 },
        "unlinked_at_kakao": { "type": "boolean", "description": "Whether Kakao unlinked the user; absent when there was none." }
      }
    }
    """##

  private static let consents = ##"""
    {
      "type": "object",
      "required": ["kakao_user_id", "consents"],
      "properties": {
        "kakao_user_id": { "$ref": "#/components/schemas/KakaoUserID" },
        "consents": {
          "type": "array",
          "items": {
            "type": "object",
            "required": ["kind", "tag", "agreed", "seen_at"],
            "properties": {
              "kind": { "type": "string", "enum": ["term", "scope"], "description": "A service term by its tag, or a consent item by Kakao's name." },
              "tag": { "type": "string" },
              "required": { "type": "boolean" },
              "agreed": { "type": "boolean" },
              "agreed_at": { "type": "string", "format": "date-time" },
              "seen_at": { "type": "string", "format": "date-time", "description": "When Kakao said so." }
            }
          }
        }
      }
    }
    """##

  private static let change = ##"""
    {
      "type": "object",
      "description": "At least one list must name something.",
      "properties": {
        "agree_terms": { "type": "array", "items": { "type": "string" }, "description": "Tags of service terms." },
        "withdraw_terms": { "type": "array", "items": { "type": "string" }, "description": "Tags of service terms." },
        "withdraw_scopes": { "type": "array", "items": { "type": "string" }, "description": "Consent items by Kakao's names." }
      }
    }
    """##

  private static let ended = ##"""
    {
      "type": "object",
      "required": ["ended"],
      "properties": { "ended": { "type": "integer", "minimum": 0 } }
    }
    """##

  static let handoffExample = """
    {
      "kakao_user_id": "1376016924429759228",
      "member_id": null,
      "new": true,
      "synched": true,
      "connected_at": "2026-11-02T09:00:00+09:00",
      "return_to": "https://flower.example.com/cart",
      "profile": {
        "nickname": "하나",
        "name": "김하나",
        "email": "hana@example.com",
        "email_verified": true,
        "phone": "+821000000001",
        "gender": "female",
        "birth_date": "1990-01-31",
        "age_range": "30~39"
      },
      "scopes": ["account_email", "phone_number"],
      "service_terms": [
        { "tag": "marketing", "required": false, "agreed": true, "agreed_at": "2026-11-02T09:00:00+09:00" }
      ],
      "shipping_addresses": [],
      "channels": [
        { "channel_public_id": "_xgTNZs", "relation": "ADDED", "updated_at": "2026-11-02T09:00:00+09:00" }
      ],
      "match": { "member_id": "flower01", "by": "verified_phone" },
      "incomplete": []
    }
    """

  static let consentsExample = """
    {
      "kakao_user_id": "1376016924429759228",
      "consents": [
        {
          "kind": "term",
          "tag": "marketing",
          "required": false,
          "agreed": true,
          "agreed_at": "2026-11-02T09:00:00+09:00",
          "seen_at": "2026-11-02T09:00:01+09:00"
        },
        { "kind": "scope", "tag": "account_email", "agreed": true, "seen_at": "2026-11-02T09:00:01+09:00" }
      ]
    }
    """
}
