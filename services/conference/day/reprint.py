"""What to print again (重印清单): the sheets of parties and the signs of tables that differ between two lists. Pure."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from services.conference.comparing import Papers, compare
from services.conference.exports.paper import order_parties

Json = dict[str, Any]


def list_reprints(before: Papers, after: Papers) -> Json:
    """Whose sheet and which table's sign changes, each with its changes; everything else can stay as it is.

    A party with no meeting left has a sheet to take back, which is why it stands here, too.
    """
    changes = compare(before, after)["meetings"]
    sheets: defaultdict[str, list[Json]] = defaultdict(list)
    signs: defaultdict[str, list[Json]] = defaultdict(list)
    for one in changes:
        for side in ("demand", "supply"):
            sheets[one[side]["id"]].append(one)
        for seat in dict.fromkeys(seat["table"]["id"] for seat in (one["before"], one["after"]) if seat):
            signs[seat].append(one)
    everybody = {**before.parties, **after.parties}
    numbers = {party["id"]: place for place, party in enumerate(order_parties(after.names["parties"]), 1)}
    parties = [_sheet(everybody[party], numbers.get(party, 0), after, sheets[party]) for party in sheets]
    return {
        "parties": sorted(parties, key=lambda one: (one["number"] == 0, one["number"])),
        "tables": _signs(after, before, signs),
        "unchanged": len(set(numbers) - set(sheets)),
        "hall": bool(changes),
    }


def _sheet(party: Any, number: int, after: Papers, changes: Iterable[Json]) -> Json:
    count = after.counts[party["id"]]
    return {"party": party, "number": number, "meeting_count": count, "changes": list(changes)}


def _signs(after: Papers, before: Papers, signs: dict[str, list[Json]]) -> list[Json]:
    """The tables in the order of the hall; one that is used no more comes last."""
    named = {table["id"]: table for table in [*after.names["tables"], *before.names["tables"]]}
    return [{"table": table, "changes": signs[table_id]} for table_id, table in named.items() if table_id in signs]
