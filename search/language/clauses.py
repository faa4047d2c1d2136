"""A description taken apart (自述分句): what an entry mainly does, what it does in passing, and what it does not do."""

import re
from typing import NamedTuple

# These sentences from the start tell the main business; later ones tell the rest.
_MAIN_SENTENCES = 3
_FIRM_SENTENCES = 2

_SENTENCE = re.compile(r"[^。！？；;!?\n]+")
_CLAUSE = re.compile(r"[^，,]+")
_LIMIT = re.compile(
    "不做|不接|不适配|不支持|不提供|不适用|不适合|不承接|不承担|不碰|不涉|除外|请找|另找|请选|另选|暂无|暂不|不在|不覆盖|不卖"
    "|不懂|不熟|不介入|不服务|不供应|不是|不含|仅提供咨询|只提供咨询|请走|不写|不代写|不通用|未做过|不擅长|不建议|慎选|暂未"
    "|不划算|过重|太重|偏重|请勿|不装|没有资质|不开展|不能做|不设|不涵盖|不受理|另有|另配"
)
_SIDE = re.compile(
    "可选|选配|选装|也能|也可|也做|也会|亦|加购|合作|另收费|顺带|附赠|可加|可嵌|可接|可以|可与|可对接|配合|可配|推荐|能出|支持|外协"
)


class Clauses(NamedTuple):
    """The clauses of a description, sorted by what they say."""

    main: list[str]
    side: list[str]
    limits: list[str]


def sort_clauses(description: str) -> Clauses:
    """Sort the clauses of a description. A limit is never evidence that the entry does a thing."""
    sorted_clauses = Clauses([], [], [])
    for number, sentence in enumerate(_SENTENCE.findall(description)):
        has_limit = _LIMIT.search(sentence) is not None
        for clause in _CLAUSE.findall(sentence):
            if has_limit and _LIMIT.search(clause):
                sorted_clauses.limits.append(clause)
            elif _is_side(clause, number, has_limit):
                sorted_clauses.side.append(clause)
            else:
                sorted_clauses.main.append(clause)
    return sorted_clauses


def _is_side(clause: str, number: int, beside_limit: bool) -> bool:
    if beside_limit:
        # What stands beside a limit is the firm's own word for what it does instead.
        return number >= _FIRM_SENTENCES and _SIDE.search(clause) is not None
    return number >= _MAIN_SENTENCES or (number > 0 and _SIDE.search(clause) is not None)
