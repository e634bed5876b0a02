/// The canonical model as schemas: what `POST …/members` and `…/orders` take, and files of canonical JSON hold.
enum CanonicalSchemas {
  static let all: [OrderedJSON.Member] = [
    .init("Member", .written(member)), .init("Consent", .written(consent)), .init("Order", .written(order)),
    .init("MemberWithdrawn", .written(withdrawn)), .init("Refetch", .written(refetch)),
    .init("CanonicalItem", .written(item)), .init("CanonicalItems", .written(items)),
    .init("TakenRecords", .written(taken)),
  ]

  private static let member = ##"""
    {
      "description": "회원. 없는 키는 모른다는 뜻이고, null은 비어 있음을 안다는 뜻입니다.\n\nA member. An absent key means unknown: what was known stays. `null` means known to be empty.",
      "type": "object",
      "required": ["id"],
      "properties": {
        "kind": { "const": "member" },
        "id": { "type": "string", "minLength": 1, "description": "The shop's own id, at most 512 bytes." },
        "name": { "type": ["string", "null"] },
        "phone": {
          "type": ["string", "null"],
          "description": "The mobile number. E.164, or as Koreans write it: `010-0000-0001`, `+82 10-0000-0001`."
        },
        "email": { "type": ["string", "null"] },
        "gender": { "enum": ["female", "male", null] },
        "birth_date": { "type": ["string", "null"], "description": "`1990-01-31`." },
        "grade": { "type": ["string", "null"], "description": "The shop's own grade, as it writes it." },
        "region": { "type": ["string", "null"] },
        "points": { "type": ["number", "string", "null"] },
        "joined_at": { "type": ["string", "null"], "description": "RFC 3339; without an offset it is Asia/Seoul." },
        "last_login_at": { "type": ["string", "null"] },
        "status": { "enum": ["active", "dormant", "withdrawn", null] },
        "kakao_user_id": {
          "type": ["string", "integer", "null"],
          "description": "The Kakao user id, where the shop's records have it; null ends a stated one."
        },
        "consents": {
          "type": ["array", "null"],
          "description": "A kind that is not in the list is unknown, and unknown is not yes. No kind implies another.",
          "items": { "$ref": "#/components/schemas/Consent" }
        },
        "attributes": {
          "type": ["object", "null"],
          "description": "Only those that the adapter or the shop's config declares are kept.",
          "additionalProperties": { "type": ["string", "number", "boolean", "null"] }
        },
        "updated_at": { "type": ["string", "null"], "description": "When the shop last changed the record; newest wins." },
        "withdrawn_at": { "type": ["string", "null"], "description": "When the member left." }
      }
    }
    """##

  private static let consent = ##"""
    {
      "type": "object",
      "required": ["kind", "state"],
      "properties": {
        "kind": { "type": "string", "enum": ["sms", "email", "kakao", "push", "night", "third_party", "marketing"] },
        "state": { "type": "string", "enum": ["granted", "denied"] },
        "at": { "type": "string", "description": "When it was given or refused." }
      }
    }
    """##

  private static let order = ##"""
    {
      "description": "주문. 금액은 십진수 글자이며, 실제로 낸 금액입니다.\n\nAn order. `total` is what was really paid, less known refunds.",
      "type": "object",
      "required": ["id"],
      "properties": {
        "kind": { "const": "order" },
        "id": { "type": "string", "minLength": 1, "description": "The shop's own id, at most 512 bytes." },
        "member_id": { "type": ["string", "null"], "description": "Who ordered; absent for a guest." },
        "buyer": {
          "type": ["object", "null"],
          "description": "As typed into the order. A phone number from here is no marketing contact.",
          "properties": {
            "name": { "type": ["string", "null"] },
            "phone": { "type": ["string", "null"] },
            "email": { "type": ["string", "null"] }
          }
        },
        "placed_at": { "type": ["string", "null"] },
        "paid_at": { "type": ["string", "null"] },
        "status": {
          "enum": ["placed", "paid", "preparing", "shipped", "delivered", "cancelled", "returned", "refunded", null]
        },
        "currency": { "type": ["string", "null"], "description": "ISO 4217; absent: the shop's own." },
        "total": { "type": ["string", "number", "null"], "description": "Decimal text, such as `24680`." },
        "items": {
          "type": ["array", "null"],
          "items": {
            "type": "object",
            "required": ["name"],
            "properties": {
              "name": { "type": "string", "minLength": 1 },
              "quantity": { "type": ["integer", "string"] },
              "price": { "type": ["string", "number", "null"], "description": "Of one piece." }
            }
          }
        },
        "updated_at": { "type": ["string", "null"] }
      }
    }
    """##

  private static let withdrawn = ##"""
    {
      "description": "회원 탈퇴. A member who left.",
      "type": "object",
      "required": ["kind", "id"],
      "properties": {
        "kind": { "const": "member_withdrawn" },
        "id": { "type": "string", "minLength": 1 },
        "at": { "type": ["string", "null"], "description": "When; absent: now." }
      }
    }
    """##

  private static let refetch = ##"""
    {
      "description": "다시 가져와야 하는 회원이나 주문. Members or orders to be asked for at `fetch_url`, or waited for.",
      "type": "object",
      "required": ["kind", "entity", "ids"],
      "properties": {
        "kind": { "const": "refetch" },
        "entity": { "type": "string", "enum": ["member", "order"] },
        "ids": { "type": "array", "minItems": 1, "items": { "type": "string", "minLength": 1 } }
      }
    }
    """##

  private static let item = ##"""
    {
      "description": "표준 모델의 한 항목. One item of the canonical model; keys that are not known are ignored.",
      "anyOf": [
        { "$ref": "#/components/schemas/Member" },
        { "$ref": "#/components/schemas/Order" },
        { "$ref": "#/components/schemas/MemberWithdrawn" },
        { "$ref": "#/components/schemas/Refetch" }
      ]
    }
    """##

  private static let items = ##"""
    {
      "anyOf": [
        { "$ref": "#/components/schemas/CanonicalItem" },
        { "type": "array", "items": { "$ref": "#/components/schemas/CanonicalItem" } }
      ]
    }
    """##

  private static let taken = ##"""
    {
      "type": "object",
      "required": ["accepted", "changed", "unchanged", "warnings", "rejected"],
      "properties": {
        "accepted": { "type": "integer", "minimum": 0, "description": "How many were taken." },
        "changed": { "type": "integer", "minimum": 0, "description": "Of those, how many changed something." },
        "unchanged": { "type": "integer", "minimum": 0, "description": "Of those, how many were known so." },
        "warnings": { "type": "integer", "minimum": 0, "description": "Values that were left out of what was taken." },
        "rejected": {
          "type": "array",
          "items": {
            "type": "object",
            "required": ["index", "code", "reason"],
            "properties": {
              "index": { "type": "integer", "minimum": 0, "description": "Which one, counted from 0." },
              "id": { "type": "string", "description": "Absent where it has none." },
              "code": { "type": "string", "description": "A stable word; docs/errors.md lists them." },
              "reason": { "type": "string", "description": "One sentence in Korean or English." }
            }
          }
        }
      }
    }
    """##

  static let memberExample = """
    {
      "kind": "member",
      "id": "flower01",
      "name": "김하나",
      "phone": "+821000000001",
      "email": "hana@example.com",
      "gender": "female",
      "birth_date": "1990-01-31",
      "grade": "VIP",
      "region": "서울",
      "points": 1200,
      "joined_at": "2024-03-02T10:15:00+09:00",
      "last_login_at": "2026-11-01T08:00:00+09:00",
      "status": "active",
      "kakao_user_id": "1376016924429759228",
      "consents": [
        { "kind": "sms", "state": "granted", "at": "2025-06-01T00:00:00+09:00" },
        { "kind": "email", "state": "denied" }
      ],
      "updated_at": "2026-11-02T00:00:00+09:00"
    }
    """

  static let orderExample = """
    [
      {
        "kind": "order",
        "id": "20261102-0000001",
        "member_id": "flower01",
        "buyer": { "name": "김하나", "phone": "+821000000001" },
        "placed_at": "2026-11-02T09:00:00+09:00",
        "paid_at": "2026-11-02T09:01:00+09:00",
        "status": "paid",
        "currency": "KRW",
        "total": "24680",
        "items": [{ "name": "장미", "quantity": 1, "price": "24680" }],
        "updated_at": "2026-11-02T09:01:00+09:00"
      }
    ]
    """
}
