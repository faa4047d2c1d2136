"""The five kinds of refusal that domain rules and handlers raise, and the phrases that tell them to people."""

import dataclasses
from collections.abc import Mapping

Phrases = Mapping[str, tuple[str, str]]
"""Refusal code -> (Chinese sentence, English sentence); `{name}` places are filled from the refusal's facts."""


@dataclasses.dataclass(eq=False)
class Refusal(Exception):
    """A request that cannot be granted as it stands; nothing has been changed.

    `code` is a stable word in kebab case, `field` the dotted path of the input at fault ("" when it is the whole),
    `facts` what the sentence needs beside the code. `causes` lists every fault when one answer reports several.
    """

    code: str
    field: str = ""
    facts: Mapping[str, object] = dataclasses.field(default_factory=dict)
    causes: tuple["Refusal", ...] = ()

    def __str__(self) -> str:
        return f"{self.code} {self.field}".strip()


class NotFound(Refusal):
    """The noun asked for is not there, or not there for this person."""


class Conflict(Refusal):
    """The noun is in another state or version than the request supposes."""


class Invalid(Refusal):
    """The input itself is wrong, whatever the state."""


class Forbidden(Refusal):
    """This person may not do this; code `unauthenticated` when nobody has signed in."""


class Unavailable(Refusal):
    """A part of the house does not answer now; the same request may succeed later."""


def tell(refusal: Refusal, phrases: Phrases) -> tuple[str, str]:
    """The refusal in words: (zh, en). A code without a phrase tells itself, so that nothing is hidden."""
    zh, en = phrases.get(refusal.code, CHASSIS_PHRASES.get(refusal.code, (refusal.code, refusal.code)))
    facts = {"field": refusal.field, **refusal.facts}
    return _fill(zh, facts), _fill(en, facts)


def _fill(sentence: str, facts: Mapping[str, object]) -> str:
    for name, value in facts.items():
        sentence = sentence.replace("{" + name + "}", str(value))
    return sentence


CHASSIS_PHRASES: Phrases = {
    "unauthenticated": ("请先登录。", "Please sign in first."),
    "forbidden": ("你没有办理此事的权限。", "You are not allowed to do this."),
    "bad-token": ("登录凭证无效或已过期，请重新登录。", "The token is invalid or has expired; sign in again."),
    "not-found": ("没有找到“{id}”。", "“{id}” was not found."),
    "no-such-page": ("没有这个地址。", "There is nothing at this address."),
    "method-not-allowed": ("此地址不支持这种操作。", "This address does not support the method."),
    "malformed-json": ("请求内容不是合法的 JSON。", "The request body is not valid JSON."),
    "unsupported-media-type": ("请以 application/json 提交。", "Send the request as application/json."),
    "too-large": ("内容过大，最多 {limit} 字节。", "The content is too large; at most {limit} bytes."),
    "unknown-field": ("没有“{field}”这一项。", "There is no field “{field}”."),
    "required": ("请填写“{field}”。", "“{field}” is required."),
    "wrong-type": ("“{field}”的类型不对：{problem}", "“{field}” has the wrong type: {problem}"),
    "invalid-value": ("“{field}”的值不合要求：{problem}", "“{field}” is not acceptable: {problem}"),
    "invalid-input": ("提交的内容有 {count} 处问题。", "The input has {count} faults."),
    "too-long": (
        "“{field}”最多 {limit} 个字，现有 {length} 个。",
        "“{field}” takes at most {limit} characters, not {length}.",
    ),
    "control-character": (
        "“{field}”含有不可见的控制字符（{character}）。",
        "“{field}” contains a control character ({character}).",
    ),
    "blank": ("“{field}”不能为空。", "“{field}” must not be blank."),
    "not-listed": ("“{value}”不在可选范围内，可选：{listed}。", "“{value}” is not one of: {listed}."),
    "if-match-required": (
        "请先读取最新内容再修改（缺少 If-Match）。",
        "Read the current version first and send it as If-Match.",
    ),
    "bad-if-match": ('If-Match 应为版本号，如 "3"。', 'If-Match must be a version number such as "3".'),
    "stale-version": (
        "内容已被他人更新（当前版本 {current}），请刷新后再改。",
        "Somebody changed this meanwhile (it is at version {current}); reload and try again.",
    ),
    "bad-cursor": ("翻页标记无效，请从第一页重新开始。", "The cursor is invalid; start again from the first page."),
    "bad-page-size": ("每页 1 到 {limit} 条。", "Ask for 1 to {limit} items a page."),
    "peer-unavailable": (
        "{service} 暂时没有回应，请稍后再试。",
        "{service} does not answer just now; try again later.",
    ),
    "store-unavailable": (
        "数据暂时无法读写，请稍后再试。",
        "The data cannot be read or written just now; try again later.",
    ),
    "deadline-exceeded": ("处理超时，请稍后再试。", "The request took too long; try again later."),
    "internal": (
        "系统出现意外错误，已记录，请引用编号 {request_id}。",
        "Something went wrong; quote number {request_id}.",
    ),
}
