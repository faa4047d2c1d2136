"""What a consortium plan says in words: why a need is not covered, what keeps an entry out, what a rule costs."""

from services.chassis.refusal import Phrases

UNCOVERED: Phrases = {
    "no_provider": (
        "没有可承担“{item}”的目录条目。",
        "No entry offers “{item}” to this park.",
    ),
    "excluded": (
        "能承担“{item}”的条目都被本园区排除：{names}。",
        "Every entry that offers “{item}” is excluded by this park: {names}.",
    ),
    "provider_full": (
        "能承担“{item}”的条目都已达到承接上限：{names}。",
        "Every entry that offers “{item}” is at its limit of parks: {names}.",
    ),
    "budget": (
        "剩余预算 {left}，能承担“{item}”的条目最低报价 {least}。",
        "The budget leaves {left}; the cheapest entry for “{item}” costs {least}.",
    ),
    "max_members": (
        "联合体已满 {most} 家，无法再为“{item}”增加成员。",
        "The consortium has its {most} members; nobody can join for “{item}”.",
    ),
    "conflict": (
        "能承担“{item}”的条目与已选成员互斥：{names}。",
        "Every entry that could take “{item}” is in conflict with a member: {names}.",
    ),
    "trade_off": (
        "为“{item}”增加成员得不偿失，整体更优的方案没有包含它。",
        "Covering “{item}” would cost more than it is worth in the plan as a whole.",
    ),
}

SOLE: tuple[str, str] = (
    "“{item}”只有 {name} 一家可承担，任何方案都无法在多家之间平衡，最多覆盖 {most} 个园区。",
    "Only {name} offers “{item}”: no plan can share it out; parks that can have it: {most} at most.",
)

USED: tuple[str, str] = (
    "参加 {used} 个园区，最多承接 {most} 个。",
    "Parks that have it: {used} of {most} at most.",
)

KEPT_OUT: Phrases = {
    "excluded": ("{count} 个园区将其排除", "excluded: {count}"),
    "full": ("{count} 个园区因其已达承接上限而未选", "at its limit: {count}"),
    "budget": ("{count} 个园区的预算不足", "above the budget: {count}"),
    "conflict": ("{count} 个园区的指定成员与其互斥", "in conflict with an included member: {count}"),
    "outdone": ("{count} 个园区有更合适的组合", "better served by others: {count}"),
}

RULES: Phrases = {
    "budget": ("预算增加 {change}", "a budget higher by {change}"),
    "max_members": ("成员上限增加 1 家", "one more member"),
    "exclude": ("取消对 {change} 的排除", "not excluding {change}"),
    "include": ("不再指定 {change}", "not including {change}"),
    "load": ("{change} 多承接一个园区", "one more place at {change}"),
    "load_free": ("条目的承接上限放宽一个园区", "one more place at any one entry"),
}

GAIN: tuple[str, str] = ("{step}，可多得 {gain} 分。", "{step}: {gain} points more.")
NO_GAIN: tuple[str, str] = ("{step}，不会更好。", "{step}: nothing is gained.")

DIFFERENCE: Phrases = {
    "in": ("加入 {names}", "{names} in"),
    "out": ("去掉 {names}", "{names} out"),
    "cost": ("费用 {cost}", "cost {cost}"),
    "value": ("分值 {value}", "value {value}"),
    "lost": ("不再覆盖 {names}", "no longer covers {names}"),
    "won": ("多覆盖 {names}", "also covers {names}"),
}
