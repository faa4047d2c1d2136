"""Reading parties, their tables and what they wish."""

from collections.abc import Mapping
from typing import Any

from services.conference.formats.nouns import Party, Slot, Table, Wish
from services.conference.formats.reading import (
    all_different,
    at,
    choice,
    identifier,
    known,
    known_set,
    listing,
    record,
    text,
    whole,
)
from services.conference.formats.refusals import refuse

SIDES = ("demand", "supply")


def read_parties(value: Any, slots: Mapping[str, Slot]) -> tuple[Party, ...]:
    """The diaries of both sides; a minimum above the maximum is refused."""
    parties = [
        _read_party(item, at("parties", place), slots) for place, item in enumerate(listing(value, "parties", 2))
    ]
    all_different([party.id for party in parties], "parties", "id")
    return tuple(parties)


def _read_party(item: Any, path: str, slots: Mapping[str, Slot]) -> Party:
    required = ("id", "side", "organisation", "min_meetings", "max_meetings")
    row = record(item, path, required, ("name", "unavailable"))
    least = whole(row["min_meetings"], at(path, "min_meetings"))
    most = whole(row["max_meetings"], at(path, "max_meetings"))
    if least > most:
        raise refuse("min-above-max", at(path, "min_meetings"), least=least, most=most)
    return Party(
        id=identifier(row["id"], at(path, "id")),
        side=choice(row["side"], at(path, "side"), SIDES),
        organisation=identifier(row["organisation"], at(path, "organisation")),
        name=text(row.get("name", ""), at(path, "name")),
        min_meetings=least,
        max_meetings=most,
        unavailable=known_set(row.get("unavailable", []), at(path, "unavailable"), slots, "时段", "slot"),
    )


def read_tables(value: Any, parties: Mapping[str, Party], slots: Mapping[str, Slot]) -> tuple[Table, ...]:
    """The tables; an event may have none, then nobody can meet."""
    tables = []
    for place, item in enumerate(listing(value, "tables")):
        path = at("tables", place)
        row = record(item, path, ("id",), ("party", "unavailable"))
        host = row.get("party")
        if host is not None:
            known(host, at(path, "party"), parties, "参会方", "party")
        lost = known_set(row.get("unavailable", []), at(path, "unavailable"), slots, "时段", "slot")
        tables.append(Table(identifier(row["id"], at(path, "id")), host, lost))
    all_different([table.id for table in tables], "tables", "id")
    return tuple(tables)


def read_wishes(value: Any, parties: Mapping[str, Party]) -> tuple[Wish, ...]:
    """The wishes, each between the two sides; the same wish twice is refused, must beside never is not."""
    wishes = []
    for place, item in enumerate(listing(value, "wishes")):
        path = at("wishes", place)
        row = record(item, path, ("from", "to", "kind"))
        source = known(row["from"], at(path, "from"), parties, "参会方", "party")
        target = known(row["to"], at(path, "to"), parties, "参会方", "party")
        if parties[source].side == parties[target].side:
            other = SIDES[1 - SIDES.index(parties[source].side)]
            raise refuse("wrong-side", at(path, "to"), value=target, zh=_side_zh(other), en=other)
        wishes.append(Wish(source, target, choice(row["kind"], at(path, "kind"), ("must", "want", "never"))))
    all_different([(wish.source, wish.target, wish.kind) for wish in wishes], "wishes")
    return tuple(wishes)


def known_pair(row: Mapping[str, Any], path: str, parties: Mapping[str, Party]) -> tuple[str, str]:
    """The fields `demand` and `supply` of a row, each a party of that side."""
    for side in SIDES:
        party_on(side, row[side], at(path, side), parties)
    return row["demand"], row["supply"]


def party_on(side: str, value: Any, path: str, parties: Mapping[str, Party]) -> str:
    """The id of a party of one side."""
    known(value, path, parties, "参会方", "party")
    if parties[value].side != side:
        raise refuse("wrong-side", path, value=value, zh=_side_zh(side), en=side)
    return str(value)


def _side_zh(side: str) -> str:
    return "需求方" if side == "demand" else "供给方"
