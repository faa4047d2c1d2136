"""Why a pairing event cannot be used: a code, the field at fault, and the sentence in Chinese and English."""

PHRASES: dict[str, tuple[str, str]] = {
    "malformed-json": ("文件不是有效的 JSON（或 gzip）：{detail}", "the file is not valid JSON (or gzip): {detail}"),
    "wrong-type": ("应为{zh}", "must be {en}"),
    "missing-field": ("缺少必填字段", "is required"),
    "unknown-field": ("格式 1.0 中没有这个字段", "is not a field of format 1.0"),
    "wrong-format": ("应为 {expected}", "must be {expected}"),
    "wrong-choice": ("只能是：{choices}", "must be one of: {choices}"),
    "out-of-range": ("应在 {low} 与 {high} 之间", "must lie between {low} and {high}"),
    "bad-id": (
        "编号只能用字母、数字和 . _ : -，以字母或数字开头，不超过 64 个字符",
        "an id starts with a letter or digit, then letters, digits, . _ : -; at most 64 characters",
    ),
    "too-few": ("至少需要 {least} 项", "needs at least {least}"),
    "duplicate": ("重复：{value}", "occurs twice: {value}"),
    "unknown-id": ("没有这个{zh}：{value}", "no such {en}: {value}"),
    "wrong-side": ("{value} 不在{zh}", "{value} is not on the {en} side"),
    "wrong-shape": ("应有 {expected} 项，实有 {found} 项", "must have {expected} items, has {found}"),
    "bad-time": ("不是带时区的时间（如 2026-11-26T09:00:00+08:00）", "is not a time with an offset"),
    "slot-ends-before-start": ("时段的结束不晚于开始", "the slot does not end after its start"),
    "slots-overlap": (
        "与前一时段 {before} 重叠，或早于它",
        "overlaps the slot before it, {before}, or starts earlier",
    ),
    "session-split": ("场次 {session} 的时段没有排在一起", "the slots of session {session} do not stand together"),
    "min-above-max": (
        "最少场数 {least} 大于最多场数 {most}",
        "the minimum {least} is larger than the maximum {most}",
    ),
    "lock-impossible": ("锁定无法满足：{zh}", "the lock cannot be kept: {en}"),
    "locks-contradict": ("锁定互相矛盾：{zh}", "the locks contradict each other: {en}"),
}


class EventError(ValueError):
    """A pairing event that cannot be used; `code` is a stable word, `field` a dotted path such as `parties.3.side`."""

    def __init__(self, code: str, field: str, message_zh: str, message_en: str) -> None:
        super().__init__(f"{code} {field}: {message_en}")
        self.code = code
        self.field = field
        self.message_zh = message_zh
        self.message_en = message_en


def refuse(code: str, field: str, **facts: object) -> EventError:
    """The refusal of one field, its sentences filled from `facts`; the caller raises it."""
    zh, en = PHRASES[code]
    return EventError(code, field, zh.format(**facts), en.format(**facts))
