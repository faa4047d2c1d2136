"""Signing in with an API token, signing out, and the desk (工作台) with what waits to be done."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, make_response, render_template, request, url_for
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from gateway.web.asking import Refused, nodes
from gateway.web.forms import Field, Form
from gateway.web.here import must_be, the_asker, the_person, the_site
from gateway.web.session import Sessions
from services.chassis.identity import Role
from services.chassis.refusal import Forbidden

pages = Blueprint("desk", __name__)

LOGIN = (
    Field("token", "登录口令", kind="text", rows=4, hint="主办方发给你的一长串字符，或整条登录链接", required=True),
)


@pages.route("/login", methods=["GET", "POST"])
def show_login() -> str | Response:
    """Sign in: by the link with the token in it, or by pasting the token."""
    form = Form.of(LOGIN)
    # The address with the token is left at once, so that it is neither shown nor sent on as a referrer.
    given = request.args.get("token", "")
    if request.method == "POST":
        form = Form.typed(LOGIN, request.form)
        given = _token_in(form.read().get("token", ""))
    if given:
        try:
            the_site().sessions.verify(given)
        except Forbidden:
            form.faults["token"] = "登录口令无效或已过期，请向主办方要新的"
        else:
            response = redirect(_way_on(request.values.get("next", "")), 303)
            Sessions.open(response, given, secure=the_site().is_secure)
            return response
    form.values["token"] = ""
    body = render_template("login.html", form=form, next=request.values.get("next", ""))
    return make_response(body, 401 if form.is_wrong else 200)


@pages.post("/logout")
def sign_out() -> Response:
    """Sign out."""
    response = redirect(url_for("site.front.show_front", done="signed-out"), 303)
    Sessions.close(response)
    return response


@pages.get("/desk")
def show_desk() -> str:
    """What waits for the person who is signed in."""
    must_be(*(role for role in Role if role is not Role.VISITOR))
    if the_person().has(Role.ORGANIZER):
        reply = the_asker().ask("desk")
        return render_template(
            "desk.html",
            submitted=(reply.data["submitted"] or {}).get("totalCount"),
            editions=reply.data["editions"] or [],
            conferences=nodes(reply.data["conferences"]),
        )
    needs, saved = _own_things()
    return render_template("own_desk.html", needs=needs, news=sum(one["unseen"] for one in saved))


def _own_things() -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """One's needs and saved searches; what cannot be had just now is left out."""
    try:
        data = the_asker().ask("ownDesk", needs=the_person().has(Role.ENTERPRISE, Role.PARK_OPERATOR)).data
    except Refused:
        return [], []
    return nodes(data.get("needs")), data.get("savedSearches") or []


def _token_in(typed: str) -> str:
    """The token of what was pasted, be it the token or the whole link."""
    return typed.partition("token=")[2].partition("&")[0] or typed


def _way_on(wanted: str) -> str:
    """Where to go after signing in: a page of this site, never an address of another."""
    parts = urlsplit(wanted)
    if parts.scheme or parts.netloc or not wanted.startswith("/") or wanted.startswith(("//", "/\\")):
        return url_for("site.desk.show_desk")
    return wanted
