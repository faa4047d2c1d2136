"""A plan (对接名单) in the words of its users: who meets whom, when, where, and why something is not met."""

from collections.abc import Iterable, Mapping
from typing import Any

import orjson

from services.chassis.refusal import Conflict
from services.conference.domain import Run
from services.conference.hand.phrases import LOST
from services.conference.phrases import KINDS, MISSING, UNMET
from services.conference.rows import tell_moment


def tell_run(run: Run, own_hash: str = "") -> dict[str, Any]:
    """A run as JSON, without its plan; `own_hash` is that of what the conference knows now, if anybody looked."""
    return {
        "id": run.id,
        "conference_id": run.conference_id,
        "state": run.state,
        "progress": run.progress,
        "figures": run.figures,
        "effort": run.effort,
        "seed": run.seed,
        "input_hash": run.input_hash,
        "error": run.error,
        "attempts": run.attempts,
        "plan_state": run.plan_state.value,
        "number": run.number,
        "mode": run.mode.value,
        "based_on": run.based_on or None,
        "version": run.version,
        "input_changed": own_hash != run.own_hash if own_hash and run.own_hash else None,
        "created_at": tell_moment(run.created_at),
        "started_at": tell_moment(run.started_at) if run.started_at else None,
        "finished_at": tell_moment(run.finished_at) if run.finished_at else None,
        "published_at": tell_moment(run.published_at) if run.published_at else None,
    }


def tell_missing(party_id: str, codes: list[str]) -> dict[str, Any]:
    """What is missing for a party, "" for the conference as a whole."""
    told = [{"code": code, "text": MISSING[code][0], "text_en": MISSING[code][1]} for code in codes]
    return {"party_id": party_id or None, "missing": told}


def tell_plan(run: Run, frozen: bytes | None, plan: bytes | None, *, organisation: str = "") -> dict[str, Any]:
    """The plan with its names; for one organisation only its own meetings and nothing of the others.

    Raises Conflict("no-plan") while there is none.
    """
    if frozen is None or plan is None:
        raise Conflict("no-plan", "run_id")
    told_run = {"id": run.id, "conference_id": run.conference_id, "plan_state": run.plan_state.value}
    told = tell_whole_plan(told_run, orjson.loads(frozen), orjson.loads(plan))
    if not organisation:
        return told
    meetings = [_for_party(one, organisation) for one in told["meetings"] if _has_part(one, organisation)]
    general = {name: told[name] for name in ("run_id", "conference_id", "plan_state", "conference")}
    return {**general, "meeting_count": len(meetings), "meetings": meetings}


def tell_whole_plan(run: Mapping[str, Any], names: Mapping[str, Any], made: Mapping[str, Any]) -> dict[str, Any]:
    """The whole plan of a told run with the names of its snapshot."""
    parties = {party["id"]: party for party in names["parties"]}
    meetings = _meetings(names, made, parties)
    return {
        "run_id": run["id"],
        "conference_id": run["conference_id"],
        "plan_state": run["plan_state"],
        "conference": names["conference"],
        "meeting_count": len(meetings),
        "meetings": meetings,
        **_proof(names, made, parties),
    }


KNOWN_OF_OTHERS = (
    "id",
    "conference_id",
    "side",
    "organisation_id",
    "organisation_name",
    "name",
    "need_id",
    "need_ids",
    "entry_id",
    "entry_ids",
)
"""What one organisation is told of another it meets: not its wishes, its free time, or how much it wants to meet."""


def _has_part(meeting: Mapping[str, Any], organisation: str) -> bool:
    return any(meeting[side]["organisation_id"] == organisation for side in ("demand", "supply"))


def _for_party(meeting: Mapping[str, Any], organisation: str) -> dict[str, Any]:
    """A meeting as one of the two may see it; how well they fit is the organizer's reckoning."""
    told = {name: meeting[name] for name in ("id", "slot", "table")}
    for side in ("demand", "supply"):
        party = meeting[side]
        is_own = party["organisation_id"] == organisation
        told[side] = party if is_own else {name: party[name] for name in KNOWN_OF_OTHERS}
    return told


def _proof(names: Mapping[str, Any], made: Mapping[str, Any], parties: Mapping[str, Any]) -> dict[str, Any]:
    objective, bound = made["objective"], made["bound"]
    return {
        "value": objective["composite"],
        "bound": bound["composite"],
        "gap": bound["gap_percent"],
        "proof": bound["status"],
        "objective": objective,
        "unmet": [_unmet(row) for row in made["unmet"]],
        "cuts": made["cuts"],
        "fairness": made["fairness"],
        "idle": made["idle"],
        "sessions": names["sessions"],
        "slots": names["slots"],
        "tables": names["tables"],
        "parties": list(parties.values()),
        "solver": made["solver"],
        "changes": names.get("changes", []),
        "excluded": _pairs(lock for lock in locks_of(names) if lock["kind"] == "exclude"),
        "lost": [_lost(row) for row in names.get("lost", ())],
    }


def locks_of(names: Mapping[str, Any]) -> Iterable[Mapping[str, Any]]:
    """The organizer's own locks; a snapshot of earlier days knows only those of its event."""
    locks: Iterable[Mapping[str, Any]] = names["locks"] if "locks" in names else names["event"]["locks"]
    return locks


def _pairs(locks: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [{"demand": lock["demand"], "supply": lock["supply"]} for lock in locks]


def _lost(row: Mapping[str, Any]) -> dict[str, Any]:
    zh, en = LOST[row["reason"]]
    return {**row, "text": zh, "text_en": en}


def _meetings(names: Mapping[str, Any], made: Mapping[str, Any], parties: Mapping[str, Any]) -> list[dict[str, Any]]:
    slots = {slot["id"]: slot for slot in names["slots"]}
    tables = {table["id"]: table for table in names["tables"]}
    scores = {(one, other): score for one, other, score in names["event"]["scores"]["entries"]}
    locked = {(lock["demand"], lock["supply"]) for lock in locks_of(names) if lock["kind"] != "exclude"}
    order = {slot["id"]: place for place, slot in enumerate(names["slots"])}
    rows = [
        {
            "id": f"{meeting['demand']}:{meeting['supply']}",
            "slot": slots[meeting["slot"]],
            "table": tables[meeting["table"]],
            "demand": parties[meeting["demand"]],
            "supply": parties[meeting["supply"]],
            "score": scores.get((meeting["demand"], meeting["supply"]), 0),
            "locked": (meeting["demand"], meeting["supply"]) in locked,
        }
        for meeting in made["meetings"]
    ]
    return sorted(rows, key=lambda row: (order[row["slot"]["id"]], row["table"]["id"]))


def _unmet(row: Mapping[str, Any]) -> dict[str, Any]:
    is_floor = row["kind"] == "floor"
    kind = "min" if is_floor else row["kind"]
    zh, en = UNMET[row["reason"]]
    if is_floor:
        zh, en = f"少 {row['shortfall']} 场。{zh}", f"{row['shortfall']} short. {en}"
    return {
        "party_id": row["party"] if is_floor else row["from"],
        "counterpart_id": None if is_floor else row["to"],
        "kind": kind,
        "kind_text": KINDS[kind][0],
        "reason": row["reason"],
        "shortfall": row.get("shortfall"),
        "cut": row.get("cut"),
        "text": zh,
        "text_en": en,
    }
