"""Reads `docker-compose.yml`: the part of YAML that the file keeps to, so that no library is needed for one test."""

import re
from typing import Any

_KEY = re.compile(r"""\s*(?:"([^"]*)"|([A-Za-z0-9_.<-]+)):(?:\s+|$)""")
_WORD = re.compile(r"\s*(?:\"((?:[^\"\\]|\\.)*)\"|'([^']*)'|\*([\w-]+)|([^,\[\]{}]+))")


def read_compose(text: str) -> dict[str, Any]:
    """Block mappings, flow collections, anchors, aliases and merges. Raises ValueError for anything else."""
    lines = [(len(line) - len(line.lstrip()), _without_comment(line).strip()) for line in text.splitlines()]
    reader = _Reader([(depth, line) for depth, line in lines if line])
    return reader.block(0)


class _Reader:
    def __init__(self, lines: list[tuple[int, str]]) -> None:
        self._lines = lines
        self._at = 0
        self._anchors: dict[str, Any] = {}

    def block(self, depth: int) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while self._at < len(self._lines) and self._lines[self._at][0] == depth:
            line = self._lines[self._at][1]
            self._at += 1
            key = _KEY.match(line)
            if key is None:
                raise ValueError(f"no key: {line}")
            _put(found, key[1] or key[2], self._value(line[key.end() :], depth))
        if self._at < len(self._lines) and self._lines[self._at][0] > depth:
            raise ValueError(f"too deep: {self._lines[self._at][1]}")
        return found

    def _value(self, rest: str, depth: int) -> Any:
        anchor = re.match(r"&([\w-]+)\s*", rest)
        rest = rest[anchor.end() :] if anchor else rest
        value = self._flow(rest, is_block=True)[0] if rest else self.block(self._lines[self._at][0])
        if not rest and self._lines[self._at - 1][0] <= depth:
            raise ValueError("nothing below a key")
        if anchor:
            self._anchors[anchor[1]] = value
        return value

    def _flow(self, text: str, *, is_block: bool = False) -> tuple[Any, str]:
        text = text.lstrip()
        if text.startswith("{"):
            return self._mapping(text[1:])
        if text.startswith("["):
            return self._list(text[1:])
        if is_block and text[0] not in "\"'*":
            return text, ""
        word = _WORD.match(text)
        if word is None:
            raise ValueError(f"no value: {text}")
        rest = text[word.end() :]
        if word[3]:
            return self._anchors[word[3]], rest
        return next(one for one in (word[1], word[2], word[4]) if one is not None).strip(), rest

    def _mapping(self, text: str) -> tuple[dict[str, Any], str]:
        found: dict[str, Any] = {}
        while not (text := text.lstrip().removeprefix(",").lstrip()).startswith("}"):
            key = _KEY.match(text)
            if key is None:
                raise ValueError(f"no key: {text}")
            value, text = self._flow(text[key.end() :])
            _put(found, key[1] or key[2], value)
        return found, text[1:]

    def _list(self, text: str) -> tuple[list[Any], str]:
        found = []
        while not (text := text.lstrip().removeprefix(",").lstrip()).startswith("]"):
            value, text = self._flow(text)
            found.append(value)
        return found, text[1:]


def _put(found: dict[str, Any], key: str, value: Any) -> None:
    if key == "<<":
        for name, merged in value.items():
            found.setdefault(name, merged)
    elif key in found and not isinstance(found[key], type(value)):
        raise ValueError(f"twice: {key}")
    else:
        found[key] = value


def _without_comment(line: str) -> str:
    return line if '"' in line and "#" not in line.rpartition('"')[2] else re.sub(r"(^|\s)#.*$", "", line)
