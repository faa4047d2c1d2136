"""The tables of what came of meetings."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    Date,
    ForeignKey,
    Index,
    Integer,
    Row,
    String,
    Table,
    delete,
    insert,
    select,
    update,
)

from services.chassis.refusal import Conflict
from services.chassis.store import UtcDateTime
from services.conference.domain import PlanState
from services.conference.outcomes.domain import (
    Absent,
    By,
    ClosedYear,
    Held,
    Meeting,
    Outcome,
    Pair,
    Result,
    Said,
    Statement,
    TrackRecord,
)
from services.conference.store import CONFERENCE, METADATA, PARTY, RUN


def _pair_columns() -> list[Column[Any]]:
    return [
        Column("conference_id", String(40), ForeignKey("conference.id"), primary_key=True),
        Column("demand_id", String(40), primary_key=True),
        Column("supply_id", String(40), primary_key=True),
    ]


STATEMENT = Table(
    "statement",
    METADATA,
    *_pair_columns(),
    Column("by", String(12), primary_key=True),
    Column("held", String(12), nullable=False),
    Column("absent", String(12), nullable=False),
    Column("rating", Integer),
    Column("intent", Boolean, nullable=False),
    Column("contract", Boolean, nullable=False),
    Column("amount", Integer),
    Column("follow_up", String(500), nullable=False),
    Column("follow_up_on", Date),
    Column("person", String(200), nullable=False),
    Column("said_at", UtcDateTime, nullable=False),
    Column("version", Integer, nullable=False),
)
OUTCOME = Table(
    "outcome",
    METADATA,
    *_pair_columns(),
    Column("year", Integer, nullable=False),
    Column("demo", Boolean, nullable=False),
    Column("starts_at", UtcDateTime, nullable=False),
    Column("table", String(40), nullable=False),
    Column("demand_name", String(200), nullable=False),
    Column("supply_name", String(200), nullable=False),
    Column("demand_organisation", String(120), nullable=False),
    Column("supply_organisation", String(120), nullable=False),
    Column("need_ids", JSON, nullable=False),
    Column("entry_ids", JSON, nullable=False),
    Column("held", String(12), nullable=False),
    Column("absent", String(12), nullable=False),
    Column("intent", Boolean, nullable=False),
    Column("contract", Boolean, nullable=False),
    Column("amount", Integer),
    Column("rating_demand", Integer),
    Column("rating_supply", Integer),
    Column("disputed", JSON, nullable=False),
    Column("settled_at", UtcDateTime, nullable=False),
    Index("outcome_of_year", "year"),
    Index("outcome_of_supplier", "supply_organisation", "year"),
)
TRACK_RECORD = Table(
    "track_record",
    METADATA,
    Column("organisation_id", String(120), primary_key=True),
    Column("meetings_held", Integer, nullable=False),
    Column("agreements", Integer, nullable=False),
    Column("version", Integer, nullable=False),
)
CLOSED_YEAR = Table(
    "closed_year",
    METADATA,
    Column("year", Integer, primary_key=True, autoincrement=False),
    Column("report", JSON, nullable=False),
    Column("closed_at", UtcDateTime, nullable=False),
    Column("closed_by", String(200), nullable=False),
)


class StatementTable:
    """What was said of meetings."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, pair: Pair, by: By) -> Statement | None:
        """What one of them has said."""
        row = self._connection.execute(
            select(STATEMENT).where(_is(STATEMENT, pair), STATEMENT.c.by == by.value)
        ).first()
        return None if row is None else _read_statement(row)

    def of_meeting(self, pair: Pair) -> list[Statement]:
        """All that was said of a meeting."""
        rows = self._connection.execute(select(STATEMENT).where(_is(STATEMENT, pair)).order_by(STATEMENT.c.by))
        return [_read_statement(row) for row in rows]

    def of_conference(self, conference_id: str) -> list[Statement]:
        """All that was said of the meetings of a conference."""
        query = select(STATEMENT).where(STATEMENT.c.conference_id == conference_id)
        return [_read_statement(row) for row in self._connection.execute(query)]

    def put(self, statement: Statement, *, seen: int) -> None:
        """Write one that was read at version `seen`, 0 for a new one. Raises Conflict("stale-version")."""
        values = {**asdict(statement.pair), **asdict(statement.said), "by": statement.by.value}
        values |= {name: getattr(statement, name) for name in ("person", "said_at", "version")}
        if not seen:
            self._connection.execute(insert(STATEMENT).values(**values))
            return
        these = _is(STATEMENT, statement.pair) & (STATEMENT.c.by == statement.by.value)
        done = self._connection.execute(update(STATEMENT).where(these, STATEMENT.c.version == seen).values(**values))
        if done.rowcount != 1:
            current = self.find(statement.pair, statement.by)
            raise Conflict("stale-version", facts={"current": current.version if current else 0})


class ResultTable:
    """What counts of meetings."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, pair: Pair) -> Result | None:
        """What counts of a meeting."""
        row = self._connection.execute(select(OUTCOME).where(_is(OUTCOME, pair))).first()
        return None if row is None else _read_result(row)

    def of_conference(self, conference_id: str) -> list[Result]:
        """All of a conference, in the order of the day."""
        return self._list(OUTCOME.c.conference_id == conference_id)

    def of_year(self, year: int) -> list[Result]:
        """All of the conferences of a year that are no demonstrations, in the order of the day."""
        return self._list((OUTCOME.c.year == year) & OUTCOME.c.demo.is_(False))

    def of_supplier(self, organisation_id: str, year: int) -> list[Result]:
        """Those of one organisation of the supply side, in the order of the day."""
        return self._list((OUTCOME.c.supply_organisation == organisation_id) & (OUTCOME.c.year == year))

    def years(self) -> list[int]:
        """The years that have any, the latest first."""
        query = select(OUTCOME.c.year).where(OUTCOME.c.demo.is_(False)).distinct()
        return sorted(self._connection.execute(query).scalars(), reverse=True)

    def conferences_of(self, organisation_id: str) -> list[str]:
        """The conferences with a published list in which an organisation takes part, the latest first."""
        published = select(RUN.c.conference_id).where(RUN.c.plan_state == PlanState.PUBLISHED.value)
        query = select(CONFERENCE.c.id).where(
            CONFERENCE.c.id.in_(published),
            CONFERENCE.c.id.in_(select(PARTY.c.conference_id).where(PARTY.c.organisation_id == organisation_id)),
        )
        return list(self._connection.execute(query.order_by(CONFERENCE.c.starts_on.desc(), CONFERENCE.c.id)).scalars())

    def put(self, result: Result) -> None:
        """Write or replace what counts of a meeting."""
        meeting = asdict(result.meeting)
        pair = meeting.pop("pair")
        lists = {name: list(getattr(result.meeting, name)) for name in ("need_ids", "entry_ids")}
        outcome = {**asdict(result.outcome), "disputed": list(result.outcome.disputed)}
        self._connection.execute(delete(OUTCOME).where(_is(OUTCOME, result.meeting.pair)))
        values = {**pair, **meeting, **lists, **outcome, "settled_at": result.settled_at}
        self._connection.execute(insert(OUTCOME).values(**values))

    def _list(self, these: Any) -> list[Result]:
        query = select(OUTCOME).where(these)
        query = query.order_by(OUTCOME.c.starts_at, OUTCOME.c.demand_name, OUTCOME.c.supply_name)
        return [_read_result(row) for row in self._connection.execute(query)]


class TrackRecordTable:
    """The records of organisations."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, organisation_id: str) -> TrackRecord:
        """The record of an organisation, an empty one when it has none."""
        query = select(TRACK_RECORD).where(TRACK_RECORD.c.organisation_id == organisation_id)
        row = self._connection.execute(query.with_for_update()).first()
        return TrackRecord(organisation_id) if row is None else TrackRecord(**row._asdict())

    def put(self, record: TrackRecord) -> None:
        """Write a record."""
        these = TRACK_RECORD.c.organisation_id == record.organisation_id
        done = self._connection.execute(update(TRACK_RECORD).where(these).values(**asdict(record)))
        if done.rowcount == 0:
            self._connection.execute(insert(TRACK_RECORD).values(**asdict(record)))


class ClosedYearTable:
    """The reports that were frozen."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def find(self, year: int) -> ClosedYear | None:
        """The frozen report of a year."""
        row = self._connection.execute(select(CLOSED_YEAR).where(CLOSED_YEAR.c.year == year)).first()
        return None if row is None else ClosedYear(**row._asdict())

    def all(self) -> Sequence[int]:
        """The years that are closed, the latest first."""
        query = select(CLOSED_YEAR.c.year).order_by(CLOSED_YEAR.c.year.desc())
        return list(self._connection.execute(query).scalars())

    def add(self, closed: ClosedYear) -> None:
        """Freeze a report. Raises Conflict("year-closed") when there is one."""
        if self.find(closed.year) is not None:
            raise Conflict("year-closed", "year", {"year": closed.year})
        self._connection.execute(insert(CLOSED_YEAR).values(**asdict(closed)))


def _is(table: Table, pair: Pair) -> Any:
    """The condition that a row is about a meeting."""
    return (
        (table.c.conference_id == pair.conference_id)
        & (table.c.demand_id == pair.demand_id)
        & (table.c.supply_id == pair.supply_id)
    )


def _read_pair(row: Row[Any]) -> Pair:
    return Pair(row.conference_id, row.demand_id, row.supply_id)


def _read_statement(row: Row[Any]) -> Statement:
    said = Said(
        held=Held(row.held),
        absent=Absent(row.absent),
        rating=row.rating,
        intent=row.intent,
        contract=row.contract,
        amount=row.amount,
        follow_up=row.follow_up,
        follow_up_on=row.follow_up_on,
    )
    return Statement(_read_pair(row), By(row.by), said, row.person, row.said_at, row.version)


def _read_result(row: Row[Any]) -> Result:
    meeting = Meeting(
        _read_pair(row),
        year=row.year,
        demo=row.demo,
        starts_at=row.starts_at,
        table=row.table,
        demand_name=row.demand_name,
        supply_name=row.supply_name,
        demand_organisation=row.demand_organisation,
        supply_organisation=row.supply_organisation,
        need_ids=tuple(row.need_ids),
        entry_ids=tuple(row.entry_ids),
    )
    outcome = Outcome(
        held=Held(row.held),
        absent=Absent(row.absent),
        intent=row.intent,
        contract=row.contract,
        amount=row.amount,
        rating_demand=row.rating_demand,
        rating_supply=row.rating_supply,
        disputed=tuple(row.disputed),
    )
    return Result(meeting, outcome, row.settled_at)
