"""The operator's pages: logged in, gone through, shown at both widths and in both languages. Nothing may be cut off or wider than the window."""

import base64
import json
import os
import pathlib
import sqlite3
import sys
import time
import traceback

from scene import DESKTOP, PHONE, Scene, expect, free_port
from webdriver import ChromeDriver

TOKEN = "browser-operator-token-0123456789abcdef"
ERROR = {
    "severity": "error", "code": "kakao-error", "place": {"field": "POST /v1/talkchannel/update/target_user_file"},
    "reason": {
        "ko": "카카오가 -5 오류로 답했습니다: 앱이나 사용자에게 이 API의 권한이 없습니다.",
        "en": "Kakao answered with error -5: the app or the user may not use this API."},
    "fix": {"ko": "권한을 신청하십시오.", "en": "Apply for the permission."}}
STUCK = {
    "severity": "error", "code": "delivery-unreadable", "place": {},
    "reason": {"ko": "받은 알림을 읽을 수 없습니다.", "en": "The delivery can not be read."},
    "fix": {
        "ko": "Naru를 업데이트한 뒤 다시 시도하시거나, 보낸 쪽의 형식을 확인하십시오.",
        "en": "Update Naru and retry it, or check what its sender sends."}}
LAST = "김이박최정강조윤장임"
GIVEN = ["하나", "두리", "세찬", "네온", "다솜", "여름", "이레", "여덟", "아홉", "한결"]


class AdminScene(Scene):
    @property
    def environment(self):
        return {**super().environment, "NARU_ADMIN_TOKEN": TOKEN}

    def write_shop(self, terms=""):
        with open(self.folder / "naru.yaml", "a", encoding="utf-8") as file:
            file.write("admin: { token: { env: NARU_ADMIN_TOKEN } }\n")
        super().write_shop("terms, privacy, marketing")
        with open(self.folder / "shops/flower.yaml", "a", encoding="utf-8") as file:
            file.write("""
customer_files:
  - name: 전체회원
    channel: _xgTNZs
    users: phone
    where: { consent: [sms] }
    columns: { 생년월일: member.birth_date, 지역: member.region, 회원등급: { from: member.grade, type: string } }
  - name: 카카오로 연결된 서울 회원
    channel: _xgTNZs
    users: app
    where: { consent: [sms], region: [서울] }
    columns: { 성별: member.gender }
""")
        for index in range(1, 60):
            (self.folder / f"shops/shop{index:02}.yaml").write_text(f"id: shop{index:02}\nname: {index}번 가게\n", encoding="utf-8")

    def fill(self):
        """Members of every sort, syncs, and the past that charts are drawn from."""
        rows = ["아이디,이름,휴대폰번호,이메일,생년월일,SMS수신동의,회원상태,지역,회원등급,카카오 회원번호"]
        for index in range(240):
            phone = "" if index % 9 == 0 else f"010-0000-{index:04}"
            user = str(2_000_000_000 + index) if index % 3 == 0 else ""
            rows.append(
                f"member{index:03},{LAST[index % 10]}{GIVEN[index % 7]},{phone},m{index}@example.com,19{70 + index % 30}-03-0{1 + index % 9},"
                f"{'Y' if index % 4 else 'N'},{'휴면' if index % 31 == 5 else '정상'},{['서울', '부산', '제주'][index % 3]},"
                f"{['VIP', 'GOLD', ''][index % 3]},{user}")
        for index in range(45):
            rows.append(f",이름만{index},010-0000-9{index:03},,,Y,정상,서울,,")
        rows.append("member999,긴이름의회원,전화아님,이메일아님,1990-99-99,글쎄,정상,서울,,")
        file = self.folder / "2026-11월 회원목록(전체).csv"
        file.write_text("\r\n".join(rows) + "\r\n", encoding="utf-8")
        self.run("import", "--shop", "flower", str(file))
        self.run("plan", "--shop", "flower", ok=(0, 2))
        self.run("sync", "--shop", "flower", ok=(0, 1, 2))
        self.past()

    def run(self, *arguments, ok=(0,)):
        import subprocess
        result = subprocess.run(
            [self.naru, *arguments], cwd=self.folder, env=self.environment, capture_output=True, text=True)
        expect(result.returncode in ok, f"{arguments}: {result.returncode}\n{result.stderr}")
        return result.stdout

    def past(self):
        now = int(time.time() * 1000)
        store = sqlite3.connect(self.folder / "naru.db", timeout=20)
        shop = store.execute("SELECT shop_id FROM shops WHERE name = 'flower'").fetchone()[0]
        day = (now + 32_400_000) // 86_400_000
        for back in range(58, 0, -1):
            linked = 20 + (58 - back) + (back % 5)
            store.execute(
                "INSERT OR REPLACE INTO coverage_days VALUES (?,?,?,0,'',?,8,3,?,40,2,20,30,50,180)",
                (shop, day - back, now - back * 86_400_000, 220 + (58 - back) // 4, linked))
        last = store.execute("SELECT max(run_id) FROM runs WHERE shop_id = ?", (shop,)).fetchone()[0]
        number = last + 1000
        for back in range(57, -1, -1):
            for hour in range(1 + back * 7 % 3):
                at = now - back * 86_400_000 - hour * 3_600_000
                kind, outcome = ("sync", "stopped") if back % 11 == 3 else ("import", "succeeded") if hour else ("sync", "succeeded")
                summary = {"files": [{"name": "전체회원", "add": 3, "update": 12, "remove": 1, "unchanged": 180, "sent": 16, "failed": 0}]}
                if back % 17 == 2:
                    kind, outcome = "sync", "failed"
                    summary = {"files": [{**summary["files"][0], "sent": 0, "failed": 16, "problem": ERROR}], "problem": ERROR}
                elif kind == "import":
                    summary = {"subject": "2026-11월 회원목록(전체).csv", "counts": {
                        "rows": 240, "records": 240, "changed": 12, "unchanged": 228, "quarantined": 0, "warnings": 1, "withdrawn": 0}}
                number += 1
                store.execute(
                    "INSERT INTO runs VALUES (?,?,?,?,?,?,?)",
                    (shop, number, kind, at, at + 4_300, outcome, json.dumps(summary, ensure_ascii=False)))
        for index in range(34):
            dead = index < 3
            store.execute(
                "INSERT INTO inbox (shop_id, source, dedup, subject, received_at, state, attempts, due_at, finished_at, kind, problem, head, body)"
                " VALUES (?,?,?,?,?,?,?,0,?,?,?,'',?)",
                (shop, ["kakao.channel", "shop", "kakao.unlink"][index % 3], b"b%d" % index, f"s{index}",
                 now - index * 500_000, 2 if dead else 1, 8 if dead else 1, now - index * 500_000 + 900,
                 "added" if index % 3 == 0 else "member.updated", json.dumps(STUCK, ensure_ascii=False) if dead else None,
                 json.dumps({"event": "added", "id": "member001", "phone": "010-0000-0001", "email": "m1@example.com"}).encode()))
        store.commit()
        store.close()

    # Pictures

    def picture(self, browser, name):
        """The whole page; nothing of it may be wider than the window."""
        size = browser.run("return [document.documentElement.scrollWidth, document.documentElement.scrollHeight, window.innerWidth]")
        wide = browser.run(
            "return [...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1)"
            ".map(e => e.tagName + '.' + e.className).slice(0, 5)")
        expect(size[0] <= size[2], f"{name} is {size[0]} pixels wide in a window of {size[2]}: {wide}")
        answer = browser.devtools("Page.captureScreenshot", {
            "captureBeyondViewport": True, "clip": {"x": 0, "y": 0, "width": size[2], "height": min(size[1], 6000), "scale": 1}})
        (self.shots / f"{self.name}-{self.size[0]}-{name}.png").write_bytes(base64.b64decode(answer["data"]))


def through(scene, language):
    base = f"{scene.sidecar}/admin"
    with scene.browser() as browser:
        browser.open(f"{base}?lang={language}")
        expect(browser.address.startswith(base + "/login"), browser.address)
        browser.open(f"{base}/login?lang={language}")
        scene.picture(browser, "00-login")
        browser.run("document.querySelector('[name=token]').value = 'wrong'")
        browser.click("button.main")
        browser.wait(lambda: browser.has("[role=alert]"))
        scene.picture(browser, "01-wrong")
        browser.run(f"document.querySelector('[name=token]').value = '{TOKEN}'")
        browser.click("button.main")
        browser.wait(lambda: browser.has(".tools form"))
        scene.picture(browser, "02-shops")
        browser.open(base + "/shops/shop05")
        scene.picture(browser, "03-new-shop")
        browser.click("main a[href='/admin']")
        browser.wait(lambda: browser.has("[href='/admin/shops/flower']"))
        browser.click("[href='/admin/shops/flower']")
        browser.wait(lambda: browser.has("svg polyline"))
        scene.picture(browser, "04-state")
        browser.run("document.querySelectorAll('details').forEach(d => d.open = true)")
        scene.picture(browser, "05-state-open")
        shop = base + "/shops/flower"
        for number, path in enumerate(["files", "runs", "quarantine", "inbox", "inbox?state=done", "member", "quarantine/3", "inbox/1"]):
            browser.open(f"{shop}/{path}")
            scene.picture(browser, f"{number + 10}-{path.replace('/', '-').replace('?', '-')}")
        browser.open(shop + "/runs?kind=sync")
        browser.click("td a", 2)
        browser.wait(lambda: browser.has("dl"))
        scene.picture(browser, "20-run")
        browser.open(shop + "/files")
        browser.click(".acts button")
        browser.wait(lambda: browser.has("[role=status]"))
        scene.picture(browser, "21-planned")
        for member in ("member003", "member004"):
            browser.open(shop + "/member")
            browser.run(f"document.querySelector('main [name=member]').value = '{member}'")
            browser.click("main button.main")
            browser.wait(lambda: browser.has("ul.rules"))
            scene.picture(browser, f"22-{member}")
        browser.click("main .acts button")
        browser.wait(lambda: "***" not in browser.text("main dl"))
        scene.picture(browser, "23-revealed")
        expect("member004" not in browser.address, browser.address)
        browser.open(shop + "/inbox")
        browser.click("td button")
        browser.wait(lambda: browser.has("[role=status]"))
        scene.picture(browser, "24-retried")
        browser.open(base + "/shops/nobody")
        scene.picture(browser, "25-missing")
        browser.click("header form button")
        browser.wait(lambda: browser.has("[name=token]"))
        browser.open(shop)
        expect("/admin/login" in browser.address, "still logged in after logging out")


def main():
    naru, shots = os.path.abspath(sys.argv[1]), pathlib.Path(sys.argv[2])
    shots.mkdir(parents=True, exist_ok=True)
    for old in shots.glob("*.png"):
        old.unlink()
    failed = 0
    with ChromeDriver("chromedriver", free_port()) as driver:
        for language, size in (("ko", PHONE), ("ko", DESKTOP), ("en", PHONE), ("en", DESKTOP)):
            try:
                with AdminScene(naru, driver, shots, language, size) as scene:
                    scene.fill()
                    through(scene, language)
                print(f"ok   {language} {size[0]}x{size[1]}", flush=True)
            except Exception:
                failed += 1
                print(f"FAIL {language} {size[0]}x{size[1]}", flush=True)
                traceback.print_exc()
    print(f"browser: {failed} failed" if failed else "browser: all passed", flush=True)
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
