"""What the journeys do at the sandbox: its control plane, and its pages as a person uses them."""

import json
import urllib.error
import urllib.request


class Kakao:
    def __init__(self, address):
        self.address = address

    def call(self, method, path, body=None):
        request = urllib.request.Request(
            f"{self.address}/sandbox/api{path}", method=method,
            data=json.dumps(body).encode() if body is not None else None,
            headers={"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=20) as answer:
            text = answer.read()
            return json.loads(text) if text else None

    def reset(self):
        self.call("POST", "/reset")

    def configure(self, sidecar, shop):
        """Registers the sidecar as the app's owner would in the console."""
        base = f"{sidecar}/shops/{shop}"
        self.call("POST", "/keys/rest", {"redirect_uris": [f"{base}/kakao/callback"]})
        self.call("POST", "/apps/1", {"webhooks": {
            "unlink_url": f"{base}/webhooks/kakao/unlink", "channel_url": f"{base}/webhooks/kakao/channel",
            "account_url": f"{base}/webhooks/kakao/account"}})

    def add_required_term(self, tag):
        terms = self.call("GET", "/apps")["apps"][0]["login"]["service_terms"]
        terms.append({"tag": tag, "title": "새 필수 약관", "required": True})
        self.call("POST", "/apps/1", {"login": {"service_terms": terms}})

    def unlink(self, user):
        self.call("POST", f"/users/{user}/unlink", {})
        self.call("POST", "/deliveries")

    def person(self, user):
        return self.call("GET", f"/users/{user}")

    def talk(self, **what):
        self.call("PUT", "/talk", what)


def choose(browser, nickname):
    """The page that asks who it is."""
    for index, element in enumerate(browser.find("button.person")):
        if nickname in browser.element_text(element):
            browser.click("button.person", index)
            return
    raise AssertionError(f"nobody called {nickname} at {browser.address}")


def agree_to_all(browser):
    browser.click("button[name=action][value=all]")


def cancel(browser):
    browser.click("button[name=action][value=cancel]")


def is_consent(browser):
    return browser.has("button[name=action][value=all]")
