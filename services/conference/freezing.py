"""Freezing the input of a run: the conference and its parties become an event of format 1.0 and the names behind it.

The snapshot is the only copy: a run can be made again from it, whatever has changed since.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import orjson

from services.chassis.clock import SHANGHAI
from services.chassis.identity import Actor
from services.chassis.peers import Peers
from services.conference.domain import IDENTIFIER, Conference, Party, Side, Slot
from services.conference.hand.carrying import Carried
from services.conference.hand.releases import release_parties
from services.conference.inviting import ask_scores, read_all
from services.conference.rows import tell_party, tell_slot

RULES: Mapping[str, Any] = {
    "min_score": 300,
    "want_bonus": {"demand": 100, "supply": 100, "mutual": 100},
    "met_before": {"mode": "penalise", "penalty": 200, "fresh_wish_overrides": True},
    "organisation_pair_once": True,
    "never_scope": "organisation",
    "max_per_session": None,
    "idle_scope": "session",
    "penalties": {"must": 1_000_000, "floor_demand": 100_000, "floor_supply": 50_000, "moved": 2_000, "dropped": 5_000},
    "level_weight": {"demand": 0, "supply": 0},
}
"""What is worth how much: first the musts, then the minimums, then fit and wishes (docs/pairing.md)."""


def ask_pair_scores(peers: Peers, parties: Sequence[Party], *, actor: Actor) -> dict[tuple[str, str], int]:
    """How well each demand party fits each supply party: the best of its needs with the best of the other's entries."""
    demand = [party for party in parties if party.side is Side.DEMAND]
    supply = [party for party in parties if party.side is Side.SUPPLY]
    needs = sorted({need for party in demand for need in party.need_ids})
    entries = sorted({entry for party in supply for entry in party.entry_ids})
    scores = ask_scores(peers, needs, entries, actor=actor)
    pairs = {}
    for one in demand:
        for other in supply:
            best = max((scores.get((need, entry), 0) for need in one.need_ids for entry in other.entry_ids), default=0)
            if best:
                pairs[one.id, other.id] = best
    return pairs


def ask_accepted(peers: Peers, parties: Sequence[Party], *, actor: Actor) -> set[tuple[str, str]]:
    """Pairs of parties whose organisations agreed on a meeting: each becomes a mutual want."""
    by_need = {need: party.id for party in parties if party.side is Side.DEMAND for need in party.need_ids}
    by_entry = {entry: party.id for party in parties if party.side is Side.SUPPLY for entry in party.entry_ids}
    accepted = read_all(peers, "matching", "/requests", actor=actor, state="accepted")
    pairs = {
        (by_need.get(row["need_id"], ""), by_entry.get(row["entry_id"], ""))
        for row in accepted
        if row["kind"] == "meeting"
    }
    return {(one, other) for one, other in pairs if one and other}


def build_event(
    run_id: str,
    conference: Conference,
    parties: Sequence[Party],
    *,
    scores: Mapping[tuple[str, str], int],
    accepted: Iterable[tuple[str, str]],
    met_before: Iterable[tuple[str, str]],
) -> dict[str, Any]:
    """The event of format 1.0; ids are the conference's own, organisations are named by ids the format can carry."""
    return {
        "format": "pairing-event",
        "version": "1.0",
        "event_id": run_id,
        "title": conference.title,
        "time_zone": "Asia/Shanghai",
        "sessions": [
            {"id": session.id, "title": session.title} for day in conference.timetable.days for session in day.sessions
        ],
        "slots": [_slot(slot) for slot in conference.slots],
        "tables": [
            {"id": table.id, "party": table.party_id or None, "unavailable": list(table.unavailable)}
            for table in conference.tables
        ],
        "parties": [_party(party) for party in parties],
        "scores": {"layout": "sparse", "entries": [[*pair, score] for pair, score in sorted(scores.items())]},
        "wishes": _wishes(parties, accepted),
        "met_before": [
            {"demand_organisation": one, "supply_organisation": other}
            for one, other in sorted({(carry(one), carry(other)) for one, other in met_before})
        ],
        "locks": [],
        "baseline": None,
        "rules": dict(RULES),
    }


def _slot(slot: Slot) -> dict[str, Any]:
    starts_at, ends_at = (moment.astimezone(SHANGHAI).isoformat() for moment in (slot.starts_at, slot.ends_at))
    return {"id": slot.id, "session": slot.session_id, "start": starts_at, "end": ends_at}


def _party(party: Party) -> dict[str, Any]:
    return {
        "id": party.id,
        "side": party.side.value,
        "organisation": carry(party.organisation_id),
        "name": party.name,
        "min_meetings": party.min_meetings,
        "max_meetings": party.max_meetings,
        "unavailable": list(party.unavailable),
    }


def _wishes(parties: Sequence[Party], accepted: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    wishes = {(party.id, wish.party_id): wish.strength.value for party in parties for wish in party.wishes}
    for one, other in accepted:
        # A party's own word weighs more than an earlier agreement: only where it is silent is there a want.
        wishes.setdefault((one, other), "want")
        wishes.setdefault((other, one), "want")
    return [{"from": one, "to": other, "kind": kind} for (one, other), kind in sorted(wishes.items())]


def carry(organisation_id: str) -> str:
    """An organisation's id as the format can carry it: itself where possible, else a digest of it."""
    if IDENTIFIER.fullmatch(organisation_id):
        return organisation_id
    return f"o-{hashlib.sha256(organisation_id.encode()).hexdigest()[:24]}"


def hash_source(event: Mapping[str, Any]) -> str:
    """A hash of what is known of parties, wishes, times and tables; whose run it is and what is locked do not count."""
    known = {**event, "event_id": "", "locks": []}
    return hashlib.sha256(orjson.dumps(known, option=orjson.OPT_SORT_KEYS)).hexdigest()


def freeze(carried: Carried, conference: Conference, parties: Sequence[Party], *, effort: str, seed: int) -> bytes:
    """The snapshot: the event, how to solve it, what its names stand for, and what was decided by hand before."""
    frozen = {
        "effort": effort,
        "seed": seed,
        "event": carried.event,
        "locks": carried.locks,
        "releases": carried.releases,
        "changes": [],
        "lost": carried.lost,
        "conference": {
            "id": conference.id,
            "title": conference.title,
            "venue": conference.venue,
            "demo": conference.demo,
        },
        "sessions": [
            {"id": session.id, "title": session.title, "date": day.date.isoformat()}
            for day in conference.timetable.days
            for session in day.sessions
        ],
        "slots": [tell_slot(slot) for slot in conference.slots],
        "tables": [{"id": table.id, "name": table.name} for table in conference.tables],
        "parties": release_parties(map(tell_party, parties), carried.releases),
    }
    return orjson.dumps(frozen)
