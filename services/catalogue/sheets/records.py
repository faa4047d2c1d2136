"""Reading a list from JSON: a list of entries, or an object with `entries`."""

from collections.abc import Iterator, Mapping
from typing import Any

import orjson

from services.catalogue.sheets.columns import BY_FIELD
from services.catalogue.sheets.grid import MAX_ROWS, Cell, Fault, Record, text_fault
from services.chassis.refusal import Invalid

_NESTED = {"profile", "profile.contact"}


def read_json(content: bytes) -> list[Record]:
    """The entries by field name, counted from 1. Raises Invalid("malformed-json", "no-rows", "too-many-rows")."""
    try:
        document = orjson.loads(content)
    except orjson.JSONDecodeError as fault:
        raise Invalid("malformed-json", "file") from fault
    entries = document.get("entries") if isinstance(document, dict) else document
    if not isinstance(entries, list):
        raise Invalid("no-entries", "file")
    if not entries:
        raise Invalid("no-rows", "file")
    if len(entries) > MAX_ROWS:
        raise Invalid("too-many-rows", "file", {"limit": MAX_ROWS})
    return [_read_entry(number, entry) for number, entry in enumerate(entries, start=1)]


def _read_entry(number: int, entry: Any) -> Record:
    if not isinstance(entry, dict):
        return Record(number, {}, [Fault(Cell(entry, number, "entry"), "", "not-an-object")])
    cells = {name: Cell(value, number, name, text_fault(value)) for name, value in _flatten(entry, "")}
    unknown = [name for name in cells if name not in BY_FIELD]
    faults = [Fault(cells.pop(name), name, "unknown-field", {"field": name}) for name in unknown]
    return Record(number, cells, faults)


def _flatten(entry: Mapping[str, Any], path: str) -> Iterator[tuple[str, Any]]:
    for name, value in entry.items():
        full = f"{path}{name}"
        if full in _NESTED and isinstance(value, dict):
            yield from _flatten(value, f"{full}.")
        else:
            yield full, value
