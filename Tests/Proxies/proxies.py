"""The example configs of Examples/proxies, started as they are but for their ports."""

import http.client
import http.server
import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.parse
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
EXAMPLES = ROOT / "Examples" / "proxies"
NAVIGATION = {"Sec-Fetch-Site": "none", "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) Chrome/130.0"}
KAKAOTALK = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/130.0 Mobile Safari/537.36 KAKAOTALK 10.7.0"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class BackEnd(http.server.BaseHTTPRequestHandler):
    """Says which headers reached it."""

    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def do_GET(self):
        claims = {name.lower(): value for name, value in self.headers.items() if name.lower().startswith("x-naru-") and value}
        body = json.dumps({"path": self.path, "claims": claims}).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


def get(port, path, headers=None, method="GET", body=None):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request(method, path, body=body, headers=headers or {})
    answer = connection.getresponse()
    data = answer.read()
    connection.close()
    return answer.status, answer.headers, data


def wait(port, process, name):
    for _ in range(300):
        if process.poll() is not None:
            raise SystemExit(f"proxies: {name} ended with {process.returncode}")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise SystemExit(f"proxies: {name} does not listen")


def cookies(headers):
    return "; ".join(value.split(";")[0] for value in headers.get_all("Set-Cookie") or [] if "Max-Age=0" not in value)


def log_in(sandbox, sidecar, public):
    """Logs a person in through the sidecar and gives the session's cookie."""
    status, headers, _ = get(sidecar, "/shops/flower/login?return_to=/members/", NAVIGATION)
    assert status == 303, status
    attempt = cookies(headers)
    body = json.dumps({"url": headers["Location"], "user": 1376016924429759228}).encode()
    status, _, data = get(sandbox, "/sandbox/api/authorize", {"Content-Type": "application/json"}, "POST", body)
    assert status == 200, data
    back = urllib.parse.urlsplit(json.loads(data)["location"])
    assert f"{back.scheme}://{back.netloc}" == public, back
    status, headers, _ = get(sidecar, f"{back.path}?{back.query}", {"Cookie": attempt, **NAVIGATION})
    assert status == 303, status
    return cookies(headers)


def way_back(headers, entry):
    """The path and query to which the login comes back; None when somebody is sent elsewhere."""
    there = urllib.parse.urlsplit(headers["Location"] or "")
    if there.path != f"/shops/flower/{entry}":
        return None
    back = urllib.parse.urlsplit(urllib.parse.parse_qs(there.query)["return_to"][0])
    return back.path + (f"?{back.query}" if back.query else "")


def check(name, port, session):
    """What every proxy has to do."""
    forged = {"X-Naru-Member": "somebody", "X-Naru-Kakao-User": "1", "X-Naru-Shop": "flower", "X_Naru_Member": "somebody"}
    status, _, data = get(port, "/", forged)
    assert (status, json.loads(data)["claims"]) == (200, {}), f"{name}: forged headers reach the shop: {data}"

    status, headers, _ = get(port, "/members/orders", forged)
    assert status == 303, f"{name}: {status} for nobody"
    assert way_back(headers, "login") == "/members/orders", headers["Location"]
    # What a browser asks for comes back as it was, and never as another header.
    for path in (
        "/members/orders?id=5&page=2", "/members/a%20b%26c", "/members/%EC%A3%BC%EB%AC%B8?q=%EA%BD%83&x=1%262",
        "/members/a+b", "/members/?return_to=/elsewhere",
    ):
        status, headers, _ = get(port, path)
        assert status == 303 and way_back(headers, "login") == path, f"{name}: {path}: {headers['Location']}"
    for path in ("/members/%0d%0aSet-Cookie:%20a=b", "/members/%0aX-Evil:%201", "/members/%5c%5cevil.example.net"):
        status, headers, _ = get(port, path)
        assert headers.get("Set-Cookie") is None and headers.get("X-Evil") is None, f"{name}: {headers}"
        assert "\r" not in (headers["Location"] or "") and status in (303, 400), f"{name}: {status} for {path}"
    status, headers, _ = get(port, "/members/", {"User-Agent": KAKAOTALK})
    assert way_back(headers, "auto-login") == "/members/", headers["Location"]
    status, headers, _ = get(port, "/members/?naru_auto=tried", {"User-Agent": KAKAOTALK})
    assert way_back(headers, "login") == "/members/", headers["Location"]

    status, _, data = get(port, "/members/orders", {"Cookie": session, **forged})
    claims = json.loads(data)["claims"] if status == 200 else {}
    assert status == 200, f"{name}: {status} for a session"
    assert claims.get("x-naru-kakao-user") == "1376016924429759228", claims
    assert claims.get("x-naru-shop") == "flower" and "x-naru-member" not in claims, claims

    status, headers, _ = get(port, "/shops/flower/login?return_to=/members/", NAVIGATION)
    assert status == 303 and "/oauth/authorize?" in headers["Location"], f"{name}: the sidecar is not reached: {status}"

    status, _, _ = get(port, "/members/orders", {"Cookie": session[:-4] + "AAAA"})
    assert status == 303, f"{name}: a forged session passes"


def main(naru):
    if not os.access(naru, os.X_OK):
        raise SystemExit(f"proxies: there is no {naru}; build it, or name one")
    nginx = shutil.which("nginx") or ("/usr/sbin/nginx" if os.path.exists("/usr/sbin/nginx") else None)
    caddy = shutil.which("caddy")
    processes = []
    folder = Path(tempfile.mkdtemp(prefix="naru-proxies-"))
    ports = {name: free_port() for name in ("sandbox", "sidecar", "shop", "nginx", "caddy")}
    public = "http://localhost:%d" % ports["nginx"]

    def start(*command, **options):
        process = subprocess.Popen(
            [str(part) for part in command], cwd=folder, stdout=subprocess.DEVNULL, stderr=open(folder / "log", "ab"),
            **options)
        processes.append(process)
        return process

    try:
        (folder / "shops").mkdir()
        (folder / "naru.yaml").write_text(
            f"listen: 127.0.0.1:{ports['sidecar']}\npublic_url: {public}\nstore: sqlite:naru.db\nshops: shops/\n"
            "allow_literal_secrets: true\n")
        (folder / "shops" / "flower.yaml").write_text(
            "id: flower\nname: 플라워샵\napi_token: proxies-api-token\nkakao:\n"
            "  rest_api_key: sandbox-rest-key\n  client_secret: sandbox-client-secret\n"
            f"  auth_url: http://127.0.0.1:{ports['sandbox']}\n  api_url: http://127.0.0.1:{ports['sandbox']}\n"
            f"login:\n  sessions: true\n  return_urls: [{public}/]\n")
        sandbox = start(naru, "sandbox", "--port", ports["sandbox"])
        wait(ports["sandbox"], sandbox, "the sandbox")
        change = json.dumps({"redirect_uris": [f"{public}/shops/flower/kakao/callback"]}).encode()
        status, _, data = get(
            ports["sandbox"], "/sandbox/api/keys/rest", {"Content-Type": "application/json"}, "POST", change)
        assert status == 200, data
        sidecar = start(naru, "serve", "--config", "naru.yaml")
        wait(ports["sidecar"], sidecar, "the sidecar")
        server = http.server.ThreadingHTTPServer(("127.0.0.1", ports["shop"]), BackEnd)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        session = log_in(ports["sandbox"], ports["sidecar"], public)

        def example(name):
            text = (EXAMPLES / name).read_text()
            for old, new in (("8080", "sidecar"), ("3000", "shop"), ("8443", "nginx"), ("8444", "caddy")):
                text = text.replace(f"127.0.0.1:{old}", f"127.0.0.1:{ports[new]}")
            (folder / name).write_text(text)
            return folder / name

        if nginx:
            wait(ports["nginx"], start(nginx, "-p", folder, "-c", example("nginx.conf"), "-g", "daemon off;"), "nginx")
            check("nginx", ports["nginx"], session)
            print("proxies: nginx passed")
        else:
            print("proxies: SKIPPED nginx, which is not installed")
        if caddy:
            environment = {**os.environ, "HOME": str(folder), "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
            caddy = start(caddy, "run", "--config", example("Caddyfile"), "--adapter", "caddyfile", env=environment)
            wait(ports["caddy"], caddy, "caddy")
            check("caddy", ports["caddy"], session)
            print("proxies: caddy passed")
        else:
            print("proxies: SKIPPED caddy, which is not installed")
    except BaseException:
        sys.stderr.write((folder / "log").read_text(errors="replace")[-3000:])
        raise
    finally:
        for process in reversed(processes):
            process.terminate()
        for process in processes:
            try:
                process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                process.kill()
        shutil.rmtree(folder, ignore_errors=True)


main(os.path.abspath(sys.argv[1]))
