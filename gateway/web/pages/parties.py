"""Parties (参会方): who comes, when they can meet, and whom they must, want to or will never meet."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, render_template, request, url_for
from werkzeug.wrappers import Response

from gateway.web.conference_fields import LIMITS, PARTY
from gateway.web.filling import Page, fill, plain_form
from gateway.web.here import go, must_be, sent_version, the_asker
from gateway.web.pages.conference_forms import trail_to
from gateway.web.pages.conferences import READERS
from gateway.web.party_lists import read_parties
from gateway.web.plan_views import slots_by_day
from gateway.web.words import WISHES
from services.chassis.identity import Role

pages = Blueprint("parties", __name__)


@pages.get("/conferences/<conference_id>/parties")
def list_parties(conference_id: str) -> str:
    """Both sides, with limits, shut slots and the number of wishes."""
    must_be(*READERS)
    conference, _ = the_asker().one("slots", "conference", id=conference_id)
    parties = read_parties(the_asker(), conference_id)
    sides = [(side, [one for one in parties if one["side"] == side]) for side in ("supply", "demand")]
    return render_template("parties.html", conference=conference, sides=sides)


@pages.post("/conferences/<conference_id>/invite")
def invite(conference_id: str) -> Response:
    """Invite all published needs and the entries in use."""
    the_asker().change("inviteParties", conferenceId=conference_id)
    return go("site.parties.list_parties", done="parties-invited", conference_id=conference_id)


@pages.route("/conferences/<conference_id>/parties/new", methods=["GET", "POST"])
def add_party(conference_id: str) -> Page | Response:
    """Add one party."""
    must_be(Role.ORGANIZER)
    conference, _ = the_asker().one("slots", "conference", id=conference_id)

    def send(typed: dict[str, Any]) -> Response:
        given = {name: value for name, value in typed.items() if value}
        the_asker().change("addParty", conferenceId=conference_id, input=given)
        return go("site.parties.list_parties", done="party-added", conference_id=conference_id)

    form = fill(PARTY, send)
    if isinstance(form, Response):
        return form
    back = url_for("site.parties.list_parties", conference_id=conference_id)
    return plain_form(form, title="加入参会方", trail=trail_to(conference), verb="加入", back=back)


@pages.get("/conferences/<conference_id>/parties/<party_id>")
def show_party(conference_id: str, party_id: str) -> str:
    """One party with its three forms: limits, availability, wishes."""
    must_be(Role.ORGANIZER)
    conference, _ = the_asker().one("slots", "conference", id=conference_id)
    parties = read_parties(the_asker(), conference_id)
    party = _find(parties, party_id)
    return render_template(
        "party.html",
        conference=conference,
        party=party,
        days=slots_by_day(conference["slots"] or []),
        shut=set(party["unavailable"] or ()),
        others=[one for one in parties if one["side"] != party["side"]],
        wishes={wish["party"]["id"]: wish["strength"] for wish in party["wishes"] or () if wish["party"]},
    )


@pages.route("/conferences/<conference_id>/parties/<party_id>/limits", methods=["GET", "POST"])
def set_limits(conference_id: str, party_id: str) -> Page | Response:
    """The least and the most meetings of a party."""
    must_be(Role.ORGANIZER)
    conference, _ = the_asker().one("slots", "conference", id=conference_id)
    party = _find(read_parties(the_asker(), conference_id), party_id)

    def send(typed: dict[str, Any]) -> Response:
        given = {name: value for name, value in typed.items() if value is not None}
        the_asker().change("changeParty", id=party_id, version=sent_version(), input=given)
        return _back(conference_id, party_id)

    form = fill(LIMITS, send, party)
    if isinstance(form, Response):
        return form
    back = url_for("site.parties.show_party", conference_id=conference_id, party_id=party_id)
    title = f"{party['name']}：洽谈场数"
    return plain_form(form, title=title, trail=trail_to(conference), verb="保存", back=back, version=party["version"])


@pages.post("/conferences/<conference_id>/parties/<party_id>/availability")
def set_availability(conference_id: str, party_id: str) -> Response:
    """The slots in which a party cannot meet."""
    shut = request.form.getlist("unavailable")
    the_asker().change("setAvailability", partyId=party_id, version=sent_version(), unavailable=shut)
    return _back(conference_id, party_id)


@pages.post("/conferences/<conference_id>/parties/<party_id>/wishes")
def set_wishes(conference_id: str, party_id: str) -> Response:
    """Whom a party must, wants to or will never meet."""
    wishes = [
        {"partyId": name.removeprefix("wish-"), "strength": strength}
        for name, strength in request.form.items()
        if name.startswith("wish-") and strength in WISHES
    ]
    the_asker().change("setWishes", partyId=party_id, version=sent_version(), wishes=wishes)
    return _back(conference_id, party_id)


def _find(parties: list[dict[str, Any]], party_id: str) -> dict[str, Any]:
    party = next((one for one in parties if one["id"] == party_id), None)
    if party is None:
        abort(404)
    return party


def _back(conference_id: str, party_id: str) -> Response:
    return go("site.parties.show_party", done="conference-saved", conference_id=conference_id, party_id=party_id)
