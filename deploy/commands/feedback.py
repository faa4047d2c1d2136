"""What people made of suggestions, as lines of JSON in the terms of User Behavior Insights."""

from collections.abc import Iterator
from typing import IO, Any

import click
import orjson

from deploy.house import open_house
from deploy.settings import Settings
from services.chassis.identity import system_actor
from services.chassis.logs import configure_logs
from services.chassis.peers import Peer

PAGE = 100


@click.command()
@click.option("--out", type=click.File("wb"), default="-", help="Where the lines go; without it they are printed.")
def feedback(out: IO[bytes]) -> None:
    """Write every event: what was asked, accepted or declined, at which place of which list."""
    settings = Settings.from_environment()
    configure_logs("warning")
    with open_house(settings, services=() if settings.is_apart else ("matching",)) as house:
        for event in read_events(house.peers["matching"]):
            out.write(orjson.dumps(event) + b"\n")


def read_events(matching: Peer) -> Iterator[dict[str, Any]]:
    """All events, oldest first."""
    after = ""
    while True:
        page = matching.get("/feedback", actor=system_actor("feedback"), params={"first": PAGE, "after": after})
        yield from page["items"]
        if not page["has_next"]:
            return
        after = page["end_cursor"]
