"""The soak: a sidecar that is killed, starved and filled while two shops and Kakao talk to it, and an oracle that knows what must come of it."""

import argparse
import collections
import pathlib
import random
import shutil
import signal
import sys
import tempfile
import threading
import time

import shops as configs
from chaos import Chaos
from oracle import Oracle
from senders import Outbox, Sender
from sidecar import Sidecar, tail
from statements import Writer, channel_notice, milliseconds
from verify import Verification


class Report:
    """Numbers and failures, from every thread."""

    def __init__(self):
        self.numbers = collections.Counter()
        self.failures, self.errors = [], []
        self.unlinked = []  # shop and user of every unlink that was answered
        self.slowest = 0.0
        self.begun = time.monotonic()
        self._webhooks = set()
        self._lock = threading.Lock()

    def tell(self, what):
        print(f"soak: {time.monotonic() - self.begun:5.1f} s  {what}", flush=True)

    def count(self, what, number=1):
        with self._lock:
            self.numbers[what] += number

    def fail(self, what):
        with self._lock:
            self.failures.append(what)
            if len(self.failures) <= 20:
                print(f"soak: FAILED: {what}", file=sys.stderr, flush=True)

    def answered(self, seconds):
        with self._lock:
            self.slowest = max(self.slowest, seconds)

    def turned_away(self, body):
        with self._lock:
            self.numbers["turned away"] += 1
            if len(self.errors) < 10_000:
                self.errors.append(body)

    def acknowledge(self, delivery, again):
        with self._lock:
            if again:
                self.numbers["sent again"] += 1
                return
            self.numbers["acknowledged"] += 1
            self.numbers[f"acknowledged/{delivery.kind}"] += 1
            if delivery.kind == "webhook":
                self._webhooks.add((delivery.shop.id, delivery.key))
            if delivery.kind == "unlink":
                self.unlinked.append((delivery.shop, delivery.key))

    def acknowledged_webhooks(self):
        with self._lock:
            return set(self._webhooks)


class People:
    """What Kakao's users of one shop do: they are linked to members, add and block the channel, and leave."""

    def __init__(self, writer, sender, kakao, seed):
        self.writer, self.oracle, self.sender, self.kakao = writer, writer.oracle, sender, kakao
        self.rng = random.Random(f"{seed}/{writer.shop.id}/people")
        self.changed = {}  # user -> when the relation changed last
        self.pending = collections.Counter()  # user -> notices that are not acknowledged yet
        self.asked = set()  # users whose link is under way or done
        for user in Writer.users_of(writer.shop, writer.size):
            self.oracle.relations[user] = (0, "ADDED")

    def one(self):
        number = self.rng.randrange(self.writer.size)
        user = self.writer.user(number)
        if user in self.oracle.ended or not (self.writer.is_linked(number) or self.writer.is_stated(number)):
            return
        if self.writer.is_linked(number) and user not in self.asked:
            self.asked.add(user)
            self.sender.link(user, self.writer.pool[number], lambda _: self._linked(user, self.writer.pool[number]))
        elif self.rng.random() < 0.85:
            self._relate(user)
        elif not self.pending[user] and (user in self.oracle.links or self.writer.is_stated(number)):
            self.kakao.unlink(user)
            with self.oracle.lock:
                self.oracle.unlink(user)
            self.sender.unlink(user)

    def _linked(self, user, member):
        with self.oracle.lock:
            self.oracle.link(user, member)

    def _relate(self, user):
        """Kakao's times are whole seconds, so that two changes of one user are kept apart."""
        if time.monotonic() - self.changed.get(user, 0) < 2.5:
            return
        self.changed[user] = time.monotonic()
        with self.oracle.lock:
            state = "BLOCKED" if self.oracle.relations[user][1] == "ADDED" else "ADDED"
        at = self.kakao.relate(user, self.writer.shop.channel, state)
        with self.oracle.lock:
            self.oracle.relations[user] = (milliseconds(at), state)
            self.pending[user] += 1
        self.sender.channel(user, channel_notice(self.writer.shop, user, state, at), lambda _: self._told(user))

    def _told(self, user):
        with self.oracle.lock:
            self.pending[user] -= 1


def talk(senders, people, outbox, seed, rate, end, report):
    """Everything is said here, one after the other, so that the seed decides what."""
    rng = random.Random(f"{seed}/talk")
    begun, said = time.monotonic(), 0
    while time.monotonic() < end and len(report.failures) < 20:
        shop = rng.choice(list(senders))
        if rng.random() < 0.8:
            senders[shop].one()
        else:
            people[shop].one()
        said += 1
        ahead = said / rate - (time.monotonic() - begun)
        if ahead > 0:
            time.sleep(ahead)
        while not outbox.has_room() and time.monotonic() < end:
            time.sleep(0.02)


def soak(options, folder, report):
    now = int(time.time() * 1000)
    shops = configs.make_shops()
    size = 150 if options.short else 600
    sidecar = Sidecar(options.naru.resolve(), folder, shops, report, megabytes=24 if options.short else 96)
    outbox = None
    try:
        oracles = {shop: Oracle(shop) for shop in shops}
        writers = {shop: Writer(oracles[shop], options.seed, size, now) for shop in shops}
        sidecar.write_configuration(lambda shop: Writer.users_of(shop, size))
        sidecar.start_sandbox()
        sidecar.start()
        outbox = Outbox(sidecar.port, options.seed, report)
        senders = {shop: Sender(writers[shop], outbox, sidecar.keys, options.seed, report) for shop in shops}
        people = {shop: People(writers[shop], senders[shop], sidecar.kakao, options.seed) for shop in shops}
        for shop in shops:
            senders[shop].records([writers[shop].order()])
            senders[shop].records([writers[shop].member(number, late=False) for number in range(0, size, 2)])
        chaos = Chaos(sidecar, oracles, outbox, report, options.seed, options.seconds, options.short)
        chaos.begin()
        report.tell("it storms")
        talk(senders, people, outbox, options.seed, options.rate, time.monotonic() + options.seconds, report)
        outbox.is_stormy = False
        chaos.calm()
        report.tell("it is calm")
        if not report.failures:
            Verification(sidecar, oracles, senders, outbox, report, patience=240).run(options.seed)
        if not sidecar.is_alive():
            report.fail("the sidecar is not there in the end")
        elif not report.failures:
            sidecar.stop()
        if not sidecar.disk.is_small:
            print("soak: 디스크를 채우는 시험은 건너뜁니다. the disk is not filled: mounting a tmpfs takes root")
    except Exception as error:
        report.fail(f"{type(error).__name__}: {error}")
        if options.debug:
            raise
    finally:
        if outbox is not None:
            outbox.close()
        sidecar.end(keep_in=folder / "store-kept" if report.failures or options.keep else None)


def main():
    parser = argparse.ArgumentParser(prog="Tests/Soak/run", description=__doc__)
    parser.add_argument("--naru", type=pathlib.Path, default=pathlib.Path(".build/debug/naru"))
    parser.add_argument("--seconds", type=float, help="how long it storms; 90, or 13 of the short form")
    parser.add_argument("--seed", type=int, help="the decisions; a new one each time unless said")
    parser.add_argument("--rate", type=float, default=60, help="requests that are made up a second")
    parser.add_argument("--short", action="store_true", help="what CI runs")
    parser.add_argument("--keep", action="store_true", help="keep the folder also when all is well")
    parser.add_argument("--debug", action="store_true", help="show where a mistake of the test itself is")
    options = parser.parse_args()
    options.seconds = options.seconds or (13 if options.short else 90)
    options.seed = options.seed if options.seed is not None else random.SystemRandom().randrange(1 << 31)
    if not options.naru.exists():
        sys.exit(f"soak: there is no {options.naru}: swift build --product naru")
    folder, report = pathlib.Path(tempfile.mkdtemp(prefix="naru-soak-")), Report()
    print(f"soak: seed {options.seed}, {options.seconds:g} seconds", flush=True)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # processes and the mounted disk end with the test
    soak(options, folder, report)
    numbers = report.numbers
    print("soak: " + ", ".join(
        f"{numbers[what]} {what}" for what in sorted(numbers) if "/" not in what) +
        f"; {time.monotonic() - report.begun:.0f} seconds, slowest answer {report.slowest:.2f} s")
    print("soak: acknowledged: " + ", ".join(
        f"{number} {what.partition('/')[2]}" for what, number in sorted(numbers.items()) if "/" in what))
    if report.failures:
        print(f"soak: {len(report.failures)} failures, seed {options.seed}, everything is in {folder}", file=sys.stderr)
        print(tail(folder / "serve.log"), file=sys.stderr)
        sys.exit(1)
    if options.keep:
        print(f"soak: kept in {folder}")
    else:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    main()
