"""The working role: facts leave, are heard once, and poison is set aside."""

from sqlalchemy import func, select

from services.chassis.identity import Actor, Role
from services.chassis.ports import Ports
from services.chassis.working import Working
from tests.unit.chassis.toy import METADATA, write_note

ORGANIZER = Actor("zhang", "org-1", frozenset({Role.ORGANIZER}))


def write(ports: Ports, text: str) -> None:
    with ports.writing(ORGANIZER) as work:
        write_note(text, actor=ORGANIZER, work=work, clock=ports.clock)


def texts(ports: Ports) -> list[str]:
    with ports.reading(ORGANIZER) as work:
        found: list[str] = work.notes.texts()
        return found


def test_a_fact_is_heard_once(ports: Ports) -> None:
    working = Working(ports)
    write(ports, "one")
    while working.step():
        pass
    while working.step():
        pass
    working.close()

    assert texts(ports) == ["heard one", "one"]


def test_a_poisonous_fact_is_parked_and_the_others_are_heard(ports: Ports) -> None:
    working = Working(ports)
    for text in ("one", "poison", "two"):
        write(ports, text)
    while working.step():
        pass
    working.close()

    assert texts(ports) == ["heard one", "heard two", "one", "poison", "two"]
    with ports.store.read() as connection:
        assert connection.execute(select(func.count()).select_from(METADATA.tables["parked"])).scalar_one() == 1


def test_threads_work_until_they_are_stopped(ports: Ports) -> None:
    working = Working(ports)
    working.start()
    write(ports, "one")
    while texts(ports) != ["heard one", "one"]:
        assert working.trouble() == ""
    working.stop()

    assert working.trouble() == ""
