"""What is said of a cell that cannot be used, in Chinese and English."""

from services.chassis.refusal import Phrases

CELL_PHRASES: Phrases = {
    "formula-cell": ("是公式，请粘贴为数值。", "is a formula; paste it as a value."),
    "error-cell": ("是错误值。", "is an error value."),
    "date-cell": ("是日期格式，请改为文本。", "is a date; write it as text."),
    "not-text": ("不是文字。", "is no text."),
    "digits-lost": (
        "数字过长，表格程序已丢失末尾几位，请设为文本格式重新填写。",
        "the spreadsheet has rounded this number; write it again as text.",
    ),
    "not-a-count": ("应为 {low} 到 {high} 的整数。", "must be a whole number from {low} to {high}."),
    "not-a-moment": ("应为日期和时间，如 2026-11-26 09:00。", "must be a day and a time such as 2026-11-26 09:00."),
    "not-listed": ("“{value}”不在可选范围内：{listed}。", "“{value}” is not one of: {listed}."),
    "not-a-mark": (
        "“{value}”看不懂：不便填 ×，方便就空着。",
        "“{value}” is no mark: × where it cannot meet, else leave it blank.",
    ),
    "required-cell": ("请填写“{heading}”。", "“{heading}” is required."),
    "missing-column": ("缺少“{heading}”列。", "the column “{heading}” is missing."),
    "repeated-column": ("“{value}”列重复。", "the column “{value}” occurs twice."),
    "unexpected-column": ("不认识“{value}”列，可用：{listed}。", "“{value}” is no column; known: {listed}."),
    "unknown-slot-head": ("日程中没有“{value}”这个时段。", "the timetable has no slot “{value}”."),
    "empty-sheet": ("工作表是空的。", "the sheet is empty."),
    "missing-sheet": ("缺少工作表“{name}”。", "the sheet “{name}” is missing."),
    "unknown-party-name": ("没有参会方“{value}”。", "there is no party “{value}”."),
    "ambiguous-party": (
        "有几个参会方都叫“{value}”，请改填编号。",
        "several parties are called “{value}”; use the id instead.",
    ),
    "unknown-key": (
        "本次大会没有编号“{value}”；新增的参会方请把编号空着或另起。",
        "this conference has no party “{value}”; leave the id of a new one blank.",
    ),
    "repeated-party": ("与第 {row} 行是同一参会方。", "is the same party as in row {row}."),
    "other-side": ("已在册的“{name}”是另一侧的。", "“{name}” takes part on the other side."),
    "min-above-max": ("最少 {least} 场大于最多 {most} 场。", "the minimum of {least} is above the maximum of {most}."),
    "wish-own-side": ("“{name}”与本方同属一侧，不能互相约见。", "“{name}” is on the same side."),
    "wish-own-organisation": ("“{name}”属于同一单位，不安排洽谈。", "“{name}” belongs to the same organisation."),
    "repeated-wish": ("与第 {row} 行重复。", "repeats row {row}."),
    "repeated-row": ("与第 {row} 行重复。", "repeats row {row}."),
    "no-ground": (
        "没有找到该单位已发布的需求或在册的目录条目，请填写需求或条目编号。",
        "no published need and no current entry of this organisation was found; give their ids.",
    ),
    "unknown-ground": (
        "没有找到“{id}”，或它不是已发布的需求或在册条目。",
        "“{id}” is no published need or current entry.",
    ),
    "ground-of-another": ("“{id}”属于另一家单位“{name}”。", "“{id}” belongs to another organisation, “{name}”."),
    "unprintable-character": (
        "“{character}”（{code_point}）打印不出，名单的 PDF 里会是空框。",
        "“{character}” ({code_point}) cannot be printed; the PDF will show an empty box.",
    ),
    "event-refused": ("{problem}", "{problem_en}"),
}
