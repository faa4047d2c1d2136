"""Changing a list by hand: meetings added, moved, dropped, locked; each change is judged on the list the last one left.

What was added or moved is locked, what was dropped is excluded, so that a later run keeps both.
"""

import copy
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from services.conference.hand.conflicts import Found, Level
from services.conference.hand.judging import Sheet
from services.conference.hand.releases import apply_release

Json = dict[str, Any]
Pair = tuple[str, str]


class Act(StrEnum):
    """What is done to a meeting; `unlock` also lifts the exclusion of a pair."""

    ADD = "add"
    MOVE = "move"
    DROP = "drop"
    LOCK = "lock"
    UNLOCK = "unlock"


@dataclass(frozen=True)
class Change:
    """One change; `table` is "" for any that is free; `release` names the conflicts that the organizer releases."""

    act: Act
    demand: str
    supply: str
    slot: str = ""
    table: str = ""
    release: frozenset[str] = frozenset()

    @property
    def pair(self) -> Pair:
        """Who meets."""
        return self.demand, self.supply


@dataclass
class Changed:
    """The list that comes of changes, and all conflicts that were met on the way."""

    event: Json
    meetings: list[Json]
    locks: list[Json]
    releases: list[Json]
    conflicts: list[Found] = field(default_factory=list)
    told: list[Json] = field(default_factory=list)

    def against(self, changes: Sequence[Change]) -> list[Found]:
        """The conflicts that forbid the changes: what is blocked, and what nobody has released."""
        return [
            found
            for found in self.conflicts
            if found.kind.level is Level.BLOCK
            or (found.kind.level is Level.RELEASE and found.code not in changes[found.place].release)
        ]


def change_list(frozen: Mapping[str, Any], plan: Mapping[str, Any], changes: Sequence[Change]) -> Changed:
    """The list after these changes. `frozen` and `plan` stay as they are.

    Conflicts are told, not raised: ask `against` whether the list may be used. From the first change that is forbidden
    on none is made, yet all are judged.
    """
    made = Changed(
        event=copy.deepcopy(dict(frozen["event"])),
        meetings=[dict(one) for one in plan["meetings"]],
        locks=[dict(one) for one in own_locks(frozen)],
        releases=[dict(one) for one in frozen.get("releases", ())],
    )
    for place, change in enumerate(changes):
        sheet = Sheet(made.event, made.meetings, made.locks)
        table = sheet.find_table(change.pair, change.slot, change.table) if change.slot else ""
        codes = sheet.judge(change.act, change.pair, change.slot, table)
        made.conflicts += [Found(place, code) for code in codes]
        if not made.against(changes):
            _release(made, sheet, change, table, codes)
            _act(made, change, table)
            made.told.append(_tell(change, sheet, table, codes))
    order = {slot["id"]: number for number, slot in enumerate(made.event["slots"])}
    made.meetings.sort(key=lambda one: (order[one["slot"]], one["demand"]))
    made.event["locks"] = [*made.locks, *_standing(made)]
    return made


def _standing(made: Changed) -> list[Json]:
    """Locks of meetings that a run would not offer by itself: without one the list would be against the rules."""
    sheet, locked = Sheet(made.event, made.meetings, made.locks), {(one["demand"], one["supply"]) for one in made.locks}
    loose = [one for pair, one in sheet.meetings.items() if pair not in locked and sheet.is_too_low(pair)]
    return [{"kind": "meeting", **one} for one in loose]


def own_locks(frozen: Mapping[str, Any]) -> Sequence[Json]:
    """The organizer's locks of a list: not those that only kept a list while its gaps were filled."""
    locks: Sequence[Json] = frozen.get("locks", ())
    return locks


def _release(made: Changed, sheet: Sheet, change: Change, table: str, codes: Sequence[str]) -> None:
    for code in codes:
        for release in sheet.release_of(code, change.pair, change.slot, table):
            apply_release(made.event, release)
            made.releases.append(release)


def _act(made: Changed, change: Change, table: str) -> None:
    mine = [one for one in made.meetings if (one["demand"], one["supply"]) == change.pair]
    made.locks[:] = [one for one in made.locks if (one["demand"], one["supply"]) != change.pair]
    names = {"demand": change.demand, "supply": change.supply}
    if change.act in {Act.ADD, Act.MOVE, Act.DROP}:
        made.meetings[:] = [one for one in made.meetings if one not in mine]
    if change.act is Act.DROP:
        made.locks.append({"kind": "exclude", **names})
    elif change.act in {Act.ADD, Act.MOVE}:
        made.meetings.append({**names, "slot": change.slot, "table": table})
        made.locks.append({"kind": "meeting", **names, "slot": change.slot, "table": table})
    elif change.act is Act.LOCK and mine:
        made.locks.append({"kind": "meeting", **names, "slot": mine[0]["slot"], "table": mine[0]["table"]})


def _tell(change: Change, sheet: Sheet, table: str, codes: Sequence[str]) -> Json:
    """What was done, for whoever reads the list later."""
    before = sheet.meetings.get(change.pair)
    return {
        "act": change.act.value,
        "demand": change.demand,
        "supply": change.supply,
        "before": None if before is None else {"slot": before["slot"], "table": before["table"]},
        "after": {"slot": change.slot, "table": table} if change.act in {Act.ADD, Act.MOVE} else None,
        "conflicts": list(codes),
    }
