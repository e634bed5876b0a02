"""What goes wrong: kills, restarts, a full disk, a Kakao that fails. When and how is the seed's choice."""

import random
import threading
import time

# What Kakao does wrong, and for how long it may: of those that stop a run at once a few are enough.
FAULTS = [
    {"kind": "delay", "delay_ms": 300, "always": True},
    {"kind": "delay", "delay_ms": 2500, "times": 3},
    {"kind": "status", "status": 500, "code": -1, "always": True},
    {"kind": "status", "status": 503, "code": -603, "always": True},
    {"kind": "status", "status": 500, "code": -1, "processed": True, "times": 4},
    {"kind": "drop", "times": 6},
    {"kind": "drop", "processed": True, "times": 4},
    {"kind": "truncated_body", "times": 4},
    {"kind": "empty_body", "times": 3},
    {"kind": "html_body", "times": 6},
    {"kind": "quota", "times": 2},
]
PATHS = ["/v1/talkchannel/*", "/v1/talkchannel/update/*", "/v1/talkchannel/delete/*", "/v*"]


class Chaos:
    """Runs in threads of its own until `calm()`."""

    def __init__(self, sidecar, oracle_of, outbox, report, seed, seconds, is_short):
        self.sidecar, self.oracle_of, self.outbox, self.report = sidecar, oracle_of, outbox, report
        self.rng, self.kakao_rng, self.sync_rng = (
            random.Random(f"{seed}/chaos/{name}") for name in ("processes", "kakao", "syncs"))
        self.stopped = threading.Event()
        self.seconds, self.is_short = seconds, is_short
        # In the short form nothing happens to a sync: a lease that was not given back lives on for a minute, which the short form has not.
        self.sync_gate = threading.Lock()
        self.threads = [threading.Thread(target=self._guarded, args=(work,), daemon=True)
                        for work in (self._processes, self._kakao, self._syncs)]

    def begin(self):
        for thread in self.threads:
            thread.start()

    def calm(self):
        """Ends all of it: Kakao is well, the disk has room, the sidecar runs. A soak in which nothing went wrong says nothing."""
        self.stopped.set()
        for thread in self.threads:
            thread.join(timeout=180)
            if thread.is_alive():
                raise RuntimeError("a thread of the test hangs")
        self._clear_faults()
        wanted = ["kills", "starts", "faults"]
        if self.sidecar.disk.is_small:
            wanted.append("disk-full periods")
        if not self.is_short:
            wanted += ["faults that calls met", "syncs", "stops", "reloads"]
        # In half a minute chance may leave out one of them.
        if self.is_short or self.seconds >= 300:
            if missing := [what for what in wanted if not self.report.numbers[what]]:
                self.report.fail("it did not storm: no " + ", no ".join(missing))

    def _clear_faults(self):
        """Takes back what Kakao does wrong, and counts the calls that had to do with it."""
        met = sum(fault["met"] for fault in self.sidecar.kakao.call("GET", "/faults")["faults"])
        self.report.count("faults that calls met", int(met))
        self.sidecar.kakao.call("DELETE", "/faults")

    def _guarded(self, work):
        try:
            work()
        except Exception as error:
            self.report.fail(f"{work.__name__.strip('_')}: {type(error).__name__}: {error}")
            self.stopped.set()

    # The process and its disk

    def _processes(self):
        if self.is_short:
            plan = ["kill", "full", "kill", "reload", "stop", "kill"]
            pause = max(0.5, self.seconds / len(plan) - 1.3)
        else:
            plan, pause = None, None
        number = 0
        while not self.stopped.is_set():
            if plan is not None and number >= len(plan):
                return
            what = plan[number] if plan else self.rng.choice(["kill"] * 6 + ["stop", "reload"] + ["full"] * 2)
            number += 1
            if self.stopped.wait(pause if pause is not None else self.rng.choice([0.2, 1, 3, 5, 8]) * (0.5 + self.rng.random())):
                return
            if what == "full":
                self._fill()
            elif what == "reload":
                self.sidecar.reload()
                self.report.count("reloads")
            else:
                self._restart(what, number)

    def _restart(self, what, number):
        # Mostly between two syncs: a lease that a kill leaves behind keeps the next sync away for a minute.
        spares_syncs = self.is_short or self.rng.random() < 0.7
        is_held = spares_syncs and self.sync_gate.acquire(timeout=60 if self.is_short else 5)
        try:
            if what == "kill":
                self._kill(number)
                # Sometimes again before it is up.
                if not self.is_short and self.rng.random() < 0.3:
                    self.sidecar.start(wait=False)
                    time.sleep(self.rng.random() * 0.8)
                    self._kill(number + 100_000)
            else:
                self.sidecar.stop()
                self.report.count("stops")
            self.sidecar.start()
            self.report.count("starts")
        finally:
            if is_held:
                self.sync_gate.release()

    def _kill(self, number):
        self.sidecar.kill()
        self.report.count("kills")
        self._look_at_store(number)

    def _look_at_store(self, number):
        """Whatever was acknowledged until now was acknowledged by the process that is dead."""
        known = self.report.acknowledged_webhooks()
        stored = webhooks(self.sidecar.snapshot(number))
        if lost := known - stored:
            self.report.fail(f"{len(lost)} acknowledged webhooks are not in the store after a kill: {sorted(lost)[:3]}")

    def _fill(self):
        if not self.sidecar.disk.is_small:
            return
        before = self.sidecar.process.pid
        if self.is_short:
            with self.sync_gate:
                was_full = self.sidecar.disk.fill(1.5, self.stopped)
        else:
            was_full = self.sidecar.disk.fill(1 + self.rng.random() * 5, self.stopped)
        if was_full:
            self.report.count("disk-full periods")
        # It goes on by itself once there is room.
        acknowledged, end = self.report.numbers["acknowledged"], time.monotonic() + 30
        while self.report.numbers["acknowledged"] == acknowledged and self.outbox.left() and not self.stopped.is_set():
            if time.monotonic() > end:
                self.report.fail("nothing was acknowledged for 30 seconds after the disk had room again")
                return
            time.sleep(0.05)
        if not self.sidecar.is_alive() or self.sidecar.process.pid != before:
            self.report.fail("the sidecar did not live through a full disk")

    # Kakao

    def _kakao(self):
        rng = self.kakao_rng
        while not self.stopped.wait(0.5 + rng.random() * (1 if self.is_short else 6)):
            fault = dict(rng.choice(FAULTS), path=rng.choice(PATHS))
            if self.is_short and fault.get("delay_ms", 0) > 1_000:
                fault["delay_ms"] = 800
            self.sidecar.kakao.call("POST", "/faults", fault)
            self.report.count("faults")
            self.stopped.wait(rng.random() * (1.2 if self.is_short else 6))
            self._clear_faults()

    def _syncs(self):
        rng = self.sync_rng
        while not self.stopped.wait(0.3 + rng.random() * (0.7 if self.is_short else 4)):
            shop, what = rng.choice(self.sidecar.shops), self._reconcile if rng.random() < 0.25 else self._sync
            with self.sync_gate:
                what(shop)

    def _sync(self, shop):
        try:
            status, answer = self.sidecar.call(shop, "POST", "/sync", {})
            if status == 202:
                self.report.count("syncs")
                wait_for_run(self.sidecar, shop, answer["run_id"], 30)
            elif status == 409:
                self.report.count("syncs that were in the way")
            elif status not in (429, 503):
                self.report.fail(f"POST /sync: {status} {answer}")
        except OSError:
            self.report.count("unanswered")

    def _reconcile(self, shop):
        """By the command line, beside the sidecar on the same store."""
        code, _ = self.sidecar.verb("reconcile", "--shop", shop.id, "--yes")
        if code not in (0, 1, 2, 75):
            self.report.fail(f"naru reconcile ended with {code}")
        self.report.count("reconciliations" if code == 0 else "reconciliations that failed or were in the way")


def wait_for_run(sidecar, shop, run, seconds):
    """The run once it has ended; None when it does not."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        status, answer = sidecar.call(shop, "GET", f"/runs/{run}")
        if status == 200 and answer["state"] != "running":
            return answer
        time.sleep(0.1)
    return None


def webhooks(deliveries):
    """The shops' webhooks among what an inbox holds: shop and id."""
    return {(shop, bytes(dedup).decode(errors="replace").removeprefix("id:"))
            for shop, source, dedup, _ in deliveries if source == "shop"}
