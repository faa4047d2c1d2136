"""Planting a small demonstration conference (演示): fictional demand organisations and entries that can answer them."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from deploy.seeds.lists import read_data
from deploy.seeds.needs import read_needs
from services.chassis.clock import SHANGHAI
from services.chassis.identity import Actor
from services.chassis.peers import Peer

DEMO_CONFERENCE = "demo-conference.json"
BEST = 2
"""So many of a need's answers are invited, which keeps the conference small."""

Row = dict[str, Any]


def plant_conference(
    conferences: Peer, catalogue: Peer, needs: Mapping[str, Row], *, today: date, actor: Actor
) -> None:
    """Set the conference up as far as it is not yet: itself, timetable, tables, parties, wishes of the demand side."""
    plan = read_data(DEMO_CONFERENCE)
    conference = _find(conferences, plan, actor) or conferences.send(
        "POST", "/conferences", _conference(plan, today), actor=actor
    )
    path = f"/conferences/{conference['id']}"
    if not conference["slots"]:
        timetable = _timetable(plan, date.fromisoformat(conference["starts_on"]))
        conference = conferences.send("PUT", f"{path}/timetable", timetable, actor=actor, version=conference["version"])
    if not conference["tables"]:
        conferences.send("PUT", f"{path}/tables", {"count": plan["tables"]}, actor=actor, version=conference["version"])
    there = _parties(conferences, path, actor)
    for party in [*_demand_parties(needs), *_supply_parties(catalogue, actor)]:
        if (party["side"], party["organisation_id"]) not in there:
            conferences.send("POST", f"{path}/parties", party, actor=actor)
    _plant_wishes(conferences, _parties(conferences, path, actor), needs, actor)


def _find(conferences: Peer, plan: Row, actor: Actor) -> Row | None:
    listed = conferences.get("/conferences", actor=actor, params={"first": 100})["items"]
    return next((one for one in listed if one["demo"] and one["title"] == plan["title"]), None)


def _conference(plan: Row, today: date) -> Row:
    starts_on = today + timedelta(days=plan["days_ahead"])
    return {
        **{name: plan[name] for name in ("title", "venue", "min_meetings", "max_meetings")},
        "year": starts_on.year,
        "scope": "shanghai",
        "starts_on": starts_on.isoformat(),
        "demo": True,
    }


def _timetable(plan: Row, day: date) -> Row:
    def moment(text: str) -> str:
        return datetime.combine(day, time.fromisoformat(text), SHANGHAI).isoformat()

    sessions = [
        {"title": one["title"], "starts_at": moment(one["starts"]), "ends_at": moment(one["ends"])}
        for one in plan["sessions"]
    ]
    return {
        "days": [{"date": day.isoformat(), "sessions": sessions}],
        "slot_minutes": plan["slot_minutes"],
        "buffer_minutes": plan["buffer_minutes"],
    }


def _parties(conferences: Peer, path: str, actor: Actor) -> dict[tuple[str, str], Row]:
    listed = conferences.get(f"{path}/parties", actor=actor, params={"first": 100})["items"]
    return {(party["side"], party["organisation_id"]): party for party in listed}


def _demand_parties(needs: Mapping[str, Row]) -> list[Row]:
    return [
        {
            "side": "demand",
            "organisation_id": organisation,
            "organisation_name": need["organisation_name"],
            "need_id": need["id"],
        }
        for organisation, need in needs.items()
    ]


def _supply_parties(catalogue: Peer, actor: Actor) -> list[Row]:
    answers = sorted({entry for need in read_needs() for entry in need["answers"][:BEST]})
    entries = catalogue.get("/entries", actor=actor, params={"ids": ",".join(answers)})["items"]
    return [
        {
            "side": "supply",
            "organisation_id": entry["organisation_id"],
            "organisation_name": entry["company"],
            "entry_id": entry["id"],
        }
        for entry in entries
        if entry["status"] == "admitted"
    ]


def _plant_wishes(
    conferences: Peer, parties: Mapping[tuple[str, str], Row], needs: Mapping[str, Row], actor: Actor
) -> None:
    """Every demand party but the last must see its best answer and wants to see the next one.

    The last one has said nothing, so that the organizer's list of what is missing has something to show.
    """
    by_entry = {entry: party["id"] for party in parties.values() for entry in party["entry_ids"]}
    for written in read_needs()[:-1]:
        party = parties["demand", written["organisation_id"]]
        strengths = zip(("must", "want"), written["answers"], strict=False)
        wishes = [{"party_id": by_entry[one], "strength": it} for it, one in strengths if one in by_entry]
        if not party["wishes"] and wishes:
            path = f"/parties/{party['id']}/wishes"
            conferences.send("PUT", path, {"wishes": wishes}, actor=actor, version=party["version"])
