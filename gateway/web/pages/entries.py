"""The page of one entry (目录条目): what the catalogue says, what the provider says, and nothing else."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, render_template, url_for
from werkzeug.wrappers import Response

from gateway.web.edition_fields import WITHDRAWAL
from gateway.web.filling import Page, fill, plain_form
from gateway.web.here import go, must_be, sent_version, the_asker, the_person
from services.chassis.identity import Role

pages = Blueprint("entries", __name__)


@pages.get("/entries/<entry_id>")
def show_entry(entry_id: str) -> str:
    """One entry."""
    return render_template("entry.html", entry=_read(entry_id))


@pages.route("/entries/<entry_id>/withdraw", methods=["GET", "POST"])
def withdraw_entry(entry_id: str) -> Page | Response:
    """Withdraw an entry from its edition (移出), with the reason."""
    must_be(Role.ORGANIZER)
    entry = _read(entry_id)

    def send(typed: dict[str, Any]) -> Response:
        the_asker().change("withdrawEntry", id=entry_id, version=sent_version(), reason=typed["reason"])
        return go("site.entries.show_entry", done="entry-withdrawn", entry_id=entry_id)

    form = fill(WITHDRAWAL, send)
    if isinstance(form, Response):
        return form
    address = url_for("site.entries.show_entry", entry_id=entry_id)
    return plain_form(
        form,
        title=f"把“{entry['name']}”移出目录",
        trail=[(entry["name"], address)],
        verb="移出目录",
        back=address,
        version=entry["version"],
        lead="移出后不再出现在搜索和匹配结果里；已有的对接申请和名单保留原样，并标明“已移出”。",
    )


def _read(entry_id: str) -> dict[str, Any]:
    entry, _ = the_asker().one("entry", "entry", id=entry_id, known=not the_person().is_visitor)
    return entry
