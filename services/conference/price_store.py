"""The table of price lists."""

from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, Connection, ForeignKey, Row, String, Table, insert, select, update

from services.chassis.runs import QUEUED, run_columns
from services.conference.price_list import PriceList
from services.conference.store import METADATA

PRICE_LIST = Table(
    "price_list",
    METADATA,
    *run_columns(),
    Column("run_id", String(40), ForeignKey("run.id"), nullable=False, unique=True),
    Column("prices", JSON, nullable=False, default=list),
)
BRIEF = [PRICE_LIST.c[one.name] for one in fields(PriceList)]


class PriceTable:
    """The price lists of all runs, one a run."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, run_id: str) -> PriceList | None:
        """The price list of a run, if anybody has asked for it."""
        row = self._connection.execute(select(*BRIEF).where(PRICE_LIST.c.run_id == run_id)).first()
        return None if row is None else _read(row)

    def run_of(self, list_id: str) -> str:
        """The run that a price list is of."""
        return str(self._connection.execute(select(PRICE_LIST.c.run_id).where(PRICE_LIST.c.id == list_id)).scalar_one())

    def add(self, list_id: str, run_id: str, *, at: datetime) -> None:
        """A new price list, empty and queued."""
        values = {"id": list_id, "run_id": run_id, "state": QUEUED, "created_at": at, "prices": []}
        self._connection.execute(insert(PRICE_LIST).values(**values))

    def renew(self, list_id: str) -> None:
        """Queue a price list that failed once more."""
        values = {"state": QUEUED, "error": "", "attempts": 0, "progress": 0, "finished_at": None}
        self._connection.execute(update(PRICE_LIST).where(PRICE_LIST.c.id == list_id).values(**values))

    def fill(self, list_id: str, prices: list[dict[str, Any]]) -> None:
        """Write the prices."""
        self._connection.execute(update(PRICE_LIST).where(PRICE_LIST.c.id == list_id).values(prices=prices))


def _read(row: Row[Any]) -> PriceList:
    return PriceList(**{one.name: getattr(row, one.name) for one in fields(PriceList)})
