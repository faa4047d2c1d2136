"""What the conference service says: refusals, what is missing, and why something in a plan could not be met."""

from services.chassis.refusal import Phrases

PHRASES: Phrases = {
    "min-above-max": ("最少 {least} 场大于最多 {most} 场。", "The minimum of {least} is above the maximum of {most}."),
    "bad-identifier": (
        "编号“{value}”只能用字母、数字和 . _ : -，不超过 64 个字符。",
        "The id “{value}” may use letters, digits and . _ : - only, at most 64 characters.",
    ),
    "table-twice": ("洽谈桌编号“{value}”重复。", "The table id “{value}” occurs twice."),
    "too-many-tables": ("洽谈桌最多 {limit} 张。", "There can be at most {limit} tables."),
    "unknown-party": ("本次大会没有参会方“{value}”。", "This conference has no party “{value}”."),
    "unknown-slot": ("日程中没有时段 {value}。", "The timetable has no slot {value}."),
    "wish-own-side": ("“{name}”与本方同属一侧，不能互相约见。", "“{name}” is on the same side; they cannot meet."),
    "wish-own-organisation": ("“{name}”属于同一单位，不安排洽谈。", "“{name}” belongs to the same organisation."),
    "wish-twice": ("对“{name}”的意愿填写了两次。", "There are two wishes towards “{name}”."),
    "no-timetable": ("尚未设置日程，没有可用时段。", "There is no timetable yet, so there are no slots."),
    "no-tables": ("尚未设置洽谈桌。", "There are no tables yet."),
    "no-demand-party": ("还没有需求方参会。", "No party of the demand side takes part yet."),
    "no-supply-party": ("还没有供给方参会。", "No party of the supply side takes part yet."),
    "too-many-slots": (
        "日程排出 {count} 个时段，最多 {limit} 个。",
        "The timetable has {count} slots; at most {limit}.",
    ),
    "session-too-short": (
        "场次“{session}”不够一场洽谈的时长。",
        "The session “{session}” is too short for one meeting.",
    ),
    "days-out-of-order": ("日期须按先后排列且不重复。", "Days must follow each other in time."),
    "session-ends-early": ("场次的结束时间不晚于开始时间。", "The session does not end after it starts."),
    "session-other-day": ("场次的时间不在当天。", "The session does not lie within its day."),
    "sessions-overlap": ("场次之间时间重叠或先后颠倒。", "The sessions overlap or are out of order."),
    "session-twice": ("场次编号“{value}”重复。", "The session id “{value}” occurs twice."),
    "tables-both": ("请只填写洽谈桌数量或洽谈桌清单之一。", "Give either a number of tables or a list of them."),
    "party-twice": ("“{name}”已在本侧参会名单中。", "“{name}” takes part on this side already."),
    "party-without-ground": (
        "参会方须有已发布的需求或在册的目录条目。",
        "A party needs a published need or an entry of the current catalogue.",
    ),
    "unknown-ground": ("没有找到“{id}”。", "There is no “{id}”."),
    "ground-not-current": (
        "“{id}”不是已发布的需求或在册的目录条目，不能据此参会。",
        "“{id}” is no published need and no entry of a published edition, so it is no ground to take part.",
    ),
    "ground-of-another": ("“{id}”属于另一家单位。", "“{id}” belongs to another organisation."),
    "wrong-run-state": ("这次排期的状态是“{state}”，不能这样处理。", "The run is “{state}”, so this cannot be done."),
    "no-plan": ("这次排期还没有名单。", "The run has no plan yet."),
    "other-conference": ("只能比较同一次大会的名单。", "Only lists of one conference can be compared."),
    "plan-faulty": (
        "名单未通过独立校验（{count} 处），没有采用。",
        "The plan did not pass the independent check ({count} faults) and was not taken.",
    ),
    "event-unusable": ("排期输入无法使用：{problem}", "The input of the run cannot be used: {problem_en}"),
    "not-provisional": (
        "名单不在征求意见，不能提意见。",
        "The list does not lie before the parties, so nobody can object.",
    ),
    "too-many-objections": (
        "还有 {limit} 条意见没有答复，请等待答复或先撤回。",
        "{limit} objections wait for an answer; wait, or withdraw some.",
    ),
    "unknown-meeting": ("名单中没有这场洽谈。", "The list has no such meeting of this party."),
    "answer-needed": ("请写明答复，参会方会看到。", "Write an answer; the party will see it."),
    "objection-settled": ("这条意见已经处理或撤回。", "The objection is settled or withdrawn already."),
    "objections-open": (
        "还有 {count} 条意见没有处理，处理后才能发布。",
        "{count} objections wait for an answer; settle them before publishing.",
    ),
    "run-active": ("已有一次排期正在进行，请等待完成或先停止。", "A run is under way; wait for it or cancel it first."),
    "old-workbook": (
        "这是旧格式（.xls）或加密的文件，请另存为 .xlsx。",
        "This is an old (.xls) or locked workbook; save it as .xlsx.",
    ),
    "not-a-workbook": (
        "这不是可以打开的 Excel 文件（.xlsx）。",
        "This is no Excel workbook (.xlsx) that can be opened.",
    ),
    "unpacked-too-large": ("文件展开后超过 {limit} MB。", "The file unpacks to more than {limit} MB."),
    "too-many-rows": ("一张工作表最多 {limit} 行。", "A sheet can have at most {limit} rows."),
    "import-refused": (
        "有 {count} 处要改，没有导入任何内容；第一处在 {cell}：{first}",
        "{count} cells are at fault and nothing was imported; the first is {cell}: {first_en}",
    ),
    "unknown-form": ("没有“{value}”这种文件，可选：{listed}。", "There is no file “{value}”; one of: {listed}."),
    "file-preparing": (
        "文件正在制作（{progress}%），请稍后再取。",
        "The file is being made ({progress} %); fetch it a little later.",
    ),
    "file-not-made": ("文件没有做成：{problem}", "The file could not be made: {problem_en}"),
    "file-outdated": ("名单的状态已经改变，不再需要这份文件。", "The plan has moved on; the file is not needed now."),
    "file-failed": ("文件没有做成：{problem}", "The file could not be made: {problem}"),
}

FILE_FAULTS: Phrases = {
    "file-failed": ("文件没有做成，请再试一次。", "The file could not be made; try again."),
    "file-outdated": ("名单的状态已经改变，请重新下载。", "The plan has moved on; fetch the file again."),
    "no-plan": ("这次排期还没有名单。", "The run has no plan."),
    "solver-died": ("制作进程中断了三次，请再试一次。", "The process that makes it ended three times; try again."),
    "worker-lost": ("制作进程中断了三次，请再试一次。", "The process that makes it ended three times; try again."),
}
"""Why a file was not made, by the code its row ends with."""

MISSING: Phrases = {
    "no-timetable": ("未设置日程", "no timetable"),
    "no-tables": ("未设置洽谈桌", "no tables"),
    "no-demand-party": ("没有需求方", "no party on the demand side"),
    "no-supply-party": ("没有供给方", "no party on the supply side"),
    "too-little-time": ("可用时段少于最少场数", "fewer free slots than the minimum of meetings"),
    "no-wishes": ("未填写意愿", "no wishes given"),
    "nothing-to-match": ("没有关联的需求或目录条目", "no need and no entry behind it"),
}

UNMET: Phrases = {
    "never": ("一方表示不见，意愿让位。", "One of them said never."),
    "excluded": ("主办方已排除这一对。", "The organizer has excluded this pair."),
    "same_organisation": ("双方属于同一单位。", "Both belong to one organisation."),
    "met_before": (
        "双方在往届已洽谈，本届规则不再安排。",
        "They met at an earlier conference and the rules forbid it again.",
    ),
    "no_common_slot": (
        "双方没有共同的空闲时段和可用洽谈桌；可请一方放宽可用时段。",
        "They share no free slot with a usable table; ask one of them to free more time.",
    ),
    "organisation_pair": ("两家单位已由其他代表洽谈。", "The two organisations meet through others."),
    "demand_full": (
        "需求方已排满最多场数；可提高其最多场数。",
        "The demand party is at its maximum; raise the maximum to make room.",
    ),
    "supply_full": (
        "供给方已排满最多场数；可提高其最多场数或增派代表。",
        "The supply party is at its maximum; raise it or let a second representative come.",
    ),
    "no_slot_left": (
        "双方共同空闲的时段里没有剩余洽谈桌；可增加洽谈桌或时段。",
        "No table is left in any slot both are free in; add tables or slots.",
    ),
    "trade_off": (
        "为整体更优而让位：安排它会失去更有价值的洽谈；可锁定这一对后重新排期。",
        "Given up for the sake of the whole; lock the pair and run again to force it.",
    ),
    "no_availability": (
        "可用时段少于最少场数；请放宽可用时段或降低最少场数。",
        "It has fewer free slots than its minimum; free more time or lower the minimum.",
    ),
    "few_partners": (
        "合适的对方少于最少场数；请补充资料、放宽意愿或降低最少场数。",
        "Fewer suitable parties than its minimum; complete the profile, widen the wishes or lower the minimum.",
    ),
    "cut": (
        "与它竞争的参会方合计需求超过对方余量，已有证明；请增加对方的最多场数或时段。",
        "Together with its rivals it needs more than the other side can give (proved); raise the other side's limits.",
    ),
}

KINDS: Phrases = {
    "must": ("必见", "must"),
    "want": ("想见", "want"),
    "min": ("最少场数", "minimum"),
}
