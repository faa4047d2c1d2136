"""The desk of the day: parties check in (签到), and who could step in now (候补)."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from gateway.web.here import go, must_be, sent_version, the_asker
from gateway.web.pages.conferences import READERS
from gateway.web.pages.day import trail_of
from gateway.web.party_lists import read_parties

pages = Blueprint("day_check_in", __name__)


@pages.get("/conferences/<conference_id>/check-in")
def show_check_in(conference_id: str) -> str:
    """All parties, those who are not there yet first; `?name=` narrows the list."""
    must_be(*READERS)
    conference, _ = the_asker().one("slots", "conference", id=conference_id)
    told, _ = the_asker().one("day", "conferenceDay", id=conference_id)
    arrivals = {one["partyId"]: one for one in told["arrivals"]}
    overdue = {one["id"] for one in told["overdue"]}
    name = request.args.get("name", "").strip()
    everybody = read_parties(the_asker(), conference_id)
    parties = [one for one in everybody if name in one["name"] or name in (one["organisationName"] or "")]
    return render_template(
        "check_in.html",
        conference=conference,
        parties=sorted(parties, key=lambda one: (one["id"] in arrivals, one["id"] not in overdue, one["name"])),
        total=len(everybody),
        arrivals=arrivals,
        overdue=overdue,
        name=name,
        trail=trail_of(conference),
    )


@pages.post("/conferences/<conference_id>/parties/<party_id>/check-in")
def check_in(conference_id: str, party_id: str) -> Response:
    """A party is there."""
    people = request.form.get("people", "")
    said: dict[str, Any] = {"people": int(people)} if people.isascii() and people.isdigit() else {}
    the_asker().change("checkIn", partyId=party_id, **said)
    return go("site.day_check_in.show_check_in", done="checked-in", conference_id=conference_id)


@pages.post("/conferences/<conference_id>/parties/<party_id>/check-in/undo")
def undo(conference_id: str, party_id: str) -> Response:
    """It was somebody else."""
    the_asker().change("undoCheckIn", partyId=party_id, version=sent_version())
    return go("site.day_check_in.show_check_in", done="check-in-undone", conference_id=conference_id)


@pages.get("/conferences/<conference_id>/standby")
def show_standby(conference_id: str) -> str:
    """Who could step in, as things stand now."""
    must_be(*READERS)
    conference, _ = the_asker().one("slots", "conference", id=conference_id)
    slot, is_present = request.args.get("slot") or None, request.args.get("present") == "yes"
    pairs = the_asker().ask("standby", id=conference_id, slot=slot, present=is_present).data["standby"] or []
    return render_template(
        "standby.html",
        conference=conference,
        slots={one["id"]: one for one in conference["slots"] or ()},
        groups=[(slot_id, list(found)) for slot_id, found in groupby(pairs, key=lambda one: one["slotId"])],
        slot=slot,
        is_present=is_present,
        trail=trail_of(conference),
    )
