"""What kind of query this is (查询意图): it decides which terms are asked and how many must be there."""

import re
from enum import StrEnum

from search.language.normalise import normalise

# Longer than this a text is a need told in sentences, whatever its marks.
_NEED_LENGTH = 60
_QUESTION = re.compile(
    r"[?？]|吗$|呢$|怎么|怎样|如何|哪家|哪里|哪些|哪个|哪类|谁|什么|能不能|能否|有没有|是否|多少|为什么|为何|几个|请问"
)


class Intent(StrEnum):
    """The kinds of query."""

    BROWSE = "browse"
    KEYWORD = "keyword"
    QUESTION = "question"
    NEED = "need"


def detect_intent(text: str) -> Intent:
    """Tell the kind of a query. A name is a keyword query too: only the hits can tell whether one was meant."""
    plain = normalise(text).strip()
    if not any(character.isalnum() for character in plain):
        return Intent.BROWSE
    if len(plain) > _NEED_LENGTH:
        return Intent.NEED
    return Intent.QUESTION if _QUESTION.search(plain) else Intent.KEYWORD
