"""The shop of the journeys: the back end of Examples/python-shop as it stands there, and an eye on what it does."""

import html
import importlib.util
import pathlib
import threading

FILE = pathlib.Path(__file__).resolve().parents[2] / "Examples/python-shop/shop.py"
SPEC = importlib.util.spec_from_file_location("python_shop", FILE)
example = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(example)


class Handler(example.Handler):
    def do_GET(self):
        self.shop.pages.append(self.path)
        if self.path == "/favicon.ico":
            return self.go("/")
        return super().do_GET()

    def script(self):
        """Only `/event` carries the script, and tries only when the journey says so."""
        if self.path.split("?")[0] != "/event":
            return ""
        return f"<script src='{self.server.base}/naru.js'{' data-naru-auto' if self.shop.auto else ''}></script>"

    def told(self, query):
        auto = f"<p id=auto>{html.escape(query['naru_auto'])}</p>" if "naru_auto" in query else ""
        return super().told(query) + auto + "<p><a id=snippet data-naru=login href='#'>스크립트로 로그인</a></p>"


class Naru(example.Naru):
    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.handoffs = []

    def redeem(self, code):
        handoff = super().redeem(code)
        if handoff is not None:
            self.handoffs.append(handoff)
        return handoff


class Shop(example.Shop):
    def __init__(self, port, sidecar, shop, token):
        super().__init__(Naru(sidecar, shop, token))
        self.port = port
        self.pages = []  # every path that was asked for
        self.auto = False  # whether the script of /event tries to log in
        self.server = example.Server(port, self, Handler)
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def address(self):
        return f"http://localhost:{self.port}"

    @property
    def handoffs(self):
        """Every hand-off that was redeemed."""
        return self.naru.handoffs

    def call(self, *arguments):
        return self.naru.call(*arguments)

    def count(self, path):
        """How often a page was asked for."""
        return sum(page.split("?")[0] == path for page in list(self.pages))

    def close(self):
        self.server.shutdown()
        self.server.server_close()
