"""Starts sandbox and sidecar, and lets schemathesis ask them. Arguments: the built `naru`, and a folder for what is left over."""

import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

ROOT = Path(__file__).resolve().parent
DOCUMENT = ROOT.parent.parent / "docs" / "openapi.json"
TOKEN = "openapi-api-token-0123456789abcdef"
SECONDS = 240

SHOP = """id: flower
name: 플라워샵
adapter: shop-export
api_token: { env: NARU_TEST_API_TOKEN }
kakao:
  rest_api_key: { env: NARU_TEST_REST_KEY }
  client_secret: { env: NARU_TEST_CLIENT_SECRET }
  admin_key: { env: NARU_TEST_ADMIN_KEY }
  webhook_admin_key: { env: NARU_TEST_PRIMARY_KEY }
  channels: [_xgTNZs]
  auth_url: http://127.0.0.1:%(sandbox)d
  api_url: http://127.0.0.1:%(sandbox)d
login:
  sessions: true
  scopes: [account_email, phone_number, name]
  return_urls: [https://flower.example.com/]
customer_files:
  - name: 전체회원
    channel: _xgTNZs
    users: phone
    where: { consent: none_required }
    columns:
      회원등급: { from: member.grade, type: string }
"""

MEMBERS = "아이디,이름,휴대폰번호,이메일\r\nflower01,김하나,010-0000-0001,hana@example.com\r\n"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait(port, process, name):
    for _ in range(300):
        if process.poll() is not None:
            raise SystemExit(f"openapi: {name} ended with {process.returncode}")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.05)
    raise SystemExit(f"openapi: {name} does not listen")


def check_document():
    """That the document is OpenAPI 3.1, by its own schema."""
    from openapi_spec_validator import validate

    validate(json.loads(DOCUMENT.read_text()))
    print("openapi: docs/openapi.json is an OpenAPI 3.1 document")


def check_served(port):
    """That what is served is what is shipped."""
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/openapi.json", timeout=10) as answer:
        served = json.load(answer)
    shipped = json.loads(DOCUMENT.read_text())
    assert served["servers"] == [{"url": f"http://127.0.0.1:{port}"}], served["servers"]
    served["servers"] = shipped["servers"]
    assert served == shipped, "the served document is another one than docs/openapi.json"


def check_heads(port):
    """That an answer to HEAD has no body on the wire, whatever it is: it would be taken for the next answer."""
    for path in ("/nothing", "/shops/none/naru.js", "/healthz", "/shops/flower/login"):
        with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
            connection.sendall(f"HEAD {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode())
            answer = b""
            while part := connection.recv(65536):
                answer += part
        assert answer.split(b"\r\n\r\n", 1)[1] == b"", f"HEAD {path} has a body"


def main(naru, folder):
    check_document()
    ports = {"sandbox": free_port(), "sidecar": free_port()}
    environment = {
        **os.environ,
        "SCHEMATHESIS_HOOKS": str(ROOT / "hooks.py"),
        "NARU_TEST_API_TOKEN": TOKEN,
        "NARU_TEST_REST_KEY": "sandbox-rest-key",
        "NARU_TEST_CLIENT_SECRET": "sandbox-client-secret",
        "NARU_TEST_ADMIN_KEY": "sandbox-admin-key",
        "NARU_TEST_PRIMARY_KEY": "sandbox-primary-key",
    }
    (folder / "shops").mkdir()
    (folder / "naru.yaml").write_text(
        f"listen: 127.0.0.1:{ports['sidecar']}\npublic_url: http://127.0.0.1:{ports['sidecar']}\n"
        "store: sqlite:naru.db\nshops: shops/\n")
    (folder / "shops" / "flower.yaml").write_text(SHOP % ports)
    (folder / "members.csv").write_text(MEMBERS)
    processes = []

    def start(*arguments):
        process = subprocess.Popen(
            [naru, *arguments], cwd=folder, env=environment, stdout=subprocess.DEVNULL, stderr=open(folder / "log", "ab"))
        processes.append(process)
        return process

    try:
        wait(ports["sandbox"], start("sandbox", "--port", str(ports["sandbox"])), "the sandbox")
        subprocess.run(
            [naru, "import", "--config", "naru.yaml", "--shop", "flower", "members.csv"], cwd=folder, env=environment,
            check=True, stdout=subprocess.DEVNULL)
        sidecar = start("serve", "--config", "naru.yaml")
        wait(ports["sidecar"], sidecar, "the sidecar")
        check_served(ports["sidecar"])
        check_heads(ports["sidecar"])
        command = [
            sys.executable, "-m", "schemathesis.cli", "--config-file", str(ROOT / "schemathesis.toml"), "run", str(DOCUMENT),
            "--url", f"http://127.0.0.1:{ports['sidecar']}",
        ]
        start_time = time.monotonic()
        result = subprocess.run(
            command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
            timeout=SECONDS)
        seconds = time.monotonic() - start_time
        if sidecar.poll() is not None:
            print(result.stdout[-20000:])
            raise SystemExit(f"openapi: the sidecar ended with {sidecar.returncode}")
        if result.returncode != 0:
            print(result.stdout[-20000:])
            raise SystemExit("openapi: FAILED")
        cases = re.search(r"Test cases:\s*\n?\s*([\d,]+) generated", result.stdout)
        print(f"openapi: schemathesis passed: {cases.group(1) if cases else 'all'} requests in {seconds:.0f} s")
    except subprocess.TimeoutExpired:
        raise SystemExit(f"openapi: FAILED: schemathesis took more than {SECONDS} s")
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


main(os.path.abspath(sys.argv[1]), Path(sys.argv[2]))
