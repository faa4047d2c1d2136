"""Gathering what a run is made from: what the conference knows itself, and what its peers know of fit and requests."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import orjson

from services.chassis.identity import Actor
from services.chassis.peers import Peers
from services.conference.domain import Conference, Party
from services.conference.freezing import ask_accepted, ask_pair_scores, build_event, carry, hash_source
from services.conference.repositories import ConferenceWork


@dataclass(frozen=True)
class Known:
    """What the conference knows itself."""

    conference: Conference
    parties: Sequence[Party]
    met_before: Sequence[tuple[str, str]] = ()

    @property
    def own_hash(self) -> str:
        """A hash of times, tables, parties, absences and wishes."""
        return hash_source(build_event("", self.conference, self.parties, scores={}, accepted=(), met_before=()))


def read_own(work: ConferenceWork, conference_id: str) -> Known:
    """What the conference says of itself; who met before is left out, since it takes the lists of all conferences."""
    conference = work.conferences.get(conference_id)
    return Known(conference, work.parties.of(conference.id))


def read_known(work: ConferenceWork, conference_id: str) -> Known:
    """Everything the conference knows of its next list."""
    own = read_own(work, conference_id)
    return replace(own, met_before=list(find_met_before(work, own.conference)))


def gather_event(run_id: str, known: Known, *, peers: Peers, actor: Actor) -> dict[str, Any]:
    """The event as it would be frozen now. Asks peers: no unit of work may be open."""
    scores = ask_pair_scores(peers, known.parties, actor=actor)
    accepted = ask_accepted(peers, known.parties, actor=actor)
    return build_event(
        run_id, known.conference, known.parties, scores=scores, accepted=accepted, met_before=known.met_before
    )


def find_met_before(work: ConferenceWork, conference: Conference) -> Iterable[tuple[str, str]]:
    """Pairs of organisations that met by the published list of an earlier conference."""
    for run in work.runs.published():
        earlier = work.conferences.get(run.conference_id)
        if earlier.id == conference.id or earlier.starts_on >= conference.starts_on:
            continue
        parties = {party["id"]: party["organisation_id"] for party in orjson.loads(run.frozen)["parties"]}
        for meeting in orjson.loads(run.plan)["meetings"]:
            yield carry(parties[meeting["demand"]]), carry(parties[meeting["supply"]])
