"""The site as one blueprint: pages that ask the schema in process, for the person whose cookie came along."""

from __future__ import annotations

import secrets
from typing import Any

from flask import Blueprint, Flask, Response, abort, g, request, url_for
from jinja2 import StrictUndefined

from gateway.web.asking import Execute, Questions
from gateway.web.assets import read_assets
from gateway.web.failures import BadForm, show_failures
from gateway.web.guard import is_from_elsewhere, protect
from gateway.web.here import Site, keep_site, the_keys, the_person, the_site
from gateway.web.notices import DONE
from gateway.web.pages import (
    conference_forms,
    conferences,
    day,
    day_check_in,
    desk,
    edition_forms,
    editions,
    entries,
    figures,
    front,
    list_changes,
    list_import,
    need_forms,
    needs,
    objections,
    outcomes,
    parties,
    parties_import,
    plan_files,
    renewal,
    requests,
    rule_prices,
    run_history,
    runs,
    saved_searches,
    screening,
    search,
)
from gateway.web.session import FormKeys, Sessions
from gateway.web.showing import FILTERS, mark_spans, show_money
from gateway.web.words import WORDS, word
from services.chassis.clock import Clock
from services.chassis.identity import Keyring, Role

REQUEST_HEADER = "X-Request-Id"
PAGES = (
    front,
    search,
    saved_searches,
    entries,
    editions,
    edition_forms,
    list_import,
    renewal,
    needs,
    need_forms,
    screening,
    requests,
    conferences,
    conference_forms,
    parties,
    parties_import,
    runs,
    run_history,
    list_changes,
    objections,
    rule_prices,
    plan_files,
    day,
    day_check_in,
    outcomes,
    figures,
    desk,
)


def create_site(execute: Execute, *, keyring: Keyring, clock: Clock, address: str) -> Blueprint:
    """Make the site. `execute(document, variables, actor)` runs the schema; `address` is what people type."""
    site = Blueprint("site", __name__, template_folder="templates")
    shared = Site(execute, Questions(), Sessions(keyring, clock), clock, address, read_assets())

    @site.record
    def prepare(state: Any) -> None:
        keep_site(state.app.extensions, shared)
        _dress(state.app)

    site.before_request(_receive)
    site.before_request(_refuse_foreign_forms)
    # Also for pages that do not exist, which belong to no blueprint.
    site.after_app_request(_send)
    site.app_context_processor(_context)
    site.add_url_rule("/static/<name>", "static", _send_asset)
    for module in PAGES:
        site.register_blueprint(module.pages)
    show_failures(site)
    return site


def _dress(app: Flask) -> None:
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    # A misspelt field must break a test, not leave a hole in a page.
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.filters.update(FILTERS)


def _receive() -> None:
    """Find out who looks. Also run for pages that do not exist, whose error page shows the person too."""
    g.setdefault("request_id", request.headers.get(REQUEST_HEADER, "")[:64] or secrets.token_hex(8))
    g.person = the_site().sessions.read(request, g.request_id)
    g.form_keys = FormKeys(request)


def _refuse_foreign_forms() -> None:
    if request.method in {"GET", "HEAD", "OPTIONS"}:
        return
    if is_from_elsewhere(request, the_site().address) or not the_keys().accept(request.form.get("form_key", "")):
        raise BadForm


def _send(response: Response) -> Response:
    if response.mimetype == "text/html" and "form_keys" in g:
        the_keys().keep(response, secure=the_site().is_secure)
    response.headers.setdefault(REQUEST_HEADER, g.get("request_id", ""))
    return protect(response)


def _context() -> dict[str, Any]:
    if "person" not in g:
        _receive()
    person = the_person()
    return {
        "person": person,
        "is_organizer": person.has(Role.ORGANIZER),
        "form_key": the_keys().token,
        "asset": _asset,
        "done": DONE.get(request.args.get("done", ""), ""),
        "word": word,
        "WORDS": WORDS,
        "money": show_money,
        "mark_spans": mark_spans,
        "today": the_site().clock.today(),
        "request_id": g.request_id,
    }


def _asset(name: str) -> str:
    return url_for("site.static", name=name, v=the_site().assets[name].mark)


def _send_asset(name: str) -> Response:
    asset = the_site().assets.get(name)
    if asset is None:
        abort(404)
    response = Response(asset.content, content_type=f"{asset.media_type}; charset=utf-8")
    is_named = request.args.get("v") == asset.mark
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable" if is_named else "no-cache"
    return response
