"""The questions about what came of a meeting."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from gateway.web.forms import Field
from gateway.web.words import WORDS

_RATINGS = (("5", "5 很好"), ("4", "4"), ("3", "3"), ("2", "2"), ("1", "1 很差"))
OUTCOME = (
    Field(
        "held",
        "洽谈了吗",
        kind="choice",
        options=tuple(one for one in WORDS["held"].items() if one[0]),
        required=True,
    ),
    Field(
        "absent",
        "没有洽谈的，谁没有到",
        kind="choice",
        options=tuple(one for one in WORDS["absent"].items() if one[0]),
    ),
    Field("rating", "对这场洽谈的评价", kind="choice", options=_RATINGS, hint="只给主办方看，不给对方看"),
    Field("intent", "达成意向", kind="tick"),
    Field("contract", "已经签约", kind="tick"),
    Field("amount", "签约金额（万元）", kind="number", width="w-s"),
    Field("follow_up", "后续安排", kind="text", rows=3, hint="如：两周内上门调研"),
    Field("follow_up_on", "下次联系", kind="day", hint="写成 2019-12-12", width="w-m"),
)


def outcome_input(typed: Mapping[str, Any]) -> dict[str, Any]:
    """What was typed, as the schema takes it."""
    rating = str(typed["rating"])
    return {**typed, "absent": typed["absent"] or None, "rating": int(rating) if rating.isdigit() else None}
