"""A browser without a screen: it reads a page as a person does, fills in its forms and presses their buttons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from werkzeug.test import Client, TestResponse

from services.chassis.identity import Role
from tests.system.street import Street

VOID = {"input", "meta", "link", "br", "path", "rect"}


@dataclass
class SentForm:
    """A form of a page as it would be sent."""

    action: str
    method: str
    values: dict[str, list[str]] = field(default_factory=dict)
    verbs: list[str] = field(default_factory=list)


@dataclass
class Page:
    """A page that was read."""

    browser: Browser
    response: TestResponse
    address: str
    text: str = ""
    headings: list[str] = field(default_factory=list)
    links: dict[str, str] = field(default_factory=dict)
    forms: list[SentForm] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)

    @property
    def status(self) -> int:
        """The status."""
        return self.response.status_code

    @property
    def html(self) -> str:
        """The page as it came."""
        return self.response.get_data(as_text=True)

    def follow(self, words: str) -> Page:
        """Follow the link with these words."""
        return self.browser.get(self.links[words])

    def press(self, verb: str, **values: Any) -> Page:
        """Fill in the form that has this button, and press it. Dots in names are written as two underscores."""
        form = next(one for one in self.forms if verb in one.verbs)
        named = {name.replace("__", "."): value for name, value in values.items()}
        sent: dict[str, Any] = {**form.values, **named}
        return self.browser.send(form.method, form.action or self.address, sent)


@dataclass
class Browser:
    """Keeps cookies and follows redirects."""

    client: Client

    def get(self, address: str) -> Page:
        """Read a page."""
        return self._read(self.client.get(address), address)

    def send(self, method: str, address: str, values: Mapping[str, Any]) -> Page:
        """Send a form."""
        if method == "get":
            return self._read(self.client.get(address, query_string=dict(values)), address)
        return self._read(self.client.post(address, data=dict(values)), address)

    def _read(self, response: TestResponse, address: str) -> Page:
        while response.status_code in {301, 302, 303}:
            address = response.headers["Location"]
            response = self.client.get(address)
        page = Page(self, response, address)
        if response.mimetype == "text/html":
            _Reader(page).feed(page.html)
        return page


def open_browser(street: Street, role: Role | None = None, organisation: str = "") -> Browser:
    """A browser of its own in front of the house, signed in by a link when a role is given."""
    browser = Browser(Client(street.client.application))
    if role is not None:
        browser.get("/login?token=" + street.house.token(role, organisation))
    return browser


class _Reader(HTMLParser):
    def __init__(self, page: Page) -> None:
        super().__init__()
        self.page = page
        self.form: SentForm | None = None
        self.select = ""
        self.text: list[str] = []
        self.marks: list[tuple[str, int, dict[str, str]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        self._judge(tag, given)
        if tag == "form":
            self.form = SentForm(given.get("action", ""), given.get("method", "get"))
            self.page.forms.append(self.form)
        elif tag == "select":
            self.select = given["name"]
        elif tag == "option" and self.select and ("selected" in given or self.select not in self._values()):
            self._values()[self.select] = [given["value"]]
        elif tag == "input" and self.form is not None:
            self._take_input(given)
        if tag not in VOID:
            self.marks.append((tag, len(self.text), given))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in VOID:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        while self.marks:
            opened, start, given = self.marks.pop()
            if opened == tag:
                break
            self.page.problems.append(f"<{opened}> is closed by </{tag}>")
        words = "".join(self.text[start:]).strip()
        if tag == "a" and "href" in given:
            self.page.links.setdefault(words, given["href"])
        elif tag in {"h1", "h2", "h3"}:
            self.page.headings.append(f"{tag} {words}")
        elif tag == "textarea" and self.form is not None:
            self.form.values[given["name"]] = [words]
        elif tag == "button" and self.form is not None:
            self.form.verbs.append(words)
        elif tag == "select":
            self.select = ""
        elif tag == "form":
            self.form = None

    def handle_data(self, data: str) -> None:
        self.text.append(data)
        self.page.text = " ".join("".join(self.text).split())

    def _values(self) -> dict[str, list[str]]:
        return self.form.values if self.form is not None else {}

    def _take_input(self, given: Mapping[str, str]) -> None:
        kind, name = given.get("type", "text"), given.get("name", "")
        if not name or kind == "file" or (kind in {"checkbox", "radio"} and "checked" not in given):
            return
        self._values().setdefault(name, []).append(given.get("value", ""))

    def _judge(self, tag: str, given: Mapping[str, str]) -> None:
        """What the policy forbids, or a person who cannot see would miss."""
        if "style" in given or tag == "style" or (tag == "script" and "src" not in given):
            self.page.problems.append(f"<{tag}> carries style or script of its own")
        self.page.problems += [f"<{tag} {name}>" for name in given if name.startswith("on")]
