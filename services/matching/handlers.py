"""The use cases of requests (对接申请): ask, accept, decline, withdraw, expire; and reading them."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import uuid4

from services.chassis.clock import SHANGHAI, Clock
from services.chassis.identity import Actor, Role
from services.chassis.paging import Page
from services.chassis.refusal import Conflict, Forbidden, NotFound
from services.matching import feedback
from services.matching.domain import KnownEntry, KnownNeed, Request, RequestKind, RequestState, Side, make_request
from services.matching.repositories import Feedback, MatchingWork, RequestFilter
from services.matching.telling import tell_request_publicly

DEMAND_ROLES = (Role.ENTERPRISE, Role.PARK_OPERATOR)
EXPIRED_AT_A_TIME = 200


@dataclass(frozen=True)
class Ask:
    """Ask the other side of a need and an entry."""

    need: KnownNeed
    entry_id: str
    kind: RequestKind
    message: str = ""


@dataclass(frozen=True)
class Answer:
    """Settle a pending request."""

    request_id: str
    seen: int
    reason: str = ""


def ask(command: Ask, *, actor: Actor, work: MatchingWork, clock: Clock) -> Request:
    """Ask for contact or a meeting.

    Raises Conflict("already-asked") while the two wait for each other, and what `make_request` raises.
    """
    actor.must_be(Role.ORGANIZER, Role.PROVIDER, *DEMAND_ROLES)
    entry = work.entries.find(command.entry_id)
    if entry is None:
        raise NotFound("not-found", "entry_id", {"id": command.entry_id})
    request = make_request(
        str(uuid4()),
        command.need,
        entry,
        kind=command.kind,
        side=_side_of(actor, command.need, entry),
        message=command.message,
        at=clock.now(),
        today=clock.today(),
    )
    if work.requests.is_pending(request.need_id, request.entry_id):
        raise Conflict("already-asked", "entry_id")
    work.requests.add(request)
    _announce(work, "asked", request)
    return request


def accept(command: Answer, *, actor: Actor, work: MatchingWork, clock: Clock) -> Request:
    """Accept a request that one was sent."""
    return _settle(command, RequestState.ACCEPTED, actor=actor, work=work, clock=clock)


def decline(command: Answer, *, actor: Actor, work: MatchingWork, clock: Clock) -> Request:
    """Decline a request that one was sent."""
    return _settle(command, RequestState.DECLINED, actor=actor, work=work, clock=clock)


def withdraw(command: Answer, *, actor: Actor, work: MatchingWork, clock: Clock) -> Request:
    """Withdraw a request that one sent."""
    return _settle(command, RequestState.WITHDRAWN, actor=actor, work=work, clock=clock)


def expire_requests(*, work: MatchingWork, clock: Clock) -> int:
    """Let pending requests expire whose last day has passed; answers how many."""
    overdue = work.requests.overdue(clock.today(), EXPIRED_AT_A_TIME)
    for request in overdue:
        expired = request.decide(RequestState.EXPIRED, at=clock.now())
        work.requests.save(expired)
        _announce(work, "expired", expired)
    return len(overdue)


def find_requests(
    which: RequestFilter, *, mine: bool, first: int, after: str, actor: Actor, work: MatchingWork
) -> tuple[Page[Request], int]:
    """Requests one's organisation sent or was sent; all of them for organizers and auditors."""
    must_be_somebody(actor)
    organisation = None if _sees_all(actor) and not mine else actor.organisation or "-"
    wanted = RequestFilter(which.state, which.need, which.entry, organisation)
    return work.requests.page(wanted, first=first, after=after)


def find_request(request_id: str, *, actor: Actor, work: MatchingWork) -> Request:
    """One request. Raises NotFound("not-found") for one that is none of this person's business."""
    must_be_somebody(actor)
    request = work.requests.get(request_id)
    if not _sees_all(actor) and actor.organisation not in _parties(request):
        raise NotFound("not-found", "id", {"id": request_id})
    return request


def list_feedback(*, first: int, after: str, actor: Actor, work: MatchingWork) -> Page[Feedback]:
    """What people made of suggestions, oldest first; for organizers and auditors."""
    actor.must_be(Role.ORGANIZER, Role.AUDITOR)
    return work.feedback.page(first=first, after=after)


def count_figures(year: int, *, work: MatchingWork) -> list[dict[str, Any]]:
    """The figures of a year, each with its definition."""
    start, end = (datetime.combine(date(one, 1, 1), datetime.min.time(), SHANGHAI) for one in (year, year + 1))
    states = Counter(request.state for request in work.requests.asked_between(start, end))
    return [
        _figure("requests_asked", sum(states.values()), "当年发出的对接申请", "requests asked in the year"),
        *(
            _figure(f"requests_{state}", states[state], f"其中{zh}的", f"of these, {state}")
            for state, zh in _STATES.items()
        ),
    ]


_STATES = {
    RequestState.PENDING: "待答复",
    RequestState.ACCEPTED: "已接受",
    RequestState.DECLINED: "已谢绝",
    RequestState.WITHDRAWN: "已撤回",
    RequestState.EXPIRED: "已到期",
}


def _figure(name: str, value: int, definition: str, definition_en: str) -> dict[str, Any]:
    return {"name": name, "value": value, "definition": definition, "definition_en": definition_en}


def _settle(command: Answer, state: RequestState, *, actor: Actor, work: MatchingWork, clock: Clock) -> Request:
    request = find_request(command.request_id, actor=actor, work=work)
    _must_settle(request, state, actor)
    if request.version != command.seen:
        raise Conflict("stale-version", facts={"current": request.version})
    settled = request.decide(state, at=clock.now(), reason=command.reason)
    work.requests.save(settled)
    _announce(work, str(state), settled)
    return settled


def _must_settle(request: Request, state: RequestState, actor: Actor) -> None:
    """The asking side may withdraw, the other side may answer; organizers may do both."""
    organisation, side = request.to_organisation, _other(request.asked_by_side)
    if state is RequestState.WITHDRAWN:
        organisation, side = request.from_organisation, request.asked_by_side
    actor.must_act_for(organisation, *(DEMAND_ROLES if side is Side.DEMAND else (Role.PROVIDER,)))


def _side_of(actor: Actor, need: KnownNeed, entry: KnownEntry) -> Side:
    """Which side a person stands on; an organizer asks for the demand side."""
    if actor.has(*DEMAND_ROLES) and actor.organisation and actor.organisation == need.organisation_id:
        return Side.DEMAND
    if actor.has(Role.PROVIDER) and actor.organisation and actor.organisation == entry.organisation_id:
        return Side.SUPPLY
    if actor.has(Role.ORGANIZER):
        return Side.DEMAND
    raise Forbidden("forbidden")


def _announce(work: MatchingWork, verb: str, request: Request) -> None:
    work.announce(
        f"matching.request.{verb}", subject=request.id, version=request.version, data=tell_request_publicly(request)
    )
    work.record(f"request.{verb}", request.id, need=request.need_id, entry=request.entry_id)
    feedback.note(verb, request, work=work)


def _other(side: Side) -> Side:
    return Side.SUPPLY if side is Side.DEMAND else Side.DEMAND


def _parties(request: Request) -> set[str]:
    return {request.from_organisation, request.to_organisation} - {""}


def _sees_all(actor: Actor) -> bool:
    return actor.has(Role.ORGANIZER, Role.AUDITOR)


def must_be_somebody(actor: Actor) -> None:
    """Raise Forbidden for people who have nothing to do with requests."""
    actor.must_be(Role.ORGANIZER, Role.AUDITOR, Role.PROVIDER, *DEMAND_ROLES)
