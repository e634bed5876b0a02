"""What was said, and what must come of it.

The oracle keeps every statement under its source time. From all of them it computes what is to be known of each member and what is to
stand in each customer file, by the rules of the documentation and in the simplest way there is: sort, and take the newest.
"""

import collections
import datetime
import decimal
import threading

SEOUL = datetime.timezone(datetime.timedelta(hours=9))
FIELDS = ("name", "phone", "email", "gender", "birth_date", "grade", "region", "points", "joined_at", "status",
          "kakao_user_id")
PAID = {"paid", "preparing", "shipped", "delivered"}
Orders = collections.namedtuple("Orders", "count total first last")
NOBODY = Orders(0, decimal.Decimal(0), None, None)


def text_of(milliseconds):
    """RFC 3339 in Seoul, to the millisecond."""
    time = datetime.datetime.fromtimestamp(milliseconds / 1000, SEOUL)
    return time.strftime("%Y-%m-%dT%H:%M:%S.") + f"{milliseconds % 1000:03}+09:00"


def day_of(milliseconds):
    return datetime.datetime.fromtimestamp(milliseconds / 1000, SEOUL).date().isoformat()


class Consent(collections.namedtuple("Consent", "granted at said")):
    """A yes or no to one kind: `at` is its own date, if it has one, `said` the source time of who said so."""

    @property
    def time(self):
        return self.said if self.at is None else self.at


def standing_consent(statements):
    """A no holds until a yes with a date after it; without a no, a dated yes goes before an undated one, then the newest."""
    refusals = [consent for consent in statements if not consent.granted]
    dated = [consent for consent in statements if consent.granted and consent.at is not None]
    newest = max(dated, key=lambda consent: consent.at, default=None)
    if refusals:
        refusal = max(refusals, key=lambda consent: consent.time)
        return newest if newest and newest.at > refusal.time else refusal
    return newest or max(statements, key=lambda consent: consent.time, default=None)


class Member:
    """Everything that was said of one member."""

    def __init__(self, identifier):
        self.id = identifier
        self.fields = collections.defaultdict(dict)  # field -> source time -> value; None is known to be empty
        self.attributes = collections.defaultdict(dict)
        self.consents = collections.defaultdict(list)
        self.withdrawals = []
        self.newest = None

    def say(self, time, fields):
        self._seen(time)
        for name, value in fields.items():
            if name == "consents":
                for consent in value:
                    self.consents[consent["kind"]].append(
                        Consent(consent["state"] == "granted", consent.get("at_ms"), time))
            elif name == "attributes":
                for attribute, text in value.items():
                    self.attributes[attribute][time] = text
            else:
                self.fields[name][time] = value

    def withdraw(self, time):
        self._seen(time)
        self.withdrawals.append(time)

    def _seen(self, time):
        self.newest = time if self.newest is None else max(self.newest, time)

    def value(self, name):
        said = self.fields.get(name)
        return said[max(said)] if said else None

    def attribute(self, name):
        said = self.attributes.get(name)
        return said[max(said)] if said else None

    def consent(self, kind):
        return standing_consent(self.consents.get(kind, []))

    @property
    def has_left(self):
        """The latest leaving, unless the newest `joined_at` is after it."""
        joined = self.value("joined_at")
        return bool(self.withdrawals) and not (joined is not None and joined > max(self.withdrawals))

    @property
    def status(self):
        return "withdrawn" if self.has_left else self.value("status")


class Order:
    def __init__(self, identifier):
        self.id = identifier
        self.fields = collections.defaultdict(dict)

    def say(self, time, fields):
        for name, value in fields.items():
            self.fields[name][time] = value

    def value(self, name):
        said = self.fields.get(name)
        return said[max(said)] if said else None

    @property
    def counts(self):
        return self.value("status") in PAID if self.value("status") else self.value("paid_at") is not None


class Oracle:
    """One shop. Statements are added when they are made; each is sent until it is acknowledged, so that in the end all of them count."""

    def __init__(self, shop):
        self.shop = shop
        self.members, self.orders = {}, {}
        self.links = {}  # Kakao user -> member, for as long as the link holds
        self.linked = {}  # the same from the other side
        self.ended = set()  # Kakao users who have left the app
        self.relations = {}  # Kakao user -> (source time, state)
        self.lock = threading.RLock()

    def member(self, identifier):
        return self.members.setdefault(identifier, Member(identifier))

    def order(self, identifier):
        return self.orders.setdefault(identifier, Order(identifier))

    def link(self, user, member):
        self.links[user], self.linked[member] = member, user

    def unlink(self, user):
        """The user has left the app: the link ends, and whatever Kakao said of the user is forgotten."""
        self.ended.add(user)
        self.linked.pop(self.links.pop(user, None), None)
        self.relations.pop(user, None)

    # Who somebody is

    def kakao_user(self, member):
        """The user of the link that holds, else the one that the shop's own records state, unless that user has left the app."""
        if member.id in self.linked:
            return self.linked[member.id]
        user = member.value("kakao_user_id")
        return None if user is None or user in self.ended or self.links.get(user, member.id) != member.id else user

    def relation(self, member):
        user = self.kakao_user(member)
        return self.relations[user][1] if user in self.relations else None

    def all_orders(self):
        """Sums by member. An order that names nobody is the one member's who has its phone number or address and has not left."""
        having = {name: collections.defaultdict(list) for name in self.shop.match}
        for member in self.members.values():
            for name, members in having.items():
                if member.value(name) and not member.has_left:
                    members[member.value(name).lower()].append(member.id)
        bought = collections.defaultdict(list)
        for order in self.orders.values():
            owner = order.value("member_id")
            if owner is None:
                buyer = order.value("buyer") or {}
                fitting = [having[name].get(buyer[name].lower(), []) for name in self.shop.match if name in buyer]
                owner = next((members[0] for members in fitting if len(members) == 1), None)
            if owner is not None and order.counts:
                paid = order.value("paid_at") or order.value("placed_at")
                bought[owner].append((decimal.Decimal(order.value("total") or "0"), day_of(paid) if paid else None))
        sums = {}
        for owner, amounts in bought.items():
            days = [day for _, day in amounts if day]
            sums[owner] = Orders(
                len(amounts), sum((amount for amount, _ in amounts), decimal.Decimal(0)), min(days, default=None),
                max(days, default=None))
        return sums

    # What a file must hold

    def target(self, member, file):
        """The person's id in a file; None: nobody that Kakao knows."""
        if file.users == "app":
            return self.kakao_user(member)
        return member.value("phone")

    def lets_in(self, member, file, orders):
        if member.has_left or (member.value("status") or "active") not in file.status:
            return False
        for kind in file.consent:
            consent = member.consent(kind)
            if consent is None or not consent.granted or (consent.at is None and not self.shop.takes_undated):
                return False
        if file.not_blocked and self.relation(member) == "BLOCKED":
            return False
        if file.friends_only and self.relation(member) != "ADDED":
            return False
        return not file.orders_at_least or bool(self.orders) and orders.count >= file.orders_at_least

    def standing(self, file):
        """Who stands for each target: of several members with one target the newest record, also when that one has refused."""
        found = {}
        for member in self.members.values():
            target = self.target(member, file)
            if target is None or member.newest is None:
                continue
            rival = found.get(target)
            if rival is None or (member.newest, member.id) > (rival.newest, rival.id):
                found[target] = member
        return found

    def wanted(self, file, today):
        """The rows that Kakao must hold: target to fields."""
        sums = self.all_orders()
        return {
            target: self.row(member, file, sums.get(member.id, NOBODY), today)
            for target, member in self.standing(file).items() if self.lets_in(member, file, sums.get(member.id, NOBODY))}

    def row(self, member, file, orders, today):
        cells = {name: self._cell(source, member, orders, today) for name, source in file.columns.items()}
        return {name: value for name, value in cells.items() if value is not None}

    def _cell(self, source, member, orders, today):
        room, _, name = source.partition(".")
        if room == "orders":
            if not self.orders:
                return None
            match name:
                case "count": return decimal.Decimal(orders.count)
                case "total_paid": return orders.total
                case "last_paid_on": return orders.last
                case "average_paid":
                    return (orders.total / orders.count).quantize(decimal.Decimal(1), decimal.ROUND_HALF_UP) \
                        if orders.count else None
        if source == "kakao.channel_relation":
            return self.relation(member)
        if name.startswith("attributes."):
            return member.attribute(name.removeprefix("attributes."))
        if name == "age_band":
            return _age_band(member.value("birth_date"), today)
        value = member.value(name)
        if value is None:
            return None
        match name:
            case "gender": return {"male": "남자", "female": "여자"}[value]
            case "joined_at": return day_of(value)
            case "points": return decimal.Decimal(value)
        return value


def _age_band(born, today):
    if born is None:
        return None
    born, today = datetime.date.fromisoformat(born), datetime.date.fromisoformat(today)
    age = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    return "10세 미만" if age < 10 else "90대 이상" if age >= 90 else f"{age // 10 * 10}대"
