"""What a repair changes and why (修复差异): each meeting that differs from the published list, and the reason. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from services.conference.comparing import Papers, compare
from services.conference.day.domain import SIDES, Incident, Pair, Row, hit_by


def explain(before: Papers, after: Papers, incidents: Sequence[Incident]) -> dict[str, Any]:
    """The comparison of the published list with its repair, each changed meeting with `reason` and `incident_id`."""
    told = compare(before, after)
    causes = _causes(before, incidents)
    losers = {party for one in told["meetings"] if one["change"] == "dropped" for party in _pair(one)}
    meetings = [{**one, **_reason(one, causes, losers, after)} for one in told["meetings"]]
    return {**told, "meetings": meetings}


def _causes(before: Papers, incidents: Sequence[Incident]) -> Mapping[Pair, Incident]:
    """Published pair -> the first incident that hits its meeting."""
    causes: dict[Pair, Incident] = {}
    for incident in incidents:
        for one in hit_by(incident, before.plan["meetings"]):
            causes.setdefault((one["demand"], one["supply"]), incident)
    return causes


def _pair(change: Row) -> Pair:
    return change["demand"]["id"], change["supply"]["id"]


def _reason(change: Row, causes: Mapping[Pair, Incident], losers: set[str], after: Papers) -> dict[str, Any]:
    pair = _pair(change)
    incident = causes.get(pair)
    told = {"incident_id": incident.id if incident else None}
    if change["change"] == "new":
        return {**told, "reason": "replaces" if losers & set(pair) else "fills"}
    if change["change"] == "dropped":
        return {**told, "reason": _why_dropped(pair, after) if incident else "gives_way"}
    if incident:
        return {**told, "reason": "table_lost" if incident.names_table else "not_there"}
    return {**told, "reason": "makes_room"}


def _why_dropped(pair: Pair, after: Papers) -> str:
    """Why a meeting that could not stay has no other place."""
    event = after.names["event"]
    parties = {party["id"]: party for party in event["parties"]}
    free = [set(_free(parties.get(party), event)) for party in pair]
    if not all(free):
        return "party_gone"
    common = [slot for slot in free[0] & free[1] if _has_table(event, pair, slot)]
    if not common:
        return "no_common_slot"
    busy = {(one[side], one["slot"]) for one in after.plan["meetings"] for side in SIDES}
    is_open = any(not {(party, slot) for party in pair} & busy for slot in common)
    return "trade_off" if is_open else "no_slot_left"


def _free(party: Row | None, event: Row) -> Iterator[str]:
    if party is not None:
        yield from (slot["id"] for slot in event["slots"] if slot["id"] not in party["unavailable"])


def _has_table(event: Row, pair: Pair, slot: str) -> bool:
    own = [table for table in event["tables"] if table["party"] in pair]
    usable = own or [table for table in event["tables"] if table["party"] is None]
    return any(slot not in table["unavailable"] for table in usable)
