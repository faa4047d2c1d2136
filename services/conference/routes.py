"""The conference service over HTTP: conferences, timetable, tables and parties."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_smorest import Blueprint

from services.chassis.app import expected_version, reading, the_actor, the_clock, the_ports, writing
from services.chassis.identity import Role
from services.chassis.paging import decode_cursor, make_page
from services.conference import answers, handlers, inviting, schemas
from services.conference.domain import Conference, Party, Side, find_missing
from services.conference.rows import read_table, read_timetable, read_wishes, tell_conference, tell_party
from services.conference.telling import tell_missing

blueprint = Blueprint("conference", __name__, description="供需对接大会：筹备、参会方与意愿。")


def tell_page(rows: Sequence[Any], has_next: bool, end_cursor: str, total: int) -> dict[str, Any]:
    """A page as JSON."""
    return {"items": list(rows), "has_next": has_next, "end_cursor": end_cursor, "total": total}


@blueprint.get("/conferences")
@blueprint.arguments(schemas.ConferenceQuery, location="query")
@blueprint.response(200, answers.ConferencesOut)
def get_conferences(query: Mapping[str, Any]) -> dict[str, Any]:
    """Conferences, the latest first."""
    handlers.must_oversee(the_actor())
    with reading() as work:
        page = work.conferences.page(year=query["year"], first=query["first"], after=query["after"])
        total = work.conferences.count(year=query["year"])
    return tell_page([tell_conference(row) for row in page.rows], page.has_next, page.end_cursor, total)


@blueprint.post("/conferences")
@blueprint.arguments(schemas.ConferenceIn)
@blueprint.response(201, answers.ConferenceOut)
def post_conference(command: dict[str, Any]) -> dict[str, Any]:
    """Plan a conference."""
    the_actor().must_be(Role.ORGANIZER)
    conference = Conference(id=handlers.new_conference_id(command["year"]), **command)
    with writing() as work:
        planned = handlers.plan_conference(conference, actor=the_actor(), work=work, clock=the_clock())
    return tell_conference(planned)


@blueprint.get("/conferences/<conference_id>")
@blueprint.response(200, answers.ConferenceOut)
def get_conference(conference_id: str) -> dict[str, Any]:
    """One conference."""
    handlers.must_oversee(the_actor())
    with reading() as work:
        return tell_conference(work.conferences.get(conference_id))


@blueprint.patch("/conferences/<conference_id>")
@blueprint.arguments(schemas.ConferenceChange)
@blueprint.response(200, answers.ConferenceOut)
def patch_conference(changes: dict[str, Any], conference_id: str) -> dict[str, Any]:
    """Change a conference."""
    command = handlers.ChangeConference(conference_id, expected_version(), changes)
    with writing() as work:
        return tell_conference(handlers.change_conference(command, actor=the_actor(), work=work))


@blueprint.put("/conferences/<conference_id>/timetable")
@blueprint.arguments(schemas.TimetableIn)
@blueprint.response(200, answers.ConferenceOut)
def put_timetable(body: dict[str, Any], conference_id: str) -> dict[str, Any]:
    """Replace the timetable; the slots follow from it."""
    timetable, seen = read_timetable(body), expected_version()
    with writing() as work:
        changed = handlers.set_timetable(conference_id, timetable, seen=seen, actor=the_actor(), work=work)
        return tell_conference(changed)


@blueprint.put("/conferences/<conference_id>/tables")
@blueprint.arguments(schemas.TablesIn)
@blueprint.response(200, answers.ConferenceOut)
def put_tables(body: dict[str, Any], conference_id: str) -> dict[str, Any]:
    """Replace the tables."""
    listed = body.get("tables")
    tables = None if listed is None else [_table(place, row) for place, row in enumerate(listed, 1)]
    command = handlers.SetTables(conference_id, expected_version(), body.get("count"), tables)
    with writing() as work:
        return tell_conference(handlers.set_tables(command, actor=the_actor(), work=work))


def _table(place: int, row: Mapping[str, Any]) -> Any:
    return read_table({**row, "id": row["id"] or f"T{place:03d}", "party_id": row["party_id"] or ""})


@blueprint.get("/conferences/<conference_id>/parties")
@blueprint.arguments(schemas.PartyQuery, location="query")
@blueprint.response(200, answers.PartiesOut)
def get_parties(query: Mapping[str, Any], conference_id: str) -> dict[str, Any]:
    """The parties of a conference; an organisation that takes part sees its own."""
    actor = the_actor()
    actor.must_be(Role.ORGANIZER, Role.AUDITOR, Role.ENTERPRISE, Role.PARK_OPERATOR, Role.PROVIDER)
    sees_all = actor.has(Role.ORGANIZER) or Role.AUDITOR in actor.roles
    with reading() as work:
        work.conferences.get(conference_id)
        parties = [
            party
            for party in work.parties.of(conference_id)
            if (sees_all or party.organisation_id == actor.organisation)
            and (query["side"] is None or party.side is Side(query["side"]))
        ]
    key = decode_cursor(query["after"], str)
    left = [party for party in parties if key is None or party.id > key[0]][: query["first"] + 1]
    page = make_page(left, query["first"], [(party.id,) for party in left])
    return tell_page([tell_party(party) for party in page.rows], page.has_next, page.end_cursor, len(parties))


@blueprint.post("/conferences/<conference_id>/parties")
@blueprint.arguments(schemas.PartyIn)
@blueprint.response(201, answers.PartyOut)
def post_party(body: dict[str, Any], conference_id: str) -> dict[str, Any]:
    """Add a party."""
    needs = tuple(filter(None, dict.fromkeys([body["need_id"], *body["need_ids"]])))
    entries = tuple(filter(None, dict.fromkeys([body["entry_id"], *body["entry_ids"]])))
    command = handlers.AddParty(
        conference_id,
        Side(body["side"]),
        body["organisation_id"],
        body["organisation_name"],
        body["name"],
        needs,
        entries,
        body["min_meetings"],
        body["max_meetings"],
    )
    inviting.check_ground(the_ports().peers, command, actor=the_actor())
    with writing() as work:
        return tell_party(handlers.add_party(command, actor=the_actor(), work=work))


@blueprint.post("/conferences/<conference_id>/invite")
@blueprint.arguments(schemas.InvitationIn)
@blueprint.response(200, answers.InvitedOut)
def post_invitation(body: dict[str, Any], conference_id: str) -> dict[str, Any]:
    """Invite everybody who may come."""
    actor = the_actor()
    ground = inviting.gather_ground(the_ports().peers, actor=actor)
    least = body["least_score"]
    with writing() as work:
        return {"added": inviting.invite_parties(conference_id, ground, least_score=least, actor=actor, work=work)}


@blueprint.get("/conferences/<conference_id>/readiness")
@blueprint.response(200, answers.ReadinessOut)
def get_readiness(conference_id: str) -> dict[str, Any]:
    """Party by party, what is missing before pairing."""
    handlers.must_oversee(the_actor())
    with reading() as work:
        conference = work.conferences.get(conference_id)
        rows = find_missing(conference, work.parties.of(conference_id))
    return tell_page([tell_missing(party, codes) for party, codes in rows], False, "", len(rows))


@blueprint.get("/parties/<party_id>")
@blueprint.response(200, answers.PartyOut)
def get_party(party_id: str) -> dict[str, Any]:
    """One party."""
    with reading() as work:
        party: Party = work.parties.get(party_id)
    the_actor().must_act_for(party.organisation_id, Role.ENTERPRISE, Role.PARK_OPERATOR, Role.PROVIDER)
    return tell_party(party)


@blueprint.patch("/parties/<party_id>")
@blueprint.arguments(schemas.PartyChange)
@blueprint.response(200, answers.PartyOut)
def patch_party(changes: dict[str, Any], party_id: str) -> dict[str, Any]:
    """Change a party."""
    command = handlers.ChangeParty(party_id, expected_version(), changes)
    with writing() as work:
        return tell_party(handlers.change_party(command, actor=the_actor(), work=work))


@blueprint.delete("/parties/<party_id>")
@blueprint.response(204)
def delete_party(party_id: str) -> None:
    """Take a party off the list."""
    seen = expected_version()
    with writing() as work:
        handlers.remove_party(party_id, seen=seen, actor=the_actor(), work=work)


@blueprint.put("/parties/<party_id>/availability")
@blueprint.arguments(schemas.AvailabilityIn)
@blueprint.response(200, answers.PartyOut)
def put_availability(body: dict[str, Any], party_id: str) -> dict[str, Any]:
    """Say in which slots a party cannot meet."""
    seen, slots = expected_version(), body["unavailable"]
    with writing() as work:
        return tell_party(handlers.set_availability(party_id, slots, seen=seen, actor=the_actor(), work=work))


@blueprint.put("/parties/<party_id>/wishes")
@blueprint.arguments(schemas.WishesIn)
@blueprint.response(200, answers.PartyOut)
def put_wishes(body: dict[str, Any], party_id: str) -> dict[str, Any]:
    """Replace a party's wishes."""
    seen, wishes = expected_version(), read_wishes(body["wishes"])
    with writing() as work:
        return tell_party(handlers.set_wishes(party_id, wishes, seen=seen, actor=the_actor(), work=work))
