"""The table of the files of plans, and the unit of work that reaches it."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any

import orjson
from sqlalchemy import (
    JSON,
    Column,
    Connection,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Row,
    String,
    Table,
    delete,
    insert,
    select,
    update,
)

from services.chassis.refusal import NotFound
from services.chassis.runs import QUEUED, run_columns
from services.conference.domain import PlanState
from services.conference.plan_file import PlanFile, Release
from services.conference.store import METADATA, RUN

PLAN_FILE = Table(
    "plan_file",
    METADATA,
    *run_columns(),
    Column("run_id", String(40), ForeignKey("run.id"), nullable=False),
    Column("form", String(20), nullable=False),
    Column("party_id", String(40), nullable=False, default=""),
    Column("plan_state", String(12), nullable=False),
    Column("doubts", JSON, nullable=False, default=list),
    Column("size", Integer, nullable=False, default=0),
    Column("content", LargeBinary),
    Index("plan_file_of", "run_id", "form", "party_id", "plan_state", unique=True),
)
BRIEF = [PLAN_FILE.c[one.name] for one in fields(PlanFile)]


class FileTable:
    """The files of plans."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, file_id: str) -> PlanFile:
        """One file without its content. Raises NotFound."""
        row = self._connection.execute(select(*BRIEF).where(PLAN_FILE.c.id == file_id)).first()
        if row is None:
            raise NotFound("not-found", "file_id", {"id": file_id})
        return _read(row)

    def find(self, run_id: str, form: str, party_id: str, state: PlanState) -> PlanFile | None:
        """The file of a plan in a state of it."""
        these = (PLAN_FILE.c.run_id == run_id) & (PLAN_FILE.c.form == form) & (PLAN_FILE.c.party_id == party_id)
        row = self._connection.execute(select(*BRIEF).where(these, PLAN_FILE.c.plan_state == state.value)).first()
        return None if row is None else _read(row)

    def of(self, run_id: str) -> list[PlanFile]:
        """All files of a plan, those of a party last."""
        query = select(*BRIEF).where(PLAN_FILE.c.run_id == run_id)
        rows = self._connection.execute(query.order_by(PLAN_FILE.c.party_id, PLAN_FILE.c.form, PLAN_FILE.c.created_at))
        return [_read(row) for row in rows]

    def content(self, file_id: str) -> bytes:
        """What stands in a file. Raises NotFound while nothing does."""
        content = self._connection.execute(select(PLAN_FILE.c.content).where(PLAN_FILE.c.id == file_id)).scalar()
        if content is None:
            raise NotFound("not-found", "file_id", {"id": file_id})
        return bytes(content)

    def add(self, file: PlanFile) -> None:
        """A new file, empty."""
        said = {one.name: getattr(file, one.name) for one in fields(PlanFile)}
        self._connection.execute(
            insert(PLAN_FILE).values(**{**said, "plan_state": file.plan_state.value, "doubts": list(file.doubts)})
        )

    def renew(self, file_id: str) -> None:
        """Queue a file that failed once more."""
        values = {"state": QUEUED, "error": "", "attempts": 0, "progress": 0, "finished_at": None}
        self._connection.execute(update(PLAN_FILE).where(PLAN_FILE.c.id == file_id).values(**values))

    def fill(self, file_id: str, content: bytes, doubts: Sequence[Mapping[str, Any]]) -> None:
        """Write a file; those of earlier states of the plan are of no more use."""
        file = self.get(file_id)
        values = {"content": content, "size": len(content), "doubts": list(doubts)}
        self._connection.execute(update(PLAN_FILE).where(PLAN_FILE.c.id == file_id).values(**values))
        these = (PLAN_FILE.c.run_id == file.run_id) & (PLAN_FILE.c.form == file.form)
        earlier = these & (PLAN_FILE.c.party_id == file.party_id) & (PLAN_FILE.c.created_at < file.created_at)
        self._connection.execute(delete(PLAN_FILE).where(earlier))

    def party_of(self, run_id: str, party_id: str) -> str | None:
        """The organisation of a party as the plan of a run knows it, None when it has no such party."""
        frozen = self._connection.execute(select(RUN.c.frozen).where(RUN.c.id == run_id)).scalar()
        parties = orjson.loads(frozen)["parties"] if frozen is not None else []
        return next((party["organisation_id"] for party in parties if party["id"] == party_id), None)

    def releases(self, conference_id: str, *, until: str) -> list[Release]:
        """The lists a conference has published, in the order of their publishing, up to that of run `until`."""
        query = select(RUN.c.id, RUN.c.published_at, RUN.c.frozen, RUN.c.plan)
        query = query.where(RUN.c.conference_id == conference_id, RUN.c.published_at.is_not(None))
        found: list[Release] = []
        for row in self._connection.execute(query.order_by(RUN.c.published_at, RUN.c.id)):
            found.append(Release(*row))
            if row.id == until:
                break
        return found


def _read(row: Row[Any]) -> PlanFile:
    said = {one.name: getattr(row, one.name) for one in fields(PlanFile)}
    return PlanFile(**{**said, "plan_state": PlanState(row.plan_state), "doubts": tuple(row.doubts)})
