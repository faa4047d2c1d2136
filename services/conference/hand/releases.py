"""Releases (放行): what the organizer decided against the word of a party, applied to an event; kept for later runs."""

from collections.abc import Iterable, Mapping
from typing import Any

Json = dict[str, Any]


def apply_release(event: Json, release: Mapping[str, Any]) -> None:
    """Change an event by one release; of what is not there any more nothing is released."""
    match release["release"]:
        case "absent":
            _open(event["parties"], release["party"], release["slot"])
        case "table":
            _open(event["tables"], release["table"], release["slot"])
        case "full":
            for party in event["parties"]:
                if party["id"] == release["party"]:
                    party["max_meetings"] = max(party["max_meetings"], release["count"])
        case "never":
            _lift_never(event, release["demand"], release["supply"])


def release_parties(parties: Iterable[Mapping[str, Any]], releases: Iterable[Mapping[str, Any]]) -> list[Json]:
    """Parties as they are told, with the slots and the number of meetings that were released."""
    told: Json = {"parties": [dict(party) for party in parties], "tables": []}
    for release in releases:
        if release["release"] != "never":
            apply_release(told, release)
    rows: list[Json] = told["parties"]
    return rows


def _open(nouns: list[Json], noun_id: str, slot: str) -> None:
    for noun in nouns:
        if noun["id"] == noun_id:
            noun["unavailable"] = [one for one in noun["unavailable"] if one != slot]


def _lift_never(event: Json, demand: str, supply: str) -> None:
    """Drop the never wishes between the two organisations, or between the two parties when it counts so."""
    party_of = {party["id"]: party for party in event["parties"]}
    if demand not in party_of or supply not in party_of:
        return
    key = "organisation" if event["rules"]["never_scope"] == "organisation" else "id"
    pair = {party_of[demand][key], party_of[supply][key]}
    event["wishes"] = [
        wish
        for wish in event["wishes"]
        if wish["kind"] != "never" or {party_of[wish["from"]][key], party_of[wish["to"]][key]} != pair
    ]
