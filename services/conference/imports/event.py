"""A whole pairing event from Excel (排期输入), for pairing without a server."""

from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any

from services.chassis.clock import SHANGHAI
from services.conference.formats.event import EventError, load_event
from services.conference.freezing import RULES as RULES_OF_THE_HOUSE
from services.conference.freezing import carry
from services.conference.imports.cells import (
    Cell,
    Fault,
    Unusable,
    read_choice,
    read_code,
    read_codes,
    read_count,
    read_moment,
    read_text,
)
from services.conference.imports.parties import PARTIES, Known, Register, read_parties, read_wishes
from services.conference.imports.tables import Column, Record, fold, read_table
from services.conference.imports.workbook import Rows, read_workbook

SLOTS, TABLES, SCORES, MET, LOCKS, RULES = "时段", "洽谈桌", "匹配分", "往届", "锁定", "规则"
"""Names of the sheets an event has beside those of parties, wishes and closed slots."""
LOCK_WORDS = {"meeting": "会面", "pair": "配对", "exclude": "排除"}
_LOCKS = {**{word: kind for kind, word in LOCK_WORDS.items()}, **{kind: kind for kind in LOCK_WORDS}}
RULE_NAMES = {
    "最低匹配分": "min_score",
    "需求方意愿加分": "want_bonus.demand",
    "供给方意愿加分": "want_bonus.supply",
    "互相意愿加分": "want_bonus.mutual",
    "往届已见": "met_before.mode",
    "往届已见扣分": "met_before.penalty",
    "新意愿优先于往届": "met_before.fresh_wish_overrides",
    "两家单位只见一次": "organisation_pair_once",
    "不见的范围": "never_scope",
    "每场次最多": "max_per_session",
    "空档范围": "idle_scope",
    "必见未排扣分": "penalties.must",
    "需求方缺场扣分": "penalties.floor_demand",
    "供给方缺场扣分": "penalties.floor_supply",
    "改时扣分": "penalties.moved",
    "取消扣分": "penalties.dropped",
    "需求方均衡": "level_weight.demand",
    "供给方均衡": "level_weight.supply",
}
"""A rule as the sheet calls it -> where it stands in format 1.0."""
TITLE = "大会名称"
"""Stands among the rules: what the conference is called."""
MANY = 10**9
MAX_ROWS = 400_000
"""Rows of a sheet: there may be a score for every pair."""

_SLOT_COLUMNS = (
    Column("id", "编号", read_code),
    Column("session", "场次", read_code, is_required=True),
    Column("title", "场次名称", read_text),
    Column("start", "开始", read_moment, is_required=True),
    Column("end", "结束", read_moment, is_required=True),
)
_TABLE_COLUMNS = (
    Column("id", "编号", read_code, ("名称", "洽谈桌"), is_required=True),
    Column("party", "固定参会方", read_text),
    Column("unavailable", "停用时段", read_codes),
)
_SCORE_COLUMNS = (
    Column("demand", "需求方", read_text, is_required=True),
    Column("supply", "供给方", read_text, is_required=True),
    Column("score", "分数", lambda cell: read_count(cell, 0, 1000), ("匹配分",), is_required=True),
)
_MET_COLUMNS = (
    Column("demand", "需求方单位", read_text, is_required=True),
    Column("supply", "供给方单位", read_text, is_required=True),
)
_LOCK_COLUMNS = (
    Column("kind", "类别", lambda cell: read_choice(cell, _LOCKS), is_required=True),
    Column("demand", "需求方", read_text, is_required=True),
    Column("supply", "供给方", read_text, is_required=True),
    Column("slot", "时段", read_code),
    Column("table", "洽谈桌", read_code),
)
_RULE_COLUMNS = (Column("name", "规则", read_text, is_required=True), Column("value", "取值", lambda cell: cell))


def read_event(content: bytes, event_id: str) -> tuple[dict[str, Any], list[Fault]]:
    """The event of a workbook and what is wrong with its cells; with faults the event is of no use.

    Raises Invalid when the file as a whole cannot be read.
    """
    sheets = read_workbook(content, max_rows=MAX_ROWS)
    book = _Book(sheets)
    lacking = [name for name in (PARTIES, SLOTS, TABLES) if name not in sheets]
    if lacking:
        return {}, [Fault(Cell(name, 1, "A"), "missing-sheet", {"name": name}) for name in lacking]
    event = book.read(event_id)
    if not book.faults:
        try:
            load_event(event)
        except EventError as error:
            facts = {"problem": error.message_zh, "problem_en": error.message_en}
            book.faults.append(Fault(book.place(error.field), "event-refused", facts))
    return event, book.faults


class _Book:
    """The sheets of an event under reading; `rows` remembers where each part of the event came from."""

    def __init__(self, sheets: Mapping[str, Rows]) -> None:
        self.sheets = sheets
        self.faults: list[Fault] = []
        self.rows: dict[str, Sequence[Record]] = {}
        self.register = Register()
        self.title = ""

    def read(self, event_id: str) -> dict[str, Any]:
        """The event as JSON of format 1.0."""
        slots = self._table("slots", SLOTS, _SLOT_COLUMNS)
        ids = [slot.values["id"] or f"t{number:02d}" for number, slot in enumerate(slots, 1)]
        book = read_parties(self.sheets, {fold(one): one for one in ids})
        self.faults += book.faults
        self.rows["parties"] = book.parties
        parties = [self._party(number, record) for number, record in enumerate(book.parties, 1)]
        for record, closed in book.closed:
            party = self.register.find(record, "party", self.faults)
            for one in parties:
                if party is not None and one["id"] == party.id:
                    one["unavailable"] = [slot for slot in ids if slot in set(closed)]
        wishes = read_wishes(book.wishes, self.register, self.faults)
        self.rows["wishes"] = [record for record, *_ in wishes]
        scores = [
            [*pair, record.values["score"]]
            for record in self._table("scores.entries", SCORES, _SCORE_COLUMNS)
            if (pair := self._pair(record))
        ]
        rules = self._rules()
        return {
            "format": "pairing-event",
            "version": "1.0",
            "event_id": event_id,
            "title": self.title,
            "time_zone": "Asia/Shanghai",
            "sessions": _sessions(slots),
            "slots": [_slot(name, record) for name, record in zip(ids, slots, strict=True)],
            "tables": [self._lay(record) for record in self._table("tables", TABLES, _TABLE_COLUMNS)],
            "parties": parties,
            "scores": {"layout": "sparse", "entries": scores},
            "wishes": [{"from": one.id, "to": other.id, "kind": kind} for _, one, other, kind in wishes],
            "met_before": [
                {"demand_organisation": carry(one.values["demand"]), "supply_organisation": carry(one.values["supply"])}
                for one in self._table("met_before", MET, _MET_COLUMNS)
            ],
            "locks": [lock for record in self._table("locks", LOCKS, _LOCK_COLUMNS) if (lock := self._lock(record))],
            "baseline": None,
            "rules": rules,
        }

    def place(self, field: str) -> Cell:
        """The cell that a field of the event came from, as near as can be said."""
        for name, records in self.rows.items():
            rest = field.removeprefix(f"{name}.").split(".")
            if field.startswith(f"{name}.") and rest[0].isdigit() and int(rest[0]) < len(records):
                record = records[int(rest[0])]
                return record.cells.get(rest[1] if len(rest) > 1 else "", next(iter(record.cells.values())))
        sheet = {"slots": SLOTS, "sessions": SLOTS, "tables": TABLES, "rules": RULES}.get(field.split(".")[0], PARTIES)
        return Cell(sheet, 1, "A")

    def _table(self, part: str, name: str, columns: Sequence[Column]) -> Sequence[Record]:
        self.rows[part] = read_table(name, self.sheets.get(name, []), columns, self.faults)
        return self.rows[part]

    def _party(self, number: int, record: Record) -> dict[str, Any]:
        values = record.values
        party_id = carry(values["key"] or f"{values['side'][0].upper()}{number:04d}")
        organisation = carry(values["organisation_id"] or values["organisation_name"] or values["name"])
        self.register.add(Known(party_id, values["side"], values["name"], organisation), values["key"])
        most = values["max_meetings"]
        return {
            "id": party_id,
            "side": values["side"],
            "organisation": organisation,
            "name": values["name"],
            "min_meetings": values["min_meetings"] or 0,
            "max_meetings": len(self.rows["slots"]) if most is None else most,
            "unavailable": [],
        }

    def _pair(self, record: Record) -> tuple[str, str] | None:
        demand, supply = (self.register.find(record, side, self.faults) for side in ("demand", "supply"))
        return (demand.id, supply.id) if demand and supply else None

    def _lay(self, record: Record) -> dict[str, Any]:
        party = self.register.find(record, "party", self.faults) if record.values["party"] else None
        unavailable = list(record.values["unavailable"])
        return {"id": record.values["id"], "party": party.id if party else None, "unavailable": unavailable}

    def _lock(self, record: Record) -> dict[str, Any] | None:
        pair = self._pair(record)
        if pair is None:
            return None
        said = {name: record.values[name] for name in ("slot", "table") if record.values[name]}
        return {"kind": record.values["kind"], "demand": pair[0], "supply": pair[1], **said}

    def _rules(self) -> dict[str, Any]:
        rules: dict[str, Any] = deepcopy(dict(RULES_OF_THE_HOUSE))
        names = {fold(name): path for word, path in RULE_NAMES.items() for name in (word, path)}
        for record in self._table("rules", RULES, _RULE_COLUMNS):
            if fold(record.values["name"]) == TITLE:
                self.title = record.cells["value"].shown
                continue
            path = names.get(fold(record.values["name"]))
            if path is None:
                listed = "、".join(RULE_NAMES)
                self.faults.append(record.fault("name", "not-listed", value=record.values["name"], listed=listed))
                continue
            *steps, last = path.split(".")
            part = rules
            for step in steps:
                part = part[step]
            try:
                part[last] = _read_rule(record.cells["value"], part[last])
            except Unusable as fault:
                self.faults.append(Fault(record.cells["value"], fault.code, fault.facts))
        return rules


def _read_rule(cell: Cell, usual: Any) -> Any:
    """A rule in the type that it usually has; `max_per_session` may be left blank."""
    if isinstance(usual, bool):
        return read_choice(cell, {"是": "yes", "否": "", "true": "yes", "false": ""}) == "yes"
    if isinstance(usual, str):
        return read_code(cell)
    return read_count(cell, 0, MANY)


def _sessions(slots: Sequence[Record]) -> list[dict[str, str]]:
    titles: dict[str, str] = {}
    for slot in slots:
        name = slot.values["session"]
        titles[name] = titles.get(name) or slot.values["title"] or name
    return [{"id": carry(name), "title": title} for name, title in titles.items()]


def _slot(name: str, record: Record) -> dict[str, str]:
    return {
        "id": name,
        "session": carry(record.values["session"]),
        "start": _tell(record.values["start"]),
        "end": _tell(record.values["end"]),
    }


def _tell(moment: Any) -> str:
    said: str = (moment if moment.tzinfo else moment.replace(tzinfo=SHANGHAI)).isoformat()
    return said
