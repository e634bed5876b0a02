"""The processes of a soak: the local Kakao, which lives through it, and the sidecar, which does not; and the disk under the store."""

import contextlib
import http.client
import json
import os
import pathlib
import shutil
import signal
import socket
import sqlite3
import subprocess
import threading
import time
import urllib.request

import shops as configs


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Kakao:
    """The sandbox and its control plane."""

    def __init__(self, address):
        self.address = address

    def call(self, method, path, body=None):
        request = urllib.request.Request(
            f"{self.address}/sandbox/api{path}", method=method, headers={"Content-Type": "application/json"},
            data=json.dumps(body).encode() if body is not None else None)
        with urllib.request.urlopen(request, timeout=30) as answer:
            text = answer.read()
            return json.loads(text, parse_float=configs.number) if text else None

    def relate(self, user, channel, state):
        """The user adds or blocks the channel; answers when that was, by Kakao's clock."""
        self.call("PUT", f"/users/{user}/relations/{channel}", {"relation": state})
        person = self.call("GET", f"/users/{user}")
        return next(one["updated_at"] for one in person["relations"] if one["channel"] == channel)

    def unlink(self, user):
        self.call("POST", f"/users/{user}/unlink", {"reason": "UNLINK_FROM_APPS"})

    def files(self):
        """Every customer file by channel and name, with all rows: id to fields."""
        found = {}
        for file in self.call("GET", "/files")["files"]:
            rows, offset = {}, 0
            while True:
                page = self.call("GET", f"/files/{file['file_id']}?offset={offset}&limit=10000")["rows"]
                rows.update({(row["user_type"], str(row["id"])): row["field"] for row in page})
                offset += len(page)
                if len(page) < 10_000:
                    break
            found[file.get("channel") or file["channel_public_id"], file["name"]] = rows
        return found


class Disk:
    """A small file system in memory for the store, which can be filled; an ordinary folder where nothing may be mounted."""

    def __init__(self, folder, megabytes):
        self.folder = folder
        folder.mkdir()
        self.is_small = os.geteuid() == 0 and subprocess.run(
            ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=0700", "tmpfs", str(folder)],
            capture_output=True).returncode == 0
        self.is_full = False

    def fill(self, seconds, stop):
        """Takes every byte there is, and every one that is freed meanwhile. Whether there was none left."""
        filler, end = self.folder / "filler", time.monotonic() + seconds
        was_full = False
        self.is_full = True
        try:
            with open(filler, "ab", buffering=0) as file:
                while time.monotonic() < end and not stop.is_set():
                    with contextlib.suppress(OSError):
                        for size in (1 << 20, 1 << 12):
                            while file.write(b"\0" * size) == size:
                                pass
                    was_full = was_full or os.statvfs(self.folder).f_bavail == 0
                    time.sleep(0.02)
        finally:
            filler.unlink(missing_ok=True)
            self.is_full = False
        return was_full

    def close(self, keep_in=None):
        if keep_in is not None and self.is_small:
            shutil.copytree(self.folder, keep_in, dirs_exist_ok=True)
        if self.is_small:
            subprocess.run(["umount", "-l", str(self.folder)], check=False)


class Sidecar:
    def __init__(self, naru, folder, shops, report, megabytes):
        self.naru, self.folder, self.shops, self.report = str(naru), folder, shops, report
        self.keys = {name: configs.secret() for name in (configs.APP_KEY, configs.PRIMARY_KEY, configs.REST_KEY)}
        self.port, self.kakao_port = free_port(), free_port()
        self.kakao = Kakao(f"http://127.0.0.1:{self.kakao_port}")
        self.process = self.sandbox = None
        self.errors = []  # what verbs wrote to standard error
        self.beside = threading.Lock()  # held while another process uses the store, which then can not be copied
        self.lock = threading.RLock()  # held by whoever ends or begins the process
        self.disk = Disk(folder / "store", megabytes)
        self.store = folder / "store" / "naru.db"
        self.log = open(folder / "serve.log", "ab", buffering=0)

    def write_configuration(self, users_of):
        (self.folder / "shops").mkdir()
        (self.folder / "adapter").mkdir()
        (self.folder / "adapter" / "adapter.yaml").write_text(configs.HMAC_ADAPTER)
        (self.folder / "naru.yaml").write_text(
            f"listen: 127.0.0.1:{self.port}\npublic_url: http://localhost:{self.port}\nstore: sqlite:store/naru.db\n")
        for shop in self.shops:
            (self.folder / "shops" / f"{shop.id}.yaml").write_text(configs.configuration(shop, self.kakao.address))
        (self.folder / "seed.json").write_text(
            json.dumps(configs.sandbox_seed(self.shops, users_of, self.keys), ensure_ascii=False))

    @property
    def environment(self):
        return {"PATH": os.environ["PATH"], "LANG": "en_US.UTF-8", "TMPDIR": os.environ.get("TMPDIR", "/tmp")} \
            | configs.environment(self.shops, self.keys)

    def start_sandbox(self):
        with open(self.folder / "sandbox.log", "wb") as log:
            self.sandbox = subprocess.Popen(
                [self.naru, "sandbox", "--port", str(self.kakao_port), "--seed", "seed.json"], cwd=self.folder,
                env=self.environment, stdout=log, stderr=log)
        self._wait(self.sandbox, self.kakao_port, "/sandbox/api/counts", "sandbox")

    def start(self, wait=True):
        with self.lock:
            self.process = subprocess.Popen(
                [self.naru, "serve"], cwd=self.folder, env=self.environment, stdout=self.log, stderr=self.log)
        if wait:
            self._wait(self.process, self.port, "/healthz", "serve")

    def kill(self):
        """As when the machine's memory is gone: no word, no warning."""
        with self.lock:
            if self.process.poll() is not None:
                self.report.fail(f"the sidecar ended by itself with {self.process.returncode}")
                return
            self.process.kill()
            self.process.wait()

    def stop(self):
        """As its service manager ends it. It finishes what it began, and is well."""
        with self.lock:
            self.process.terminate()
            try:
                code = self.process.wait(timeout=45)
            except subprocess.TimeoutExpired:
                self.report.fail("the sidecar did not end within 45 seconds after SIGTERM")
                self.process.kill()
                code = self.process.wait()
                return
            if code != 0:
                self.report.fail(f"the sidecar ended with {code} after SIGTERM")

    def reload(self):
        """A shop's file has changed, and is read again while requests go on."""
        with open(self.folder / "shops" / f"{self.shops[0].id}.yaml", "a") as file:
            file.write("# changed\n")
        with self.lock:
            self.process.send_signal(signal.SIGHUP)

    def is_alive(self):
        with self.lock:
            return self.process is not None and self.process.poll() is None

    def _wait(self, process, port, path, name):
        end = time.monotonic() + 60
        while time.monotonic() < end:
            if process.poll() is not None:
                raise RuntimeError(f"{name} ended with {process.returncode}; see {name}.log")
            try:
                if self.request("GET", path, port=port)[0] == 200:
                    return
            except OSError:
                pass
            time.sleep(0.05)
        raise RuntimeError(f"{name} does not answer")

    def request(self, method, path, body=None, headers=None, port=None):
        connection = http.client.HTTPConnection("127.0.0.1", port or self.port, timeout=20)
        try:
            connection.request(method, path, body=body, headers=headers or {})
            answer = connection.getresponse()
            return answer.status, answer.read()
        except http.client.HTTPException as error:
            raise ConnectionError(str(error)) from None
        finally:
            connection.close()

    def call(self, shop, method, path, body=None):
        """As the shop's back end."""
        status, text = self.request(
            method, f"/shops/{shop.id}{path}", json.dumps(body).encode() if body is not None else None,
            {"Authorization": f"Bearer {shop.token}", "Content-Type": "application/json"})
        try:
            return status, json.loads(text) if text else None
        except ValueError:
            return status, text

    def verb(self, *arguments):
        """A verb of the command line: its exit code and what it printed as JSON; None where it printed nothing."""
        with self.beside:
            ended = subprocess.run(
                [self.naru, *arguments, "--json"], cwd=self.folder, env=self.environment, capture_output=True,
                text=True, timeout=120)
        self.errors.append(ended.stderr.encode())
        return ended.returncode, json.loads(ended.stdout, parse_float=configs.number) if ended.stdout.strip() else None

    # The store, looked at from outside

    def deliveries(self, store=None):
        """What the inbox holds: shop, source, key of the delivery, state."""
        with contextlib.closing(sqlite3.connect(f"file:{store or self.store}?mode=ro", uri=True, timeout=20)) as database:
            return database.execute(
                "SELECT shops.name, source, dedup, state FROM inbox JOIN shops USING (shop_id)").fetchall()

    def snapshot(self, number):
        """The store as a crash left it, opened from a copy: whole, and with everything in it."""
        copy = self.folder / f"crash-{number}"
        copy.mkdir()
        with self.beside:
            for name in ("naru.db", "naru.db-wal"):
                if (self.store.parent / name).exists():
                    shutil.copyfile(self.store.parent / name, copy / name)
        try:
            with contextlib.closing(sqlite3.connect(copy / "naru.db")) as database:
                found = database.execute("PRAGMA integrity_check").fetchall()
                if found != [("ok",)]:
                    self.report.fail(f"the store is damaged after a kill: {found[:3]}")
            return self.deliveries(copy / "naru.db")
        finally:
            shutil.rmtree(copy)

    def end(self, keep_in=None):
        for process in (self.process, self.sandbox):
            if process is not None and process.poll() is None:
                process.send_signal(signal.SIGTERM)
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(timeout=20)
                if process.poll() is None:
                    process.kill()
                    process.wait()
        self.disk.close(keep_in)
        self.log.close()


def tail(path, lines=30):
    text = pathlib.Path(path).read_text(errors="replace") if pathlib.Path(path).exists() else ""
    return "\n".join(text.splitlines()[-lines:])
