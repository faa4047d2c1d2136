"""The first sheet of a plan's workbook: what it is, how good it is, how evenly it serves, where to find what."""

from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from services.conference.exports.measure import row_height
from services.conference.exports.paper import SIDES, Paper, local
from services.conference.phrases import UNMET

PROOFS = {
    "optimal": "已证明最优：在同样的规则下，没有任何排法能得到更高的总分。",
    "bounded": "与可证明的上限相差 {gap}%：任何排法最多再高这么多。",
    "none": "未求得上限，名单已通过独立校验。",
}
FAIRNESS = (
    ("参会方数", "parties"),
    ("最少的一方（场）", "count_min"),
    ("最多的一方（场）", "count_max"),
    ("平均（场）", "count_mean_milli"),
    ("低于最少场数的参会方", "below_min"),
    ("没有洽谈的参会方", "zero"),
)
SHEETS = (
    ("未满足", "未能安排的必见、想见与最少场数，逐条说明原因和办法（仅供主办方）"),
    ("洽谈桌×时段", "会场总图：每张桌每个时段是谁"),
    ("参会方×时段", "每一方每个时段见谁、在哪张桌"),
    ("签到台名单", "按拼音排列，附首场时间、桌号与签到栏"),
    ("候补", "每个时段有人不到时可以改见谁（仅供主办方）"),
)
WIDTHS = (26, 22, 22, 26)
LAST = len(WIDTHS) - 1


def write_overview(paper: Paper) -> None:
    """Title and state, figures in words, how evenly the meetings fall, what is not met and why, contents."""
    sheet = paper.sheet("总览")
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    paper.write(sheet, 0, 0, "对接名单", "title")
    sheet.set_row(0, 28)
    paper.write(sheet, 1, 0, paper.occasion, "caption")
    paper.write(sheet, 2, 0, paper.caution or "正式名单", "caption")
    row = _write_figures(paper, sheet, 4)
    row = _write_fairness(paper, sheet, row + 1)
    row = _write_reasons(paper, sheet, row + 1)
    row = _write_contents(paper, sheet, row + 1)
    paper.write(sheet, row + 1, 0, "列入推荐目录不代表获得支持。名单依据排期开始时的需求、目录与意愿生成。", "caption")


def _write_figures(paper: Paper, sheet: Any, row: int) -> int:
    for name, value in _figures(paper):
        text = str(value)
        paper.write(sheet, row, 0, name, "side")
        paper.write_wide(sheet, row, (1, LAST), text, "cell")
        sheet.set_row(row, row_height([(text, sum(WIDTHS[1:]))], 10))
        row += 1
    return row


def _figures(paper: Paper) -> list[tuple[str, str]]:
    plan, objective, run = paper.plan, paper.plan["objective"], paper.plan["run"]
    proof = PROOFS.get(plan["proof"], PROOFS["none"]).format(gap=_round(plan["gap"]))
    short = objective["shortfall_demand"] + objective["shortfall_supply"]
    made = f"{local(run['created_at']):%Y-%m-%d %H:%M}" if run["created_at"] else "—"
    return [
        ("洽谈场数", f"{plan['meeting_count']} 场，{len(paper.slots)} 个时段，{len(paper.tables)} 张洽谈桌"),
        ("必见", _share(objective["must_total"] - objective["must_unmet"], objective["must_total"])),
        ("想见", _share(objective["wants_met"], objective["wants_total"])),
        ("最少场数", f"合计少 {short} 场" if short else "全部达到"),
        ("等候空档", f"{objective['idle_gaps']} 个（两场洽谈之间空着的时段）"),
        ("换桌", f"{objective['table_changes']} 次（连续两场不在同一张桌）"),
        ("总分与上限", f"{plan['value']:,} / {plan['bound']:,}"),
        ("质量证明", proof),
        ("排期", f"{made} · 编号 {plan['run_id']} · 输入 {run['input_hash'][:12]}"),
    ]


def _round(percent: float) -> str:
    """Two figures that say something, however small: 0.44, 0.000012."""
    return format(Decimal(f"{percent:.2g}"), "f")


def _share(met: int, total: int) -> str:
    return f"{total} 个中安排了 {met} 个" if total else "没有人填写"


def _write_fairness(paper: Paper, sheet: Any, row: int) -> int:
    paper.write_row(sheet, row, ["场数分布", *SIDES.values()], "head")
    for name, key in FAIRNESS:
        row += 1
        paper.write(sheet, row, 0, name, "side")
        for column, side in enumerate(SIDES, 1):
            value = paper.plan["fairness"][side][key]
            is_mean = key.endswith("_milli")
            paper.write(sheet, row, column, value / 1000 if is_mean else value, "mean" if is_mean else "number")
    histograms = [paper.plan["fairness"][side]["count_histogram"] for side in SIDES]
    for count in range(1, max(map(len, histograms))):
        row += 1
        paper.write(sheet, row, 0, f"{count} 场的参会方", "side")
        for column, histogram in enumerate(histograms, 1):
            paper.write(sheet, row, column, histogram[count] if count < len(histogram) else 0, "number")
    return row + 1


def _write_reasons(paper: Paper, sheet: Any, row: int) -> int:
    """How often which reason, the most frequent first."""
    rows = _count_reasons(paper.plan["unmet"])
    paper.write_row(sheet, row, ["未满足", "条数"], "head")
    paper.write_wide(sheet, row, (2, LAST), "原因与办法", "head")
    if not rows:
        paper.write(sheet, row + 1, 0, "无", "side")
        paper.write(sheet, row + 1, 1, 0)
        paper.write_wide(sheet, row + 1, (2, LAST), "全部必见、想见与最少场数均已满足。", "cell")
        return row + 2
    for kind, text, count in rows:
        row += 1
        paper.write(sheet, row, 0, kind, "side")
        paper.write(sheet, row, 1, count)
        paper.write_wide(sheet, row, (2, LAST), text, "cell")
        sheet.set_row(row, row_height([(text, sum(WIDTHS[2:]))], 10))
    return row + 1


def _count_reasons(unmet: Sequence[Mapping[str, Any]]) -> list[tuple[str, str, int]]:
    counted = Counter((one["kind_text"], one["reason"]) for one in unmet)
    ordered = sorted(counted.items(), key=lambda one: (-one[1], one[0]))
    return [(kind, UNMET[reason][0], count) for (kind, reason), count in ordered]


def _write_contents(paper: Paper, sheet: Any, row: int) -> int:
    paper.write(sheet, row, 0, "目录", "heading")
    for name, said in SHEETS:
        row += 1
        paper.write_link(sheet, row, 0, name, name)
        paper.write(sheet, row, 1, said, "caption")
    if paper.parties:
        row += 1
        paper.write_link(sheet, row, 0, "001", f"001 – {len(paper.parties):03d}")
        paper.write(sheet, row, 1, "每个参会方一张日程，打印后交给本人", "caption")
    return row + 1
