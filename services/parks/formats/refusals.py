"""Why a park event cannot be used: a code, the field at fault, and the sentence in Chinese and English."""

PHRASES: dict[str, tuple[str, str]] = {
    "malformed-json": ("文件不是有效的 JSON（或 gzip）：{detail}", "the file is not valid JSON (or gzip): {detail}"),
    "wrong-type": ("应为{zh}", "must be {en}"),
    "missing-field": ("缺少必填字段", "is required"),
    "unknown-field": ("格式 1.0 中没有这个字段", "is not a field of format 1.0"),
    "wrong-format": ("应为 {expected}", "must be {expected}"),
    "out-of-range": ("应在 {low} 与 {high} 之间", "must lie between {low} and {high}"),
    "bad-id": (
        "编号只能用字母、数字和 . _ : -，以字母或数字开头，不超过 64 个字符",
        "an id starts with a letter or digit, then letters, digits, . _ : -; at most 64 characters",
    ),
    "too-few": ("至少需要 {least} 项", "needs at least {least}"),
    "too-many": ("最多 {most} 项", "can have at most {most}"),
    "duplicate": ("重复：{value}", "occurs twice: {value}"),
    "unknown-id": ("没有这个{zh}：{value}", "no such {en}: {value}"),
    "wrong-shape": ("应有 {expected} 项，实有 {found} 项", "must have {expected} items, has {found}"),
    "conflict-with-itself": ("{value} 不能与自身互斥", "{value} cannot be in conflict with itself"),
    "include-excluded": ("{value} 既要求纳入又要求排除", "{value} is both included and excluded"),
    "include-too-many": (
        "要求纳入 {count} 家，超过成员上限 {most} 家",
        "{count} providers are included, but the consortium may have {most} members",
    ),
    "include-over-budget": (
        "要求纳入的各家合计 {cost}，超过预算 {budget}",
        "the included providers cost {cost}, more than the budget of {budget}",
    ),
    "include-in-conflict": (
        "要求纳入的 {one} 与 {other} 互斥",
        "the included providers {one} and {other} are in conflict",
    ),
    "include-over-load": (
        "{value} 被 {count} 个园区要求纳入，最多承接 {most} 个",
        "{value} is included by {count} parks, but takes at most {most}",
    ),
}


class EventError(ValueError):
    """A park event that cannot be used; `code` is a stable word, `field` a dotted path such as `parks.3.budget`."""

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
