"""Sends what was said until it is acknowledged: late, out of order, and some of it twice."""

import base64
import hashlib
import hmac
import heapq
import http.client
import itertools
import json
import random
import threading
import time
import urllib.parse


class Delivery:
    """One request, the same each time it is sent but for its signature."""

    def __init__(self, kind, shop, method, path, body, accepted, headers=(), sign=None, key=None, told=None):
        self.kind, self.shop, self.method, self.path, self.body = kind, shop, method, path, body
        self.accepted, self.headers, self.sign, self.key = accepted, dict(headers), sign, key
        self.told = told  # called once, with the answer that acknowledged it
        self.tries, self.acknowledged = 0, False


def standard_webhook(shop, identifier, secret):
    """Standard Webhooks 1.0; the time is that of the sending."""
    def sign(body):
        now = str(int(time.time()))
        key = base64.b64decode(secret.removeprefix("whsec_"))
        code = hmac.new(key, f"{identifier}.{now}.".encode() + body, hashlib.sha256).digest()
        return {"webhook-id": identifier, "webhook-timestamp": now,
                "webhook-signature": "v1," + base64.b64encode(code).decode()}
    return sign


def hmac_webhook(shop, identifier, secret, topic):
    def sign(body):
        code = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
        return {"X-Soak-Delivery": identifier, "X-Soak-Topic": topic, "X-Soak-Signature": "sha256=" + code}
    return sign


class Outbox:
    """Requests that wait for their time, and the threads that send them."""

    LIMIT = 600

    def __init__(self, port, seed, report, threads=8):
        self.port, self.report = port, report
        self.rng = random.Random(f"{seed}/senders")
        self.heap, self.numbers = [], itertools.count()
        self.waiting = threading.Condition()
        self.busy, self.is_open = 0, True
        self.is_stormy = True  # while it is, what is acknowledged may be sent again
        self.threads = [threading.Thread(target=self._work, daemon=True) for _ in range(threads)]
        for thread in self.threads:
            thread.start()

    def put(self, delivery, after=None):
        with self.waiting:
            delay = self.rng.choice([0, 0, 0, self.rng.random() * 2]) if after is None else after
            heapq.heappush(self.heap, (time.monotonic() + delay, next(self.numbers), delivery))
            self.waiting.notify()

    def has_room(self):
        with self.waiting:
            return len(self.heap) < Outbox.LIMIT

    def drain(self, seconds):
        """Whether everything was acknowledged within so many seconds."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            with self.waiting:
                if not self.heap and not self.busy:
                    return True
            time.sleep(0.05)
        return False

    def close(self):
        with self.waiting:
            self.is_open = False
            self.waiting.notify_all()
        for thread in self.threads:
            thread.join(timeout=30)

    def left(self):
        with self.waiting:
            return [delivery for _, _, delivery in self.heap if not delivery.acknowledged]

    def _next(self):
        with self.waiting:
            while self.is_open:
                if not self.heap:
                    self.waiting.wait()
                    continue
                wait = self.heap[0][0] - time.monotonic()
                if wait <= 0:
                    self.busy += 1
                    return heapq.heappop(self.heap)[2]
                self.waiting.wait(wait)
        return None

    def _work(self):
        connection = None
        while (delivery := self._next()) is not None:
            try:
                connection = self._send(connection, delivery)
            except Exception as error:  # a mistake of the test must not look like a quiet end
                self.report.fail(f"the sender failed: {type(error).__name__}: {error}")
            finally:
                with self.waiting:
                    self.busy -= 1

    def _send(self, connection, delivery):
        delivery.tries += 1
        connection = connection or http.client.HTTPConnection("127.0.0.1", self.port, timeout=15)
        headers = delivery.headers | (delivery.sign(delivery.body) if delivery.sign else {})
        started = time.monotonic()
        try:
            connection.request(delivery.method, delivery.path, body=delivery.body, headers=headers)
            answer = connection.getresponse()
            body = answer.read()
        except (OSError, http.client.HTTPException):
            connection.close()
            self.report.count("unanswered")
            self.put(delivery, after=0.05 + 0.1 * min(delivery.tries, 10))
            return None
        self.report.answered(time.monotonic() - started)
        self._judge(delivery, answer.status, body)
        if answer.headers.get("Connection", "").lower() == "close":
            connection.close()
            return None
        return connection

    def _judge(self, delivery, status, body):
        if status in (429, 503, 507):
            self.report.turned_away(body)
            return self.put(delivery, after=0.1 + 0.1 * min(delivery.tries, 10))
        if status not in delivery.accepted:
            return self.report.fail(f"{delivery.kind}: {status} for {delivery.method} {delivery.path.partition('?')[0]}: "
                                    + body[:300].decode(errors="replace"))
        answer = json.loads(body) if body[:1] in b"{[" and body else None
        again = delivery.acknowledged
        delivery.acknowledged = True
        self.report.acknowledge(delivery, again)
        self._check(delivery, status, answer, again)
        if delivery.told is not None and not again:
            delivery.told(answer)
        if self.is_stormy and not again and delivery.kind != "link" and self.rng.random() < 0.08:
            self.put(delivery, after=self.rng.random() * 4)

    def _check(self, delivery, status, answer, again):
        """What was acknowledged once is known: it comes to nothing the second time."""
        if delivery.kind == "webhook" and again and status != 200:
            self.report.fail(f"a webhook that was acknowledged is taken for a new one: {status} for {delivery.key}")
        if delivery.kind == "records":
            if answer["rejected"] or answer["accepted"] != delivery.key:
                self.report.fail(f"records were rejected: {json.dumps(answer, ensure_ascii=False)[:300]}")
            if again and answer["changed"]:
                self.report.fail(f"the same {delivery.key} records changed {answer['changed']} when they came again")


class Sender:
    """Puts one shop's statements into requests of every kind."""

    def __init__(self, writer, outbox, keys, seed, report):
        self.writer, self.shop, self.outbox, self.keys, self.report = writer, writer.shop, outbox, keys, report
        self.rng = random.Random(f"{seed}/{self.shop.id}/sender")
        self.numbers = itertools.count(1)
        self.imports = []  # numbers of the files that were acknowledged
        self.root = f"/shops/{self.shop.id}"
        self.bearer = {"Authorization": f"Bearer {self.shop.token}"}

    def one(self):
        """One request, of a kind that the seed chooses."""
        chance = self.rng.random()
        if chance < 0.70:
            self.webhook([self.writer.any() for _ in range(self.rng.choice([1, 1, 1, 1, 2, 5]))])
        elif chance < 0.90:
            self.records([self.writer.any() for _ in range(self.rng.randrange(1, 21))])
        else:
            self.upload()

    def webhook(self, said):
        identifier = f"msg_{self.shop.id}_{next(self.numbers):07}"
        secret = self.rng.choice(self.shop.webhook_secrets)
        said = said[0] if len(said) == 1 else said
        if self.shop.proof == "standard":
            said = {"type": "soak.said", "timestamp": "2026-01-01T00:00:00Z", "data": said}
            sign = standard_webhook(self.shop, identifier, secret)
        else:
            sign = hmac_webhook(self.shop, identifier, secret, "soak.said")
        self.outbox.put(Delivery(
            "webhook", self.shop, "POST", f"{self.root}/webhooks/shop", _json(said), (202, 200),
            {"Content-Type": "application/json"}, sign, key=identifier))

    def records(self, said):
        """Members, orders and leavings together: `kind` says which."""
        route = "/members" if self.rng.random() < 0.5 else "/orders"
        lines = self.rng.random() < 0.5
        body = b"\n".join(_json(one) for one in said) if lines else _json(said)
        self.outbox.put(Delivery(
            "records", self.shop, "POST", self.root + route, body, (200,),
            self.bearer | {"Content-Type": "application/x-ndjson" if lines else "application/json"}, key=len(said)))

    def upload(self):
        """A file in which nobody stands twice, since of two rows with one id a file means the last."""
        said = {}
        for _ in range(self.rng.randrange(5, 60)):
            one = self.writer.any()
            if (one["kind"] == "order", one["id"]) in said:
                self.webhook([one])
            else:
                said[one["kind"] == "order", one["id"]] = one
        body = b"".join(_json(one) + b"\n" for one in said.values())
        self.outbox.put(Delivery(
            "upload", self.shop, "POST", f"{self.root}/imports", body, (201, 202),
            self.bearer | {"Content-Type": "application/x-ndjson"},
            told=lambda answer: self.imports.append(answer["import_id"])))

    # Kakao

    def channel(self, user, notice, told):
        self.outbox.put(Delivery(
            "channel", self.shop, "POST", f"{self.root}/webhooks/kakao/channel", _json(notice), (200,),
            {"Authorization": f"KakaoAK {self.keys['primary']}", "Content-Type": "application/json",
             "X-Kakao-Resource-ID": f"{user}-{next(self.numbers)}"}, key=user, told=told), after=self.rng.random() * 3)

    def unlink(self, user, told=None):
        form = urllib.parse.urlencode({"app_id": 1, "user_id": user, "referrer_type": "UNLINK_FROM_APPS"})
        path = f"{self.root}/webhooks/kakao/unlink"
        key = {"Authorization": f"KakaoAK {self.keys['primary']}"}
        if self.rng.random() < 0.5:
            delivery = Delivery("unlink", self.shop, "GET", f"{path}?{form}", None, (200,), key, key=user, told=told)
        else:
            delivery = Delivery(
                "unlink", self.shop, "POST", path, form.encode(), (200,),
                key | {"Content-Type": "application/x-www-form-urlencoded"}, key=user, told=told)
        self.outbox.put(delivery)

    def link(self, user, member, told):
        self.outbox.put(Delivery(
            "link", self.shop, "PUT", f"{self.root}/links/{user}", _json({"member_id": member}), (200,),
            self.bearer | {"Content-Type": "application/json"}, key=user, told=told))


def _json(value):
    return json.dumps(value, ensure_ascii=False).encode()
