"""What the conference service says on the day: refusals, and why a repair changes a meeting."""

from services.chassis.refusal import Phrases

DAY_PHRASES: Phrases = {
    "nothing-published": (
        "还没有已发布的对接名单，没有可以调整的安排。",
        "No pairing list is published yet, so there is nothing to repair.",
    ),
    "unknown-table": ("对接名单中没有洽谈桌“{value}”。", "The pairing list has no table “{value}”."),
    "not-on-list": ("已发布的名单中没有参会方“{value}”。", "The published list has no party “{value}”."),
    "slot-needed": ("请写明从哪个时段起能到场。", "Say from which slot on the party is there."),
    "no-slots-left": (
        "没有受影响的时段：所选时段已经结束，或者没有选时段。",
        "No slot is concerned: the slots are over, or none was given.",
    ),
    "incident-twice": ("这一情况已经登记，尚未处理。", "This has been reported already and is still open."),
    "incident-closed": ("这一情况已经撤销。", "The report was withdrawn already."),
    "incident-settled": (
        "已发布的名单已经按这一情况调整，不能撤销；情况有变请登记“可用时段变更”。",
        "The published list takes it into account already; report a change of availability instead.",
    ),
    "nothing-to-repair": (
        "登记的情况都已反映在发布的名单中，没有要调整的。",
        "The published list takes everything that was reported into account.",
    ),
    "nothing-to-print": ("没有要重印的日程。", "No sheet has to be printed again."),
    "too-many-sheets": (
        "要重印 {count} 份，超过 {limit} 份，请打印全部日程。",
        "{count} sheets differ, more than {limit}; print all sheets instead.",
    ),
    "not-a-repair": ("这次排期不是当日调整。", "The run is no repair."),
    "list-moved-on": (
        "提出这份调整之后，名单已经换版，请重新生成调整方案。",
        "Another list was published since this repair was proposed; propose it anew.",
    ),
    "checked-in-already": ("“{name}”已经签到。", "“{name}” has checked in already."),
    "not-checked-in": ("“{name}”还没有签到。", "“{name}” has not checked in."),
}

REASONS: Phrases = {
    "not_there": ("一方在原时段不能到场，改到双方都在的时段。", "One of them is not there at the published time."),
    "table_lost": ("原洽谈桌停用，换到其他桌。", "Its table cannot be used any more."),
    "makes_room": ("为安置受影响的洽谈让出位置。", "Gives its place to a meeting that had lost its own."),
    "party_gone": ("一方已不参会，没有可用时段。", "One of them is gone and has no slot left."),
    "no_common_slot": ("双方没有其他共同空闲又有桌的时段。", "They share no other free slot with a usable table."),
    "no_slot_left": (
        "双方共同空闲的时段都已有其他洽谈。",
        "In every slot that both are free in, one of them has another meeting.",
    ),
    "trade_off": (
        "能够改期的时段让给了更有价值的洽谈，或已没有空桌。",
        "Its other slots went to meetings of more worth, or no table is left there.",
    ),
    "gives_way": ("为安置受影响的洽谈而取消。", "Given up so that meetings that had lost their place keep one."),
    "replaces": ("补上受影响参会方空出的时段。", "Fills the slot of a party that lost a meeting."),
    "fills": ("利用空出的时段新增。", "Uses a slot that has become free."),
}

KIND_WORDS: Phrases = {
    "cancelled": ("取消参会", "cancelled"),
    "no_show": ("未到场", "no show"),
    "late": ("迟到", "late"),
    "table_lost": ("洽谈桌停用", "table lost"),
    "availability": ("可用时段变更", "availability changed"),
}
