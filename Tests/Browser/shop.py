"""A small shop back end in Python: what a real one would do with the sidecar, and nothing else.

`/` and `/event` are pages; `/join` is where a new user completes the signup. `naru_code` is redeemed at the sidecar with
the shop's token; a member is made and linked, and the shop's own cookie says who is logged in.
"""

import html
import http.server
import json
import secrets
import threading
import urllib.error
import urllib.parse
import urllib.request


class Server(http.server.ThreadingHTTPServer):
    def handle_error(self, *_):
        """A browser that closes a connection is nothing to tell of."""


class Shop:
    def __init__(self, port, sidecar, shop, token):
        self.port, self.sidecar, self.shop, self.token = port, sidecar, shop, token
        self.logins = {}  # the shop's own cookie -> member id
        self.handoffs = []  # every hand-off that was redeemed
        self.waiting = {}  # a signup that is not complete -> hand-off
        self.members = {}  # member id -> Kakao user id
        self.pages = []  # every path that was asked for
        self.auto = False  # whether /event carries the auto-login script
        self.server = Server(("127.0.0.1", port), self._handler())
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def address(self):
        return f"http://localhost:{self.port}"

    def count(self, path):
        """How often a page was asked for."""
        return sum(page.split("?")[0] == path for page in list(self.pages))

    def call(self, method, path, body=None):
        request = urllib.request.Request(
            f"{self.sidecar}/shops/{self.shop}{path}", method=method,
            data=json.dumps(body).encode() if body is not None else None,
            headers={"Authorization": f"Bearer {self.token}", "Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=20) as answer:
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            return error.code, json.loads(error.read() or b"{}")

    def log_in(self, member):
        cookie = secrets.token_hex(8)
        self.logins[cookie] = member
        return cookie

    def close(self):
        self.server.shutdown()

    def _handler(shop):
        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_):
                pass

            def member(self):
                for part in self.headers.get("Cookie", "").split("; "):
                    name, _, value = part.partition("=")
                    if name == "shop":
                        return shop.logins.get(value)
                return None

            def page(self, title, body, cookie=None):
                content = (
                    "<!doctype html><html lang=ko><meta charset=utf-8>"
                    "<meta name=viewport content='width=device-width,initial-scale=1'>"
                    f"<title>{title}</title><body style='font-family:sans-serif;padding:20px;max-width:600px;margin:auto'>"
                    f"<h1>플라워샵</h1>{body}").encode()
                self.send_response(200)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(content)))
                self.send_header("Cache-Control", "no-store")
                if cookie:
                    self.send_header("Set-Cookie", f"shop={cookie}; Path=/; HttpOnly; SameSite=Lax")
                self.end_headers()
                self.wfile.write(content)

            def go(self, address, cookie=None):
                self.send_response(303)
                self.send_header("Location", address)
                self.send_header("Content-Length", "0")
                if cookie:
                    self.send_header("Set-Cookie", f"shop={cookie}; Path=/; HttpOnly; SameSite=Lax")
                self.end_headers()

            def do_GET(self):
                parts = urllib.parse.urlsplit(self.path)
                query = dict(urllib.parse.parse_qsl(parts.query))
                shop.pages.append(self.path)
                if parts.path == "/favicon.ico":
                    return self.go("/")
                if parts.path == "/join":
                    return self.join(query)
                if "naru_code" in query:
                    return self.arrive(parts.path, query)
                member = self.member()
                base = f"{shop.sidecar}/shops/{shop.shop}"
                state = f"<p id=state>로그인: {html.escape(member)}</p>" if member else "<p id=state>로그아웃</p>"
                if "naru_error" in query:
                    state += f"<p id=error>{html.escape(query['naru_error'])}</p>"
                if "naru_auto" in query:
                    state += f"<p id=auto>{html.escape(query['naru_auto'])}</p>"
                script = f"<script src='{base}/naru.js'{' data-naru-auto' if shop.auto else ''}></script>"
                self.page("플라워샵", f"""{script if parts.path == '/event' else ''}{state}
                  <p><a id=login href='{base}/login?return_to={urllib.parse.quote(parts.path)}'>
                  <img src='{base}/login-button.svg' alt='카카오로 시작하기'></a></p>
                  <p><a id=snippet data-naru=login href='#'>스크립트로 로그인</a></p>
                  <form method=post action='{base}/logout'><button id=logout>로그아웃</button></form>""")

            def arrive(self, path, query):
                status, handoff = shop.call("POST", "/handoff", {"code": query["naru_code"]})
                if status != 200:
                    return self.page("오류", f"<p id=state>{status}</p>")
                shop.handoffs.append(handoff)
                if handoff["member_id"] is None:
                    return self.page("오류", "<p id=state>회원이 아님</p>")
                self.go(path, shop.log_in(handoff["member_id"]))

            def join(self, query):
                status, handoff = shop.call("POST", "/handoff", {"code": query.get("naru_code", "")})
                if status != 200:
                    return self.page("가입", f"<p id=state>{status}</p>")
                shop.handoffs.append(handoff)
                key = secrets.token_hex(8)
                shop.waiting[key] = handoff
                match = handoff.get("match")
                offer = (f"<p id=match>이미 가입하신 {html.escape(match['member_id'])} 계정과 연결합니다.</p>" if match else "")
                self.page("가입", f"""<h2>가입을 마무리해 주세요</h2>{offer}
                  <p>이름 {html.escape(handoff['profile'].get('name', ''))}</p>
                  <form method=post action='/join?key={key}'><button id=complete>가입 완료</button></form>""")

            def do_POST(self):
                parts = urllib.parse.urlsplit(self.path)
                query = dict(urllib.parse.parse_qsl(parts.query))
                self.rfile.read(int(self.headers.get("Content-Length") or 0))
                handoff = shop.waiting.pop(query.get("key", ""), None)
                if parts.path != "/join" or handoff is None:
                    return self.page("오류", "<p id=state>다시 시도해 주세요</p>")
                match = handoff.get("match")
                member = match["member_id"] if match else "m" + handoff["kakao_user_id"][-6:]
                status, answer = shop.call("PUT", f"/links/{handoff['kakao_user_id']}", {"member_id": member})
                if status != 200:
                    return self.page("오류", f"<p id=state>{status} {html.escape(answer.get('type', ''))}</p>")
                shop.members[member] = handoff["kakao_user_id"]
                self.go(handoff["return_to"], shop.log_in(member))

        return Handler
