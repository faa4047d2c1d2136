"""The conference service over HTTP: the lists an organisation takes part in, and objections to them."""

from typing import Any

import orjson
from flask import Response, jsonify
from flask_smorest import Blueprint

from services.chassis.app import expected_version, reading, the_actor, the_clock, writing
from services.chassis.identity import Role
from services.conference import objecting, objection_answers, schemas
from services.conference.objecting import PARTIES, RaiseObjection, SettleObjection
from services.conference.objection import Objection, ObjectionState
from services.conference.rows import tell_moment
from services.conference.telling import KNOWN_OF_OTHERS, tell_plan

blueprint = Blueprint("objections", __name__, description="对名单的意见与本单位的洽谈。")


@blueprint.get("/own-lists")
@blueprint.response(200, objection_answers.OwnListsOut)
def get_own_lists() -> Response:
    """The provisional and published lists of the conferences in which one's organisation takes part."""
    actor = the_actor()
    actor.must_be(*PARTIES)
    organisation = actor.organisation or "-"
    items = []
    with reading() as work:
        for conference_id in work.objections.conferences_of(organisation):
            for run in work.runs.shown(conference_id):
                frozen, plan = work.runs.papers(run.id)
                told = tell_plan(run, frozen, plan, organisation=organisation)
                names = ("run_id", "plan_state", "conference", "meetings")
                items.append(
                    {
                        **{name: told[name] for name in names},
                        "parties": _own_parties(frozen, organisation),
                        "objections": [tell_objection(one) for one in work.objections.of(run.id, organisation)],
                    }
                )
    return jsonify({"items": items})


def _own_parties(frozen: bytes, organisation: str) -> list[dict[str, Any]]:
    parties = orjson.loads(frozen)["parties"]
    return [
        {name: party[name] for name in KNOWN_OF_OTHERS} for party in parties if party["organisation_id"] == organisation
    ]


@blueprint.get("/runs/<run_id>/objections")
@blueprint.response(200, objection_answers.ObjectionsOut)
def get_objections(run_id: str) -> dict[str, Any]:
    """The objections to a list; an organisation that takes part sees its own."""
    actor = the_actor()
    actor.must_be(Role.ORGANIZER, Role.AUDITOR, *PARTIES)
    sees_all = actor.has(Role.ORGANIZER) or Role.AUDITOR in actor.roles
    with reading() as work:
        work.runs.get(run_id)
        found = work.objections.of(run_id, None if sees_all else actor.organisation or "-")
    return {"items": [tell_objection(one) for one in found]}


@blueprint.post("/runs/<run_id>/objections")
@blueprint.arguments(schemas.ObjectionIn)
@blueprint.response(201, objection_answers.ObjectionOut)
def post_objection(body: dict[str, Any], run_id: str) -> dict[str, Any]:
    """Object to a list that lies before the parties."""
    command = RaiseObjection(run_id, **body)
    with writing() as work:
        return tell_objection(objecting.raise_objection(command, actor=the_actor(), work=work, clock=the_clock()))


@blueprint.post("/objections/<objection_id>/settle")
@blueprint.arguments(schemas.SettlementIn)
@blueprint.response(200, objection_answers.ObjectionOut)
def post_settlement(body: dict[str, Any], objection_id: str) -> dict[str, Any]:
    """Accept or decline an objection, with an answer."""
    return _settle(SettleObjection(objection_id, expected_version(), ObjectionState(body["state"]), body["answer"]))


@blueprint.post("/objections/<objection_id>/withdraw")
@blueprint.response(200, objection_answers.ObjectionOut)
def post_withdrawal(objection_id: str) -> dict[str, Any]:
    """Take an objection back."""
    return _settle(SettleObjection(objection_id, expected_version(), ObjectionState.WITHDRAWN))


def _settle(command: SettleObjection) -> dict[str, Any]:
    with writing() as work:
        return tell_objection(objecting.settle_objection(command, actor=the_actor(), work=work, clock=the_clock()))


def tell_objection(objection: Objection) -> dict[str, Any]:
    """An objection as JSON."""
    return {
        "id": objection.id,
        "run_id": objection.run_id,
        "party_id": objection.party_id,
        "party_name": objection.party_name,
        "meeting_id": objection.meeting_id or None,
        "counterpart_name": objection.counterpart_name or None,
        "text": objection.text,
        "state": objection.state.value,
        "answer": objection.answer,
        "created_at": tell_moment(objection.created_at),
        "settled_at": tell_moment(objection.settled_at) if objection.settled_at else None,
        "version": objection.version,
    }
