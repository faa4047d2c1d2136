"""Reading an official list from a file: entries that can be admitted, and the faults of those that cannot."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from marshmallow import ValidationError

from services.catalogue.domain import Category, Listing, kind_of, make_listing
from services.catalogue.schemas import EntryIn
from services.catalogue.sheets.columns import BY_FIELD, read_records
from services.catalogue.sheets.delimited import read_delimited
from services.catalogue.sheets.grid import MAX_BYTES, Cell, Fault, Record
from services.catalogue.sheets.records import read_json
from services.catalogue.sheets.values import Unusable
from services.catalogue.sheets.workbook import OLD_FORMAT, read_workbook
from services.catalogue.unified_code import find_doubts
from services.chassis.problems import find_faults
from services.chassis.refusal import Invalid

_SHAPE = EntryIn()


@dataclass(frozen=True)
class Line:
    """One usable row: its official facts, and what of facts and profile the file says at all."""

    record: Record
    listing: Listing
    said: Mapping[str, Any]
    profile: Mapping[str, Any]


@dataclass
class ReadList:
    """What a file says: usable rows, faults, and doubts that refuse nothing."""

    row_count: int = 0
    lines: list[Line] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    doubts: list[Fault] = field(default_factory=list)


def read_list(content: bytes, form: str | None) -> ReadList:
    """Read a file of one of the forms `xlsx`, `csv`, `json`; found out from its first bytes when not said.

    Raises Invalid when the file as a whole cannot be used: "too-large", "empty-file", or as the readers say.
    """
    if len(content) > MAX_BYTES:
        raise Invalid("too-large", "file", {"limit": MAX_BYTES})
    if not content.strip():
        raise Invalid("empty-file", "file")
    records, doubts = _read_records(content, form or guess_form(content))
    read = ReadList(len(records), doubts=list(doubts))
    seen: dict[Any, int] = {}
    for record in records:
        line = _read_line(record, read)
        if line is None:
            continue
        first = seen.setdefault(line.listing.key, record.row)
        if first != record.row:
            read.faults.append(_fault(record, "company", "repeated-row", row=first))
        read.lines.append(line)
    return read


def guess_form(content: bytes) -> str:
    """The form of a file by its first bytes."""
    if content.startswith((b"PK\x03\x04", b"PK\x05\x06", OLD_FORMAT)):
        return "xlsx"
    return "json" if content.lstrip()[:1] in {b"[", b"{"} else "csv"


def _read_records(content: bytes, form: str) -> tuple[list[Record], list[Fault]]:
    if form == "json":
        return read_json(content), []
    if form == "csv":
        grid = read_delimited(content)
        return read_records(grid), list(grid.doubts)
    trouble: Invalid | None = None
    for grid in read_workbook(content):
        try:
            return read_records(grid), list(grid.doubts)
        except Invalid as refusal:
            # The list may stand on another sheet; if it does not, the first sheet's fault is told.
            trouble = trouble or refusal
    raise trouble or Invalid("no-rows", "file")


def _read_line(record: Record, read: ReadList) -> Line | None:
    faults = list(record.faults)
    said: dict[str, Any] = {}
    for name, cell in record.cells.items():
        try:
            said |= _say(name, BY_FIELD[name].read(cell))
        except Unusable as fault:
            faults.append(Fault(cell, name, fault.code, fault.facts))
    if not faults:
        line = _check(record, said, faults)
    read.faults += faults
    if faults:
        return None
    assert line is not None
    read.doubts += [_fault(record, "unified_code", code) for code in find_doubts(line.listing.unified_code)]
    return line


def _say(name: str, value: Any) -> dict[str, Any]:
    """What a cell says; a blank one says nothing."""
    if isinstance(value, tuple):
        category, reach = value
        return {"category": str(category), "reach": str(reach)}
    return {} if value in ("", None, []) else {name: value}


def _check(record: Record, said: Mapping[str, Any], faults: list[Fault]) -> Line | None:
    """Hold a row against the same rules as an entry that comes alone."""
    facts = {name: value for name, value in said.items() if "." not in name}
    if facts.get("category") != Category.PLATFORM:
        # A provider is called what its company is called; without a company that one fault is enough.
        facts.setdefault("name", facts.get("company", "?"))
    profile: dict[str, Any] = {}
    for name, value in said.items():
        _put(profile, name.split(".")[1:], value)
    try:
        loaded = _SHAPE.load({**facts, **({"profile": profile} if profile else {})})
        listing = make_listing({name: value for name, value in loaded.items() if name != "profile"})
    except ValidationError as fault:
        faults += _place(record, fault.messages)
        return None
    except Invalid as refusal:
        faults.append(_fault(record, refusal.field, refusal.code, **refusal.facts))
        return None
    kept = {name: vars(listing)[name] for name in facts} | {"kind": kind_of(listing.category)}
    return Line(record, listing, kept, loaded.get("profile", {}))


def _put(tree: dict[str, Any], path: list[str], value: Any) -> None:
    if not path:
        return
    for step in path[:-1]:
        tree = tree.setdefault(step, {})
    tree[path[-1]] = value


def _place(record: Record, messages: Any) -> Iterator[Fault]:
    for refusal in find_faults(messages):
        yield _fault(record, refusal.field, refusal.code, **refusal.facts)


def _fault(record: Record, name: str, code: str, **facts: object) -> Fault:
    """A fault at the cell that a field was read from, or where it would stand."""
    field_name = next((known for known in BY_FIELD if name == known or name.startswith(f"{known}.")), name)
    cell = record.cells.get(field_name) or Cell(None, record.row, _column_of(record, field_name))
    return Fault(cell, field_name, code, {**facts, "field": BY_FIELD[field_name].heading})


def _column_of(record: Record, name: str) -> str:
    return name if any(not cell.column.isupper() for cell in record.cells.values()) else ""
