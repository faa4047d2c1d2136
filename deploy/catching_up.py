"""Whether a starting house has worked off what it found waiting: before that it answers from a half-filled index."""

from collections.abc import Sequence

from sqlalchemy.exc import SQLAlchemyError

from events import outbox
from events.log import LogError
from services.chassis.ports import Ports
from services.chassis.refusal import Unavailable


class CatchingUp:
    """Remembers for good that nothing was left to do once; what comes later is the house at work, not its start."""

    def __init__(self, services: Sequence[Ports]) -> None:
        """Take the services whose facts are relayed and heard by this process."""
        self._services = services
        self._done = False

    def trouble(self) -> str:
        """What is still waiting, "" from the moment on when nothing was."""
        if not self._done:
            try:
                found = self._find_waiting()
            except (LogError, SQLAlchemyError, Unavailable) as fault:
                found = f"{type(fault).__name__}"
            if found:
                return f"catching up: {found}"
            self._done = True
        return ""

    def _find_waiting(self) -> str:
        # A fact that is heard may leave another one, so the outboxes are looked at on both sides of the lag.
        return self._find_unsent() or self._find_unheard() or self._find_unsent()

    def _find_unsent(self) -> str:
        for ports in self._services:
            with ports.store.read() as connection:
                if outbox.is_waiting(connection):
                    return f"{ports.service.name} has facts to send"
        return ""

    def _find_unheard(self) -> str:
        for ports in self._services:
            name = ports.service.name
            if lag := sum(ports.log.lag(name, topic) for topic in ports.service.topics):
                return f"{name} has {lag} facts to hear"
        return ""
