"""Reading what a person meant in a cell: names, codes, choices and lists, and what Excel does to them on the way."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from services.catalogue.domain import CATEGORY_NAMES, ApplicationMode, Category, Kind, Reach
from services.catalogue.sheets.grid import BLANK, Cell, text_fault

EXACT_DIGITS = 10**15
"""Numbers of more digits have been rounded by the spreadsheet; what they were cannot be known."""

_SCIENTIFIC = re.compile(r"\d(\.\d+)?E\+?\d+", re.IGNORECASE)
_ANY_SEPARATOR = re.compile(r"[;；|\n、,，]")
_STRONG_SEPARATOR = re.compile(r"[;；|\n]")
_LINE = re.compile(r"[|\n]")


class Unusable(Exception):
    """A cell's value that cannot be used: the code says why, `facts` fill the sentence."""

    def __init__(self, code: str, **facts: object) -> None:
        super().__init__(code)
        self.code, self.facts = code, facts


_KINDS = {"工业互联网平台": Kind.PLATFORM, "平台": Kind.PLATFORM, "专业服务商": Kind.PROVIDER, "服务商": Kind.PROVIDER}
_REACHES = {
    "双跨": Reach.CROSS_SECTOR,
    "跨行业跨领域": Reach.CROSS_SECTOR,
    "行业级": Reach.SECTOR,
    "行业性": Reach.SECTOR,
    "企业级": Reach.ENTERPRISE,
}
_CATEGORIES = {name: category for category, (name, _) in CATEGORY_NAMES.items()}
_PLATFORMS = {f"{word}平台": reach for word, reach in _REACHES.items()}
"""A list may name a platform's reach in place of its category (双跨平台)."""

_MODES = {
    "智能化生产": ApplicationMode.SMART_PRODUCTION,
    "网络化协同": ApplicationMode.NETWORKED_COLLABORATION,
    "个性化定制": ApplicationMode.MASS_CUSTOMIZATION,
    "服务化延伸": ApplicationMode.SERVICE_EXTENSION,
}
_LANGUAGES = {
    "中文": "zh", "汉语": "zh", "英文": "en", "英语": "en", "日文": "ja", "日语": "ja", "韩文": "ko", "韩语": "ko",
    "德文": "de", "德语": "de", "法文": "fr", "法语": "fr", "俄文": "ru", "俄语": "ru",
}  # fmt: skip
_FLAGS = {"是": True, "yes": True, "y": True, "true": True, "1": True, "√": True, "✓": True}
_FLAGS |= {"否": False, "no": False, "n": False, "false": False, "0": False}


def read_text(cell: Cell) -> str:
    """Text as it stands, without blanks around it; a number that Excel made of it is written out."""
    if cell.fault:
        raise Unusable(cell.fault)
    if cell.is_blank:
        return ""
    value = cell.value
    if isinstance(value, str):
        return value.strip(BLANK)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Unusable("not-text")
    if abs(value) >= EXACT_DIGITS:
        raise Unusable("digits-lost")
    return str(int(value)) if value == int(value) else str(value)


def read_code(cell: Cell) -> str:
    """A code, telephone or address: full-width characters are folded, a rounded number is refused."""
    text = unicodedata.normalize("NFKC", read_text(cell)).strip(BLANK)
    if _SCIENTIFIC.fullmatch(text):
        raise Unusable("digits-lost")
    return text


def read_flag(cell: Cell) -> bool | None:
    """Yes or no; None when nothing is said."""
    if isinstance(cell.value, bool):
        return cell.value
    word = read_code(cell).lower()
    if word and word not in _FLAGS:
        raise Unusable("not-yes-or-no")
    return _FLAGS.get(word)


def read_category(cell: Cell) -> str | tuple[Category, Reach]:
    """A category by its Chinese name or identifier; with a reach when the list says 双跨平台 and the like."""
    word = read_code(cell)
    if not word:
        return ""
    reach = _PLATFORMS.get(word)
    if reach:
        return Category.PLATFORM, reach
    return _choose(word, _CATEGORIES, Category, "unknown-category")


def read_kind(cell: Cell) -> str:
    """A kind by its Chinese name or identifier."""
    return _choose(read_code(cell), _KINDS, Kind, "unknown-kind")


def read_reach(cell: Cell) -> str:
    """A platform's reach by its Chinese name or identifier."""
    return _choose(read_code(cell).removesuffix("平台"), _REACHES, Reach, "unknown-reach")


def read_words(cell: Cell) -> list[str]:
    """Words set apart by any separator."""
    return _split(cell, _ANY_SEPARATOR)


def read_industries(cell: Cell) -> list[str]:
    """Industries; their names contain 、 and ， themselves, so only strong separators set them apart."""
    return _split(cell, _STRONG_SEPARATOR)


def read_lines(cell: Cell) -> list[str]:
    """Sentences, one a line."""
    return _split(cell, _LINE)


def read_modes(cell: Cell) -> list[str]:
    """Application modes by their Chinese names or identifiers."""
    return [_choose(word, _MODES, ApplicationMode, "unknown-application-mode") for word in read_words(cell)]


def read_languages(cell: Cell) -> list[str]:
    """Languages by their Chinese names or two-letter codes."""
    return [_LANGUAGES.get(word, word.lower()) for word in read_words(cell)]


def _choose(word: str, names: Mapping[str, Any], listed: Any, code: str) -> str:
    known = {str(one): one for one in listed}
    if not word:
        return ""
    if word in names:
        return str(names[word])
    if word in known:
        return word
    raise Unusable(code, value=word, listed="、".join(names))


def _split(cell: Cell, separator: re.Pattern[str]) -> list[str]:
    if isinstance(cell.value, list):
        return [read_text(Cell(one, cell.row, cell.column, text_fault(one))) for one in cell.value]
    parts = separator.split(read_text(cell).replace("\r\n", "\n"))
    return [part.strip(BLANK) for part in parts if part.strip(BLANK)]
