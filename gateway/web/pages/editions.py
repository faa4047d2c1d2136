"""Editions of the catalogue (年度目录): all of them, one with its entries, and the difference to the one before."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, request, url_for

from gateway.web.asking import nodes
from gateway.web.here import the_asker

pages = Blueprint("editions", __name__)

PAGE = 100


@pages.get("/editions")
def list_editions() -> str:
    """Every edition, newest first; those being prepared are shown to who may see them."""
    reply = the_asker().ask("editions")
    editions = sorted(reply.data["editions"] or [], key=lambda one: (-one["year"], str(one["scope"]), one["demo"]))
    return render_template("editions.html", editions=editions)


@pages.get("/editions/<edition_id>")
def show_edition(edition_id: str) -> str:
    """One edition, its entries by category."""
    edition, reply = the_asker().one(
        "edition", "edition", id=edition_id, first=PAGE, after=request.args.get("after") or None
    )
    entries = reply.data["entries"] or {
        "edges": [],
        "totalCount": 0,
        "pageInfo": {"hasNextPage": False, "endCursor": ""},
    }
    info = entries["pageInfo"]
    page = max(request.args.get("page", 1, type=int), 1)
    following = url_for("site.editions.show_edition", edition_id=edition_id, after=info["endCursor"], page=page + 1)
    return render_template(
        "edition.html",
        edition=edition,
        groups=_by_category(edition, nodes(entries)),
        total=entries["totalCount"],
        shown=len(entries["edges"]),
        page=page,
        size=PAGE,
        next_href=following if info["hasNextPage"] else "",
        first_href=url_for("site.editions.show_edition", edition_id=edition_id),
    )


@pages.get("/editions/<edition_id>/difference")
def show_difference(edition_id: str) -> str:
    """What changed against the edition before (换届对照)."""
    edition, _ = the_asker().one("difference", "edition", id=edition_id)
    return render_template("difference.html", edition=edition, difference=edition["difference"])


def _by_category(edition: dict[str, Any], entries: list[dict[str, Any]]) -> list[tuple[str, list[dict[str, Any]]]]:
    groups: dict[str, list[dict[str, Any]]] = {str(one["category"]).lower(): [] for one in edition["categories"]}
    for entry in entries:
        groups.setdefault(str(entry["category"]).lower(), []).append(entry)
    return [(category, found) for category, found in groups.items() if found]
