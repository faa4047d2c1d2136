"""The needs' use cases: write, change, submit, screen, publish, talk, close, renew, expire."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from services.chassis.app import check_version
from services.chassis.clock import SHANGHAI, Clock
from services.chassis.identity import Actor, Role
from services.chassis.refusal import Forbidden, Invalid, NotFound
from services.needs.domain import (
    Contact,
    Content,
    Event,
    Need,
    NeedKind,
    NeedStatus,
    Outcome,
    Step,
    check_budget,
)
from services.needs.repositories import NeedsWork
from services.needs.rows import merge_content, tell_fact

OWNERS = {NeedKind.ENTERPRISE: Role.ENTERPRISE, NeedKind.PARK: Role.PARK_OPERATOR}
FACT_OF = {
    Step.PUBLISH: "published",
    Step.RENEW: "published",
    Step.RETURN: "returned",
    Step.WITHDRAW: "withdrawn",
    Step.START_TALKS: "in_talks",
    Step.CLOSE: "closed",
    Step.EXPIRE: "expired",
}
SCREENING = frozenset({Step.PUBLISH, Step.RETURN})
"""Steps that only an organizer takes."""


@dataclass(frozen=True)
class WriteNeed:
    """Write a need down, as a draft of an organisation."""

    kind: NeedKind
    organisation_id: str
    organisation_name: str
    said: Mapping[str, Any]
    contact: Contact = field(default_factory=Contact)
    confidential: bool = False
    demo: bool = False


@dataclass(frozen=True)
class ChangeNeed:
    """Let a need say something else; what is not named stays."""

    need_id: str
    seen: int
    changes: Mapping[str, Any]


@dataclass(frozen=True)
class TakeStep:
    """Let a need take a step of its life."""

    need_id: str
    seen: int
    step: Step
    reason: str = ""
    outcome: Outcome = Outcome.NO_RESULT


def sees_all(actor: Actor) -> bool:
    """Whether the actor sees every need: organizers screen, auditors look over."""
    return actor.has(Role.ORGANIZER) or Role.AUDITOR in actor.roles


def may_see_private(need: Need, actor: Actor) -> bool:
    """Whether the actor sees contact and history of a need."""
    return sees_all(actor) or bool(actor.organisation and actor.organisation == need.organisation_id)


def find_need(need_id: str, *, actor: Actor, work: NeedsWork) -> Need:
    """One need that the actor may see; what may not be seen is NotFound, so that nobody learns that it is there."""
    need = work.needs.get(need_id)
    if not need.is_public and not may_see_private(need, actor):
        raise NotFound("not-found", "need_id", {"id": need_id})
    return need


def write_need(command: WriteNeed, *, actor: Actor, work: NeedsWork, clock: Clock) -> Need:
    """Write a draft (草稿). An organizer may write it for an organisation; everybody else for their own."""
    organisation = command.organisation_id or actor.organisation
    actor.must_be(Role.ORGANIZER, OWNERS[command.kind])
    if not organisation:
        raise Invalid("required", "organisation_id")
    actor.must_act_for(organisation, OWNERS[command.kind])
    if command.demo and not actor.has(Role.ORGANIZER):
        raise Forbidden("forbidden", "demo")
    content = merge_content(Content(title=""), command.said)
    _check_content(command.kind, content)
    need = Need(
        id=f"n-{uuid4().hex[:16]}",
        kind=command.kind,
        organisation_id=organisation,
        organisation_name=command.organisation_name,
        content=content,
        contact=command.contact,
        confidential=command.confidential,
        demo=command.demo,
        history=(Event(NeedStatus.DRAFT, clock.now(), actor.person),),
    )
    work.needs.add(need, at=clock.now())
    work.record("need_written", need.id)
    return need


def change_need(command: ChangeNeed, *, actor: Actor, work: NeedsWork) -> Need:
    """Let a draft, a returned or a published need say something else."""
    before = _own_need(command.need_id, actor, work)
    check_version(before.version, command.seen)
    content = merge_content(before.content, command.changes)
    _check_content(before.kind, content)
    after = before.change(
        content,
        Contact(**command.changes["contact"]) if "contact" in command.changes else before.contact,
        confidential=command.changes.get("confidential", before.confidential),
        organisation_name=command.changes.get("organisation_name", before.organisation_name),
    )
    work.needs.change(after, seen=before.version)
    if after.status is NeedStatus.PUBLISHED:
        _announce(work, "changed", after)
    work.record("need_changed", after.id, fields=sorted(command.changes))
    return after


def take_step(command: TakeStep, *, actor: Actor, work: NeedsWork, clock: Clock) -> Need:
    """Let a need take a step. Raises Conflict("wrong-state") when its state does not allow it."""
    if command.step in SCREENING:
        actor.must_be(Role.ORGANIZER)
        before = work.needs.get(command.need_id)
    else:
        before = _own_need(command.need_id, actor, work)
    check_version(before.version, command.seen)
    now, today = clock.now(), clock.today()
    if command.step is Step.CLOSE:
        after = before.close(command.outcome, command.reason, at=now, today=today, person=actor.person)
    else:
        after = before.step(command.step, at=now, today=today, person=actor.person, reason=command.reason)
    work.needs.change(after, seen=before.version)
    if (command.step in FACT_OF and before.published_at) or command.step is Step.PUBLISH:
        _announce(work, FACT_OF[command.step], after)
    work.record(f"need_{command.step.value.replace('-', '_')}", after.id)
    return after


def expire_needs(*, actor: Actor, work: NeedsWork, clock: Clock) -> int:
    """Let published needs whose term is over expire (到期); answers how many."""
    due = list(work.needs.due(clock.today()))
    for need in due:
        expired = need.step(Step.EXPIRE, at=clock.now(), today=clock.today(), person=actor.person)
        work.needs.change(expired, seen=need.version)
        _announce(work, "expired", expired)
        work.record("need_expire", need.id)
    return len(due)


def count_figures(year: int, *, actor: Actor, work: NeedsWork) -> list[dict[str, Any]]:
    """The figures of a year (需求征集情况), each with what it counts; demo needs do not count."""
    if not sees_all(actor):
        actor.must_be(Role.ORGANIZER)
    start, end = (datetime(one, 1, 1, tzinfo=SHANGHAI).astimezone(UTC) for one in (year, year + 1))
    needs = work.needs.of_year(start, end)
    screened = {NeedStatus.PUBLISHED, NeedStatus.RETURNED}
    counted = {
        "needs_collected": (len(needs), "征集的需求条数", "needs written down in the year"),
        "needs_screened": (
            sum(any(event.status in screened for event in need.history) for need in needs),
            "完成审核的需求条数",
            "needs published or returned at least once",
        ),
        "needs_published": (
            sum(need.published_at is not None for need in needs),
            "发布的需求条数",
            "needs published at least once",
        ),
        "needs_contracted": (
            sum(need.outcome == Outcome.CONTRACT for need in needs),
            "以签约结束的需求条数",
            "needs closed with a contract",
        ),
    }
    return [
        {"name": name, "value": value, "definition": zh, "definition_en": en}
        for name, (value, zh, en) in counted.items()
    ]


def _own_need(need_id: str, actor: Actor, work: NeedsWork) -> Need:
    actor.must_be(Role.ORGANIZER, Role.ENTERPRISE, Role.PARK_OPERATOR)
    need = find_need(need_id, actor=actor, work=work)
    actor.must_act_for(need.organisation_id, Role.ENTERPRISE, Role.PARK_OPERATOR)
    return need


def _check_content(kind: NeedKind, content: Content) -> None:
    check_budget(content)
    if kind is NeedKind.ENTERPRISE and content.work_items:
        raise Invalid("work-items-not-park", "work_items")


def _announce(work: NeedsWork, fact: str, need: Need) -> None:
    work.announce(f"needs.need.{fact}", subject=need.id, version=need.version, data=tell_fact(need))
