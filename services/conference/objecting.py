"""Objections (意见): a party says what is wrong with a provisional list, the organizer settles it with an answer."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

import orjson

from services.chassis.app import check_version
from services.chassis.clock import Clock
from services.chassis.identity import Actor, Role
from services.chassis.refusal import Conflict, Forbidden, Invalid, NotFound
from services.conference.domain import PlanState
from services.conference.objection import Objection, ObjectionState
from services.conference.repositories import ConferenceWork

MOST_OPEN = 30
"""Objections of one party that may wait for an answer."""
PARTIES = (Role.ENTERPRISE, Role.PARK_OPERATOR, Role.PROVIDER)


@dataclass(frozen=True)
class RaiseObjection:
    """What a party says of a list, or of one meeting of it."""

    run_id: str
    party_id: str
    text: str
    meeting_id: str = ""


@dataclass(frozen=True)
class SettleObjection:
    """What becomes of an objection, and what its party is told."""

    objection_id: str
    seen: int
    state: ObjectionState
    answer: str = ""


def raise_objection(command: RaiseObjection, *, actor: Actor, work: ConferenceWork, clock: Clock) -> Objection:
    """Object to a list that lies before the parties; an organizer may do so for a party that telephoned.

    Raises Conflict("not-provisional", "too-many-objections"), Invalid("unknown-party", "unknown-meeting"), Forbidden.
    """
    actor.must_be(Role.ORGANIZER, *PARTIES)
    conference_id = work.runs.get(command.run_id).conference_id
    work.conferences.get(conference_id, lock=True)
    run = work.runs.get(command.run_id)
    names, plan = (orjson.loads(paper or b"{}") for paper in work.runs.papers(run.id))
    party = next((one for one in names.get("parties", ()) if one["id"] == command.party_id), None)
    if not actor.has(Role.ORGANIZER) and (party is None or party["organisation_id"] != actor.organisation):
        raise Forbidden("forbidden")
    if party is None:
        raise Invalid("unknown-party", "party_id", {"value": command.party_id})
    if run.plan_state is not PlanState.PROVISIONAL:
        raise Conflict("not-provisional", "run_id")
    if work.objections.count_open(conference_id, party["id"]) >= MOST_OPEN:
        raise Conflict("too-many-objections", "party_id", {"limit": MOST_OPEN})
    objection = Objection(
        id=f"o-{uuid4().hex[:16]}",
        run_id=run.id,
        conference_id=conference_id,
        party_id=party["id"],
        party_name=party["name"],
        organisation_id=party["organisation_id"],
        meeting_id=command.meeting_id,
        counterpart_name=_counterpart(names, plan, party["id"], command.meeting_id),
        text=command.text,
        state=ObjectionState.OPEN,
        created_at=clock.now(),
    )
    work.objections.add(objection)
    work.record("objection_raised", objection.id, run=run.id, party=party["id"])
    return objection


def _counterpart(names: Mapping[str, Any], plan: Mapping[str, Any], party_id: str, meeting_id: str) -> str:
    """The name of whom the party meets in a meeting, "" when the objection is to the whole list."""
    if not meeting_id:
        return ""
    parties = {one["id"]: str(one["name"]) for one in names["parties"]}
    for meeting in plan["meetings"]:
        pair = (meeting["demand"], meeting["supply"])
        if ":".join(pair) == meeting_id and party_id in pair:
            return parties[pair[1] if pair[0] == party_id else pair[0]]
    raise Invalid("unknown-meeting", "meeting_id", {"value": meeting_id})


def settle_objection(command: SettleObjection, *, actor: Actor, work: ConferenceWork, clock: Clock) -> Objection:
    """Settle an objection (处理意见): the organizer accepts or declines with an answer, its party withdraws it.

    Raises Conflict("objection-settled", "stale-version"), Invalid("answer-needed"), NotFound for those it is not of.
    """
    before = work.objections.get(command.objection_id)
    if command.state is ObjectionState.WITHDRAWN:
        actor.must_be(Role.ORGANIZER, *PARTIES)
        if not actor.has(Role.ORGANIZER) and actor.organisation != before.organisation_id:
            raise NotFound("not-found", "objection_id", {"id": before.id})
    else:
        actor.must_be(Role.ORGANIZER)
        if not command.answer:
            raise Invalid("answer-needed", "answer")
    check_version(before.version, command.seen)
    if before.state is not ObjectionState.OPEN:
        raise Conflict("objection-settled", "objection_id")
    after = replace(
        before, state=command.state, answer=command.answer, settled_at=clock.now(), version=before.version + 1
    )
    work.objections.change(after, seen=before.version)
    work.record(f"objection_{command.state.value}", before.id, run=before.run_id)
    return after
