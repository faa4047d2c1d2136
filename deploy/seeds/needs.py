"""Planting the demonstration needs (演示需求): written, submitted and published as their owners and screeners would."""

from collections.abc import Mapping
from typing import Any

from deploy.seeds.lists import read_data
from services.chassis.identity import Actor
from services.chassis.peers import Peer

DEMO_NEEDS = "demo-needs.json"
NEXT_STEP = {"draft": "submit", "submitted": "publish"}


def read_needs() -> list[dict[str, Any]]:
    """The needs as they are written, each with `answers`: entries of the official edition that can be its answer."""
    needs: list[dict[str, Any]] = read_data(DEMO_NEEDS)["needs"]
    return needs


def plant_needs(needs: Peer, *, actor: Actor) -> dict[str, dict[str, Any]]:
    """Publish every demonstration need; answers them by organisation. A need that was begun is taken up again.

    Only a draft and a submitted need are moved on: what people have done with a need since is theirs.
    """
    planted = {}
    for written in read_needs():
        said = {name: value for name, value in written.items() if name != "answers"}
        need = _find(needs, said, actor) or needs.send("POST", "/needs", {**said, "demo": True}, actor=actor)
        while need["status"] in NEXT_STEP:
            path = f"/needs/{need['id']}/{NEXT_STEP[need['status']]}"
            need = needs.send("POST", path, actor=actor, version=need["version"])
        planted[need["organisation_id"]] = need
    return planted


def _find(needs: Peer, said: Mapping[str, Any], actor: Actor) -> dict[str, Any] | None:
    found = needs.get("/needs", actor=actor, params={"organisation": said["organisation_id"], "first": 100})
    return next((need for need in found["items"] if need["demo"]), None)
