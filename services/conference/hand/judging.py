"""A list as it stands while it is changed by hand, and what stands against the next change."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

Json = dict[str, Any]
Pair = tuple[str, str]
SIDES = ("demand", "supply")


class Sheet:
    """One list with its event; answers questions, changes nothing."""

    def __init__(self, event: Mapping[str, Any], meetings: Sequence[Json], locks: Sequence[Json]) -> None:
        self.event, self._locks = event, locks
        self.meetings: Mapping[Pair, Json] = {(one["demand"], one["supply"]): one for one in meetings}
        self._parties: Mapping[str, Json] = {party["id"]: party for party in event["parties"]}
        self._tables: Mapping[str, Json] = {table["id"]: table for table in event["tables"]}

    def judge(self, act: str, pair: Pair, slot: str, table: str) -> list[str]:
        """The codes of all conflicts of one change, the gravest first."""
        if act == "add":
            return [*self._against_pair(pair), *self._against_seat(pair, slot, table), *self._against_worth(pair)]
        if pair not in self.meetings:
            is_excluded = act == "unlock" and bool(self._locks_of(pair))
            return [] if is_excluded else ["not_there"]
        locked = ["locked"] if any(lock["kind"] == "meeting" for lock in self._locks_of(pair)) else []
        if act == "move":
            same_slot = ["reseated"] if self.meetings[pair]["slot"] == slot else []
            return [*self._against_seat(pair, slot, table), *locked, *same_slot]
        return [*locked, *self._against_loss(pair)] if act == "drop" else []

    def find_table(self, pair: Pair, slot: str, wanted: str) -> str:
        """The table that is wanted; else one that may be used, best one where either sits already; "" for none."""
        if wanted:
            return wanted
        free = [table for table in self._allowed_tables(pair) if self._can_be_used(table, slot, pair)]
        near = {one["table"] for other, one in self.meetings.items() if set(other) & set(pair)}
        return min(free, key=lambda table: (table not in near, table), default="")

    def release_of(self, code: str, pair: Pair, slot: str, table: str) -> Iterator[Json]:
        """What has to be changed in the event so that a conflict is none any more."""
        side, _, what = code.partition("_")
        if what in {"absent", "full"} and side in SIDES:
            party = pair[SIDES.index(side)]
            more = {"slot": slot} if what == "absent" else {"count": self._counts[party] + 1}
            yield {"release": what, "party": party, **more}
        elif code == "table_closed":
            yield {"release": "table", "table": table, "slot": slot}
        elif code == "never":
            yield {"release": "never", "demand": pair[0], "supply": pair[1]}

    def is_too_low(self, pair: Pair) -> bool:
        """Whether a run would not offer this pair: it fits too little, and nobody wishes it."""
        return frozenset(pair) not in self._wished and self._scores.get(pair, 0) < self.event["rules"]["min_score"]

    def _against_pair(self, pair: Pair) -> Iterator[str]:
        one, other = (self._parties[party]["organisation"] for party in pair)
        if one == other:
            yield "same_organisation"
        if pair in self.meetings:
            yield "already_meet"
        elif self.event["rules"]["organisation_pair_once"] and {one, other} in self._met:
            yield "organisation_pair"
        if any(wish["kind"] == "never" and self._is_between(wish, pair) for wish in self.event["wishes"]):
            yield "never"
        for side, party in zip(SIDES, pair, strict=True):
            if self._counts[party] >= self._parties[party]["max_meetings"]:
                yield f"{side}_full"

    def _against_seat(self, pair: Pair, slot: str, table: str) -> Iterator[str]:
        others = [one for other, one in self.meetings.items() if other != pair]
        for side, party in zip(SIDES, pair, strict=True):
            if any(one[side] == party and one["slot"] == slot for one in others):
                yield f"{side}_busy"
        if self._fills_session(pair, slot, others):
            yield "session_full"
        if not table:
            yield "no_table"
        elif table not in self._allowed_tables(pair):
            yield "wrong_table"
        elif any((one["table"], one["slot"]) == (table, slot) for one in others):
            yield "table_taken"
        elif slot in self._tables[table]["unavailable"]:
            yield "table_closed"
        for side, party in zip(SIDES, pair, strict=True):
            if slot in self._parties[party]["unavailable"]:
                yield f"{side}_absent"

    def _fills_session(self, pair: Pair, slot: str, others: Sequence[Json]) -> bool:
        most = self.event["rules"]["max_per_session"]
        session = {one["id"]: one["session"] for one in self.event["slots"]}
        if most is None:
            return False
        there = [one for one in others if session[one["slot"]] == session[slot]]
        return any(sum(party in (one["demand"], one["supply"]) for one in there) >= most for party in pair)

    def _against_worth(self, pair: Pair) -> Iterator[str]:
        if self.is_too_low(pair):
            yield "low_score"
        one, other = (self._parties[party]["organisation"] for party in pair)
        met = {"demand_organisation": one, "supply_organisation": other}
        if met in self.event["met_before"]:
            yield "met_before"
        if any(lock["kind"] == "exclude" for lock in self._locks_of(pair)):
            yield "was_excluded"

    def _against_loss(self, pair: Pair) -> Iterator[str]:
        kinds = {wish["kind"] for wish in self.event["wishes"] if {wish["from"], wish["to"]} == set(pair)}
        if "must" in kinds:
            yield "must_dropped"
        if any(self._counts[party] <= self._parties[party]["min_meetings"] for party in pair):
            yield "below_minimum"
        if "want" in kinds:
            yield "want_dropped"

    def _is_between(self, wish: Json, pair: Pair) -> bool:
        key = "organisation" if self.event["rules"]["never_scope"] == "organisation" else "id"
        wished = {self._parties[wish[end]][key] for end in ("from", "to")}
        return wished == {self._parties[party][key] for party in pair}

    def _allowed_tables(self, pair: Pair) -> list[str]:
        """The tables of the parties that have their own, else those that nobody keeps."""
        own = [one["id"] for one in self.event["tables"] if one["party"] in pair]
        return own or [one["id"] for one in self.event["tables"] if one["party"] is None]

    def _can_be_used(self, table: str, slot: str, pair: Pair) -> bool:
        taken = any(
            (one["table"], one["slot"]) == (table, slot) for other, one in self.meetings.items() if other != pair
        )
        return not taken and slot not in self._tables[table]["unavailable"]

    def _locks_of(self, pair: Pair) -> list[Json]:
        return [lock for lock in self._locks if (lock["demand"], lock["supply"]) == pair]

    @cached_property
    def _scores(self) -> Mapping[Pair, int]:
        return {(one, other): score for one, other, score in self.event["scores"]["entries"]}

    @cached_property
    def _wished(self) -> set[frozenset[str]]:
        return {frozenset((wish["from"], wish["to"])) for wish in self.event["wishes"] if wish["kind"] != "never"}

    @cached_property
    def _counts(self) -> Counter[str]:
        return Counter(party for pair in self.meetings for party in pair)

    @cached_property
    def _met(self) -> list[set[str]]:
        return [{self._parties[party]["organisation"] for party in pair} for pair in self.meetings]
