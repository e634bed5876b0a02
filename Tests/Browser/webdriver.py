"""A small WebDriver client (W3C) for chromedriver: just what the journeys need, with the standard library alone."""

import base64
import json
import subprocess
import time
import urllib.error
import urllib.request

ELEMENT = "element-6066-11e4-a52e-4f735466cecf"


class WebDriverError(Exception):
    pass


class ChromeDriver:
    """chromedriver on a free port; ends with the `with` block."""

    def __init__(self, binary, port):
        self.port = port
        self.process = subprocess.Popen(
            [binary, f"--port={port}", "--silent"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.terminate()
        self.process.wait(timeout=20)

    def browser(self, width, height, user_agent=None, cookies=True):
        """`cookies` is True, False, or the one host that may set some."""
        return Browser(self.port, width, height, user_agent, cookies)


class Browser:
    """One browser with a profile of its own."""

    def __init__(self, port, width, height, user_agent, cookies):
        arguments = [
            "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync", "--mute-audio",
            f"--window-size={width},{height}",
        ]
        if user_agent:
            arguments.append(f"--user-agent={user_agent}")
        options = {"args": arguments, "prefs": {"intl.accept_languages": "ko-KR,ko,en"}}
        if cookies is not True:
            options["prefs"]["profile.default_content_setting_values.cookies"] = 2
        if isinstance(cookies, str):
            options["prefs"]["profile.content_settings.exceptions.cookies"] = {f"{cookies},*": {"setting": 1}}
        capabilities = {"alwaysMatch": {
            "browserName": "chrome", "goog:chromeOptions": options, "pageLoadStrategy": "normal"}}
        self.base = f"http://127.0.0.1:{port}/session"
        self.size = (width, height)
        answer = self._call("POST", "", {"capabilities": capabilities})
        self.base += "/" + answer["sessionId"]
        self._call("POST", "/timeouts", {"pageLoad": 30000, "implicit": 0, "script": 10000})
        self.devtools("Emulation.setDeviceMetricsOverride", {
            "width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600})

    def __enter__(self):
        return self

    def __exit__(self, *_):
        try:
            self._call("DELETE", "")
        except WebDriverError:
            pass

    def _call(self, method, path, body=None):
        data = json.dumps(body).encode() if body is not None else None
        request = urllib.request.Request(
            self.base + path, data=data, method=method, headers={"Content-Type": "application/json"})
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            value = json.load(error)["value"]
            raise WebDriverError(f"{value['error']}: {value['message'].splitlines()[0]}") from None

    def devtools(self, command, parameters):
        return self._call("POST", "/goog/cdp/execute", {"cmd": command, "params": parameters})

    def open(self, address):
        self._call("POST", "/url", {"url": address})

    def back(self):
        self._call("POST", "/back", {})

    def forward(self):
        self._call("POST", "/forward", {})

    @property
    def address(self):
        return self._call("GET", "/url")

    @property
    def source(self):
        return self._call("GET", "/source")

    def find(self, selector):
        found = self._call("POST", "/elements", {"using": "css selector", "value": selector})
        return [item[ELEMENT] for item in found]

    def has(self, selector):
        return bool(self.find(selector))

    def click(self, selector, index=0):
        found = self.find(selector)
        if len(found) <= index:
            raise WebDriverError(f"nothing fits {selector} at {self.address}")
        self._call("POST", f"/element/{found[index]}/click", {})

    def type(self, selector, text):
        """Types into an empty field; a page that comes back keeps none of what was typed."""
        self._call("POST", f"/element/{self.find(selector)[0]}/value", {"text": text})

    def text(self, selector="body"):
        found = self.find(selector)
        return self._call("GET", f"/element/{found[0]}/text") if found else ""

    def element_text(self, element):
        return self._call("GET", f"/element/{element}/text")

    def run(self, script, *arguments):
        return self._call("POST", "/execute/sync", {"script": script, "args": list(arguments)})

    def wait(self, condition, seconds=20):
        """Waits until `condition` holds; a navigation is not always over when a click returns."""
        end = time.monotonic() + seconds
        while True:
            try:
                if condition():
                    return
            except WebDriverError as error:
                if not any(word in str(error) for word in ("stale", "no such", "does not belong to the document")):
                    raise
            if time.monotonic() > end:
                raise AssertionError(f"still at {self.address}: {self.text()[:300]}")
            time.sleep(0.02)

    def cookies(self):
        return self._call("GET", "/cookie")

    def new_tab(self):
        handle = self._call("POST", "/window/new", {"type": "tab"})["handle"]
        return handle

    @property
    def tab(self):
        return self._call("GET", "/window")

    def switch(self, handle):
        self._call("POST", "/window", {"handle": handle})

    def picture(self):
        """What is on the screen, as PNG."""
        return base64.b64decode(self._call("GET", "/screenshot"))

    def screenshot(self, path):
        with open(path, "wb") as file:
            file.write(self.picture())
