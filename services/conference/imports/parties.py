"""The sheets of parties, wishes and closed slots: what each row says, still by the names people use."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from services.conference.imports.cells import (
    Cell,
    Fault,
    Unusable,
    read_choice,
    read_code,
    read_codes,
    read_count,
    read_text,
)
from services.conference.imports.tables import Column, Record, find_head, fold, read_table
from services.conference.imports.workbook import Rows

PARTIES, WISHES, CLOSED = "参会方", "意愿", "不便时段"
"""Names of the sheets."""
SIDES = {"需求方": "demand", "供给方": "supply", "需求侧": "demand", "供给侧": "supply"}
SIDES |= {"demand": "demand", "supply": "supply"}
STRENGTHS = {"必见": "must", "想见": "want", "不见": "never", "must": "must", "want": "want", "never": "never"}
CLOSED_MARKS = frozenset({"×", "x", "✕", "✗", "不便", "否", "1"})
OPEN_MARKS = frozenset({"○", "o", "√", "✓", "可", "是", "0"})

PARTY_COLUMNS = (
    Column("key", "编号", read_code, ("参会方编号",), hint="已有的不要改；新增的可空", width=22),
    Column("side", "侧", lambda cell: read_choice(cell, SIDES), is_required=True, hint="需求方 或 供给方", width=10),
    Column("name", "名称", read_text, ("参会方", "参会方名称"), is_required=True, hint="名单上的写法", width=34),
    Column("organisation_name", "单位全称", read_text, ("单位", "单位名称"), hint="可空，即名称", width=34),
    Column("organisation_id", "单位编号", read_code, hint="可空，由需求或条目得出", width=22),
    Column(
        "grounds",
        "需求或条目编号",
        read_codes,
        ("需求编号", "条目编号"),
        hint="可空，按单位全称查找；多个用分号隔开",
        width=30,
    ),
    Column("min_meetings", "最少场数", read_count, hint="可空", width=10),
    Column("max_meetings", "最多场数", read_count, hint="可空", width=10),
)
WISH_COLUMNS = (
    Column("party", "参会方", read_text, is_required=True, hint="编号或名称", width=34),
    Column("other", "对方", read_text, is_required=True, hint="编号或名称", width=34),
    Column(
        "strength",
        "意愿",
        lambda cell: read_choice(cell, STRENGTHS),
        is_required=True,
        hint="必见、想见 或 不见",
        width=10,
    ),
)
CLOSED_COLUMNS = (Column("party", "参会方", read_text, ("名称",), is_required=True, hint="编号或名称", width=34),)


@dataclass
class PartiesBook:
    """What a workbook says of parties; `closed` holds (row, slots in which it cannot meet)."""

    parties: list[Record] = field(default_factory=list)
    wishes: list[Record] = field(default_factory=list)
    closed: list[tuple[Record, tuple[str, ...]]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def read_parties(sheets: Mapping[str, Rows], slots: Mapping[str, str]) -> PartiesBook:
    """Read the three sheets; `slots` gives the id of a slot by its folded heading. A sheet that is absent says nothing.

    The first sheet is taken for that of the parties when none is called so.
    """
    book = PartiesBook()
    rows = sheets.get(PARTIES) or next(iter(sheets.values()), [])
    if not rows:
        book.faults.append(Fault(Cell(PARTIES, 1, "A"), "empty-sheet"))
        return book
    book.parties = read_table(PARTIES, rows, PARTY_COLUMNS, book.faults)
    book.wishes = read_table(WISHES, sheets.get(WISHES, []), WISH_COLUMNS, book.faults)
    closed_rows = sheets.get(CLOSED, [])
    records = read_table(CLOSED, closed_rows, CLOSED_COLUMNS, book.faults, takes_marks=True)
    heads = _read_heads(closed_rows, slots, book.faults)
    book.closed = [(record, _read_marks(record, heads, book.faults)) for record in records]
    return book


def _read_heads(rows: Rows, slots: Mapping[str, str], faults: list[Fault]) -> dict[str, str]:
    """Heading -> slot, of the columns that stand for one."""
    known = {fold(name) for column in CLOSED_COLUMNS for name in (column.heading, *column.also)}
    found: dict[str, str] = {}
    for cell in rows[find_head(rows, CLOSED_COLUMNS)] if rows else ():
        name = fold(cell.value)
        if name in slots:
            found[str(cell.value)] = slots[name]
        elif name and name not in known and name not in {"序号", "备注", "问题"}:
            faults.append(Fault(cell, "unknown-slot-head", {"value": cell.shown}))
    return found


def _read_marks(record: Record, heads: Mapping[str, str], faults: list[Fault]) -> tuple[str, ...]:
    closed = []
    for head, cell in record.marks.items():
        if head not in heads:
            continue
        try:
            mark = read_code(cell).lower()
        except Unusable as fault:
            faults.append(Fault(cell, fault.code, fault.facts))
            continue
        if mark in CLOSED_MARKS:
            closed.append(heads[head])
        elif mark and mark not in OPEN_MARKS:
            faults.append(Fault(cell, "not-a-mark", {"value": cell.shown}))
    return tuple(closed)


@dataclass(frozen=True)
class Known:
    """A party that rows may call by its key or its name."""

    id: str
    side: str
    name: str
    organisation: str


class Register:
    """Finds a party by what a row calls it: its key first, else its name when only one has it."""

    def __init__(self) -> None:
        self._by_key: dict[str, Known] = {}
        self._by_name: dict[str, dict[str, Known]] = {}

    def add(self, party: Known, *keys: str) -> None:
        """Let a party be found."""
        for key in filter(None, (party.id, *keys)):
            self._by_key[key] = party
        self._by_name.setdefault(fold(party.name), {})[party.id] = party

    def find(self, record: Record, column: str, faults: list[Fault]) -> Known | None:
        """The party that a cell names; a fault of the cell when there is none or more than one."""
        name = str(record.values[column])
        found = self._by_key.get(name)
        if found is not None:
            return found
        named = list(self._by_name.get(fold(name), {}).values())
        if len(named) == 1:
            return named[0]
        faults.append(record.fault(column, "ambiguous-party" if named else "unknown-party-name", value=name))
        return None


def read_wishes(
    records: Sequence[Record], register: Register, faults: list[Fault]
) -> list[tuple[Record, Known, Known, str]]:
    """The wishes with both parties found; refused where they stand on one side, are of one organisation, or repeat."""
    wishes = []
    seen: dict[tuple[str, str], int] = {}
    for record in records:
        party, other = (register.find(record, column, faults) for column in ("party", "other"))
        if party is None or other is None:
            continue
        first = seen.setdefault((party.id, other.id), record.row)
        if party.side == other.side:
            faults.append(record.fault("other", "wish-own-side", name=other.name))
        elif party.organisation and party.organisation == other.organisation:
            faults.append(record.fault("other", "wish-own-organisation", name=other.name))
        elif first != record.row:
            faults.append(record.fault("other", "repeated-wish", row=first))
        else:
            wishes.append((record, party, other, str(record.values["strength"])))
    return wishes
