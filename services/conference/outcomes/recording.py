"""A provider's record of a year (成效材料): its entries, what came of its meetings, with the definitions used."""

from collections.abc import Mapping
from typing import Any

from services.chassis.identity import Actor, Role
from services.chassis.peers import Peers
from services.chassis.ports import Ports
from services.chassis.refusal import NotFound
from services.conference.outcomes.counting import figures_of, total
from services.conference.outcomes.domain import Held, Meeting, Result
from services.conference.outcomes.handlers import list_meetings
from services.conference.outcomes.phrases import HELD
from services.conference.rows import tell_moment

DEFINITIONS = {
    "planned": ("已发布名单中的一对一洽谈场数", "meetings of the published lists"),
    "held": ("已洽谈的场数（以主办方确认为准；未确认的，按双方一致或仅有一方的填报）", "meetings that were held"),
    "intents": ("达成意向的洽谈场数（含签约）", "meetings that led to an intent, contracts among them"),
    "contracts": ("签约的洽谈场数", "meetings that led to a contract"),
    "amount": ("签约金额合计（万元）", "amount of the contracts in 10,000 yuan"),
}
LABELS = {
    "planned": ("安排洽谈（场）", "meetings planned"),
    "held": ("已洽谈（场）", "meetings held"),
    "intents": ("达成意向（场）", "intents"),
    "contracts": ("签约（场）", "contracts"),
    "amount": ("签约金额（万元）", "amount in 10,000 yuan"),
}
DISPUTED = "待核实"


def compile_record(ports: Ports, organisation_id: str, year: int, *, actor: Actor) -> dict[str, Any]:
    """The record of one organisation of the supply side: its own, the organizer's and the auditor's to see.

    Raises Forbidden, NotFound("no-record") when it was on no published list of the year.
    """
    if Role.AUDITOR not in actor.roles:
        actor.must_act_for(organisation_id, Role.PROVIDER)
    with ports.reading(actor) as work:
        conferences = work.conferences.page(year=year, first=100, after="").rows
        titles = {one.id: one.title for one in conferences}
        listed = [one for conference in conferences for one in list_meetings(conference.id, work)]
        meetings = {one.pair: one for one in listed if one.supply_organisation == organisation_id}
        results = {one.meeting.pair: one for one in work.results.of_supplier(organisation_id, year)}
    meetings |= {pair: one.meeting for pair, one in results.items() if pair not in meetings}
    if not meetings:
        raise NotFound("no-record", "year", {"year": year})
    ordered = sorted(meetings.values(), key=lambda one: (one.starts_at, one.demand_name))
    counted = {"planned": sum(one.supply_organisation == organisation_id for one in listed), **total(results.values())}
    return {
        "organisation_id": organisation_id,
        "name": ordered[0].supply_name,
        "year": year,
        "made_on": ports.clock.today().isoformat(),
        "entries": ask_entries(ports.peers, {entry for one in ordered for entry in one.entry_ids}, actor=actor),
        "figures": [_labelled(one) for one in figures_of(counted, DEFINITIONS)],
        "meetings": [_tell(one, titles, results.get(one.pair)) for one in ordered],
    }


def _labelled(figure: dict[str, Any]) -> dict[str, Any]:
    zh, en = LABELS[figure["name"]]
    return {**figure, "label": zh, "label_en": en}


def _tell(meeting: Meeting, titles: Mapping[str, str], result: Result | None) -> dict[str, Any]:
    outcome = result.outcome if result else None
    is_disputed = bool(outcome and outcome.disputed)
    held = outcome.held if outcome else Held.UNKNOWN
    return {
        "conference": titles.get(meeting.pair.conference_id, ""),
        "starts_at": tell_moment(meeting.starts_at),
        "table": meeting.table,
        "demand_name": meeting.demand_name,
        "held_text": DISPUTED if is_disputed and held is Held.UNKNOWN else HELD[held.value][0],
        "intent": bool(outcome and outcome.intent),
        "contract": bool(outcome and outcome.contract),
        "amount": outcome.amount if outcome else None,
        "is_disputed": is_disputed,
    }


def ask_entries(peers: Peers, entry_ids: set[str], *, actor: Actor) -> list[dict[str, Any]]:
    """The entries it came with, each with its edition and the number of the document that listed it."""
    if not entry_ids:
        return []
    params = {"ids": ",".join(sorted(entry_ids)[:100]), "first": 100}
    rows = peers["catalogue"].get("/entries", actor=actor, params=params)["items"]
    return [
        {
            "name": row["name"],
            "category": row["category"],
            "edition": row["edition"]["title"],
            "document_number": row["edition"]["document_number"],
        }
        for row in rows
    ]
