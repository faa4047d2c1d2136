"""Which faults of a database pass by themselves, so that the same work is tried again instead of being given up."""

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

_OF_THE_HOUSE = {"3F000", "42P01", "42703", "42501", "25006"}
"""States of SQL: no such schema, table or column; no right to it; a server that only reads, as a standby does. Whoever
runs the house has to act, and what was asked is not to blame."""


def is_passing(fault: SQLAlchemyError) -> bool:
    """Whether the same statement may succeed later: the server is away, full, locked, or not yet as it should be."""
    if isinstance(fault, OperationalError | InterfaceError | PoolTimeout):
        return True
    if not isinstance(fault, DBAPIError):
        return False
    return fault.connection_invalidated or getattr(fault.orig, "sqlstate", None) in _OF_THE_HOUSE
