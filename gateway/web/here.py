"""What a page may reach: the site it belongs to, the person who looks, and the schema asked in their name."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from flask import current_app, g, redirect, request, url_for
from werkzeug.wrappers import Response

from gateway.web.asking import Asker, Execute, Fault, Questions, Refused
from gateway.web.assets import Asset
from gateway.web.session import FormKeys, Sessions
from services.chassis.clock import Clock
from services.chassis.identity import Actor, Role

_EXTENSION = "gongxu_site"


@dataclass(frozen=True)
class Site:
    """What all pages of one site share."""

    execute: Execute
    questions: Questions
    sessions: Sessions
    clock: Clock
    address: str
    assets: Mapping[str, Asset]

    @property
    def is_secure(self) -> bool:
        """Whether people reach the site over https, so that cookies may say so."""
        return self.address.startswith("https:")


def keep_site(extensions: dict[str, Any], site: Site) -> None:
    """Let the pages of an application find their site."""
    extensions[_EXTENSION] = site


def the_site() -> Site:
    """The site this page belongs to."""
    return cast(Site, current_app.extensions[_EXTENSION])


def the_person() -> Actor:
    """Who looks at this page."""
    return cast(Actor, g.person)


def the_keys() -> FormKeys:
    """The keys of the forms on this page."""
    return cast(FormKeys, g.form_keys)


def the_asker() -> Asker:
    """Asks the schema in the name of the person who looks."""
    site = the_site()
    return Asker(site.execute, site.questions, the_person())


def must_be(*roles: Role) -> None:
    """Send a visitor to the login page and refuse the wrong role, before a form is shown that could not be sent."""
    person = the_person()
    if person.has(*roles):
        return
    if person.is_visitor:
        raise Refused([Fault("UNAUTHENTICATED", "这一页需要登录。")])
    raise Refused([Fault("FORBIDDEN", "你的账号没有这项权限。")])


def go(endpoint: str, done: str = "", **values: Any) -> Response:
    """Go on to another page after a form was taken, saying there what was done."""
    return redirect(url_for(endpoint, done=done or None, **values), 303)


def sent_version() -> int:
    """The version the form was made from; it goes out as the version the person saw."""
    text = request.form.get("version", "")
    if not text.isdigit():
        raise Refused([Fault("BAD_USER_INPUT", "页面已过期，请刷新后再试。")])
    return int(text)
