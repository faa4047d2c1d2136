"""Inviting (邀请): everybody with a published need, and the current entries that fit at least one of them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.chassis.identity import Actor, Role
from services.chassis.peers import Peers
from services.chassis.refusal import Invalid
from services.conference.domain import Party, Side
from services.conference.handlers import AddParty, make_party
from services.conference.repositories import ConferenceWork

PAGE = 100


@dataclass(frozen=True)
class Ground:
    """What stands behind parties: published needs, current entries, and how well they fit each other (0 to 1000)."""

    needs: Sequence[Mapping[str, Any]]
    entries: Sequence[Mapping[str, Any]]
    scores: Mapping[tuple[str, str], int]


def gather_ground(peers: Peers, *, actor: Actor) -> Ground:
    """Ask needs, catalogue and matching; no unit of work may be open meanwhile."""
    actor.must_be(Role.ORGANIZER)
    needs = read_all(peers, "needs", "/needs", actor=actor, status="published")
    entries = [
        entry
        for entry in read_all(peers, "catalogue", "/entries", actor=actor, in_use="true")
        if entry["status"] == "admitted"
    ]
    scores = ask_scores(peers, [need["id"] for need in needs], [entry["id"] for entry in entries], actor=actor)
    return Ground(needs, entries, scores)


def check_ground(peers: Peers, command: AddParty, *, actor: Actor) -> None:
    """Refuse a party that stands for needs or entries that are not there, no longer current, or another's.

    A run could never score such a party. Raises Invalid("unknown-ground", "ground-not-current", "ground-of-another").
    """
    actor.must_be(Role.ORGANIZER)
    is_demand = command.side is Side.DEMAND
    ids, field = (command.need_ids, "need_id") if is_demand else (command.entry_ids, "entry_id")
    if not ids:
        return
    service, path, is_current = ("needs", "/needs", _is_open) if is_demand else ("catalogue", "/entries", _is_listed)
    found = {row["id"]: row for row in read_all(peers, service, path, actor=actor, ids=",".join(ids))}
    for one in ids:
        if one not in found:
            raise Invalid("unknown-ground", field, {"id": one})
        if not is_current(found[one]):
            raise Invalid("ground-not-current", field, {"id": one})
        owner = found[one]["organisation_id"]
        if owner and owner != command.organisation_id:
            raise Invalid("ground-of-another", field, {"id": one})


def _is_open(need: Mapping[str, Any]) -> bool:
    return need["status"] in {"published", "in_talks"}


def _is_listed(entry: Mapping[str, Any]) -> bool:
    return bool(entry["status"] == "admitted" and entry["edition"]["status"] == "published")


def read_all(peers: Peers, service: str, path: str, *, actor: Actor, **params: Any) -> list[Mapping[str, Any]]:
    """All rows of a paged list."""
    rows: list[Mapping[str, Any]] = []
    after = ""
    while True:
        page = peers[service].get(path, actor=actor, params={**params, "first": PAGE, "after": after or None})
        rows += page["items"]
        if not page["has_next"]:
            return rows
        after = page["end_cursor"]


def ask_scores(
    peers: Peers, needs: Sequence[str], entries: Sequence[str], *, actor: Actor
) -> dict[tuple[str, str], int]:
    """The scores of matching for needs and entries; pairs that do not fit at all are absent."""
    if not needs or not entries:
        return {}
    scores: dict[tuple[str, str], int] = {}
    for start in range(0, len(needs), PAGE):
        body = {"needs": list(needs[start : start + PAGE]), "entries": list(entries)}
        for row in peers["matching"].ask("/scores", body, actor=actor)["scores"]:
            scores[row["need"], row["entry"]] = row["score"]
    return scores


def invite_parties(
    conference_id: str, ground: Ground, *, least_score: int, actor: Actor, work: ConferenceWork
) -> dict[str, int]:
    """Add a party for every organisation that may come and does not yet; answers how many of each side.

    Needs of one organisation share a party, and so do its entries. A supply organisation comes when one of its
    entries fits one of the needs with at least `least_score`.
    """
    actor.must_be(Role.ORGANIZER)
    conference = work.conferences.get(conference_id, lock=True)
    there = {(party.side, party.organisation_id) for party in work.parties.of(conference_id)}
    added = {side.value: 0 for side in Side}
    for command in [*_demand(conference_id, ground), *_supply(conference_id, ground, least_score)]:
        if (command.side, command.organisation_id) in there:
            continue
        party: Party = make_party(command, conference)
        work.parties.add(party)
        added[party.side.value] += 1
    work.record("parties_invited", conference_id, **added)
    return added


def _demand(conference_id: str, ground: Ground) -> list[AddParty]:
    grouped: dict[str, list[Mapping[str, Any]]] = {}
    for need in ground.needs:
        grouped.setdefault(need["organisation_id"], []).append(need)
    return [
        AddParty(
            conference_id,
            Side.DEMAND,
            organisation,
            needs[0]["organisation_name"],
            need_ids=tuple(need["id"] for need in needs),
        )
        for organisation, needs in grouped.items()
    ]


def _supply(conference_id: str, ground: Ground, least_score: int) -> list[AddParty]:
    best: dict[str, int] = {}
    for (_, scored), score in ground.scores.items():
        best[scored] = max(best.get(scored, 0), score)
    grouped: dict[str, list[Mapping[str, Any]]] = {}
    for entry in ground.entries:
        if best.get(entry["id"], 0) >= max(1, least_score):
            grouped.setdefault(entry["organisation_id"] or f"entry:{entry['id']}", []).append(entry)
    return [
        AddParty(
            conference_id,
            Side.SUPPLY,
            organisation,
            entries[0]["company"],
            entry_ids=tuple(entry["id"] for entry in entries),
        )
        for organisation, entries in grouped.items()
    ]
