"""What an organizer does with an edition: open it, admit entries one by one, publish it."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, url_for
from werkzeug.wrappers import Response

from gateway.web.edition_fields import EDITION, ENTRY
from gateway.web.filling import Page, Trail, fill, plain_form
from gateway.web.here import go, must_be, sent_version, the_asker
from services.chassis.identity import Role

pages = Blueprint("edition_forms", __name__)


@pages.route("/editions/new", methods=["GET", "POST"])
def open_edition() -> Page | Response:
    """Open an edition."""
    must_be(Role.ORGANIZER)

    def send(typed: dict[str, Any]) -> Response:
        edition = the_asker().change("createEdition", input=typed)
        return go("site.editions.show_edition", done="edition-created", edition_id=edition["id"])

    form = fill(EDITION, send)
    if isinstance(form, Response):
        return form
    back = url_for("site.editions.list_editions")
    return plain_form(form, title="新建目录", trail=[("目录", back)], verb="新建目录", back=back)


@pages.route("/editions/<edition_id>/entries/new", methods=["GET", "POST"])
def admit_entry(edition_id: str) -> Page | Response:
    """Admit one entry (列入)."""
    must_be(Role.ORGANIZER)
    edition, _ = the_asker().one("edition", "edition", id=edition_id, first=1)

    def send(typed: dict[str, Any]) -> Response:
        kind = "platform" if typed["category"] == "platform" else "provider"
        given = {name: value for name, value in typed.items() if value != ""}
        the_asker().change("admitEntry", editionId=edition_id, input={"kind": kind, **given})
        return go("site.editions.show_edition", done="entry-admitted", edition_id=edition_id)

    form = fill(ENTRY, send)
    if isinstance(form, Response):
        return form
    back = url_for("site.editions.show_edition", edition_id=edition_id)
    return plain_form(form, title="列入一个条目", trail=trail_to(edition), verb="列入", back=back)


@pages.post("/editions/<edition_id>/publish")
def publish_edition(edition_id: str) -> Response:
    """Publish an edition; it is the one in use from then on."""
    the_asker().change("publishEdition", id=edition_id, version=sent_version())
    return go("site.editions.show_difference", done="edition-published", edition_id=edition_id)


def trail_to(edition: dict[str, Any]) -> Trail:
    """The pages above one about an edition."""
    address = url_for("site.editions.show_edition", edition_id=edition["id"])
    return [("目录", url_for("site.editions.list_editions")), (edition["title"], address)]
