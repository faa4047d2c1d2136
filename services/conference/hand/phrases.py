"""What is said of lists that are changed by hand or filled: refusals, and why a meeting could not be kept."""

from services.chassis.refusal import Phrases

HAND_PHRASES: Phrases = {
    "change-blocked": (
        "第 {place} 项改动不能做：{why}没有改动名单。",
        "Change {place} cannot be made: {why_en} The list was not changed.",
    ),
    "release-needed": (
        "第 {place} 项改动须由主办方放行：{why}没有改动名单。",
        "Change {place} has to be released by the organizer: {why_en} The list was not changed.",
    ),
    "slot-needed": ("请选择时段。", "Say in which slot."),
    "unknown-table": ("没有洽谈桌“{value}”。", "There is no table “{value}”."),
    "no-change": ("没有要做的改动。", "There is nothing to change."),
}

LOST: Phrases = {
    "gone": ("参会方或时段已不在。", "A party or the slot is gone."),
    "never": ("一方表示不见。", "One of them said never."),
    "excluded": ("主办方已排除这一对。", "The organizer has excluded this pair."),
    "same_organisation": ("双方属于同一单位。", "Both belong to one organisation."),
    "excluded_slot": ("主办方已排除这一时段。", "The organizer has excluded this slot."),
    "locked_otherwise": ("已锁定在另一时段。", "It is locked in another slot."),
    "organisation_pair": ("两家单位已由其他代表洽谈。", "The two organisations meet through others."),
    "demand_full": ("需求方已到最多场数。", "The demand party is at its maximum."),
    "supply_full": ("供给方已到最多场数。", "The supply party is at its maximum."),
    "session_full": ("一方在这一场次已排满。", "One of them is at its maximum for this session."),
    "demand_absent": ("需求方在这一时段没有空。", "The demand party is not free in this slot."),
    "supply_absent": ("供给方在这一时段没有空。", "The supply party is not free in this slot."),
    "demand_busy": ("需求方在这一时段另有洽谈。", "The demand party has another meeting in this slot."),
    "supply_busy": ("供给方在这一时段另有洽谈。", "The supply party has another meeting in this slot."),
    "no_table": ("这一时段没有空桌。", "No table is free in this slot."),
}
"""Why a meeting of the earlier list could not be kept, by the reasons of the engine."""
