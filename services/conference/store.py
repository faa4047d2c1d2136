"""The conference's tables and repositories."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Column,
    Connection,
    Date,
    ForeignKey,
    Integer,
    LargeBinary,
    Row,
    String,
    Table,
    delete,
    func,
    insert,
    select,
    tuple_,
    update,
)

from services.chassis.paging import Page, decode_cursor, make_page
from services.chassis.refusal import Conflict, NotFound
from services.chassis.runs import run_columns
from services.chassis.store import UtcDateTime, service_metadata
from services.conference.domain import Conference, Party, PlanState, PublishedPlan, Run, RunMode
from services.conference.rows import (
    read_party,
    read_slot,
    read_table,
    read_timetable,
    tell_conference,
    tell_party,
)

METADATA = service_metadata()
CONFERENCE = Table(
    "conference",
    METADATA,
    Column("id", String(40), primary_key=True),
    Column("title", String(120), nullable=False),
    Column("year", Integer, nullable=False),
    Column("scope", String(20), nullable=False),
    Column("starts_on", Date, nullable=False),
    Column("venue", String(200), nullable=False),
    Column("min_meetings", Integer, nullable=False),
    Column("max_meetings", Integer, nullable=False),
    Column("demo", Boolean, nullable=False),
    Column("timetable", JSON, nullable=False),
    Column("slots", JSON, nullable=False),
    Column("tables", JSON, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("version", Integer, nullable=False),
)
PARTY = Table(
    "party",
    METADATA,
    Column("id", String(40), primary_key=True),
    Column("conference_id", String(40), ForeignKey("conference.id"), nullable=False, index=True),
    Column("side", String(10), nullable=False),
    Column("organisation_id", String(120), nullable=False),
    Column("organisation_name", String(200), nullable=False),
    Column("name", String(200), nullable=False),
    Column("min_meetings", Integer, nullable=False),
    Column("max_meetings", Integer, nullable=False),
    Column("need_ids", JSON, nullable=False),
    Column("entry_ids", JSON, nullable=False),
    Column("unavailable", JSON, nullable=False),
    Column("wishes", JSON, nullable=False),
    Column("version", Integer, nullable=False),
)
RUN = Table(
    "run",
    METADATA,
    *run_columns(),
    Column("conference_id", String(40), ForeignKey("conference.id"), nullable=False, index=True),
    Column("effort", String(12), nullable=False),
    Column("seed", Integer, nullable=False),
    Column("number", Integer, nullable=False),
    Column("mode", String(12), nullable=False, default=RunMode.ALL.value),
    Column("based_on", String(40), nullable=False, default=""),
    Column("version", Integer, nullable=False, default=1),
    Column("input_hash", String(64), nullable=False, default=""),
    Column("source_hash", String(64), nullable=False, default=""),
    Column("own_hash", String(64), nullable=False, default=""),
    Column("frozen", LargeBinary),
    Column("plan", LargeBinary),
    Column("plan_state", String(12), nullable=False, default=PlanState.NONE.value),
    Column("published_at", UtcDateTime),
)
RUN_BRIEF = [column for column in RUN.c if column.name not in {"frozen", "plan"}]
"""What a list of runs shows; snapshot and plan are large."""


class ConferenceTable:
    """The conferences."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, conference_id: str, *, lock: bool = False) -> Conference:
        """One conference, locked against other writers when asked. Raises NotFound."""
        query = select(CONFERENCE).where(CONFERENCE.c.id == conference_id)
        row = self._connection.execute(query.with_for_update() if lock else query).first()
        if row is None:
            raise NotFound("not-found", "conference_id", {"id": conference_id})
        return _read_conference(row)

    def page(self, *, year: int | None, first: int, after: str) -> Page[Conference]:
        """Conferences, the latest first."""
        query = select(CONFERENCE)
        if year is not None:
            query = query.where(CONFERENCE.c.year == year)
        key = decode_cursor(after, int, str)
        if key is not None:
            query = query.where(tuple_(CONFERENCE.c.year, CONFERENCE.c.id) < tuple_(*key))
        rows = self._connection.execute(
            query.order_by(CONFERENCE.c.year.desc(), CONFERENCE.c.id.desc()).limit(first + 1)
        ).all()
        return make_page([_read_conference(row) for row in rows], first, [(row.year, row.id) for row in rows])

    def count(self, *, year: int | None) -> int:
        """How many conferences there are."""
        query = select(func.count()).select_from(CONFERENCE)
        return int(
            self._connection.execute(query if year is None else query.where(CONFERENCE.c.year == year)).scalar_one()
        )

    def add(self, conference: Conference, *, at: datetime) -> None:
        """A new conference."""
        self._connection.execute(insert(CONFERENCE).values(**_write_conference(conference), created_at=at))

    def change(self, conference: Conference, *, seen: int) -> None:
        """Write a conference that was read at version `seen`. Raises Conflict("stale-version")."""
        these = (CONFERENCE.c.id == conference.id) & (CONFERENCE.c.version == seen)
        done = self._connection.execute(update(CONFERENCE).where(these).values(**_write_conference(conference)))
        if done.rowcount != 1:
            raise Conflict("stale-version", facts={"current": self.get(conference.id).version})


class PartyTable:
    """The parties of all conferences."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, party_id: str) -> Party:
        """One party. Raises NotFound."""
        row = self._connection.execute(select(PARTY).where(PARTY.c.id == party_id)).first()
        if row is None:
            raise NotFound("not-found", "party_id", {"id": party_id})
        return read_party(row._asdict())

    def of(self, conference_id: str) -> list[Party]:
        """All parties of a conference, in the order of their ids."""
        query = select(PARTY).where(PARTY.c.conference_id == conference_id).order_by(PARTY.c.id)
        return [read_party(row._asdict()) for row in self._connection.execute(query)]

    def add(self, party: Party) -> None:
        """A new party."""
        self._connection.execute(insert(PARTY).values(**_write_party(party)))

    def change(self, party: Party, *, seen: int) -> None:
        """Write a party that was read at version `seen`. Raises Conflict("stale-version")."""
        these = (PARTY.c.id == party.id) & (PARTY.c.version == seen)
        done = self._connection.execute(update(PARTY).where(these).values(**_write_party(party)))
        if done.rowcount != 1:
            raise Conflict("stale-version", facts={"current": self.get(party.id).version})

    def remove(self, party_id: str) -> None:
        """Take a party off the list."""
        self._connection.execute(delete(PARTY).where(PARTY.c.id == party_id))


class RunTable:
    """The runs and their plans."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, run_id: str) -> Run:
        """One run without snapshot and plan. Raises NotFound."""
        row = self._connection.execute(select(*RUN_BRIEF).where(RUN.c.id == run_id)).first()
        if row is None:
            raise NotFound("not-found", "run_id", {"id": run_id})
        return _read_run(row)

    def papers(self, run_id: str) -> tuple[bytes | None, bytes | None]:
        """The snapshot and the plan of a run, each None while there is none."""
        row = self._connection.execute(select(RUN.c.frozen, RUN.c.plan).where(RUN.c.id == run_id)).one()
        return row.frozen, row.plan

    def page(self, conference_id: str, *, first: int, after: str) -> Page[Run]:
        """The runs of a conference, the latest first."""
        query = select(*RUN_BRIEF).where(RUN.c.conference_id == conference_id)
        key = decode_cursor(after, int)
        if key is not None:
            query = query.where(RUN.c.number < key[0])
        rows = self._connection.execute(query.order_by(RUN.c.number.desc()).limit(first + 1)).all()
        return make_page([_read_run(row) for row in rows], first, [(row.number,) for row in rows])

    def latest_list(self, conference_id: str) -> Run | None:
        """The latest run of a conference that has a plan."""
        these = (RUN.c.conference_id == conference_id) & (RUN.c.plan_state != PlanState.NONE.value)
        row = self._connection.execute(select(*RUN_BRIEF).where(these).order_by(RUN.c.number.desc()).limit(1)).first()
        return None if row is None else _read_run(row)

    def last_number(self, conference_id: str) -> int:
        """The number of the latest run of a conference, 0 when it has none."""
        query = select(func.coalesce(func.max(RUN.c.number), 0)).where(RUN.c.conference_id == conference_id)
        return int(self._connection.execute(query).scalar_one())

    def count(self, conference_id: str) -> int:
        """How many runs a conference has."""
        query = select(func.count()).select_from(RUN).where(RUN.c.conference_id == conference_id)
        return int(self._connection.execute(query).scalar_one())

    def add(self, run: Run) -> None:
        """A new run."""
        names = ("id", "conference_id", "state", "effort", "seed", "created_at", "number", "based_on")
        said = {name: getattr(run, name) for name in names}
        self._connection.execute(insert(RUN).values(**said, mode=run.mode.value))

    def change(self, run_id: str, **values: Any) -> None:
        """Write columns of a run."""
        self._connection.execute(update(RUN).where(RUN.c.id == run_id).values(**values))

    def shown(self, conference_id: str) -> list[Run]:
        """The runs of a conference whose lists the parties may look at: provisional or published."""
        states = [PlanState.PROVISIONAL.value, PlanState.PUBLISHED.value]
        query = select(*RUN_BRIEF).where(RUN.c.conference_id == conference_id, RUN.c.plan_state.in_(states))
        return [_read_run(row) for row in self._connection.execute(query.order_by(RUN.c.id))]

    def published(self, conference_ids: Sequence[str] | None = None) -> list[PublishedPlan]:
        """The published lists of these conferences, or of all."""
        query = select(RUN.c.id, RUN.c.conference_id, RUN.c.frozen, RUN.c.plan)
        query = query.where(RUN.c.plan_state == PlanState.PUBLISHED.value)
        if conference_ids is not None:
            query = query.where(RUN.c.conference_id.in_(conference_ids))
        return [PublishedPlan(*row) for row in self._connection.execute(query)]


def _read_run(row: Row[Any]) -> Run:
    said = {one.name: getattr(row, one.name) for one in fields(Run)}
    return Run(**{**said, "plan_state": PlanState(row.plan_state), "mode": RunMode(row.mode)})


def _read_conference(row: Row[Any]) -> Conference:
    return Conference(
        id=row.id,
        title=row.title,
        year=row.year,
        scope=row.scope,
        starts_on=row.starts_on,
        venue=row.venue,
        min_meetings=row.min_meetings,
        max_meetings=row.max_meetings,
        demo=row.demo,
        timetable=read_timetable(row.timetable),
        slots=tuple(read_slot(slot) for slot in row.slots),
        tables=tuple(read_table(table) for table in row.tables),
        version=row.version,
    )


def _write_conference(conference: Conference) -> Mapping[str, Any]:
    return {**tell_conference(conference), "starts_on": conference.starts_on}


def _write_party(party: Party) -> Mapping[str, Any]:
    return {name: value for name, value in tell_party(party).items() if name in PARTY.c}
