"""The scene of a journey: sandbox, sidecar, shop and browsers, and the steps that journeys share."""

import contextlib
import os
import pathlib
import pty
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request

from kakao import Kakao, agree_to_all, choose, is_consent
from shop import Shop

PHONE, DESKTOP = (375, 812), (1280, 800)
ANDROID = "Mozilla/5.0 (Linux; Android 14; SM-S918N) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Mobile Safari/537.36"
IOS = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148"
TALK_ANDROID, TALK_IOS = ANDROID + " KAKAOTALK 10.7.0", IOS + " KAKAOTALK/25.1.0 (INAPP)"
HANA = 1376016924429759228


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Scene:
    """Sandbox, sidecar and shop of one journey, on ports of their own."""

    def __init__(self, naru, driver, shots, name, size):
        self.naru, self.driver, self.shots, self.name, self.size = naru, driver, shots, name, size
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="naru-browser-"))
        self.processes, self.shot_count = [], 0

    def __enter__(self):
        kakao_port, self.port, shop_port = free_port(), free_port(), free_port()
        self.token = secrets.token_hex(24)
        (self.folder / "shops").mkdir()
        (self.folder / "naru.yaml").write_text(
            f"listen: 127.0.0.1:{self.port}\npublic_url: http://localhost:{self.port}\nstore: sqlite:naru.db\n")
        self.kakao_port, self.shop_port = kakao_port, shop_port
        self.write_shop()
        self.kakao = Kakao(f"http://127.0.0.1:{kakao_port}")
        self.start("sandbox", "--port", str(kakao_port))
        self.wait(self.kakao.address + "/sandbox/api/counts")
        self.sidecar = f"http://localhost:{self.port}"
        self.kakao.configure(self.sidecar, "flower")
        self.start("serve")
        self.wait(self.sidecar + "/readyz")
        self.shop = Shop(shop_port, self.sidecar, "flower", self.token)
        return self

    def write_shop(self, terms="terms, privacy, marketing"):
        (self.folder / "shops/flower.yaml").write_text(f"""
id: flower
name: 플라워샵
adapter: shop-export
api_token: {{ env: TOKEN }}
kakao:
  rest_api_key: {{ env: REST }}
  client_secret: {{ env: SECRET }}
  admin_key: {{ env: ADMIN }}
  webhook_admin_key: {{ env: PRIMARY }}
  channels: [_xgTNZs]
  auth_url: http://127.0.0.1:{self.kakao_port}
  api_url: http://127.0.0.1:{self.kakao_port}
login:
  scopes: [openid, account_email, phone_number, name, plusfriends]
  service_terms: [{terms}]
  return_urls: ["http://localhost:{self.shop_port}/"]
  signup_url: http://localhost:{self.shop_port}/join
  sessions: true
""")

    def restart_sidecar(self):
        """As after a change of the config: the running one ends gracefully first."""
        self.stop_sidecar()
        self.start_sidecar()

    def stop_sidecar(self):
        process = self.processes.pop()
        process.terminate()
        expect(process.wait(timeout=30) == 0, "the sidecar did not end well")

    def start_sidecar(self):
        self.start("serve")
        self.wait(self.sidecar + "/readyz")

    def __exit__(self, kind, *_):
        with contextlib.suppress(AttributeError):
            self.shop.close()
        for process in reversed(self.processes):
            process.terminate()
        for process in self.processes:
            try:
                process.wait(timeout=30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        if kind is not None:
            print(self.log("serve") if (self.folder / "serve.log").exists() else "", file=sys.stderr)
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def environment(self):
        return {
            "PATH": os.environ["PATH"], "LANG": "ko_KR.UTF-8", "TOKEN": self.token, "REST": "sandbox-rest-key",
            "SECRET": "sandbox-client-secret", "ADMIN": "sandbox-admin-key", "PRIMARY": "sandbox-primary-key"}

    def start(self, verb, *arguments):
        with open(self.folder / f"{verb}.log", "wb") as log:
            self.processes.append(subprocess.Popen(
                [self.naru, verb, *arguments], cwd=self.folder, env=self.environment, stdout=log, stderr=log))

    def log(self, verb):
        return (self.folder / f"{verb}.log").read_text()

    def terminal(self, *arguments, colours=True):
        """What a verb shows on a terminal."""
        leader, follower = pty.openpty()
        environment = self.environment | ({"TERM": "xterm-256color"} if colours else {"TERM": "xterm", "NO_COLOR": "1"})
        process = subprocess.Popen(
            [self.naru, *arguments], cwd=self.folder, env=environment, stdin=subprocess.DEVNULL, stdout=follower,
            stderr=subprocess.STDOUT)
        os.close(follower)
        shown = b""
        # Linux says EIO when the last writer is gone.
        with contextlib.suppress(OSError):
            while part := os.read(leader, 65536):
                shown += part
        os.close(leader)
        expect(process.wait(timeout=30) == 0, shown.decode())
        return shown.decode()

    def run(self, *arguments):
        return subprocess.run(
            [self.naru, *arguments], cwd=self.folder, env=self.environment, check=True, capture_output=True, text=True).stdout

    @staticmethod
    def wait(address):
        end = time.monotonic() + 60
        while True:
            try:
                urllib.request.urlopen(address, timeout=5).close()
                return
            except (urllib.error.URLError, ConnectionError, TimeoutError):
                if time.monotonic() > end:
                    raise AssertionError(f"nothing answers at {address}") from None
                time.sleep(0.05)

    def browser(self, user_agent=ANDROID, cookies=True, size=None):
        """The ordinary agent is a phone's at a phone's width alone."""
        agent = None if user_agent == ANDROID and self.size != PHONE else user_agent
        return self.driver.browser(*(size or self.size), agent, cookies)

    def shot(self, browser, what):
        self.shot_count += 1
        width = self.size[0]
        browser.screenshot(self.shots / f"{self.name}-{width}-{self.shot_count:02}-{what}.png")

    # Steps

    def state(self, browser):
        return browser.text("#state")

    def tap_login(self, browser, path="/"):
        browser.open(self.shop.address + path)
        browser.click("#login")

    def sign_up(self, browser, nickname="하나", path="/", shots=False):
        """From the shop's button to a member who is logged in."""
        self.reach_join(browser, nickname, path, shots)
        browser.click("#complete")
        browser.wait(lambda: self.state(browser).startswith("로그인"))

    def reach_join(self, browser, nickname="하나", path="/", shots=False):
        """From the shop's button to the form that completes the signup."""
        self.tap_login(browser, path)
        # Kakao remembers a browser in which somebody has logged in.
        browser.wait(lambda: browser.has("button.person") or is_consent(browser))
        if browser.has("button.person"):
            choose(browser, nickname)
        browser.wait(lambda: is_consent(browser))
        if shots:
            self.shot(browser, "consent")
        agree_to_all(browser)
        browser.wait(lambda: browser.has("#complete"))
        if shots:
            self.shot(browser, "join")

    def import_member(self, member, phone):
        file = self.folder / "members.csv"
        file.write_text(f"아이디,이름,휴대폰번호\r\n{member},김하나,{phone}\r\n", encoding="utf-8")
        self.run("import", "--shop", "flower", str(file))


def expect(condition, what):
    if not condition:
        raise AssertionError(what)


def clean(address):
    """An address without the one-use code carries nothing of the person."""
    for word in ("hana", "0000", "%EA%B9%80", "김하나"):
        expect(word not in address, f"{word} stands in an address")
