"""Two lists side by side (名单比较): which meetings are new, moved or dropped, and who gained and who lost. Pure."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

Row = Mapping[str, Any]
Pair = tuple[str, str]

FIGURES = (
    *("must_unmet", "shortfall_demand", "shortfall_supply", "wants_met", "value", "composite"),
    *("idle_gaps", "table_changes"),
)
"""Figures of a plan that are told side by side, beside its number of meetings and its bound."""
SIDES = ("demand", "supply")
GAINED, LOST, JOINED, LEFT, EVEN = "gained", "lost", "joined", "left", "even"


@dataclass(frozen=True)
class Papers:
    """A list with the names behind it, both as JSON values."""

    names: Row
    plan: Row

    @cached_property
    def meetings(self) -> Mapping[Pair, Row]:
        """Pair of parties -> its meeting; a pair meets once."""
        return {(one["demand"], one["supply"]): one for one in self.plan["meetings"]}

    @cached_property
    def parties(self) -> Mapping[str, Row]:
        """The parties of the snapshot by id."""
        return {party["id"]: party for party in self.names["parties"]}

    @cached_property
    def scores(self) -> Mapping[Pair, int]:
        """How well each pair fits."""
        return {(one, other): score for one, other, score in self.names["event"]["scores"]["entries"]}

    @cached_property
    def counts(self) -> Counter[str]:
        """Meetings of each party."""
        return Counter(party for pair in self.meetings for party in pair)

    @cached_property
    def earned(self) -> Counter[str]:
        """Points of fit of each party's meetings."""
        earned: Counter[str] = Counter()
        for pair in self.meetings:
            for party in pair:
                earned[party] += self.scores.get(pair, 0)
        return earned

    def place(self, pair: Pair) -> Row | None:
        """When and where a pair meets, by name."""
        meeting = self.meetings.get(pair)
        return (
            None if meeting is None else {"slot": self._slots[meeting["slot"]], "table": self._tables[meeting["table"]]}
        )

    @cached_property
    def _slots(self) -> Mapping[str, Row]:
        return {slot["id"]: slot for slot in self.names["slots"]}

    @cached_property
    def _tables(self) -> Mapping[str, Row]:
        return {table["id"]: table for table in self.names["tables"]}


def compare(before: Papers, after: Papers) -> dict[str, Any]:
    """What leads from one list to the other, as JSON: figures, meetings that differ, and every party's balance.

    A meeting is `moved` when the same pair meets in another slot, `reseated` when only the table differs.
    """
    meetings = list(_changed_meetings(before, after))
    told = Counter(one["change"] for one in meetings)
    kept = len(before.meetings.keys() & after.meetings.keys()) - told["moved"] - told["reseated"]
    parties = list(_balances(before, after))
    return {
        "figures": _figures(before.plan, after.plan),
        "counts": {"kept": kept, **{name: told[name] for name in ("moved", "reseated", "new", "dropped")}},
        "meetings": meetings,
        "parties": [one for one in parties if one["change"] != EVEN],
        "party_counts": dict(Counter(one["change"] for one in parties)),
    }


def _figures(before: Row, after: Row) -> list[dict[str, Any]]:
    rows = [("meetings", len(before["meetings"]), len(after["meetings"]))]
    rows += [(name, before["objective"][name], after["objective"][name]) for name in FIGURES]
    rows += [("gap", before["bound"]["gap"], after["bound"]["gap"])]
    return [{"name": name, "before": one, "after": other} for name, one, other in rows]


def _changed_meetings(before: Papers, after: Papers) -> Iterator[dict[str, Any]]:
    """Meetings that differ, in the order of the day of the later list, those that are gone last."""
    order = {slot["id"]: place for place, slot in enumerate(after.names["slots"])}

    def when(pair: Pair) -> tuple[int, Pair]:
        meeting = after.meetings.get(pair)
        return (order[meeting["slot"]] if meeting else len(order), pair)

    for pair in sorted(before.meetings.keys() | after.meetings.keys(), key=when):
        change = _change(before.meetings.get(pair), after.meetings.get(pair))
        if change:
            named = {side: _named(party, before, after) for side, party in zip(SIDES, pair, strict=True)}
            yield {"change": change, **named, "before": before.place(pair), "after": after.place(pair)}


def _change(before: Row | None, after: Row | None) -> str:
    if before is None or after is None:
        return "new" if before is None else "dropped"
    if before["slot"] != after["slot"]:
        return "moved"
    return "reseated" if before["table"] != after["table"] else ""


def _named(party: str, before: Papers, after: Papers) -> Row:
    return after.parties.get(party) or before.parties[party]


def _balances(before: Papers, after: Papers) -> Iterator[dict[str, Any]]:
    """Every party with its meetings and points before and after; who loses most stands first."""
    everybody = before.parties.keys() | after.parties.keys()

    def loss(party: str) -> tuple[int, int, str]:
        return (
            after.counts[party] - before.counts[party],
            after.earned[party] - before.earned[party],
            str(_named(party, before, after)["name"]),
        )

    for party in sorted(everybody, key=loss):
        count, points, _ = loss(party)
        balance = GAINED if (count, points) > (0, 0) else LOST if (count, points) < (0, 0) else EVEN
        joined_or_left = JOINED if party not in before.parties else LEFT if party not in after.parties else ""
        named = _named(party, before, after)
        yield {
            "party": named,
            "change": joined_or_left or balance,
            "count_before": before.counts[party],
            "count_after": after.counts[party],
            "points_before": before.earned[party],
            "points_after": after.earned[party],
            "is_short": party in after.parties and after.counts[party] < named["min_meetings"],
        }
