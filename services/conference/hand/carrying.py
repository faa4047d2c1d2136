"""What a run takes over from an earlier list: locks, exclusions and releases; all its meetings when it only fills."""

import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from services.conference.domain import RunMode
from services.conference.hand.changing import own_locks
from services.conference.hand.releases import apply_release
from services.conference.solver.filling import Lost, fill_gaps_only

Json = dict[str, Any]


@dataclass(frozen=True)
class Carried:
    """The event to solve, the organizer's locks that hold in it, the releases, and what could not be kept."""

    event: Json
    locks: Sequence[Json]
    releases: Sequence[Json]
    lost: Sequence[Json]


def carry_over(event: Json, frozen: Mapping[str, Any], plan: Mapping[str, Any], mode: RunMode) -> Carried:
    """Let a fresh event keep what was decided by hand in an earlier list (锁定和手工改动保留).

    With `RunMode.FILL` (补位) all other meetings of the list are kept where they are, too. `event` stays as it is.
    """
    event = {**event, **{name: copy.deepcopy(event[name]) for name in ("parties", "tables", "wishes")}}
    releases = frozen.get("releases", ())
    for release in releases:
        apply_release(event, release)
    if mode is not RunMode.FILL and not own_locks(frozen):
        return Carried(event, (), releases, ())
    there = {party["id"] for party in event["parties"]}
    locks = [lock for lock in own_locks(frozen) if {lock["demand"], lock["supply"]} <= there]
    excluded = [lock for lock in locks if lock["kind"] == "exclude"]
    gone = [lock for lock in own_locks(frozen) if lock["kind"] != "exclude" and lock not in locks]
    held = fill_gaps_only({**event, "locks": excluded}, [_row(lock) for lock in locks if lock["kind"] != "exclude"])
    lost = [*({**_row(lock), "reason": "gone"} for lock in gone), *map(_tell, held.lost)]
    if mode is not RunMode.FILL:
        return Carried(held.event, held.event["locks"], releases, lost)
    locked = {_pair(lock) for lock in own_locks(frozen)}
    filled = fill_gaps_only(held.event, [one for one in plan["meetings"] if _pair(one) not in locked])
    return Carried(filled.event, held.event["locks"], releases, [*lost, *map(_tell, filled.lost)])


def _pair(row: Mapping[str, str]) -> tuple[str, str]:
    return row["demand"], row["supply"]


def _row(lock: Mapping[str, Any]) -> Json:
    """A lock as a meeting of a plan; one that gave its table up names none."""
    return {name: lock.get(name, "") for name in ("demand", "supply", "slot", "table")}


def _tell(lost: Lost) -> Json:
    return {**lost.meeting, "reason": lost.reason}
