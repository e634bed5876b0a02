"""What a shop's platform and Kakao come to say: made from the seed alone, in an order of its own, sent in another one."""

import datetime
import decimal
import itertools
import random

from oracle import text_of

PHONES = "010-0000-{:04}", "0100000{:04}", "+82 10-0000-{:04}", "+82100000{:04}", "100000{:04}"
GRADES, REGIONS = ["일반", "VIP", "골드", "플래티넘"], ["서울", "부산", "제주", "세종"]
KINDS = ["sms", "email", "kakao", "marketing", "push"]


class Clock:
    """Source times of one shop, each given once: so that of two statements one is always the newer."""

    def __init__(self, now_ms):
        self.base = now_ms - 20 * 86_400_000
        self.ticks, self.used = 0, set()

    def next(self):
        """Later than all before."""
        self.ticks += 1
        return self.base + self.ticks * 1_000

    def late(self, rng):
        """Of the past: somebody says now what held then."""
        while True:
            time = self.base + rng.randrange(1_000, max(2, self.ticks) * 1_000)
            if (time - self.base) % 1_000 and time not in self.used:
                self.used.add(time)
                return time


class Writer:
    """Makes statements of one shop: each is added to the oracle, and comes back as canonical JSON."""

    def __init__(self, oracle, seed, size, now_ms):
        assert size % 3 == 0, size
        self.oracle, self.shop, self.size = oracle, oracle.shop, size
        self.rng = random.Random(f"{seed}/{oracle.shop.id}/statements")
        self.clock = Clock(now_ms)
        self.numbers = itertools.count(1)
        # A third is linked by the shop's back end, a third stated by its records, the others are nobody at Kakao that is known.
        self.pool = [f"{oracle.shop.id}-{number:05}" for number in range(size)]

    @staticmethod
    def users_of(shop, size):
        """The Kakao users of a shop: one for each member that may have one."""
        return [shop.first_user + number for number in range(size)]

    def user(self, number):
        return self.shop.first_user + number

    def is_linked(self, number):
        return number % 3 == 0

    def is_stated(self, number):
        return number % 3 == 1

    # Members

    def member(self, number=None, late=None):
        """A statement about a member. What it leaves out stays as it was; what is null is empty."""
        rng = self.rng
        number = rng.randrange(self.size) if number is None else number
        identifier = self.pool[number]
        with self.oracle.lock:
            member = self.oracle.member(identifier)
            is_new = member.newest is None
            late = not is_new and rng.random() < 0.25 if late is None else late
            time = self.clock.late(rng) if late else self.clock.next()
            fields, wire = {}, {}

            def put(name, value, text=None):
                fields[name] = value
                wire[name] = value if text is None else text

            if is_new or rng.random() < 0.3:
                put("name", f"소크나루{number:05}{rng.choice('가나다')}")
            if is_new or rng.random() < 0.2:
                phone = self._phone(number)
                put("phone", None if phone is None else f"82100000{phone:04}",
                    None if phone is None else rng.choice(PHONES).format(phone))
            if rng.random() < 0.2:
                put("email", self._email(number))
            if is_new or rng.random() < 0.1:
                put("gender", rng.choice(["male", "female", None]))
            if is_new or rng.random() < 0.1:
                put("birth_date", rng.choice([None, f"{rng.randrange(1935, 2020)}-{rng.randrange(1, 13):02}-11"]))
            if rng.random() < 0.4:
                put("grade", rng.choice(GRADES + [None]))
            if rng.random() < 0.4:
                put("region", rng.choice(REGIONS))
            if rng.random() < 0.4:
                put("points", rng.randrange(100_000))
            if rng.random() < 0.15:
                put("status", rng.choice(["active", "dormant"]))
            if is_new or (member.has_left and not late and rng.random() < 0.7):
                put("joined_at", time, text_of(time))
            if self.is_stated(number) and (is_new or rng.random() < 0.15):
                # Now and then a record names its neighbour's user, or nobody's: the newest record stands for a person.
                user = self.user(number if rng.random() < 0.85 else (number + 3) % self.size)
                user = None if not is_new and rng.random() < 0.1 else user
                put("kakao_user_id", user, None if user is None else str(user))
            if is_new or rng.random() < 0.6:
                fields["consents"], wire["consents"] = self._consents(time)
            if rng.random() < 0.3:
                fields["attributes"] = wire["attributes"] = {"추천인": f"추천소크{rng.randrange(1_000)}"}
            member.say(time, fields)
        return {"kind": "member", "id": identifier, **wire, "updated_at": text_of(time)}

    def _phone(self, number):
        """Mostly one's own; sometimes the neighbour's, so that two members are one person; sometimes none."""
        chance = self.rng.random()
        if chance < 0.05:
            return None
        return self.shop.first_phone + (number if chance < 0.9 else (number + 1) % self.size)

    def _consents(self, time):
        told, wire = [], []
        for kind in self.rng.sample(KINDS, self.rng.randrange(1, len(KINDS) + 1)):
            state = "granted" if self.rng.random() < 0.75 else "denied"
            at = None if self.rng.random() < 0.2 else time - self.rng.choice([0, 0, 0, 3_600_000])
            told.append({"kind": kind, "state": state, "at_ms": at})
            wire.append({"kind": kind, "state": state} | ({} if at is None else {"at": text_of(at)}))
        return told, wire

    def withdrawal(self):
        identifier = self.rng.choice(self.pool)
        with self.oracle.lock:
            member = self.oracle.member(identifier)
            if member.newest is None:
                return self.member(self.pool.index(identifier))
            time = self.clock.late(self.rng) if self.rng.random() < 0.2 else self.clock.next()
            member.withdraw(time)
        return {"kind": "member_withdrawn", "id": identifier, "at": text_of(time)}

    # Orders

    def order(self):
        """A new order, or what became of an earlier one; sometimes before the earlier word."""
        rng = self.rng
        with self.oracle.lock:
            if self.oracle.orders and rng.random() < 0.55:
                order = rng.choice(list(self.oracle.orders.values()))
                late = rng.random() < 0.3
            else:
                order, late = self.oracle.order(f"{self.shop.id}-{next(self.numbers):07}"), False
            time = self.clock.late(rng) if late else self.clock.next()
            is_new = not order.fields
            fields, wire = {}, {}
            if is_new:
                number = rng.randrange(self.size)
                if rng.random() < 0.75:
                    fields["member_id"] = wire["member_id"] = self.pool[number]
                else:
                    fields["buyer"], wire["buyer"] = self._guest(number)
                fields["placed_at"], wire["placed_at"] = time, text_of(time)
                wire["currency"] = "KRW"
                wire["items"] = [{"name": "장미", "quantity": 1, "price": "1000"}]
            if is_new or rng.random() < 0.3:
                amount = decimal.Decimal(rng.randrange(1, 100_000)) / rng.choice([1, 1, 1, 100])
                fields["total"] = wire["total"] = f"{amount:f}"
            status = rng.choice(["placed", "paid", "paid", "shipped", "delivered", "cancelled", "refunded", "returned"])
            fields["status"] = wire["status"] = status
            if status == "paid":
                fields["paid_at"], wire["paid_at"] = time, text_of(time)
            order.say(time, fields)
        return {"kind": "order", "id": order.id, **wire, "updated_at": text_of(time)}

    def _guest(self, number):
        """Somebody who does not log in: a phone number, an address, or both."""
        rng, phone = self.rng, self.shop.first_phone + number
        told, wire = {}, {"name": f"소크나루{number:05}"}
        has = rng.choice(["phone", "email", "both"]) if "email" in self.shop.match else "phone"
        if has != "email":
            told["phone"], wire["phone"] = f"82100000{phone:04}", rng.choice(PHONES).format(phone)
        if has != "phone":
            told["email"] = wire["email"] = self._email(number).replace("soak", rng.choice(["soak", "Soak"]))
        return told, wire

    def _email(self, number):
        """One of a few of one's own, or the neighbour's."""
        number = number if self.rng.random() < 0.9 else (number + 1) % self.size
        return f"m{number}.{self.rng.randrange(3)}@soak.example.com"

    def any(self):
        chance = self.rng.random()
        return self.member() if chance < 0.5 else self.order() if chance < 0.93 else self.withdrawal()


def channel_notice(shop, user, state, updated_at):
    return {
        "event": "added" if state == "ADDED" else "blocked", "id": str(user), "id_type": "app_user_id",
        "channel_public_id": shop.channel, "channel_uuid": "@" + shop.id, "updated_at": updated_at}


def milliseconds(rfc3339):
    return round(datetime.datetime.fromisoformat(rfc3339.replace("Z", "+00:00")).timestamp() * 1000)
