"""The effect of facts: what a group does with them, and how one in a database happens once."""

from collections.abc import Callable, Sequence
from typing import Protocol

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import SQLAlchemyError

from events import inbox
from events.database import is_passing
from events.envelope import Fact, decode
from events.log import Record, Unavailable


class Effect(Protocol):
    """What a group does with facts. It must bear repetition: a record may come again, alone or in another batch."""

    def apply(self, records: Sequence[Record]) -> None:
        """Do all of them, in order, or none: raising means that nothing has happened.

        Raise Unavailable for trouble that is not the records' fault; anything else makes the worker look for the
        record that is to blame.
        """


class InboxEffect:
    """An effect in the service's own database: inbox mark and effect stand in one transaction, so each happens once.

    `handle(connection, fact)` is called for each fact that the group has not seen, in order, in that transaction;
    whoever overrides `handle_all` gives none.
    Tombstones are passed over, for they are no facts. A database that does not answer, or is not ready, is Unavailable.
    """

    def __init__(self, engine: Engine, group: str, handle: Callable[[Connection, Fact], None] | None = None) -> None:
        self._engine = engine
        self._group = group
        self._handle = handle

    def apply(self, records: Sequence[Record]) -> None:
        """One transaction for all of them. Raises Malformed, Unavailable, and what the handler raises."""
        facts = [decode(record) for record in records if record.value is not None]
        try:
            with self._engine.begin() as connection:
                fresh = inbox.mark(connection, self._group, [fact.id for fact in facts])
                first = {fact.id: fact for fact in reversed(facts)}
                new = [fact for fact in facts if fact.id in fresh and first[fact.id] is fact]
                if new:
                    self.handle_all(connection, new)
        except SQLAlchemyError as error:
            if not is_passing(error):
                raise
            raise Unavailable(f"the database of {self._group}: {error}") from error

    def handle_all(self, connection: Connection, facts: Sequence[Fact]) -> None:
        """Handle facts that are new, in order. One who overrides this can write the rows of all of them together:

        a statement for each fact is a round trip for each, which on a server costs ten times as much.
        """
        for fact in facts:
            assert self._handle is not None, "give a handle, or override handle_all"
            self._handle(connection, fact)
