"""A browser that follows the sandbox's pages by their forms, as a person would."""

from html.parser import HTMLParser
from urllib.parse import parse_qs, urljoin, urlsplit

import requests


class Page(HTMLParser):
    """The forms of a page: action, hidden fields, checkboxes, buttons."""

    def __init__(self, html):
        super().__init__()
        self.forms = []
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        values = dict(attributes)
        if tag == "form":
            self.forms.append({"action": values["action"], "hidden": [], "boxes": [], "buttons": []})
        elif self.forms and tag in ("input", "button") and values.get("name"):
            kind = "buttons" if tag == "button" else {"hidden": "hidden", "checkbox": "boxes"}.get(values.get("type"))
            if kind:
                self.forms[-1][kind].append((values["name"], values.get("value", "")))

    def form(self, name, value=None):
        """The form with a button of this name, and that button."""
        for form in self.forms:
            for button in form["buttons"]:
                if button[0] == name and (value is None or button[1] == value):
                    return form, button
        raise AssertionError(f"the page has no button {name}={value}")


class Browser:
    """Keeps cookies; does not leave the sandbox but gives the address that it would be sent to."""

    def __init__(self, base, user_agent="Mozilla/5.0"):
        self.base = base
        self.session = requests.Session()
        self.session.headers["User-Agent"] = user_agent

    def log_in(self, address, account, untick=()):
        """From an authorize address to the one that the client is sent back to."""
        answer = self.session.get(address, allow_redirects=False)
        for _ in range(5):
            if answer.status_code in (302, 303):
                return answer.headers["Location"]
            assert answer.status_code == 200, f"{answer.status_code}: {answer.text[-700:]}"
            page = Page(answer.text)
            actions = [form["action"] for form in page.forms]
            if any(action.endswith("/account") for action in actions):
                form, button = page.form("account", account)
                fields = [*form["hidden"], button]
            else:
                form, button = page.form("action", "agree")
                fields = [*form["hidden"], *(box for box in form["boxes"] if box[1] not in untick), button]
            answer = self.session.post(
                urljoin(self.base, form["action"]),
                data=fields,
                headers={"Origin": self.base},
                allow_redirects=False,
            )
        raise AssertionError("the login does not come to an end")


def query(address):
    """The parameters of an address."""
    return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
