"""The overview of a plan, and the list of what could not be met, with reasons."""

from collections.abc import Mapping
from typing import Any

from services.conference.exports.paper import SIDES, STATES, Paper, day_of

PROOFS = {
    "optimal": "已证明最优：没有任何排法能得到更高的总分。",
    "bounded": "距离可证明的上限 {gap}%，即任何排法至多再高这么多。",
    "none": "未求得上限。",
}


def write_overview(paper: Paper) -> None:
    """Title, state, key figures in words, fairness by side."""
    sheet = paper.sheet("总览")
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 3, 20)
    plan = paper.plan
    paper.write(sheet, 0, 0, f"{plan['conference']['title']}  对接名单", "title")
    paper.write(sheet, 1, 0, _subtitle(paper), "caption")
    row = 3
    for name, value in _figures(plan):
        paper.write(sheet, row, 0, name, "side")
        sheet.merge_range(row, 1, row, 3, "", paper.formats["cell"])
        paper.write(sheet, row, 1, value, "cell")
        row += 1
    row += 1
    paper.write_row(sheet, row, ["公平情况", SIDES["demand"], SIDES["supply"]], "head")
    for name, key in _FAIRNESS:
        row += 1
        paper.write(sheet, row, 0, name, "side")
        for column, side in enumerate(("demand", "supply"), 1):
            value = plan["fairness"][side][key]
            paper.write(sheet, row, column, value / 1000 if key.endswith("_milli") else value, "number")
    paper.write(
        sheet, row + 2, 0, "说明：列入推荐目录不代表获得支持；名单依据冻结时的需求、目录与意愿生成。", "caption"
    )


_FAIRNESS = (
    ("参会方数", "parties"),
    ("场数最少", "count_min"),
    ("场数最多", "count_max"),
    ("低于最少场数", "below_min"),
    ("没有洽谈", "zero"),
)


def _subtitle(paper: Paper) -> str:
    plan = paper.plan
    days = list(dict.fromkeys(day_of(slot) for slot in paper.slots))
    where = plan["conference"]["venue"] or "地点未填"
    return f"{STATES.get(plan['plan_state'], '草案')} · {'、'.join(days)} · {where} · 编号 {plan['run_id']}"


def _figures(plan: Mapping[str, Any]) -> list[tuple[str, Any]]:
    objective = plan["objective"]
    proof = PROOFS.get(plan["proof"], PROOFS["bounded"]).format(gap=plan["gap"])
    short = objective["shortfall_demand"] + objective["shortfall_supply"]
    return [
        ("洽谈场数", plan["meeting_count"]),
        ("必见", f"{objective['must_total'] - objective['must_unmet']} / {objective['must_total']} 已安排"),
        ("想见", f"{objective['wants_met']} / {objective['wants_total']} 已安排"),
        ("低于最少场数合计", f"少 {short} 场" if short else "无"),
        ("等候空档", f"{objective['idle_gaps']} 个"),
        ("换桌次数", f"{objective['table_changes']} 次"),
        ("总分 / 上限", f"{plan['value']:,} / {plan['bound']:,}"),
        ("质量证明", proof),
    ]


def write_unmet(paper: Paper) -> None:
    """Everything that could not be met: who, what, towards whom, why and what helps."""
    sheet = paper.sheet("未满足", landscape=True)
    for column, width in enumerate((24, 10, 28, 70)):
        sheet.set_column(column, column, width)
    paper.write_row(sheet, 0, ["参会方", "类别", "对方", "原因与办法"], "head")
    sheet.freeze_panes(1, 0)
    sheet.repeat_rows(0)
    names = {party["id"]: party["name"] for party in paper.parties}
    order = {"min": 0, "must": 1, "want": 2}
    rows = sorted(paper.plan["unmet"], key=lambda one: (order[one["kind"]], names[one["party_id"]]))
    for number, one in enumerate(rows, 1):
        other = names.get(one["counterpart_id"], "")
        paper.write_row(sheet, number, [names[one["party_id"]], one["kind_text"], other, one["text"]])
    if not rows:
        paper.write(sheet, 1, 0, "全部必见、想见与最少场数均已满足。", "text")
