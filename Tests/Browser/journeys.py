"""The journeys. Each is a function that takes a `Scene`; its docstring says what it shows."""

import json
import os
import pathlib
import re
import subprocess
import sys
import time
import traceback
import urllib.parse

from kakao import agree_to_all, cancel, choose, is_consent
from qr import QRReader
from scene import ANDROID, DESKTOP, HANA, PHONE, TALK_ANDROID, TALK_IOS, Scene, clean, expect, free_port
from shop import FILE
from webdriver import ChromeDriver


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
        expect(browser.text("#error") == "로그인을 취소하셨습니다." and scene.state(browser) == "로그아웃", browser.text())
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
    # Kakao's own login needs its cookies; the shop's and the sidecar's are off.
    with scene.browser(ANDROID, cookies="127.0.0.1") as browser:
        scene.tap_login(browser, "/cart")
        browser.wait(lambda: browser.has("button.person"))
        choose(browser, "하나")
        browser.wait(lambda: is_consent(browser))
        agree_to_all(browser)
        browser.wait(lambda: browser.has(".reference"))
        scene.shot(browser, "cookies-off")
        page = browser.text()
        for words in (
                "플라워샵", "로그인 시간이 지났거나 다른 브라우저에서 시작한 로그인입니다.",
                "브라우저에서 쿠키를 막아 두셨다면 허용해 주세요.", "쇼핑몰로 돌아가기"):
            expect(words in page, page)
        reference = browser.text(".reference code")
        expect(re.fullmatch("[0-9A-Z]{4}-[0-9A-Z]{4}", reference) is not None, page)
        expect(reference in scene.log("serve"), "the log does not have the number of the page")
        # It stays there: the page leads nowhere by itself, and the way back begins no login.
        address, asked = browser.address, len(scene.shop.pages)
        expect(address.startswith(f"{scene.sidecar}/shops/flower/kakao/callback?"), address)
        time.sleep(0.5)
        expect(browser.address == address and len(scene.shop.pages) == asked, f"it went on to {browser.address}")
        expect(not scene.shop.handoffs, "a hand-off was made")
        browser.click("a.main")
        browser.wait(lambda: browser.has("#state"))
        time.sleep(0.5)
        expect(browser.address == scene.shop.address + "/" and scene.state(browser) == "로그아웃", browser.address)


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
    """A member from before Kakao is recognised by the verified phone number, and joined once the password shows that it is them."""
    scene.import_member("flower01", "010-0000-0001")
    scene.shop.set_password("flower01", "rose")
    with scene.browser() as browser:
        scene.reach_join(browser)
        expect("flower01 계정이 있습니다" in browser.text("#match"), browser.text())
        scene.shot(browser, "match")
        browser.type("#password", "tulip")
        browser.click("#connect")
        browser.wait(lambda: browser.has("#told"))
        expect(browser.text("#told") == "비밀번호가 맞지 않습니다." and not scene.shop.logins, browser.text())
        browser.type("#password", "rose")
        browser.click("#connect")
        browser.wait(lambda: scene.state(browser).startswith("로그인"))
        expect(scene.state(browser) == "로그인: flower01", browser.text())
        expect(scene.shop.members["flower01"]["kakao_user"] == str(HANA), scene.shop.members)


def back_end(scene):
    """The back end of Examples/python-shop at what goes wrong: codes that are gone, forms sent twice, who is linked elsewhere, an outage."""
    scene.import_member("flower01", "010-0000-0001")
    scene.shop.set_password("flower01", "rose")
    shop, user = scene.shop, str(HANA)
    with scene.browser() as browser:
        browser.open(shop.address + "/join?naru_code=" + "A" * 43)
        expect(scene.state(browser) == "로그인 시간이 지났습니다. 다시 시도해 주세요.", browser.text())
        scene.shot(browser, "gone")
        scene.reach_join(browser)
        # The member that is offered belongs to another Kakao user: said, and a new account is still to be had.
        expect(shop.call("PUT", "/links/42", {"member_id": "flower01"})[0] == 200, "not linked")
        browser.type("#password", "rose")
        browser.click("#connect")
        browser.wait(lambda: browser.has("#told"))
        expect("다른 카카오계정과 연결되어 있습니다" in browser.text("#told"), browser.text())
        # Without the sidecar nothing is lost: the same button again, and no second member for it.
        scene.stop_sidecar()
        browser.click("#complete")
        browser.wait(lambda: "잠시 후 다시" in browser.text("#told"))
        made = set(shop.members) - {"flower01"}
        scene.start_sidecar()
        browser.click("#complete")
        browser.wait(lambda: scene.state(browser).startswith("로그인"))
        expect(set(shop.members) - {"flower01"} == made and len(made) == 1, shop.members)
        member = made.pop()
        expect(scene.state(browser) == f"로그인: {member}", browser.text())
        # The form again: the same member, in a session of its own.
        browser.open(shop.address + "/join")
        browser.click("#complete")
        browser.wait(lambda: scene.state(browser) == f"로그인: {member}")
        expect(len(shop.members) == 2, shop.members)
        # A code that was used, by whoever is logged in: the page without it.
        code = next(page for page in shop.pages if "naru_code" in page)
        browser.open(shop.address + "/cart?" + code.split("?")[1])
        expect(browser.address == shop.address + "/cart" and scene.state(browser) == f"로그인: {member}", browser.address)
        # Ending the membership ends it at Kakao as well, and the login with it; twice is as good as once.
        shop.leave(member)
        expect(not scene.kakao.person(HANA)["linked"], "still linked at Kakao")
        browser.open(shop.address + "/")
        expect(scene.state(browser) == "로그아웃", browser.text())
        shop.leave(member)
    with scene.browser() as browser:
        # A Kakao user that has become a member while the form was open, in another tab perhaps: that is who it is.
        scene.reach_join(browser)
        expect(shop.call("PUT", f"/links/{user}", {"member_id": "flower02"})[0] == 200, "not linked")
        browser.click("#complete")
        browser.wait(lambda: scene.state(browser) == "로그인: flower02")
        expect(set(shop.members) == {"flower01", "flower02"}, shop.members)
        expect(shop.call("DELETE", f"/links/{user}")[0] == 200, "not unlinked")
    with scene.browser() as browser:
        # Who waits too long begins again.
        scene.reach_join(browser)
        for signup in shop.signups.values():
            signup.begun -= 3_600
        browser.click("#complete")
        browser.wait(lambda: scene.state(browser) == "가입 시간이 지났습니다. 다시 시작해 주세요.")


def example_program(scene):
    """Examples/python-shop as its README starts it, a process of its own: a signup, and a login after it."""
    scene.shop.close()
    with open(scene.folder / "shop.log", "wb") as log:
        scene.processes.append(subprocess.Popen(
            [sys.executable, "-B", str(FILE), "--port", str(scene.shop_port), "--naru", scene.sidecar, "--shop", "flower"],
            cwd=scene.folder, env={"PATH": os.environ["PATH"], "NARU_TOKEN": scene.token}, stdout=log, stderr=log))
    scene.wait(scene.shop.address + "/")
    with scene.browser() as browser:
        scene.sign_up(browser, path="/cart?size=l")
        expect(browser.address == scene.shop.address + "/cart?size=l", browser.address)
        member = scene.state(browser)
        browser.click("#logout")
        browser.wait(lambda: scene.state(browser) == "로그아웃")
        scene.tap_login(browser, "/mypage")
        browser.wait(lambda: scene.state(browser) == member)
        scene.shot(browser, "member")
        expect("naru_code" not in scene.log("shop") and scene.token not in scene.log("shop"), "the shop's log tells")


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


def campaign_link(scene):
    """The link of a campaign: its QR codes, as SVG and in the terminal, are read again by a reader that is not Naru's, and lead to the page."""
    reader = QRReader(scene.folder)
    spring = urllib.parse.quote("/event/봄?a=1&b=꽃", safe="/?=&")
    links = []
    for number, target in enumerate(["/event", f"{scene.shop.address}/event?size=l&colour=red", spring, "/" + "long" * 200]):
        svg = scene.folder / f"{number}.svg"
        shown = scene.terminal("link", "--shop", "flower", "--to", target, "--svg", str(svg))
        link = json.loads(scene.run("link", "--shop", "flower", "--to", target, "--json"))["url"]
        expect(link in shown, "the terminal does not show the link")
        links.append(link)
        with scene.browser(size=(1200, 1200)) as browser:
            browser.open(svg.as_uri())
            expect(reader.png(browser.picture()) == link, f"the SVG of {target} reads otherwise")
        expect(reader.terminal(shown) == link, f"the terminal's code of {target} reads otherwise")
        plain = scene.terminal("link", "--shop", "flower", "--to", target, colours=False)
        expect(reader.terminal(plain) == link, f"the terminal's code of {target} without colours reads otherwise")
        clean(link)
    with scene.browser(TALK_ANDROID) as browser:
        browser.open(links[0])
        browser.wait(lambda: browser.has("#state"))
        expect(browser.address == scene.shop.address + "/event?naru_auto=tried", browser.address)


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
    first_signup, second_login, cancelled, reconsent, auto_login, cookies_off, two_tabs, back_button, existing_member, back_end,
    example_program, withdrawal, campaign_link, pages]


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
