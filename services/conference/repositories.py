"""What the handlers of the conference ask of the store (仓储接口), named without a database."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Protocol

from services.chassis.paging import Page
from services.conference.domain import Conference, Party, PlanState, PublishedPlan, Run
from services.conference.objection import Objection
from services.conference.plan_file import PlanFile
from services.conference.price_list import PriceList


class Conferences(Protocol):
    """The conferences."""

    def get(self, conference_id: str, *, lock: bool = False) -> Conference:
        """One conference, locked against other writers when asked. Raises NotFound("not-found")."""
        ...

    def page(self, *, year: int | None, first: int, after: str) -> Page[Conference]:
        """A page, the latest first. Raises Invalid("bad-cursor")."""
        ...

    def add(self, conference: Conference, *, at: datetime) -> None:
        """A new conference."""
        ...

    def change(self, conference: Conference, *, seen: int) -> None:
        """Write a conference that was read at version `seen`. Raises Conflict("stale-version")."""
        ...


class Parties(Protocol):
    """The parties of all conferences."""

    def get(self, party_id: str) -> Party:
        """One party. Raises NotFound("not-found")."""
        ...

    def of(self, conference_id: str) -> list[Party]:
        """All parties of a conference, in the order of their ids."""
        ...

    def add(self, party: Party) -> None:
        """A new party."""
        ...

    def change(self, party: Party, *, seen: int) -> None:
        """Write a party that was read at version `seen`. Raises Conflict("stale-version")."""
        ...

    def remove(self, party_id: str) -> None:
        """Take a party off the list."""
        ...


class Runs(Protocol):
    """The runs and their plans."""

    def get(self, run_id: str) -> Run:
        """One run. Raises NotFound("not-found")."""
        ...

    def papers(self, run_id: str) -> tuple[bytes | None, bytes | None]:
        """The snapshot and the plan of a run, each None while there is none."""
        ...

    def page(self, conference_id: str, *, first: int, after: str) -> Page[Run]:
        """A page, the latest first. Raises Invalid("bad-cursor")."""
        ...

    def latest_list(self, conference_id: str) -> Run | None:
        """The latest run of a conference that has a plan."""
        ...

    def last_number(self, conference_id: str) -> int:
        """The number of the latest run of a conference, 0 when it has none."""
        ...

    def add(self, run: Run) -> None:
        """A new run."""
        ...

    def change(self, run_id: str, **values: Any) -> None:
        """Write columns of a run."""
        ...

    def shown(self, conference_id: str) -> list[Run]:
        """The runs of a conference whose lists the parties may look at: provisional or published."""
        ...

    def published(self, conference_ids: Sequence[str] | None = None) -> list[PublishedPlan]:
        """The published lists of these conferences, or of all."""
        ...


class Files(Protocol):
    """The files of plans."""

    def get(self, file_id: str) -> PlanFile:
        """One file without its content. Raises NotFound("not-found")."""
        ...

    def find(self, run_id: str, form: str, party_id: str, state: PlanState) -> PlanFile | None:
        """The file of a plan in a state of it."""
        ...

    def add(self, file: PlanFile) -> None:
        """A new file, empty."""
        ...

    def renew(self, file_id: str) -> None:
        """Queue a file that failed once more."""
        ...

    def fill(self, file_id: str, content: bytes, doubts: Sequence[Mapping[str, Any]]) -> None:
        """Write a file; those of earlier states of the plan go."""
        ...

    def party_of(self, run_id: str, party_id: str) -> str | None:
        """The organisation of a party as the plan of a run knows it."""
        ...


class Objections(Protocol):
    """The objections to lists."""

    def get(self, objection_id: str) -> Objection:
        """One objection. Raises NotFound("not-found")."""
        ...

    def count_open(self, conference_id: str, party_id: str | None = None) -> int:
        """How many objections to lists of a conference nobody has settled, of all parties or of one."""
        ...

    def add(self, objection: Objection) -> None:
        """A new objection."""
        ...

    def change(self, objection: Objection, *, seen: int) -> None:
        """Write an objection that was read at version `seen`. Raises Conflict("stale-version")."""
        ...


class Prices(Protocol):
    """The price lists of rules, one a run."""

    def of(self, run_id: str) -> PriceList | None:
        """The price list of a run, if anybody has asked for it."""
        ...

    def add(self, list_id: str, run_id: str, *, at: datetime) -> None:
        """A new price list, empty and queued."""
        ...

    def renew(self, list_id: str) -> None:
        """Queue a price list that failed once more."""
        ...


class ConferenceWork(Protocol):
    """The unit of work as the handlers see it."""

    @property
    def conferences(self) -> Conferences:
        """The conferences."""
        ...

    @property
    def parties(self) -> Parties:
        """The parties."""
        ...

    @property
    def runs(self) -> Runs:
        """The runs."""
        ...

    @property
    def files(self) -> Files:
        """The files of plans."""
        ...

    @property
    def objections(self) -> Objections:
        """The objections to lists."""
        ...

    @property
    def prices(self) -> Prices:
        """The price lists of rules."""
        ...

    def announce(self, fact_type: str, *, subject: str, version: int, data: Mapping[str, Any]) -> None:
        """Let a fact leave with this transaction."""
        ...

    def record(self, action: str, subject: str, **detail: Any) -> None:
        """Write the audit row."""
        ...
