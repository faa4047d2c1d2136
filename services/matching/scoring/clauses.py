"""Cutting texts into clauses and telling what a clause is for: an ask, a fact, a side dish, a limit."""

import re
from collections.abc import Iterator
from typing import NamedTuple

_SENTENCE = re.compile(r"[^。！？；!?;\n]+[。！？；!?;]?")
_CLAUSE = re.compile(r"[^，。；！？、：,;:!?\n“”]+")
_COMMA_CLAUSE = re.compile(r"[^，,]+")

# How an entry says what it does not do.
_LIMIT = re.compile(
    r"不做|不接|不适配|不支持|不提供|不适用|不适合|不承接|不承担|不碰|不涉|除外|请找|另找|请选|另选|暂无|暂不|暂未"
    r"|不在|不覆盖|不卖|我们不懂|不熟|不介入|不服务|不供应|不是|不含|仅提供咨询|只提供咨询|请走|不写|不代写|不通用"
    r"|未做过|没做过|不擅长|不建议|慎选|不划算|过重|太重|偏重|请勿|不装|自己没有|用不完|不开展|不能做|不设|不涵盖"
    r"|无模板|不受理|另有|另配|不包括|不包含|不负责|不参与|不涉及|未涉及|尚未|不具备|没有资质|无资质|不懂|不会"
)
_EXCLUSIVE = re.compile(
    r"只做|仅做|仅限|只服务|仅服务|只面向|仅面向|专用|专为|暂不接受|只接|非.{1,4}行业|仅提供|专攻|专做|只针对"
)
_SIDE = re.compile(
    r"可选|选配|选装|也能|也可|也做|也会|亦|加购|合作|另收费|顺带|附赠|可加|可嵌|可接|可以|可与|可对接|配合|可配|推荐"
    r"|能出|支持|外协|兼做|附带|另可"
)
# How a need says what it does not want, what it has already, and what it asks for.
_UNWANTED = re.compile(
    r"不要|不想要|不需要|不必|无需|以后再|暂不|不考虑|不是要|先不|不打算|不含|不算|不用考虑|别推荐|别给|不做|不缺|而不是"
)
_OWNED = re.compile(
    r"已有|已经|现有|我们有|去年|前年|上过|用过|做过|目前用|原有|刚换|在用|补充说明|此前|以前|之前|基本情况|买过|请过"
)
_ASK = re.compile(
    r"希望|想|需要|要求|求|找|能不能|能否|谁能|有没有|需求内容|本次|怎么|如何|哪家|推荐|预期|目标|必须|最好|请|拟"
)
# Whose trade an industry word names: 钢铁企业 is one, the 电机 of a steel mill is not.
_OWNER_BEHIND = re.compile(r".{0,2}(厂|企业|公司|车间|行业|园|产业|集团|基地|联盟|协会|供应商)")
_MAKER_BEFORE = re.compile(r"(做|生产|制造|加工|是|某)[^，。]{0,2}$")

_CUSTOMERS = re.compile(r"客户.{0,4}(多|为主|都)|居多|较多|都有案例|有业绩|熟门熟路")
# A sentence that leans on the one before it, one that tells of a side dish, and one that tells who is preferred.
_LEANING = re.compile(
    r"^(之后|此后|其后|随后|后续|同时|此外|另外|还|再|也|亦|并|且|其|该|它|这|那|若|如果|如需|必要时)"
    r"|这个|那个|这种|那种|该项|上述|前者|后者|其中一|算是"
)
_SIDE_SENTENCE = re.compile(
    r"^(附带|附赠|顺带|另可|另|可选|选配|选装|配套|配合|可加|可|含)|可选$|加购|另收费|外协|兼做|顺便"
)
_SCOPE = re.compile(r"优先|为主|主战场|需先|先提供|才接|都有案例|均有业绩|有业绩|暂仅|目前只|适合|合适|(以上|以下)的")

MAIN_SENTENCES = 3


class Span(NamedTuple):
    """A stretch of a text: `text[start:end]`."""

    start: int
    end: int


class Told(NamedTuple):
    """A description taken apart: the main business, what is offered beside it, and what is ruled out."""

    main: list[str]
    side: list[str]
    limits: list[str]


def sentences(text: str) -> list[Span]:
    """Return the sentences with their closing marks."""
    return [Span(*match.span()) for match in _SENTENCE.finditer(text)]


def clauses(text: str) -> list[Span]:
    """Return the stretches between punctuation marks."""
    return [Span(*match.span()) for match in _CLAUSE.finditer(text)]


def take_apart(description: str) -> Told:
    """Sort the clauses of a description (自述)."""
    told = Told([], [], [])
    for number, sentence in enumerate(sentences(description)):
        for clause, is_limit in _comma_clauses(description[sentence.start : sentence.end]):
            if is_limit:
                told.limits.append(clause)
            elif number and _SIDE.search(clause):
                told.side.append(clause)
            else:
                (told.main if number < MAIN_SENTENCES else told.side).append(clause)
    return told


def is_limit(text: str) -> bool:
    """Tell whether the words rule something out."""
    return _LIMIT.search(text) is not None


def is_exclusive(text: str) -> bool:
    """Tell whether the words say that one trade alone is served."""
    return _EXCLUSIVE.search(text) is not None


def tells_of_customers(text: str) -> bool:
    """Tell whether the words say who buys, which is not what is done."""
    return _CUSTOMERS.search(text) is not None


def leans_on_another(sentence: str) -> bool:
    """Tell whether a sentence is only understood behind the one before it: 之后…, 也…, 这个…."""
    return _LEANING.search(sentence) is not None


def is_aside(sentence: str) -> bool:
    """Tell whether a sentence tells of something beside the main business, or whom the provider prefers to serve."""
    return _SIDE_SENTENCE.search(sentence) is not None or _SCOPE.search(sentence) is not None


def ask_weight(clause: str, *, is_long: bool) -> float:
    """Return how much a clause of a need is an ask: what is not wanted counts nothing, what is owned little."""
    if _UNWANTED.search(clause):
        return 0.0
    if _ASK.search(clause):
        return 1.3
    return 0.6 if is_long and _OWNED.search(clause) else 1.0


def names_the_asker(text: str, span: Span) -> bool:
    """Tell whether an industry word at this place says whose trade the need is about."""
    return bool(
        _OWNER_BEHIND.match(text[span.end : span.end + 5])
        or _MAKER_BEFORE.search(text[max(0, span.start - 4) : span.start])
    )


def _comma_clauses(sentence: str) -> Iterator[tuple[str, bool]]:
    """Yield the clauses of a sentence and whether each is a limit; lists with 、 stay whole."""
    for match in _COMMA_CLAUSE.finditer(sentence):
        yield match.group(), is_limit(match.group())
