"""The journeys. Each is a function that takes a `Scene`; its docstring says what it shows."""

import contextlib
import os
import pathlib
import secrets
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import traceback
import urllib.error
import urllib.parse
import urllib.request

from kakao import Kakao, agree_to_all, cancel, choose, is_consent
from shop import Shop
from webdriver import ChromeDriver

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
        process = self.processes.pop()
        process.terminate()
        expect(process.wait(timeout=30) == 0, "the sidecar did not end well")
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
            print((self.folder / "serve.log").read_text() if (self.folder / "serve.log").exists() else "", file=sys.stderr)
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

    def browser(self, user_agent=ANDROID, cookies=True):
        return self.driver.browser(*self.size, user_agent if self.size == PHONE else None, cookies) \
            if user_agent == ANDROID else self.driver.browser(*self.size, user_agent, cookies)

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
        browser.click("#complete")
        browser.wait(lambda: self.state(browser).startswith("로그인"))

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


# The journeys


def first_signup(scene):
    """A new person agrees to terms and channel, completes the signup at the shop, and comes back where they began."""
    with scene.browser() as browser:
        browser.open(scene.shop.address + "/")
        scene.shot(browser, "shop")
        scene.sign_up(browser, path="/cart?size=l", shots=True)
        clean(browser.address)
        expect("/cart" in browser.address and "naru_code" not in browser.address, browser.address)
        scene.shot(browser, "done")
        handoff = scene.shop.handoffs[-1]
        expect(handoff["new"] and handoff["profile"]["name"] == "김하나", handoff)
        expect({term["tag"] for term in handoff["service_terms"]} >= {"terms", "privacy", "marketing"}, handoff)
        expect(handoff["channels"][0]["relation"] == "ADDED", handoff)


def second_login(scene):
    """Who is a member already comes straight back, with Kakao remembering the browser."""
    with scene.browser() as browser:
        scene.sign_up(browser)
        browser.run("document.cookie = ''")
        scene.shop.logins.clear()
        scene.tap_login(browser, "/mypage")
        if browser.has("button.person"):
            choose(browser, "하나")
        browser.wait(lambda: scene.state(browser).startswith("로그인"))
        expect(browser.address == scene.shop.address + "/mypage", browser.address)
        expect(scene.shop.handoffs[-1]["member_id"], "no member")
        scene.shot(browser, "member")
        # The script gives a button the page that it stands on, without what a login has added to its address.
        browser.open(scene.shop.address + "/event?size=l&naru_error=cancelled")
        target = urllib.parse.quote(scene.shop.address + "/event?size=l", safe="")
        href = browser.run("return document.getElementById('snippet').href")
        expect(href == f"{scene.sidecar}/shops/flower/login?return_to={target}", href)


def cancelled(scene):
    """Whoever cancels is back at the shop, logged out, told so, and can begin again."""
    with scene.browser() as browser:
        scene.tap_login(browser, "/cart")
        browser.wait(lambda: browser.has("button.person"))
        choose(browser, "하나")
        browser.wait(lambda: is_consent(browser))
        cancel(browser)
        browser.wait(lambda: browser.has("#error"))
        expect(browser.text("#error") == "cancelled" and scene.state(browser) == "로그아웃", browser.text())
        expect(not scene.shop.handoffs, "a hand-off was made")
        scene.shot(browser, "cancelled")
        scene.sign_up(browser)


def reconsent(scene):
    """A required term that is new since the last login is asked for once, and only that."""
    with scene.browser() as browser:
        scene.sign_up(browser)
        scene.kakao.add_required_term("terms2")
        scene.write_shop(terms="terms, privacy, marketing, terms2")
        scene.restart_sidecar()
        scene.shop.logins.clear()
        scene.tap_login(browser, "/mypage")
        browser.wait(lambda: is_consent(browser) or browser.has("button.person"))
        if browser.has("button.person"):
            choose(browser, "하나")
            browser.wait(lambda: is_consent(browser))
        expect("terms2" in browser.source and "marketing" not in browser.text("form"), browser.text())
        scene.shot(browser, "consent")
        agree_to_all(browser)
        browser.wait(lambda: scene.state(browser).startswith("로그인"))
        scene.shop.logins.clear()
        scene.tap_login(browser, "/mypage")
        browser.wait(lambda: scene.state(browser).startswith("로그인"))


def auto_login(scene):
    """In KakaoTalk a member is logged in without a touch; strangers and every refusal go on logged out, once."""
    scene.shop.auto = True
    with scene.browser() as browser:
        scene.sign_up(browser)
    event = scene.shop.address + "/event"
    entry = f"{scene.sidecar}/shops/flower/auto-login?return_to=/event"
    person = scene.kakao.call("GET", f"/users/{HANA}")
    account = person.get("account") or str(HANA)
    for agent in (TALK_ANDROID, TALK_IOS):
        scene.kakao.talk(account=account, signed_in=True, silent_error=None)
        with scene.browser(agent) as browser:
            browser.open(event)
            browser.wait(lambda: scene.state(browser).startswith("로그인"))
            expect(browser.address == event, browser.address)
        with scene.browser(agent) as browser:
            browser.open(entry)
            browser.wait(lambda: scene.state(browser).startswith("로그인"))
    for error in ("consent_required", "login_required", "interaction_required", "auto_login", "timeout"):
        scene.kakao.talk(account=account, signed_in=True, silent_error=error)
        with scene.browser(TALK_ANDROID) as browser:
            browser.open(event)
            browser.wait(lambda: browser.has("#auto"))
            expect(scene.state(browser) == "로그아웃", f"{error}: {browser.text()}")
            before = scene.shop.count("/event")
            browser.open(event)
            browser.wait(lambda: browser.has("#state"))
            expect(scene.shop.count("/event") == before + 1 and scene.state(browser) == "로그아웃", f"{error}: a loop")
    scene.kakao.talk(account=account, signed_in=False, silent_error=None)
    with scene.browser(TALK_IOS) as browser:
        browser.open(entry)
        browser.wait(lambda: browser.has("#auto"))
        expect(scene.state(browser) == "로그아웃", browser.text())
    with scene.browser() as browser:
        browser.open(entry)
        browser.wait(lambda: browser.has("#auto"))
        expect(browser.address == event + "?naru_auto=tried", browser.address)
        browser.open(event)
        expect(browser.address == event, "somebody outside of KakaoTalk was sent away")


def cookies_off(scene):
    """Without cookies a silent attempt ends after one round, and a login ends on a page that says what to do."""
    scene.shop.auto = True
    with scene.browser(TALK_ANDROID, cookies=False) as browser:
        browser.open(scene.shop.address + "/event")
        browser.wait(lambda: browser.has("#state"))
        # The entry itself, as from a channel message: one attempt, whose end this browser can not be told apart from a stranger's.
        browser.open(f"{scene.sidecar}/shops/flower/auto-login?return_to=/event")
        browser.wait(lambda: browser.has("#auto"))
        time.sleep(0.5)
        expect(browser.address == scene.shop.address + "/event?naru_auto=tried", browser.address)
        expect(scene.shop.count("/event") == 2, scene.shop.pages)
    with scene.browser(ANDROID, cookies=False) as browser:
        scene.tap_login(browser, "/cart")
        browser.wait(lambda: browser.has("button.person") or browser.has(".reference") or browser.has("main"))
        scene.shot(browser, "cookies-off")


def two_tabs(scene):
    """Two logins begun in one browser both come to their end, the later first."""
    with scene.browser() as browser:
        scene.tap_login(browser, "/one")
        browser.wait(lambda: browser.has("button.person"))
        first, at_kakao = browser.tab, browser.address
        second = browser.new_tab()
        browser.switch(second)
        scene.tap_login(browser, "/two")
        browser.wait(lambda: browser.has("button.person"))
        choose(browser, "하나")
        browser.wait(lambda: is_consent(browser))
        agree_to_all(browser)
        browser.wait(lambda: browser.has("#complete"))
        browser.click("#complete")
        browser.wait(lambda: scene.state(browser).startswith("로그인"))
        expect(browser.address.endswith("/two"), browser.address)
        browser.switch(first)
        # The person is logged in at Kakao now, so its page in the first tab is a question that is answered.
        browser.open(at_kakao)
        browser.wait(lambda: scene.state(browser).startswith("로그인"))
        expect(browser.address.endswith("/one"), browser.address)
        scene.shot(browser, "both-tabs")


def back_button(scene):
    """Going back after a login repeats nothing and breaks nothing."""
    with scene.browser() as browser:
        scene.sign_up(browser)
        handoffs = len(scene.shop.handoffs)
        for _ in range(4):
            browser.back()
            time.sleep(0.2)
        expect(len(scene.shop.handoffs) <= handoffs + 1, "a code was redeemed twice")
        browser.open(scene.shop.address + "/")
        expect(scene.state(browser).startswith("로그인"), browser.text())


def existing_member(scene):
    """A member from before Kakao is recognised by the verified phone number, and joined by the shop's back end."""
    scene.import_member("flower01", "010-0000-0001")
    with scene.browser() as browser:
        scene.sign_up(browser, shots=True)
        expect(scene.state(browser) == "로그인: flower01", browser.text())
        expect(scene.shop.members == {"flower01": str(HANA)}, scene.shop.members)


def auth_status(scene, browser):
    """What a reverse proxy would be told about this browser."""
    browser.open(scene.sidecar + "/auth?shop=flower")
    return browser.run("return performance.getEntriesByType('navigation')[0].responseStatus")


def withdrawal(scene):
    """The shop ends a link, or the person does at Kakao: either way the next login is that of somebody new."""
    with scene.browser() as browser:
        scene.sign_up(browser)
        status, receipt = scene.shop.call("DELETE", f"/links/{HANA}")
        expect(status == 200 and "hana" not in str(receipt), receipt)
        expect(not scene.kakao.person(HANA)["linked"], "still linked at Kakao")
        status, _ = scene.shop.call("GET", f"/links/{HANA}")
    with scene.browser() as browser:
        scene.sign_up(browser)
        expect(scene.shop.handoffs[-1]["new"], scene.shop.handoffs[-1])
        expect(auth_status(scene, browser) == 202, "no session after the login")
        scene.kakao.unlink(HANA)
        end = time.monotonic() + 30
        while True:
            _, link = scene.shop.call("GET", f"/links/{HANA}")
            if link.get("member_id") is None:
                break
            expect(time.monotonic() < end, f"the link stands: {link}")
            time.sleep(0.1)
        # The session went with the link: the browser's own cookie opens nothing any more.
        expect(auth_status(scene, browser) == 401, "the session still stands")
        browser.open(scene.shop.address + "/")
        scene.shot(browser, "logged-out")


def pages(scene):
    """The pages that people meet: channel, questions, failures. They fit the screen, with nothing loaded from elsewhere."""
    base = f"{scene.sidecar}/shops/flower"
    with scene.browser() as browser:
        for name, path in [
            ("channel-add", "/channel/add"), ("channel-chat", "/channel/chat"), ("bad-address", "/login?return_to=//evil.example.org"),
            ("unknown-attempt", "/kakao/callback?code=x&state=y")]:
            browser.open(base + path)
            scene.shot(browser, name)
            width = browser.run("return document.documentElement.scrollWidth")
            expect(width <= scene.size[0], f"{name} is {width} pixels wide")
        # Another site's page (by address, localhost and 127.0.0.1 are two) begins a login: it is asked about first.
        browser.open(scene.kakao.address + "/sandbox")
        browser.run(f"location.href = '{base}/login?return_to=/cart'")
        browser.wait(lambda: browser.has("a.kakao"))
        scene.shot(browser, "confirm")
        browser.click("a.kakao")
        browser.wait(lambda: browser.has("button.person"))
        browser.open(scene.shop.address + "/")
        scene.kakao.call("POST", "/faults", {"path": "/oauth/token", "kind": "status", "status": 500, "always": True})
        scene.tap_login(browser, "/cart")
        browser.wait(lambda: browser.has("button.person"))
        choose(browser, "하나")
        browser.wait(lambda: is_consent(browser))
        agree_to_all(browser)
        browser.wait(lambda: browser.has(".reference"))
        scene.shot(browser, "kakao-failed")
        scene.kakao.call("DELETE", "/faults")
        browser.click("a.main")
        browser.wait(lambda: browser.has("#state"))
        expect(browser.address == scene.shop.address + "/cart", browser.address)


JOURNEYS = [
    first_signup, second_login, cancelled, reconsent, auto_login, cookies_off, two_tabs, back_button, existing_member, withdrawal,
    pages]


def main():
    naru, shots, names = os.path.abspath(sys.argv[1]), pathlib.Path(sys.argv[2]), sys.argv[3:]
    unknown = set(names) - {journey.__name__ for journey in JOURNEYS}
    expect(not unknown, f"no such journey: {unknown}")
    shots.mkdir(parents=True, exist_ok=True)
    if not names:
        for old in shots.glob("*.png"):
            old.unlink()
    failed = 0
    with ChromeDriver("chromedriver", free_port()) as driver:
        for journey in JOURNEYS:
            if names and journey.__name__ not in names:
                continue
            for size in (PHONE, DESKTOP):
                label = f"{journey.__name__} {size[0]}x{size[1]}"
                try:
                    with Scene(naru, driver, shots, journey.__name__, size) as scene:
                        journey(scene)
                    print(f"ok   {label}", flush=True)
                except Exception:
                    failed += 1
                    print(f"FAIL {label}", flush=True)
                    traceback.print_exc()
    print(f"browser: {failed} failed" if failed else "browser: all passed", flush=True)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
