"""Reading collections of entries and needs, one JSON object a line (.jsonl or .jsonl.gz), for the evaluate commands."""

import gzip
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import orjson

# The spreadsheet's words for categories; the three reaches are platforms of that reach.
CATEGORIES: Mapping[str, tuple[str, str]] = {
    "工业互联网平台": ("platform", ""),
    "双跨平台": ("platform", "cross_sector"),
    "行业级平台": ("platform", "sector"),
    "企业级平台": ("platform", "enterprise"),
    "平台服务": ("platform_services", ""),
    "云服务": ("cloud_services", ""),
    "数据服务": ("data_services", ""),
    "标识解析服务": ("identifier_resolution", ""),
    "两化融合贯标服务": ("gbt23001_consulting", ""),
    "集成服务": ("system_integration", ""),
    "工业信息安全服务": ("industrial_security", ""),
}
REACHES: Mapping[str, str] = {"双跨": "cross_sector", "行业级": "sector", "企业级": "enterprise"}
_IDENTIFIERS = {category for category, _ in CATEGORIES.values()}
_BLANK = re.compile(r"\s")


class BadLine(Exception):
    """A line that cannot be used: its code, its field, and a sentence."""

    def __init__(self, code: str, field: str, sentence: str) -> None:
        super().__init__(f"code={code} field={field}: {sentence}")
        self.code = code
        self.field = field


class Line:
    """One object of a file. The getters raise BadLine when a value has the wrong shape."""

    def __init__(self, values: Mapping[str, Any], where: str) -> None:
        self.values = values
        self.where = where

    def identity(self) -> str:
        """Return the id, which a run's line must be able to hold."""
        value = self.values.get("id")
        if isinstance(value, bool) or not isinstance(value, str | int) or not str(value) or _BLANK.search(str(value)):
            raise BadLine("bad-id", "id", f"{self.where}: {value!r} is not a word")
        return str(value)

    def text(self, name: str) -> str:
        """Return a text; an absent one is empty."""
        value = self.values.get(name)
        if value is None:
            return ""
        if not isinstance(value, str):
            raise self.bad("wrong-type", name, "must be a text")
        return value

    def texts(self, name: str) -> tuple[str, ...]:
        """Return a list of texts; an absent one is empty."""
        values = self.values.get(name) or []
        if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
            raise self.bad("wrong-type", name, "must be a list of texts")
        return tuple(values)

    def number(self, name: str) -> int:
        """Return a whole number, which may be written as a text; an absent one is 0."""
        value = self.values.get(name) or 0
        try:
            return int(value)
        except (TypeError, ValueError) as error:
            raise self.bad("wrong-type", name, "must be a whole number") from error

    def object(self, name: str) -> Mapping[str, Any]:
        """Return an object; an absent one is empty."""
        value = self.values.get(name) or {}
        if not isinstance(value, dict):
            raise self.bad("wrong-type", name, "must be an object")
        return value

    def bad(self, code: str, field: str, sentence: str) -> BadLine:
        """Return the refusal of this line."""
        return BadLine(code, field, f"{self.where}: {sentence}")


def read_lines(path: Path) -> Iterator[Line]:
    """Read the objects of a file, each with an id of its own. Raises BadLine and OSError."""
    seen: set[str] = set()
    with gzip.open(path, "rb") if path.suffix == ".gz" else path.open("rb") as rows:
        for number, raw in enumerate(rows, start=1):
            if not raw.strip():
                continue
            line = Line(_parse(raw, path, number), f"line {number} of {path.name}")
            identity = line.identity()
            if identity in seen:
                raise line.bad("duplicate-id", "id", f"{identity!r} stands twice")
            seen.add(identity)
            yield line
    if not seen:
        raise BadLine("empty", "", f"{path.name} holds nothing")


def category_of(value: str, line: Line, field: str = "category") -> tuple[str, str]:
    """Return the identifier of a category and the reach it tells; both may be given in Chinese."""
    if value in CATEGORIES:
        return CATEGORIES[value]
    if value and value not in _IDENTIFIERS:
        raise line.bad("unknown-category", field, f"{value!r}; known: {', '.join(CATEGORIES)}")
    return value, ""


def _parse(raw: bytes, path: Path, number: int) -> Mapping[str, Any]:
    try:
        values = orjson.loads(raw)
    except orjson.JSONDecodeError as error:
        raise BadLine("malformed-json", "", f"line {number} of {path.name}: {error}") from error
    if not isinstance(values, dict):
        raise BadLine("wrong-type", "", f"line {number} of {path.name} is no object")
    return values
