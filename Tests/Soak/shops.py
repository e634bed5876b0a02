"""The two shops of a soak: their configuration, and the same said once more in Python for the oracle, which shares nothing with Naru."""

import base64
import dataclasses
import decimal
import secrets

APP_KEY, PRIMARY_KEY, REST_KEY = "calling", "primary", "rest"
number = decimal.Decimal  # amounts never pass through a float


def secret():
    return secrets.token_urlsafe(32)


@dataclasses.dataclass(frozen=True)
class File:
    """A customer file: who belongs in it, and what each column says. `columns` are names and sources as in the config."""

    name: str
    users: str  # app or phone
    consent: tuple  # kinds; none: no consent is needed
    columns: dict
    status: tuple = ("active",)
    not_blocked: bool = False
    friends_only: bool = False
    orders_at_least: int = 0


@dataclasses.dataclass(frozen=True)
class Shop:
    id: str
    channel: str
    first_phone: int
    first_user: int
    takes_undated: bool
    files: tuple
    proof: str  # standard: Standard Webhooks; hmac: a signature over the body
    token: str
    webhook_secrets: tuple
    match: tuple  # by what an order without a member finds its member, in this order

    def __hash__(self):
        return hash(self.id)

    @property
    def secrets(self):
        return [self.token, *self.webhook_secrets, *(secret.removeprefix("whsec_") for secret in self.webhook_secrets)]


def make_shops():
    """Both shops, with secrets that are new each time: no decision depends on them."""
    return (
        Shop(
            id="soak-web", channel="_xsoakA", first_phone=1, first_user=1376016924400000001, takes_undated=True,
            proof="standard", token=secret(),
            webhook_secrets=tuple("whsec_" + base64.b64encode(secrets.token_bytes(32)).decode() for _ in range(2)),
            match=("email", "phone"),
            files=(
                File(
                    "전체회원", "app", ("sms",), not_blocked=True,
                    columns={
                        "생년월일": "member.birth_date", "성별": "member.gender", "구매금액": "orders.total_paid",
                        "구매횟수": "orders.count", "최근 구매일": "orders.last_paid_on", "회원등급": "member.grade",
                        "포인트": "member.points", "추천인": "member.attributes.추천인"}),
                File(
                    "문자 수신 회원", "phone", ("sms", "marketing"), not_blocked=True,
                    columns={"지역": "member.region", "구매금액": "orders.total_paid", "연령": "member.age_band"}))),
        Shop(
            id="soak-sms", channel="_xsoakB", first_phone=5_001, first_user=1376016924500000001, takes_undated=False,
            proof="hmac", token=secret(),
            webhook_secrets=(secret(), secret()), match=("phone",),
            files=(
                File(
                    "구매 회원", "phone", ("email",), status=("active", "dormant"), not_blocked=True, orders_at_least=1,
                    columns={
                        "구매금액": "orders.total_paid", "평균구매": "orders.average_paid", "회원등급": "member.grade"}),
                File(
                    "채널 친구", "app", (), friends_only=True,
                    columns={"가입일": "member.joined_at", "관계": "kakao.channel_relation", "구매횟수": "orders.count"}))))


HMAC_ADAPTER = """version: 1
id: soak-hmac
release: 1.0.0
name: { ko: 서명 시험, en: Signature test }
webhook:
  verify: { hmac: { header: X-Soak-Signature, encoding: hex, prefix: "sha256=" } }
  event: { header: X-Soak-Topic }
  dedup: { header: X-Soak-Delivery }
  payload: [data, .]
"""


def environment_name(shop, what):
    return f"{shop.id}_{what}".replace("-", "_").upper()


def environment(shops, kakao_keys):
    """What the sidecar reads its secrets from: two of each webhook secret, as in the middle of a rotation."""
    names = {environment_name(shop, "TOKEN"): shop.token for shop in shops}
    for shop in shops:
        for number, secret in enumerate(shop.webhook_secrets):
            names[environment_name(shop, f"WEBHOOK_{number}")] = secret
    return names | {f"KAKAO_{name.upper()}": value for name, value in kakao_keys.items()}


def configuration(shop, kakao_address):
    adapter = "generic-webhook" if shop.proof == "standard" else "../adapter"
    files = "".join(_file(shop, file) for file in shop.files)
    return f"""id: {shop.id}
adapter: {adapter}
currency: KRW
undated_consent: {'accept' if shop.takes_undated else 'refuse'}
api_token: {{ env: {environment_name(shop, 'TOKEN')} }}
attributes: [추천인]
webhook:
  secret: [{{ env: {environment_name(shop, 'WEBHOOK_0')} }}, {{ env: {environment_name(shop, 'WEBHOOK_1')} }}]
exports:
  orders: {{ match: [{', '.join(shop.match)}] }}
kakao:
  admin_key: {{ env: KAKAO_CALLING }}
  webhook_admin_key: {{ env: KAKAO_PRIMARY }}
  channels: [{shop.channel}]
  auth_url: {kakao_address}
  api_url: {kakao_address}
customer_files:
{files}"""


def _file(shop, file):
    rules = [f"consent: [{', '.join(file.consent)}]" if file.consent else "consent: none_required"]
    if file.status != ("active",):
        rules.append(f"status: [{', '.join(file.status)}]")
    if file.not_blocked:
        rules.append("not_blocked: true")
    if file.friends_only:
        rules.append("channel_friend: true")
    if file.orders_at_least:
        rules.append(f"orders.count: {{ at_least: {file.orders_at_least} }}")
    columns = "".join(f"      {name}: {source}\n" for name, source in file.columns.items())
    return (f"  - name: {file.name}\n    channel: {shop.channel}\n    users: {file.users}\n"
            f"    where: {{ {', '.join(rules)} }}\n    columns:\n{columns}")


def sandbox_seed(shops, users_of, keys):
    """The local Kakao to begin with: one app, a channel and people for each shop, all of them friends of the channel for long."""
    return {
        "version": 1,
        "channels": [{"public_id": shop.channel, "uuid": "@" + shop.id, "name": shop.id} for shop in shops],
        "apps": [{"id": 1, "name": "soak", "channels": [shop.channel for shop in shops]}],
        "keys": [
            {"name": "primary", "value": keys[PRIMARY_KEY], "categories": [], "primary": True},
            {"name": "calling", "value": keys[APP_KEY]},
            {"name": "rest", "value": keys[REST_KEY], "kind": "rest"}],
        "users": [
            {"id": user, "nickname": f"소크나루{user % 100_000}", "relations": [
                {"channel": shop.channel, "relation": "ADDED", "created_at": "2025-01-01T00:00:00Z",
                 "updated_at": "2025-01-01T00:00:00Z"}]}
            for shop in shops for user in users_of(shop)]}
