"""Saved searches (关注的检索): what somebody wants to be told of, and the entries that came to answer."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from gateway.web.forms import camel
from gateway.web.here import go, must_be, the_asker
from gateway.web.pages.search import FACETS, MOST_TEXT, chosen_filters, typed_values
from gateway.web.words import WORDS, word
from services.chassis.identity import Role

pages = Blueprint("saved_searches", __name__)

MOST_TITLE = 60


@pages.get("/saved-searches")
def list_saved() -> str:
    """What one's organisation has saved, with what is new for each."""
    _must_be_known()
    saved = the_asker().ask("savedSearches").data["savedSearches"]
    return render_template("saved_searches.html", saved=[_shown(one) for one in saved])


@pages.post("/saved-searches")
def save() -> Response:
    """Save the search a results page shows."""
    _must_be_known()
    chosen = chosen_filters(request.form)
    filters = {camel(name): typed_values(name, values) for name, values in chosen.items()}
    text = request.form.get("q", "").strip()[:MOST_TEXT]
    title = " ".join((text or "、".join(_said(chosen))).split())[:MOST_TITLE]
    the_asker().change("saveSearch", input={"title": title, "text": text, "filters": filters})
    return go("site.saved_searches.list_saved", done="search-saved")


@pages.post("/saved-searches/<saved_id>/seen")
def see(saved_id: str) -> Response:
    """Note that what was found has been looked at."""
    the_asker().change("seeFound", id=saved_id)
    return go("site.saved_searches.list_saved", done="found-seen")


@pages.post("/saved-searches/<saved_id>/drop")
def drop(saved_id: str) -> Response:
    """Watch no longer."""
    the_asker().change("dropSavedSearch", id=saved_id)
    return go("site.saved_searches.list_saved", done="search-dropped")


def _must_be_known() -> None:
    must_be(*(role for role in Role if role is not Role.VISITOR))


def _shown(saved: dict[str, Any]) -> dict[str, Any]:
    """A saved search with its filters in words and the address of its results."""
    filters = {name: values for name, values in saved["filters"].items() if name in FACETS}
    href = url_for("site.search.show_results", q=saved["text"] or None, **filters)
    return {**saved, "said": _said(filters), "href": href}


def _said(filters: dict[str, list[str]]) -> list[str]:
    """Filters in words."""
    return [word(name, value) if name in WORDS else value for name, values in filters.items() for value in values]
