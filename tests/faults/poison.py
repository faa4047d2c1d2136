"""Poisonous facts: some that nobody will ever digest, and one that a single consumer refuses until it is mended."""

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy import create_engine, text

from deploy.house import open_house
from deploy.settings import Settings
from events.envelope import Fact, encode
from events.log import Event, open_log
from events.parking import Parking
from tests.contract.servers import POSTGRESQL
from tests.faults.load import ADMIT, Load
from tests.system.apart import Apart, environment, until

TOPIC = "catalogue.entry"
NAME = "毒性公司"
NOT_JSON, NOT_AS_DECLARED = "poison-not-json", "poison-not-as-declared"
_REFUSE = "ALTER TABLE {schema}.known_entry ADD CONSTRAINT no_poison CHECK (told->>'name' <> '{name}') NOT VALID"
_MEND = "ALTER TABLE {schema}.known_entry DROP CONSTRAINT no_poison"


@dataclass
class Poison:
    """What lies in the log: `parked` says how many facts each service will park."""

    parked: Mapping[str, int] = field(default_factory=lambda: {"search": 2, "matching": 3})

    def shown_by(self, house: Apart) -> Mapping[str, int]:
        """How many parked facts the house's own command shows, by service."""
        return {name: house.run("parked", name).count("parked  ") for name in self.parked}

    def clear(self, house: Apart) -> None:
        """Do what can be done now, give up what never can."""
        house.run("parked", "matching", "--redrive")
        with open_house(Settings.from_environment(environment(house.shared))) as opened:
            for name in self.parked:
                for key in (NOT_JSON, NOT_AS_DECLARED):
                    Parking(opened.ports[name].store.engine, name).discard(topic=TOPIC, key=key)


@contextmanager
def laid_poison(house: Apart, load: Load) -> Iterator[Poison]:
    """Poison is in the log; when the block ends, the cause of the one that can be mended is gone."""
    schema = f"{house.mark}_matching"
    _execute(_REFUSE.format(schema=schema, name=NAME))
    entry = house.do(ADMIT.format(edition=load.edition, name=NAME), token=load.organizer)
    load.entries[entry["id"]] = NAME
    log = open_log(house.shared["log_url"])
    log.append([Event(TOPIC, NOT_JSON, b"{not json", {"id": NOT_JSON}), _not_as_declared()])
    log.close()
    yield Poison()
    _execute(_MEND.format(schema=schema))


def await_parked(house: Apart, parked: Mapping[str, int]) -> None:
    """Come back when so many facts are parked by each service."""
    with open_house(Settings.from_environment(environment(house.shared))) as opened:
        places = {name: Parking(opened.ports[name].store.engine, name) for name in parked}
        until(
            lambda: {name: place.count() for name, place in places.items()} == parked,
            lambda: str(Counter({name: place.count() for name, place in places.items()})),
        )


def _not_as_declared() -> Event:
    fact = Fact(
        id=NOT_AS_DECLARED,
        type=f"{TOPIC}.admitted",
        type_version=1,
        source="/gongxu/catalogue",
        subject=NOT_AS_DECLARED,
        version=1,
        time=datetime.now(UTC),
        data={"name": 7},
    )
    return encode(fact)


def _execute(statement: str) -> None:
    engine = create_engine(POSTGRESQL, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()
