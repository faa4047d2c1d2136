"""The event as the checker reads it: names and sets, straight from the JSON."""

from collections import Counter, defaultdict
from typing import Any

Pair = tuple[str, str]
"""Demand id, supply id."""


class Facts:
    """Who is free when, which tables serve whom, what was wished and settled."""

    def __init__(self, event: dict[str, Any]) -> None:
        self.event = event
        self.rules: dict[str, Any] = event["rules"]
        self.slots: list[str] = [slot["id"] for slot in event["slots"]]
        self.order = {slot: place for place, slot in enumerate(self.slots)}
        self.session = {slot["id"]: slot["session"] for slot in event["slots"]}
        self.parties: dict[str, dict[str, Any]] = {party["id"]: party for party in event["parties"]}
        self.demand = [name for name, party in self.parties.items() if party["side"] == "demand"]
        self.supply = [name for name, party in self.parties.items() if party["side"] == "supply"]
        self.free = {name: set(self.slots) - set(party.get("unavailable", ())) for name, party in self.parties.items()}
        self._read_tables()
        self._read_wishes()
        self._read_locks()
        baseline = (event.get("baseline") or {}).get("meetings", [])
        self.published: dict[Pair, str] = {(row["demand"], row["supply"]): row["slot"] for row in baseline}
        self.published_count = len(baseline)

    def _read_tables(self) -> None:
        self.tables: dict[str, dict[str, Any]] = {table["id"]: table for table in self.event["tables"]}
        self.open_at = {
            name: set(self.slots) - set(table.get("unavailable", ())) for name, table in self.tables.items()
        }
        self.own: defaultdict[str, list[str]] = defaultdict(list)
        self.pool: Counter[str] = Counter()
        for name, table in self.tables.items():
            if table.get("party") is None:
                self.pool.update(self.open_at[name])
            else:
                self.own[table["party"]].append(name)

    def _read_wishes(self) -> None:
        self.wishes: list[tuple[str, str, str]] = []
        self.wished_from: defaultdict[Pair, set[str]] = defaultdict(set)
        self.musts: set[Pair] = set()
        self.nevers: set[Pair] = set()
        for wish in self.event["wishes"]:
            pair = self.pair(wish["from"], wish["to"])
            if wish["kind"] == "never":
                self.nevers.add(pair)
                continue
            self.wishes.append((wish["kind"], wish["from"], wish["to"]))
            self.wished_from[pair].add(self.parties[wish["from"]]["side"])
            if wish["kind"] == "must":
                self.musts.add(pair)

    def _read_locks(self) -> None:
        self.locked: dict[Pair, tuple[str | None, str | None]] = {}
        self.excluded: set[Pair] = set()
        self.closed: defaultdict[Pair, set[str]] = defaultdict(set)
        for lock in self.event["locks"]:
            pair = (lock["demand"], lock["supply"])
            if lock["kind"] == "exclude":
                if "slot" in lock:
                    self.closed[pair].add(lock["slot"])
                else:
                    self.excluded.add(pair)
            elif lock["kind"] == "meeting" or pair not in self.locked:
                self.locked[pair] = (lock.get("slot"), lock.get("table"))

    def pair(self, one: str, other: str) -> Pair:
        """The pair of two ids, demand first."""
        return (one, other) if self.parties[one]["side"] == "demand" else (other, one)

    def organisations(self, pair: Pair) -> Pair:
        """The organisations of the two parties."""
        return self.parties[pair[0]]["organisation"], self.parties[pair[1]]["organisation"]

    def group(self, pair: Pair) -> frozenset[str] | Pair:
        """What may meet at most once: two organisations, or only the pair itself."""
        return frozenset(self.organisations(pair)) if self.rules["organisation_pair_once"] else pair

    def hosts(self, pair: Pair) -> list[str]:
        """The parties of the pair that have tables of their own."""
        return [party for party in pair if self.own.get(party)]

    def tables_for(self, pair: Pair, slot: str) -> list[str]:
        """The tables at which the pair may sit in a slot."""
        hosts = self.hosts(pair)
        names = [table for host in hosts for table in self.own[host]]
        if not hosts:
            names = [name for name, table in self.tables.items() if table.get("party") is None]
        return [name for name in names if slot in self.open_at[name]]

    def allowed(self, pair: Pair) -> set[str]:
        """The slots in which the pair could meet if nobody else did."""
        slots = self.free[pair[0]] & self.free[pair[1]]
        hosts = self.hosts(pair)
        if hosts:
            slots &= {slot for host in hosts for table in self.own[host] for slot in self.open_at[table]}
        else:
            slots = {slot for slot in slots if self.pool[slot] > 0}
        if pair in self.closed:
            slots -= self.closed[pair]
        fixed = self.locked.get(pair, (None, None))[0]
        return slots if fixed is None else slots & {fixed}
