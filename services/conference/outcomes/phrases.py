"""What the service says of outcomes and of a year's report."""

from services.chassis.refusal import Phrases

OUTCOME_PHRASES: Phrases = {
    "meeting-ahead": ("洽谈还没有开始，开始后再填写结果。", "The meeting has not begun; state its outcome afterwards."),
    "absent-missing": ("请写明是哪一方没有到场。", "Say which side did not come."),
    "held-but-absent": ("已洽谈的，不能再写哪一方未到场。", "A meeting that was held has nobody absent."),
    "not-held": ("没有洽谈的，不能填写评分、意向、签约和金额。", "A meeting that was not held has no such outcome."),
    "amount-without-contract": ("有签约才填写金额。", "Only a contract has an amount."),
    "year-ahead": ("{year} 年还没有到，不能结账。", "The year {year} is still ahead and cannot be closed."),
    "year-closed": (
        "{year} 年度报告已经结账，不再变动。",
        "The report of {year} is closed and final.",
    ),
    "report-incomplete": (
        "有服务暂时读不到，数字不全，不能结账，请稍后再试。",
        "Some service cannot be read just now, so the figures are incomplete; close the year later.",
    ),
    "no-record": ("{year} 年没有这家单位的洽谈记录。", "There is no record of this organisation for {year}."),
}

HELD: Phrases = {
    "": ("待填报", "not stated"),
    "held": ("已洽谈", "held"),
    "no_show": ("未洽谈", "not held"),
}
ABSENT: Phrases = {
    "": ("", ""),
    "demand": ("需求方未到", "the demand side did not come"),
    "supply": ("供给方未到", "the supply side did not come"),
    "both": ("双方未到", "neither came"),
}
SECTIONS: Phrases = {
    "catalogue": ("推荐目录", "Catalogue"),
    "needs": ("需求", "Needs"),
    "matching": ("对接申请", "Requests"),
    "conference": ("供需对接大会", "Conference"),
    "coverage": ("覆盖面", "Coverage"),
}
"""The parts of a year's report, by the service that counts them."""
