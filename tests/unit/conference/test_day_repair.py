"""Repairs of a published list: only what happened changes it, and every change has its reason."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.chassis.refusal import Invalid
from services.conference.checker.check import check
from services.conference.comparing import Papers
from services.conference.day.diff import explain
from services.conference.day.domain import Incident, IncidentKind, closed_slots, hit_by, is_known
from services.conference.day.phrases import REASONS
from services.conference.day.repairing import freeze_repair, keep_tables
from services.conference.day.reprint import list_reprints
from services.conference.domain import MeetingTable
from services.conference.formats.event import load_event
from services.conference.formats.plan import dump_plan
from services.conference.solver.solve import solve
from tests.unit.conference.events import an_event, events

Json = dict[str, Any]
BEFORE = datetime(2026, 11, 1, tzinfo=UTC)
ANY = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def freeze(event: Json, **more: Any) -> Json:
    """The snapshot of an event, with the names a list is told by."""
    parties = [{**one, "organisation_name": one["name"]} for one in event["parties"]]
    slots = [{"id": one["id"], "starts_at": one["start"], "ends_at": one["end"]} for one in event["slots"]]
    tables = [{"id": one["id"], "name": one["id"]} for one in event["tables"]]
    return {"event": event, "parties": parties, "slots": slots, "tables": tables, "seed": 1, "effort": "proof", **more}


def happened(kind: str, noun: str, *slots: str) -> Incident:
    party, table = ("", noun) if kind == "table_lost" else (noun, "")
    return Incident(f"i-{kind}-{noun}", "c", IncidentKind(kind), BEFORE, "organizer-1", party, table, slots)


def solved(event: Json) -> Json:
    made = dump_plan(solve(load_event(event)))
    return keep_tables(event, made) if event["baseline"] else made


def repair(
    frozen: Json, plan: Json, *incidents: Incident, now: datetime = BEFORE, **more: Any
) -> tuple[Papers, Papers]:
    """The published list and its repair."""
    after = freeze_repair(frozen, plan, incidents, run_id="r-2", parent_id="r-1", now=now, **more)
    made = solved(after["event"])
    assert check(after["event"], made) == []
    return Papers(frozen, plan), Papers(after, made)


def seats(papers: Papers) -> set[str]:
    return {" ".join(one[name] for name in ("demand", "supply", "slot", "table")) for one in papers.plan["meetings"]}


def changes(before: Papers, after: Papers, *incidents: Incident) -> dict[str, tuple[str, str]]:
    told = explain(before, after, incidents)
    return {f"{one['demand']['id']} {one['supply']['id']}": (one["change"], one["reason"]) for one in told["meetings"]}


def test_who_is_gone_loses_its_meetings_and_nobody_else_moves() -> None:
    frozen = freeze(an_event(3, 2, slots=3, tables=2))
    plan = solved(frozen["event"])
    gone = happened("cancelled", "D0", "s0", "s1", "s2")

    before, after = repair(frozen, plan, gone)

    assert seats(after) == {one for one in seats(before) if not one.startswith("D0")}
    assert changes(before, after, gone) == {
        "D0 S0": ("dropped", "party_gone"),
        "D0 S1": ("dropped", "party_gone"),
    }
    assert frozen == freeze(an_event(3, 2, slots=3, tables=2))


def test_who_is_late_meets_later() -> None:
    frozen = freeze(an_event(1, 1, slots=3, tables=1))
    plan = {**solved(frozen["event"]), "meetings": [{"demand": "D0", "supply": "S0", "slot": "s0", "table": "T0"}]}
    late = happened("late", "D0", "s0", "s1")

    before, after = repair(frozen, plan, late)

    assert seats(after) == {"D0 S0 s2 T0"}
    assert changes(before, after, late) == {"D0 S0": ("moved", "not_there")}


def test_a_meeting_whose_table_is_lost_takes_a_free_one_at_the_same_time() -> None:
    frozen = freeze(an_event(2, 2, slots=1, tables=3))
    meetings = [
        {"demand": "D0", "supply": "S0", "slot": "s0", "table": "T0"},
        {"demand": "D1", "supply": "S1", "slot": "s0", "table": "T2"},
    ]
    lost = happened("table_lost", "T0", "s0")

    before, after = repair(frozen, {**solved(frozen["event"]), "meetings": meetings}, lost)

    assert seats(after) == {"D0 S0 s0 T1", "D1 S1 s0 T2"}
    assert changes(before, after, lost) == {"D0 S0": ("reseated", "table_lost")}


def test_who_loses_a_table_of_his_own_sits_at_a_free_one() -> None:
    event = an_event(1, 1, slots=2, tables=2)
    event["tables"][0]["party"] = "S0"
    frozen = freeze(event)
    plan = solved(event)

    before, after = repair(frozen, plan, happened("table_lost", "T0", "s0", "s1"))

    assert {one["table"] for one in before.plan["meetings"]} == {"T0"}
    assert {one["table"] for one in after.plan["meetings"]} == {"T1"}


def test_a_table_that_was_set_up_since_can_be_used() -> None:
    frozen = freeze(an_event(1, 1, slots=1, tables=1))
    plan = solved(frozen["event"])

    _, after = repair(frozen, plan, happened("table_lost", "T0", "s0"), tables=[MeetingTable("T9", "备用桌")])

    assert seats(after) == {"D0 S0 s0 T9"}
    assert after.names["tables"][-1] == {"id": "T9", "name": "备用桌"}


def test_slots_that_have_begun_stay_as_they_are() -> None:
    frozen = freeze(an_event(2, 2, slots=3, tables=2))
    plan = solved(frozen["event"])
    now = datetime.fromisoformat("2026-11-26T10:10:00+08:00")

    before, after = repair(frozen, plan, happened("cancelled", "S1", "s2"), now=now)

    early = {one for one in seats(before) if " s0 " in one or " s1 " in one}
    assert early == {one for one in seats(after) if " s0 " in one or " s1 " in one}
    assert not [one for one in seats(after) if " S1 s2 " in one]


def test_a_lock_that_cannot_be_kept_is_lifted_and_others_stay() -> None:
    event = an_event(2, 1, slots=3, tables=1)
    event["locks"] = [
        {"kind": "meeting", "demand": "D0", "supply": "S0", "slot": "s0", "table": "T0"},
        {"kind": "pair", "demand": "D1", "supply": "S0"},
    ]
    frozen = freeze(event)
    plan = solved(event)

    _, after = repair(frozen, plan, happened("late", "D0", "s0"))

    assert after.names["event"]["locks"] == [{"kind": "pair", "demand": "D1", "supply": "S0"}]
    assert {one["demand"] for one in after.plan["meetings"]} == {"D0", "D1"}


def test_a_changed_availability_can_open_slots_too() -> None:
    event = an_event(1, 1, slots=2, tables=1)
    event["parties"][0]["unavailable"] = ["s0"]
    frozen = freeze(event)
    plan = solved(event)

    _, after = repair(frozen, plan, happened("availability", "D0", "s1"))

    assert seats(after) == {"D0 S0 s0 T0"}
    assert after.names["parties"][0]["unavailable"] == ["s1"]


def test_an_incident_is_known_once_the_event_takes_it_into_account() -> None:
    frozen = freeze(an_event(2, 1, slots=2))
    plan = solved(frozen["event"])
    all_kinds = [
        happened("no_show", "D0", "s0", "s1"),
        happened("table_lost", "T1", "s1"),
        happened("availability", "D1", "s0"),
    ]

    _, after = repair(frozen, plan, *all_kinds)

    assert [is_known(frozen["event"], one) for one in all_kinds] == [False, False, False]
    assert [is_known(after.names["event"], one) for one in all_kinds] == [True, True, True]


def test_only_what_differs_is_printed_again() -> None:
    frozen = freeze(an_event(3, 3, slots=3, tables=3))
    plan = solved(frozen["event"])
    gone = happened("cancelled", "D0", "s0", "s1", "s2")

    before, after = repair(frozen, plan, gone)
    told = list_reprints(before, after)

    touched = {party for one in seats(before) ^ seats(after) for party in one.split()[:2]}
    assert {one["party"]["id"] for one in told["parties"]} == touched
    assert told["unchanged"] == 6 - len(touched)
    assert {one["table"]["id"] for one in told["tables"]} == {one.split()[3] for one in seats(before) ^ seats(after)}
    assert {one["party"]["id"]: one["meeting_count"] for one in told["parties"]}["D0"] == 0


def test_nothing_is_printed_again_when_nothing_changed() -> None:
    frozen = freeze(an_event(2, 2))
    papers = Papers(frozen, solved(frozen["event"]))

    assert list_reprints(papers, papers) == {"parties": [], "tables": [], "unchanged": 4, "hall": False}


@ANY
@given(events(), st.data())
def test_any_repair_passes_the_checker_and_moves_few_others(event: Json, data: st.DataObject) -> None:
    # Without musts and minimums, which may rightly push others aside.
    event["wishes"] = [wish for wish in event["wishes"] if wish["kind"] != "must"]
    event["parties"] = [{**party, "min_meetings": 0} for party in event["parties"]]
    plan = solved(event)
    frozen = freeze(event)
    slots = [slot["id"] for slot in event["slots"]]
    place = data.draw(st.integers(0, len(slots) - 1))
    noun = data.draw(st.sampled_from([one["id"] for one in [*event["parties"], *event["tables"]]]))
    kind = "table_lost" if noun.startswith("T") else data.draw(st.sampled_from(["cancelled", "late"]))
    incident = happened(kind, noun, *(slots[: place + 1] if kind == "late" else slots[place:]))

    before, after = repair(frozen, plan, incident)

    hit = {(one["demand"], one["supply"]) for one in hit_by(incident, plan["meetings"])}
    told = explain(before, after, [incident])["meetings"]
    away = [one for one in told if one["change"] in {"moved", "dropped"} and one["incident_id"] is None]
    # To keep a meeting that was hit is worth at most two others that change their slot.
    assert len(away) <= 2 * len(hit)
    assert {one["reason"] for one in told} <= set(REASONS)


@pytest.mark.parametrize(
    ("kind", "first", "listed", "closed"),
    [
        ("cancelled", "s1", (), ("s1", "s2")),
        ("no_show", "", (), ("s0", "s1", "s2")),
        ("late", "s2", (), ("s0", "s1")),
        ("table_lost", "", ("s2", "s0"), ("s0", "s2")),
        ("availability", "", (), ()),
    ],
)
def test_the_slots_an_incident_closes(kind: str, first: str, listed: tuple[str, ...], closed: tuple[str, ...]) -> None:
    slots = [{"id": f"s{number}"} for number in range(3)]

    assert closed_slots(IncidentKind(kind), slots, first=first, listed=listed) == closed


@pytest.mark.parametrize(
    ("kind", "first", "listed", "code", "field"),
    [
        ("late", "s0", (), "no-slots-left", "from_slot"),
        ("late", "", (), "slot-needed", "from_slot"),
        ("cancelled", "s9", (), "unknown-slot", "from_slot"),
        ("availability", "", ("s9",), "unknown-slot", "slots"),
    ],
)
def test_an_incident_without_a_slot_is_refused(
    kind: str, first: str, listed: tuple[str, ...], code: str, field: str
) -> None:
    slots = [{"id": f"s{number}"} for number in range(3)]

    with pytest.raises(Invalid) as refusal:
        closed_slots(IncidentKind(kind), slots, first=first, listed=listed)

    assert (refusal.value.code, refusal.value.field) == (code, field)
