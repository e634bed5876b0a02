#!/usr/bin/env python3
"""A shop's back end beside the Naru sidecar: what it takes to have Kakao login without a line of Swift.

    NARU_TOKEN=… python3 shop.py [--port 8081] [--naru http://localhost:8080] [--shop flower]

The sidecar does everything with Kakao and the browser. This side has three things to do, all in `Shop`:

    arrive    a browser comes back with ?naru_code=…     POST /shops/{shop}/handoff         who is it?
    join      somebody new completes the signup          PUT  /shops/{shop}/links/{user}    this Kakao user is this member
    leave     a member ends the membership               DELETE /shops/{shop}/links/{user}

Members, logins and begun signups are dictionaries here; in a real shop they are its own tables and its own session.
Only the standard library is used, and nothing that PHP, Java or Node would not have.
"""

import argparse
import hashlib
import hmac
import html
import http.server
import json
import os
import secrets
import threading
import time
import urllib.error
import urllib.parse
import urllib.request

SIGNUP_LIFE = 30 * 60  # seconds that a person has to complete a signup; Kakao itself waits for 24 hours


class Unreachable(Exception):
    """The sidecar did not answer, or could not do its work now (5xx, 429). Nothing is known of what it did."""


class Naru:
    """The sidecar, as the shop calls it: JSON, with the shop's `api_token`. Never call it from a page's script."""

    def __init__(self, address, shop, token):
        self.base, self.token = f"{address.rstrip('/')}/shops/{shop}", token

    def call(self, method, path, body=None):
        """The status and the decoded JSON of one call."""
        request = urllib.request.Request(
            self.base + path, method=method, data=None if body is None else json.dumps(body).encode(),
            headers={"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=10) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            if error.code >= 500 or error.code == 429:
                raise Unreachable(f"HTTP {error.code}") from None
            return error.code, json.loads(error.read() or b"{}")
        except (OSError, ValueError) as error:
            raise Unreachable(type(error).__name__) from None

    def redeem(self, code):
        """Who came with this code; None when it was redeemed before, is older than 60 seconds, or never was.

        Not to be repeated: a code is spent when it arrives. If the answer is lost, the person logs in again, which is one tap.
        """
        status, handoff = self.call("POST", "/handoff", {"code": code})
        if status == 404:
            return None
        if status != 200:
            raise Unreachable(f"HTTP {status}")  # 401: the token is not the one in the shop's config
        return handoff

    def link(self, user, member):
        """Says that a Kakao user is a member. Harmless when repeated, so it is tried again when the answer is lost."""
        for attempt in range(3):
            try:
                return self.call("PUT", f"/links/{user}", {"member_id": member})
            except Unreachable:
                if attempt == 2:
                    raise
                time.sleep(0.2 * (attempt + 1))


class Signup:
    """A signup that was begun: what Kakao told, until the person completes it."""

    def __init__(self, handoff):
        self.handoff, self.begun = handoff, time.monotonic()
        self.member, self.is_new = None, False  # which member it is to be, and whether that one was made for it

    @property
    def is_over(self):
        return time.monotonic() - self.begun > SIGNUP_LIFE


class Shop:
    """The shop's side, without HTTP: this is the part to translate."""

    def __init__(self, naru):
        self.naru = naru
        self.members = {}  # member id -> {"kakao_user", "password", …}: the shop's own table, `kakao_user` a unique column
        self.logins = {}  # session cookie -> member id: the shop's own sessions
        self.signups = {}  # signup cookie -> Signup
        self.lock = threading.RLock()  # a real shop has its database's transactions

    # Arriving

    def arrive(self, code, logged_in=None):
        """A browser brought a code: ("in", cookie, address), ("join", cookie, None), or "gone" or "other" and two Nones.

        Everything about the person comes from the hand-off, over the back channel. Nothing in the browser's address is
        believed: a code that is not the sidecar's opens nothing.

        - `logged_in`: the member who is logged in in this browser. A code tells who logged in at Kakao and not in which
          browser, so that anybody can send a link with a code of their own: it makes nobody another member ("other").
        """
        handoff = self.naru.redeem(code)
        if handoff is None:
            return "gone", None, None
        if logged_in is not None and logged_in != handoff["member_id"]:
            return "other", None, None
        if handoff["member_id"] is not None:
            return "in", self.log_in(handoff["member_id"]), handoff["return_to"]
        # Somebody new. What Kakao told stays on this side; the browser gets a random key to it.
        with self.lock:
            self.signups = {key: signup for key, signup in self.signups.items() if not signup.is_over}
            key = secrets.token_urlsafe(24)
            self.signups[key] = Signup(handoff)
        return "join", key, None

    def signup(self, key):
        """The signup of this browser, while it lives."""
        signup = self.signups.get(key or "")
        return None if signup is None or signup.is_over else signup

    # Completing

    def join(self, key, password=None, logged_in=None):
        """Completes a signup: ("in", cookie, address), or a word for the page and two Nones.

        - `password`: of the member that `match` offers, when the person says that it is theirs. None makes a new member.
        - "gone": begin again. "wrong-password", "member-linked": say so, and offer a new account. "later": nothing is lost,
          the same button may be pressed again. "other": somebody else has logged in in this browser since.
        """
        with self.lock:  # two taps on the button are one signup
            signup = self.signup(key)
            if signup is None:
                return "gone", None, None
            if logged_in is not None and logged_in != signup.member:
                return "other", None, None
            handoff = signup.handoff
            user, match = handoff["kakao_user_id"], handoff.get("match")
            if signup.member is None:
                if password is not None:
                    # Kakao says that the phone number is the same; that both are one person is proved by the password.
                    if match is None or not self.is_password(match["member_id"], password):
                        return "wrong-password", None, None
                    signup.member = match["member_id"]
                else:
                    self.create(signup)
            try:
                status, answer = self.naru.link(user, signup.member)
            except Unreachable:
                return "later", None, None  # the member stays with the signup: pressing again makes no second one
            if status == 409 and answer["type"].endswith(":user-linked"):
                # This Kakao user has become a member meanwhile, in another tab perhaps: that is who it is.
                if signup.is_new:
                    self.members.pop(signup.member, None)
                signup.member, signup.is_new = answer["member_id"], False
            elif status == 409:
                # The member has another Kakao account. Only the shop's staff replaces it (`?replace=true`).
                signup.member = None
                return "member-linked", None, None
            elif status != 200:
                return "later", None, None
            self.members.setdefault(signup.member, {})["kakao_user"] = user
            # The signup stays until its time is over, so that a repeated form ends at the same place.
            return "in", self.log_in(signup.member), handoff["return_to"]

    def create(self, signup):
        """A new member, with what the person agreed to give: what they did not agree to has no key.

        The Kakao user is written with the member, in one statement, and looked for first: if the process dies before the
        link is made, the next try finds the member that is there and makes no second one.
        """
        user, profile = signup.handoff["kakao_user_id"], signup.handoff["profile"]
        for member, row in self.members.items():
            if row.get("kakao_user") == user:
                signup.member = member
                return
        signup.member, signup.is_new = "k" + secrets.token_hex(4), True
        self.members[signup.member] = {"kakao_user": user, "name": profile.get("name"), "phone": profile.get("phone")}

    def is_password(self, member, password):
        """Replace this by the shop's own way; it has one, with slow hashes and a limit to guesses."""
        known = self.members.get(member, {}).get("password")
        given = hashlib.sha256(password.encode()).hexdigest()
        return known is not None and hmac.compare_digest(known, given)

    def set_password(self, member, password):
        self.members.setdefault(member, {})["password"] = hashlib.sha256(password.encode()).hexdigest()

    # Sessions and leaving

    def log_in(self, member):
        """A new session, always: never one that the browser brought."""
        cookie = secrets.token_urlsafe(24)
        self.logins[cookie] = member
        return cookie

    def member(self, cookie):
        return self.logins.get(cookie or "")

    def leave(self, member):
        """Ends a membership: unlinks at Kakao and erases what came from there. 404 means that there was nothing."""
        user = self.members.get(member, {}).get("kakao_user")
        if user is not None:
            status, _ = self.naru.call("DELETE", f"/links/{user}")
            if status not in (200, 404):
                raise Unreachable(f"HTTP {status}")
        self.members.pop(member, None)
        self.logins = {cookie: who for cookie, who in self.logins.items() if who != member}


def cookie_header(name, value):
    """HttpOnly, so that no script reads it, and Lax, so that no other site's form brings it. With https add `; Secure`."""
    return f"{name}={value}; Path=/; HttpOnly; SameSite=Lax"


def without(path, *names):
    """A path and query without some fields, so that a one-use code does not stay in the address bar, in history or in logs."""
    parts = urllib.parse.urlsplit(path)
    fields = [pair for pair in parts.query.split("&") if pair and pair.split("=")[0] not in names]
    # One leading slash: `//elsewhere` would be another host.
    return "/" + parts.path.lstrip("/") + ("?" + "&".join(fields) if fields else "")


STYLE = """body { font: 16px/1.6 sans-serif; max-width: 24rem; margin: 3rem auto; padding: 0 1rem; word-break: keep-all }
  form { margin: 1rem 0 } button, input { font: inherit; box-sizing: border-box; width: 100%; padding: .7rem 1rem; margin-top: .5rem;
  border: 1px solid #ccc; border-radius: .5rem } button { background: #191919; color: #fff } button.second { background: #fff; color: #191919 }
  #match, #told { padding: .7rem 1rem; border-radius: .5rem; background: #f4f4f4 } #told { background: #fdecea }"""

LOGOUT = "<form method=post action=/logout><button id=logout class=second>로그아웃</button></form>"


class Handler(http.server.BaseHTTPRequestHandler):
    """The pages. `self.server.shop` is the shop, `self.server.base` the sidecar's address for it, as browsers reach it."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        """Addresses carry one-use codes, so that none is logged here; a real shop leaves out the query."""

    @property
    def shop(self):
        return self.server.shop

    def cookie(self, name):
        for part in self.headers.get("Cookie", "").split("; "):
            key, _, value = part.partition("=")
            if key == name:
                return value
        return None

    # Answers

    def page(self, body, status=200):
        content = ("<!doctype html><html lang=ko><meta charset=utf-8><meta name=viewport content='width=device-width'>"
                   f"<title>플라워샵</title><style>{STYLE}</style>{self.script()}<h1>플라워샵</h1>{body}").encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Cache-Control", "no-store")
        # The sidecar sees by the origin that the shop's own page asked for a login; without it, it asks the person first.
        self.send_header("Referrer-Policy", "strict-origin-when-cross-origin")
        self.end_headers()
        self.wfile.write(content)

    def go(self, address, *cookies):
        self.send_response(303)
        self.send_header("Location", address)
        self.send_header("Content-Length", "0")
        for name, value in cookies:
            self.send_header("Set-Cookie", cookie_header(name, value))
        self.end_headers()

    def again(self, what, status=200):
        """A page that says what went wrong and offers the login again."""
        self.page(f"<p id=state>{what}</p>{self.button('/')}", status)

    def button(self, path):
        base, target = self.server.base, urllib.parse.quote(path, safe="/")
        return (f"<p><a id=login href='{base}/login?return_to={target}'>"
                f"<img src='{base}/login-button.svg' alt='카카오로 시작하기'></a></p>")

    def script(self):
        """Logs in whoever opens a page in KakaoTalk and is not: one silent try, and nothing that is seen when it fails."""
        if self.shop.member(self.cookie("shop")) is not None:
            return ""
        return f"<script src='{self.server.base}/naru.js' data-naru-auto></script>"

    # Requests

    def do_GET(self):
        parts = urllib.parse.urlsplit(self.path)
        query = dict(urllib.parse.parse_qsl(parts.query))
        if "naru_code" in query:
            return self.arrive(query["naru_code"])
        if parts.path == "/join":
            return self.join_page()
        return self.home(query)

    def do_POST(self):
        length = self.headers.get("Content-Length", "0")
        if not length.isdecimal() or int(length) > 10_000:
            self.close_connection = True
            return self.again("보내신 내용을 읽을 수 없습니다.", 400)
        form = dict(urllib.parse.parse_qsl(self.rfile.read(int(length)).decode(errors="replace")))
        path = urllib.parse.urlsplit(self.path).path
        if path == "/join":
            return self.join(form)
        if path == "/logout":
            self.shop.logins.pop(self.cookie("shop"), None)
            return self.go("/")
        return self.again("없는 페이지입니다.", 404)

    def arrive(self, code):
        """Any page may be given a code: a member's return address, or the signup address for somebody new."""
        try:
            what, cookie, address = self.shop.arrive(code, self.shop.member(self.cookie("shop")))
        except Unreachable:
            return self.again("지금은 로그인할 수 없습니다. 잠시 후 다시 시도해 주세요.", 503)
        if what == "in":
            return self.go(address, ("shop", cookie))
        if what == "join":
            return self.go("/join", ("signup", cookie))
        if what == "other":
            return self.other()
        # Used or too old. By the back button or a reload that is nothing: whoever is logged in simply goes on.
        if self.shop.member(self.cookie("shop")) is not None:
            return self.go(self.onward())
        return self.again("로그인 시간이 지났습니다. 다시 시도해 주세요.")

    def onward(self):
        """Where somebody goes on who needs neither the code nor the signup of this address."""
        path = without(self.path, "naru_code")
        return "/" if path.startswith("/join") else path

    def other(self):
        """Somebody else's login arrived: whoever is logged in stays so, unless they log out themselves."""
        member = html.escape(self.shop.member(self.cookie("shop")) or "")
        self.page(f"<p id=state>지금 {member} 계정으로 로그인되어 있는데, 이 계정과 연결되지 않은 다른 카카오 로그인이 도착했습니다.</p>"
                  "<p>그 카카오계정으로 로그인하시려면 먼저 로그아웃하고 다시 시작해 주세요. 직접 하신 일이 아니면 다른 사람이 보낸 것이니 그대로 계속하세요.</p>"
                  f"{LOGOUT}<p><a id=stay href='{html.escape(self.onward())}'>그대로 계속하기</a></p>")

    def home(self, query):
        member = self.shop.member(self.cookie("shop"))
        state = f"로그인: {html.escape(member)}" if member else "로그아웃"
        form = LOGOUT if member else ""
        self.page(f"<p id=state>{state}</p>{self.told(query)}{form}{self.button(without(self.path, 'naru_error', 'naru_auto'))}")

    def told(self, query):
        return "<p id=error>로그인을 취소하셨습니다.</p>" if query.get("naru_error") == "cancelled" else ""

    def join_page(self, told="", status=200):
        """What the shop still wants to know. The person sees what it will be joined to, and says yes or no."""
        signup = self.shop.signup(self.cookie("signup"))
        if signup is None:
            return self.again("가입 시간이 지났습니다. 다시 시작해 주세요.")
        name = html.escape(signup.handoff["profile"].get("name", ""))
        match = signup.handoff.get("match")
        offer, label, look = "", "가입 완료", ""
        if match and signup.member is None:
            label, look = "새로 가입", "class=second"
            offer = (f"<form method=post action=/join><p id=match>이미 가입하신 {html.escape(match['member_id'])} 계정이 있습니다."
                     " 비밀번호를 입력하시면 카카오와 연결합니다.</p><input type=password name=password id=password placeholder=비밀번호"
                     " autocomplete=current-password><button id=connect name=action value=connect>연결하기</button></form>")
        self.page(f"<h2>가입을 마무리해 주세요</h2><p>이름 {name}</p>{told}{offer}<form method=post action=/join>"
                  f"<button id=complete {look} name=action value=new>{label}</button></form>", status)

    def join(self, form):
        password = form.get("password", "") if form.get("action") == "connect" else None
        what, cookie, address = self.shop.join(self.cookie("signup"), password, self.shop.member(self.cookie("shop")))
        if what == "in":
            return self.go(address, ("shop", cookie))
        if what == "gone":
            return self.again("가입 시간이 지났습니다. 다시 시작해 주세요.")
        if what == "other":
            return self.other()
        words = {
            "wrong-password": "비밀번호가 맞지 않습니다.",
            "member-linked": "이 계정은 다른 카카오계정과 연결되어 있습니다. 고객센터에 문의하시거나 새로 가입해 주세요.",
            "later": "지금은 가입을 마칠 수 없습니다. 잠시 후 다시 눌러 주세요."}
        self.join_page(f"<p id=told>{words[what]}</p>", 503 if what == "later" else 200)


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, port, shop, handler=Handler):
        self.shop, self.base = shop, shop.naru.base
        super().__init__(("127.0.0.1", port), handler)

    def handle_error(self, *_):
        """A browser that closes a connection is nothing to tell of."""


def main():
    parser = argparse.ArgumentParser(description="a shop beside the Naru sidecar; NARU_TOKEN is the shop's api_token")
    parser.add_argument("--port", type=int, default=8081)
    parser.add_argument("--naru", default="http://localhost:8080", help="public_url of naru.yaml")
    parser.add_argument("--shop", default="flower")
    parser.add_argument("--member", help="a member from before Kakao, whose password is 'password'")
    arguments = parser.parse_args()
    token = os.environ.get("NARU_TOKEN")
    if not token:
        parser.error("NARU_TOKEN is not set")
    naru = Naru(arguments.naru, arguments.shop, token)
    shop = Shop(naru)
    if arguments.member:
        shop.set_password(arguments.member, "password")
    server = Server(arguments.port, shop)
    print(f"http://localhost:{server.server_port}/", flush=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        pass


if __name__ == "__main__":
    main()
