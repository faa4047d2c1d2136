"""The rules of a need (需求): what it says, and its life from draft to publication, talks and end."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Self

from services.chassis.refusal import Conflict, Invalid

LIFE_DAYS = 180
"""Days a published need stays published unless it is renewed."""


class NeedKind(StrEnum):
    """Whose need it is: an enterprise's (企业) or a park's (园区)."""

    ENTERPRISE = "enterprise"
    PARK = "park"


class NeedStatus(StrEnum):
    """需求状态: 草稿, 待审核, 已发布, 已退回, 洽谈中, 已结束, 已到期."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    PUBLISHED = "published"
    RETURNED = "returned"
    IN_TALKS = "in_talks"
    CLOSED = "closed"
    EXPIRED = "expired"


class Outcome(StrEnum):
    """How a need ended: 签约, 达成意向, 未达成, 撤回."""

    CONTRACT = "contract"
    INTENT = "intent"
    NO_RESULT = "no_result"
    WITHDRAWN = "withdrawn"


class Step(StrEnum):
    """What can happen to a need."""

    SUBMIT = "submit"
    PUBLISH = "publish"
    RETURN = "return"
    START_TALKS = "start-talks"
    CLOSE = "close"
    RENEW = "renew"
    WITHDRAW = "withdraw"
    EXPIRE = "expire"


_D, _S, _P, _R, _T, _C, _E = NeedStatus
STEPS: Mapping[Step, tuple[frozenset[NeedStatus], NeedStatus]] = {
    Step.SUBMIT: (frozenset({_D, _R}), _S),
    Step.PUBLISH: (frozenset({_S}), _P),
    Step.RETURN: (frozenset({_S, _P}), _R),
    Step.START_TALKS: (frozenset({_P}), _T),
    Step.CLOSE: (frozenset({_P, _T, _E}), _C),
    Step.RENEW: (frozenset({_P, _E}), _P),
    Step.WITHDRAW: (frozenset({_S, _P, _R, _E}), _D),
    Step.EXPIRE: (frozenset({_P}), _E),
}
"""Step -> the states it may start from, and the state it leads to."""

EDITABLE = frozenset({_D, _R, _P})
PUBLIC = frozenset({_P, _T})
"""States in which everybody may read a need that is not confidential."""


@dataclass(frozen=True)
class Contact:
    """Whom to call; never public."""

    person: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True)
class Content:
    """What a need says. Money in 万元; `work_items` are a park's (八项建设内容)."""

    title: str
    text: str = ""
    industry: str = ""
    district: str = ""
    categories: tuple[str, ...] = ()
    capabilities: tuple[str, ...] = ()
    application_modes: tuple[str, ...] = ()
    work_items: tuple[str, ...] = ()
    budget_min: int | None = None
    budget_max: int | None = None
    deadline_on: date | None = None
    languages: tuple[str, ...] = ()
    gbt23001_certified: bool = False


@dataclass(frozen=True)
class Event:
    """One step in the life of a need."""

    status: NeedStatus
    at: datetime
    person: str
    reason: str = ""


@dataclass(frozen=True)
class Need:
    """One need, its owner, its state and how it came there."""

    id: str
    kind: NeedKind
    organisation_id: str
    organisation_name: str
    content: Content
    contact: Contact = field(default_factory=Contact)
    confidential: bool = False
    demo: bool = False
    status: NeedStatus = NeedStatus.DRAFT
    status_reason: str = ""
    outcome: str = ""
    expires_on: date | None = None
    published_at: datetime | None = None
    history: tuple[Event, ...] = ()
    version: int = 1

    @property
    def is_public(self) -> bool:
        """Whether everybody may read it."""
        return self.status in PUBLIC and not self.confidential

    def step(self, step: Step, *, at: datetime, today: date, person: str, reason: str = "") -> Self:
        """Let a step happen. Raises Conflict("wrong-state"), Invalid when what the step needs is missing."""
        sources, target = STEPS[step]
        if self.status not in sources:
            raise Conflict("wrong-state", "status", {"status": STATUS_WORDS[self.status], "state": self.status.value})
        if step is Step.SUBMIT:
            check_complete(self)
        if step is Step.RETURN and not reason:
            raise Invalid("required", "reason")
        changed = replace(
            self,
            status=target,
            status_reason=reason if step in {Step.RETURN, Step.CLOSE} else "",
            history=(*self.history, Event(target, at, person, reason)),
            version=self.version + 1,
        )
        if step in {Step.PUBLISH, Step.RENEW}:
            changed = replace(changed, expires_on=today + timedelta(days=LIFE_DAYS))
        if step is Step.PUBLISH:
            changed = replace(changed, published_at=at)
        return changed

    def close(self, outcome: Outcome, note: str, *, at: datetime, today: date, person: str) -> Self:
        """End the need with its outcome."""
        closed = self.step(Step.CLOSE, at=at, today=today, person=person, reason=note)
        return replace(closed, outcome=outcome.value)

    def change(self, content: Content, contact: Contact, *, confidential: bool, organisation_name: str) -> Self:
        """Say something else. Raises Conflict("wrong-state") unless it is a draft, returned or published."""
        if self.status not in EDITABLE:
            raise Conflict("wrong-state", "status", {"status": STATUS_WORDS[self.status], "state": self.status.value})
        changed = replace(
            self,
            content=content,
            contact=contact,
            confidential=confidential,
            organisation_name=organisation_name,
            version=self.version + 1,
        )
        check_budget(content)
        if self.status is NeedStatus.PUBLISHED:
            check_complete(changed)
        return changed

    def is_due(self, today: date) -> bool:
        """Whether a published need has outlived its term."""
        return self.status is NeedStatus.PUBLISHED and self.expires_on is not None and self.expires_on < today


def check_budget(content: Content) -> None:
    """Refuse a budget whose lower end is above its upper end."""
    low, high = content.budget_min, content.budget_max
    if low is not None and high is not None and low > high:
        raise Invalid("budget-reversed", "budget_min", {"low": low, "high": high})


def check_complete(need: Need) -> None:
    """Refuse to submit what nobody could screen: it needs a title, a text, and for a park a work item."""
    if not need.content.title:
        raise Invalid("required", "title")
    if len(need.content.text) < 10:
        raise Invalid("text-too-short", "text", {"least": 10})
    if need.kind is NeedKind.PARK and not need.content.work_items:
        raise Invalid("work-items-missing", "work_items")


STATUS_WORDS: Mapping[NeedStatus, str] = {
    NeedStatus.DRAFT: "草稿",
    NeedStatus.SUBMITTED: "待审核",
    NeedStatus.PUBLISHED: "已发布",
    NeedStatus.RETURNED: "已退回",
    NeedStatus.IN_TALKS: "洽谈中",
    NeedStatus.CLOSED: "已结束",
    NeedStatus.EXPIRED: "已到期",
}
