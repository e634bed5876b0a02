"""What must hold when everything is calm again."""

import datetime
import random
import re
import time

from chaos import wait_for_run, webhooks
from oracle import NOBODY, SEOUL

# What is never to be in a log, a metric or an error: names, numbers and addresses of the soak's people carry these. Within a longer number, as
# the seconds of a metric are, digits are no telephone number.
PERSONAL = re.compile(
    "|".join(["소크나루", "추천소크", "@soak\\.example\\.com", r"(?<![\d.])(?:\+?82[ -]?|0)10-?0000-?\d{4}",
              r"(?<![\d.])13760169\d{11}"]).encode())


class Verification:
    def __init__(self, sidecar, oracles, senders, outbox, report, patience):
        self.sidecar, self.oracles, self.senders, self.outbox, self.report = sidecar, oracles, senders, outbox, report
        self.patience = patience

    def run(self, seed):
        if not self._settle():
            return
        self.report.tell("everything is worked on")
        for oracle in self.oracles.values():
            self._finish(oracle)
        self.report.tell("Kakao has what is wanted, as far as Naru knows")
        self._inbox()
        for oracle in self.oracles.values():
            self._members(oracle)
            self._explanations(oracle, random.Random(f"{seed}/verify"))
        self._files()
        self._secrets()

    # Until nothing is left to do

    def _settle(self):
        if not self.outbox.drain(self.patience):
            kinds = sorted({delivery.kind for delivery in self.outbox.left()})
            self.report.fail(f"{len(self.outbox.left())} requests were not acknowledged in the end: {', '.join(kinds)}")
            return False
        self.report.tell("everything is acknowledged")
        return self._wait_for_inbox() and self._imports() and self._unlinks()

    def _wait_for_inbox(self):
        end = time.monotonic() + self.patience
        while waiting := sum(state == 0 for *_, state in self.sidecar.deliveries()):
            if time.monotonic() > end:
                self.report.fail(f"{waiting} deliveries are still waiting in the inbox")
                return False
            time.sleep(0.1)
        return True

    def _imports(self):
        """Every file that was acknowledged is imported, whatever happened to the process meanwhile."""
        end = time.monotonic() + self.patience
        for shop, sender in self.senders.items():
            for number in sender.imports:
                while True:
                    status, answer = self.sidecar.call(shop, "GET", f"/imports/{number}")
                    if status != 200:
                        self.report.fail(f"an acknowledged file is not known: {status} for import {number} of {shop.id}")
                        break
                    if answer["state"] == "done":
                        if bad := sum(one["quarantined"] + one["warnings"] for one in answer["results"]):
                            self.report.fail(f"{bad} rows of import {number} of {shop.id} could not be used")
                        break
                    if answer["state"] == "failed":
                        self.report.fail(f"import {number} of {shop.id} failed: {answer['findings']}")
                        break
                    if time.monotonic() > end:
                        self.report.fail(f"import {number} of {shop.id} is still {answer['state']}")
                        return False
                    time.sleep(0.1)
        return True

    def _unlinks(self):
        """Kakao wants 200 for an unlink even when it can not be kept. Then the log says so, and the reconciliation finds it.

        That knows of links alone, not of users whom only the shop's records name: of those Kakao is made to tell once more.
        """
        kept = {(shop, bytes(dedup).decode().split("/")[1])
                for shop, source, dedup, _ in self.sidecar.deliveries() if source == "kakao.unlink"}
        lost = [(shop, user) for shop, user in self.report.unlinked if (shop.id, str(user)) not in kept]
        told = sum(b"not kept" in line and b"kakao.unlink" in line
                   for line in (self.sidecar.folder / "serve.log").read_bytes().splitlines())
        if len(lost) > told:
            self.report.fail(f"{len(lost)} unlinks were answered with 200 and not kept; the log tells of {told}")
        self.report.count("unlinks not kept, told in the log", len(lost))
        for shop, user in lost:
            if not self.senders[shop].writer.is_linked(user - shop.first_user):
                self.senders[shop].unlink(user)
        return self.outbox.drain(self.patience) and self._wait_for_inbox()

    def _finish(self, oracle):
        """A last reconciliation and sync: after them there is nothing left to send."""
        shop, end = oracle.shop, time.monotonic() + self.patience
        while (code := self.sidecar.verb("reconcile", "--shop", shop.id, "--yes")[0]) != 0:
            if time.monotonic() > end:
                self.report.fail(f"naru reconcile of {shop.id} ends with {code}")
                break
            time.sleep(1)
        for tries in range(1, 6):
            while (answer := self.sidecar.call(shop, "POST", "/sync", {}))[0] == 409 and time.monotonic() < end:
                time.sleep(0.5)
            if answer[0] != 202:
                self.report.fail(f"the last sync of {shop.id}: {answer}")
                return
            ended = wait_for_run(self.sidecar, shop, answer[1]["run_id"], self.patience)
            if ended is None or ended["state"] not in ("done", "failed"):
                self.report.fail(f"the last sync of {shop.id} did not end well: {ended}")
                return
            code, plan = self.sidecar.verb("plan", "--shop", shop.id)
            if code == 0 and ended["state"] == "done":
                break
        else:
            self.report.fail(f"after five syncs of {shop.id} there is still something to send: {plan}")
        if tries > 1:
            self.report.count("more syncs needed in the end", tries - 1)

    # Nothing lost, nothing twice

    def _inbox(self):
        deliveries = self.sidecar.deliveries()
        if lost := self.report.acknowledged_webhooks() - webhooks(deliveries):
            self.report.fail(f"{len(lost)} acknowledged webhooks are not in the inbox: {sorted(lost)[:3]}")
        for shop in self.senders:
            code, listed = self.sidecar.verb("inbox", "list", "--shop", shop.id, "--dead", "--limit", "10")
            if code != 0 or listed:
                self.report.fail(f"{shop.id} has dead letters: {listed}")
        keys = [(shop, source, bytes(dedup)) for shop, source, dedup, _ in deliveries]
        if len(keys) != len(set(keys)):
            self.report.fail(f"{len(keys) - len(set(keys))} deliveries are in the inbox twice")

    def _members(self, oracle):
        """What is known of each member is what the newest statements say."""
        code, listed = self.sidecar.verb("members", "--shop", oracle.shop.id, "--limit", "10000", "--reveal")
        if code != 0:
            self.report.fail(f"naru members ended with {code}")
            return
        found = {member["id"]: member for member in listed}
        expected = {member.id for member in oracle.members.values() if member.newest is not None}
        if found.keys() != expected:
            self.report.fail(f"members of {oracle.shop.id}: {len(expected - found.keys())} lost, "
                             f"{len(found.keys() - expected)} that nobody spoke of")
        sums = oracle.all_orders()
        for identifier in sorted(found.keys() & expected):
            member, view = oracle.members[identifier], found[identifier]
            differences = {
                name: (wanted, got)
                for name, wanted, got in self._fields(member, view, sums.get(identifier, NOBODY)) if wanted != got}
            if differences:
                self.report.fail(f"{identifier}: wanted and found differ: {differences}")
        self.report.count("members", len(expected))
        self.report.count("orders", len(oracle.orders))

    @staticmethod
    def _fields(member, view, sums):
        for name in ("name", "email", "gender", "birth_date", "grade", "region", "status"):
            yield name, member.value(name) if name != "status" else member.status, view.get(name)
        phone, points, joined = member.value("phone"), member.value("points"), member.value("joined_at")
        yield "phone", phone and "+" + phone, view.get("phone")
        yield "points", None if points is None else str(points), view.get("points")
        yield "joined_at", joined, view.get("joined_at") and _milliseconds(view["joined_at"])
        yield "추천인", member.attribute("추천인"), view["attributes"].get("추천인")
        yield "consents", {
            kind: consent.granted for kind in member.consents if (consent := member.consent(kind)) is not None
        }, {consent["kind"]: consent["state"] == "granted" for consent in view["consents"]}
        orders = view.get("orders") or {}
        yield "orders", (sums.count, sums.total, sums.first, sums.last), (
            orders.get("count"), type(sums.total)(orders.get("total_paid", 0)), orders.get("first_paid_on"),
            orders.get("last_paid_on"))

    def _explanations(self, oracle, rng):
        sums, standing = oracle.all_orders(), {file.name: oracle.standing(file) for file in oracle.shop.files}
        known = sorted((one for one in oracle.members.values() if one.newest is not None), key=lambda one: one.id)
        for member in rng.sample(known, min(25, len(known))):
            status, answer = self.sidecar.call(oracle.shop, "GET", f"/members/{member.id}/explanation")
            if status != 200:
                self.report.fail(f"the explanation of {member.id}: {status}")
                continue
            said = {file["name"]: file["in"] for file in answer["files"]}
            wanted = {
                file.name: standing[file.name].get(oracle.target(member, file)) is member
                and oracle.lets_in(member, file, sums.get(member.id, NOBODY)) for file in oracle.shop.files}
            if said != wanted:
                self.report.fail(f"{member.id} is explained to be in {said}, and is in {wanted}")

    # What Kakao has

    def _files(self):
        today = datetime.datetime.now(SEOUL).date().isoformat()
        remote = self.sidecar.kakao.files()
        names = {(oracle.shop.channel, file.name) for oracle in self.oracles.values() for file in oracle.shop.files}
        if unknown := remote.keys() - names:
            self.report.fail(f"Kakao has files that nobody wants: {sorted(unknown)}")
        for oracle in self.oracles.values():
            for file in oracle.shop.files:
                rows = remote.get((oracle.shop.channel, file.name), {})
                wanted = {(file.users, str(target)): row for target, row in oracle.wanted(file, today).items()}
                if not wanted:
                    self.report.fail(f"nobody belongs in {file.name}: the comparison says nothing")
                self._compare(file, rows, wanted)
                self.report.count("rows", len(wanted))

    def _compare(self, file, rows, wanted):
        if extra := rows.keys() - wanted.keys():
            self.report.fail(f"{len(extra)} people are in {file.name} who must not be: {sorted(extra)[:3]}")
        if missing := wanted.keys() - rows.keys():
            self.report.fail(f"{len(missing)} people are missing in {file.name}: {sorted(missing)[:3]}")
        differing = {key: (wanted[key], rows[key]) for key in rows.keys() & wanted.keys() if rows[key] != wanted[key]}
        if differing:
            self.report.fail(f"{len(differing)} rows of {file.name} differ: {dict(list(differing.items())[:2])}")

    # What nobody may read

    def _secrets(self):
        """The log, the metrics and the errors that were answered."""
        places = {"the log": (self.sidecar.folder / "serve.log").read_bytes(),
                  "errors": b"\n".join(self.report.errors + self.sidecar.errors)}
        status, metrics = self.sidecar.request("GET", "/metrics")
        if status == 200:
            places["the metrics"] = metrics
        secrets = [secret.encode() for shop in self.senders for secret in shop.secrets]
        secrets += [key.encode() for key in self.sidecar.keys.values()]
        for place, text in places.items():
            if found := PERSONAL.search(text):
                line = text[text.rfind(b"\n", 0, found.start()) + 1:][:300]
                self.report.fail(f"{place} has personal data: {line.decode(errors='replace')}")
            if any(secret in text for secret in secrets):
                self.report.fail(f"{place} has a secret")


def _milliseconds(rfc3339):
    return round(datetime.datetime.fromisoformat(rfc3339.replace("Z", "+00:00")).timestamp() * 1000)
