"""What can stand against a change by hand (冲突), at which of four levels, and in which words."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Level(StrEnum):
    """冲突级别: it cannot be done; only when the organizer releases it; done with a warning; not worth a word."""

    BLOCK = "block"
    RELEASE = "release"
    WARN = "warn"
    IGNORE = "ignore"


@dataclass(frozen=True)
class Kind:
    """One kind of conflict: its level, and what it says."""

    level: Level
    zh: str
    en: str


@dataclass(frozen=True)
class Found:
    """A conflict of one change, by the place of the change among those asked for."""

    place: int
    code: str

    @property
    def kind(self) -> Kind:
        """Its level and its words."""
        return KINDS[self.code]


_BLOCK, _RELEASE, _WARN, _IGNORE = Level.BLOCK, Level.RELEASE, Level.WARN, Level.IGNORE
KINDS: Mapping[str, Kind] = {
    "same_organisation": Kind(_BLOCK, "双方属于同一单位。", "Both belong to one organisation."),
    "already_meet": Kind(
        _BLOCK, "双方在这份名单中已有洽谈，可以改为移动。", "The two meet already; move that meeting."
    ),
    "not_there": Kind(_BLOCK, "这份名单中没有这场洽谈。", "This list has no such meeting."),
    "organisation_pair": Kind(_BLOCK, "两家单位已由其他代表洽谈。", "The two organisations meet through others."),
    "demand_busy": Kind(_BLOCK, "需求方在这一时段已有洽谈。", "The demand party has a meeting in this slot."),
    "supply_busy": Kind(_BLOCK, "供给方在这一时段已有洽谈。", "The supply party has a meeting in this slot."),
    "session_full": Kind(_BLOCK, "一方在这一场次已排满。", "One of them is at its maximum for this session."),
    "wrong_table": Kind(
        _BLOCK, "这张桌归其他参会方，或一方有固定桌。", "The table belongs to another, or one has its own."
    ),
    "table_taken": Kind(_BLOCK, "这张桌在这一时段已有洽谈。", "The table has a meeting in this slot."),
    "no_table": Kind(_BLOCK, "这一时段没有空桌。", "No table is free in this slot."),
    "demand_absent": Kind(_RELEASE, "需求方在这一时段没有空。", "The demand party is not free in this slot."),
    "supply_absent": Kind(_RELEASE, "供给方在这一时段没有空。", "The supply party is not free in this slot."),
    "demand_full": Kind(_RELEASE, "需求方已到最多场数。", "The demand party is at its maximum."),
    "supply_full": Kind(_RELEASE, "供给方已到最多场数。", "The supply party is at its maximum."),
    "table_closed": Kind(_RELEASE, "这张桌在这一时段停用。", "The table is out of use in this slot."),
    "never": Kind(_RELEASE, "有一方表示不见。", "One of them said never."),
    "locked": Kind(_RELEASE, "这场洽谈已锁定。", "The meeting is locked."),
    "low_score": Kind(_WARN, "双方的匹配分低于排期的下限。", "The two fit less than a run would accept."),
    "met_before": Kind(_WARN, "双方在往届已洽谈。", "They met at an earlier conference."),
    "must_dropped": Kind(_WARN, "有一方必见对方。", "One of them must meet the other."),
    "below_minimum": Kind(_WARN, "有一方将少于最少场次。", "One of them will be under its minimum."),
    "want_dropped": Kind(_IGNORE, "有一方想见对方。", "One of them wants to meet the other."),
    "was_excluded": Kind(_IGNORE, "主办方曾排除这一对。", "The organizer had excluded this pair."),
    "reseated": Kind(_IGNORE, "只换洽谈桌。", "Only the table changes."),
}
"""Code -> what it is. What cannot be is blocked, what a person may decide is released, what is a pity is a warning."""
