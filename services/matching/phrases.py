"""What matching says when it refuses."""

from services.chassis.refusal import Phrases

PHRASES: Phrases = {
    "need-not-open": (
        "这条需求目前不在对接中（状态：{status}），不能发起对接申请。",
        "This need is not open (it is {status}); nothing can be asked about it.",
    ),
    "entry-withdrawn": ("“{name}”已移出目录，不能发起对接申请。", "“{name}” was withdrawn from the catalogue."),
    "may-not-ask": ("按规则，这一方不能向对方提出此类申请。", "By the rules, this side may not ask that of the other."),
    "already-asked": (
        "双方之间已有一条待答复的申请，请先等待答复或撤回。",
        "A request between the two is waiting for an answer; wait for it or withdraw it.",
    ),
    "wrong-state": ("申请已处理（{state}），不能再改。", "The request has been settled ({state}) and cannot change."),
    "nothing-asked": ("请给出需求编号或建设内容。", "Say which needs or work items are meant."),
    "too-many-ids": ("一次最多 {limit} 个编号。", "Ask for at most {limit} ids at a time."),
    "bad-year": ("年份应在 {first} 到 {last} 之间。", "The year must lie between {first} and {last}."),
}
