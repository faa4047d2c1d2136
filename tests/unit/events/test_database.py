"""Which faults of a database pass."""

import pytest
from sqlalchemy.exc import DataError, IntegrityError, InvalidRequestError, OperationalError, ProgrammingError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from events.database import is_passing


class Told(Exception):
    """What a driver raises."""

    def __init__(self, sqlstate: str) -> None:
        super().__init__(sqlstate)
        self.sqlstate = sqlstate


@pytest.mark.parametrize(
    "fault",
    [
        OperationalError("SELECT 1", {}, Told("57P01")),
        PoolTimeout("no connection came free"),
        ProgrammingError("SELECT 1", {}, Told("42P01")),
        ProgrammingError("SELECT 1", {}, Told("42703")),
        DataError("SELECT 1", {}, Told("22P02"), connection_invalidated=True),
    ],
)
def test_what_the_house_has_to_mend_passes(fault: OperationalError) -> None:
    assert is_passing(fault)


@pytest.mark.parametrize(
    "fault",
    [
        IntegrityError("INSERT", {}, Told("23505")),
        DataError("INSERT", {}, Told("22P02")),
        ProgrammingError("SELEC 1", {}, Told("42601")),
        InvalidRequestError("used wrongly"),
    ],
)
def test_what_the_work_itself_is_to_blame_for_does_not_pass(fault: IntegrityError) -> None:
    assert not is_passing(fault)
