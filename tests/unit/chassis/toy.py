"""A small service of notes, complete enough to try everything the chassis promises."""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any
from uuid import uuid4

from flask_smorest import Blueprint
from marshmallow import fields
from sqlalchemy import Column, Connection, Integer, LargeBinary, String, Table, insert, select, update

from events.envelope import Fact, FactType
from services.chassis.app import check_version, expected_version, reading, the_actor, the_clock, writing
from services.chassis.clock import Clock
from services.chassis.fields import Line, Shape
from services.chassis.identity import Actor, Role
from services.chassis.ports import Ports
from services.chassis.refusal import NotFound
from services.chassis.runs import Report, RunKind, run_columns
from services.chassis.service import Service
from services.chassis.store import UtcDateTime, service_metadata
from services.chassis.work import Work

METADATA = service_metadata()
NOTE = Table(
    "note",
    METADATA,
    Column("id", String(40), primary_key=True),
    Column("text", String(200), nullable=False),
    Column("version", Integer, nullable=False),
    Column("written_at", UtcDateTime, nullable=False),
)
SUM = Table(
    "sum",
    METADATA,
    *run_columns(),
    Column("input", LargeBinary, nullable=False),
    Column("output", LargeBinary),
    Column("note", String(40), nullable=False, default=""),
)
WRITTEN = FactType(
    "toy.note.written", 1, "A note was written.", {"type": "object", "required": ["text"], "additionalProperties": True}
)


class ToyWork(Work):
    @cached_property
    def notes(self) -> "Notes":
        return Notes(self.connection)


@dataclass
class Notes:
    connection: Connection

    def add(self, **values: Any) -> None:
        self.connection.execute(insert(NOTE).values(**values))

    def get(self, note_id: str) -> Any:
        row = self.connection.execute(select(NOTE).where(NOTE.c.id == note_id)).first()
        if row is None:
            raise NotFound("not-found", "id", {"id": note_id})
        return row

    def texts(self) -> list[str]:
        return list(self.connection.execute(select(NOTE.c.text).order_by(NOTE.c.text)).scalars())


class NoteIn(Shape):
    text = Line(required=True, blank=False, limit=20)
    count = fields.Integer()


class NoteOut(Shape):
    id = fields.String()
    text = fields.String()
    version = fields.Integer()


def write_note(text: str, *, actor: Actor, work: ToyWork, clock: Clock) -> dict[str, Any]:
    actor.must_be(Role.ORGANIZER)
    note: dict[str, Any] = {"id": uuid4().hex, "text": text, "version": 1}
    work.notes.add(**note, written_at=clock.now())
    work.announce("toy.note.written", subject=note["id"], version=1, data=note)
    work.record("note_written", note["id"])
    if text == "break":
        raise NotFound("not-found", "text", {"id": text})
    return note


blueprint = Blueprint("toy", __name__)


@blueprint.post("/notes")
@blueprint.arguments(NoteIn)
@blueprint.response(201, NoteOut)
def post_note(command: dict[str, Any]) -> Any:
    with writing() as work:
        return write_note(command["text"], actor=the_actor(), work=work, clock=the_clock())


@blueprint.patch("/notes/<note_id>")
@blueprint.arguments(NoteIn)
@blueprint.response(200, NoteOut)
def patch_note(command: dict[str, Any], note_id: str) -> Any:
    with writing() as work:
        note = work.notes.get(note_id)
        check_version(note.version, expected_version())
        change = update(NOTE).where(NOTE.c.id == note_id).values(text=command["text"], version=note.version + 1)
        work.connection.execute(change)
        return work.notes.get(note_id)


@blueprint.get("/notes/<note_id>")
@blueprint.response(200, NoteOut)
def get_note(note_id: str) -> Any:
    with reading() as work:
        return work.notes.get(note_id)


@blueprint.get("/fault")
def get_fault() -> Any:
    raise RuntimeError("a secret of the house")


@blueprint.get("/who")
def get_who() -> Any:
    return {"person": the_actor().person, "request_id": the_actor().request_id}


def hear_note(facts: Sequence[Fact], *, work: ToyWork, clock: Clock) -> None:
    for fact in facts:
        if fact.data["text"] == "poison":
            raise ValueError("this note cannot be heard")
        work.notes.add(id=uuid4().hex, text=f"heard {fact.data['text']}", version=1, written_at=clock.now())


def prepare(ports: Ports, run_id: str) -> bytes:
    with ports.store.read() as connection:
        return bytes(connection.execute(select(SUM.c.input).where(SUM.c.id == run_id)).scalar_one())


def conclude(ports: Ports, run_id: str, output: bytes) -> None:
    with ports.store.write() as connection:
        connection.execute(update(SUM).where(SUM.c.id == run_id).values(output=output))


def add_up(source: bytes, report: Report) -> bytes:
    report(50, best=7)
    return str(sum(int(part) for part in source.split())).encode()


def never_end(source: bytes, report: Report) -> bytes:
    report(10)
    while True:
        time.sleep(0.05)


def service(body: str = "add_up", folder: Path = Path(__file__).parent) -> Service:
    """The nameplate."""
    return Service(
        name="toy",
        title="便笺",
        folder=folder,
        blueprints=[blueprint],
        metadata=METADATA,
        work=ToyWork,
        facts=[WRITTEN],
        reactions={"toy.note.written": hear_note},
        runs=[RunKind("sum", SUM, prepare, f"tests.unit.chassis.toy:{body}", conclude)],
    )
