"""The bound, computed again from the prices of the certificate (弱对偶): whatever the prices, no plan is above it."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from services.conference.checker.facts import Facts, Pair
from services.conference.checker.values import Values
from services.conference.checker.violation import Violation

Ints = npt.NDArray[np.int64]
_DEAR = np.int64(1 << 60)
_LARGEST_PRICE = 1 << 50


def check_bound(facts: Facts, values: Values, plan: dict[str, Any], composite: int) -> Iterator[Violation]:
    """Bound, gap, per cent and status agree with the composite and the certificate."""
    bound, value = plan["bound"], plan["objective"]["value"]
    gap, certificate = bound["composite"] - composite, bound["certificate"]
    if bound["gap"] != gap or gap < 0:
        yield Violation("bound", "bound.gap", f"is {bound['gap']}, bound less composite is {gap}")
    percent = round(100 * gap / max(1, value), 6)
    if bound["gap_percent"] != percent:
        yield Violation("bound", "bound.gap_percent", f"is {bound['gap_percent']}, must be {percent}")
    faults = ["there is none"] if certificate is None else list(_faults(facts, certificate))
    if certificate is not None and not faults:
        proved = prove(facts, values, certificate)
        if proved != bound["composite"]:
            faults = [f"proves {proved}, not {bound['composite']}"]
    if certificate is not None:
        yield from (Violation("certificate", "bound.certificate", fault) for fault in faults)
    allowed = ("bounded", "none") if faults else ("optimal",) if gap == 0 else ("bounded",)
    if bound["status"] not in allowed:
        yield Violation("status", "bound.status", f"is {bound['status']}, may be {' or '.join(allowed)}")


def _faults(facts: Facts, certificate: dict[str, Any]) -> Iterator[str]:
    sessions = len(facts.event["sessions"])
    rows = {
        "degree": ({party: [price] for party, price in certificate["degree"].items()}, 1),
        "party_slot": (certificate["party_slot"], len(facts.slots)),
        "party_session": (certificate.get("party_session", {}), sessions),
    }
    for name, (prices, length) in rows.items():
        for party, row in prices.items():
            if party not in facts.parties:
                yield f"{name} names {party}, which does not exist"
            if len(row) != length:
                yield f"{name}.{party} must have {length} prices"
            if any(abs(price) > _LARGEST_PRICE for price in row):
                yield f"{name}.{party} has a price beyond all bounds"
    if len(certificate["tables"]) != len(facts.slots) or any(price > _LARGEST_PRICE for price in certificate["tables"]):
        yield "tables must have a sensible price for each slot"
    if certificate.get("party_session") and facts.rules["max_per_session"] is None:
        yield "party_session has prices although sessions are not limited"


def prove(facts: Facts, values: Values, certificate: dict[str, Any]) -> int:
    """The integer that the prices prove no composite can exceed."""
    return _Prices(facts, values, certificate).bound()


class _Prices:
    """The prices as arrays: parties in the order of the event, demand and supply apart."""

    def __init__(self, facts: Facts, values: Values, certificate: dict[str, Any]) -> None:
        self.facts, self.values, self.scale = facts, values, int(certificate["scale"])
        self.certificate = certificate
        place = {session["id"]: k for k, session in enumerate(facts.event["sessions"])}
        self.session = [place[facts.session[slot]] for slot in facts.slots]
        self.table = np.array(certificate["tables"], dtype=np.int64)
        self.pool = np.array([facts.pool[slot] for slot in facts.slots], dtype=np.int64)
        self.degree = {name: int(certificate["degree"].get(name, 0)) for name in facts.parties}
        self.supply_pays = np.array([self._pays(name) for name in facts.supply], dtype=np.int64).reshape(
            len(facts.supply), len(facts.slots)
        )
        self.supply_free = self._table_of(facts.supply, facts.free)
        self.supply_own = self._table_of(facts.supply, self._own_slots(facts.supply))
        self.supply_host = np.array([bool(facts.own.get(name)) for name in facts.supply], dtype=bool)
        self.supply_degree = np.array([self.degree[name] for name in facts.supply], dtype=np.int64)

    def bound(self) -> int:
        """Add up the five parts of the formula."""
        penalties, facts = self.facts.rules["penalties"], self.facts
        total = -penalties["must"] * len(facts.musts) - penalties["dropped"] * facts.published_count
        total *= self.scale
        for name, prices in self.certificate["party_slot"].items():
            total += sum(price for slot, price in zip(facts.slots, prices, strict=True) if slot in facts.free[name])
        total += sum(int(price) * facts.pool[slot] for slot, price in zip(facts.slots, self.table, strict=True))
        for prices in self.certificate.get("party_session", {}).values():
            total += facts.rules["max_per_session"] * sum(prices)
        total += sum(self._best_count(name) for name in facts.parties)
        return int(total + self._groups()) // self.scale

    def _own_slots(self, names: list[str]) -> dict[str, set[str]]:
        facts = self.facts
        return {name: set().union(*(facts.open_at[table] for table in facts.own.get(name, ()))) for name in names}

    def _table_of(self, names: list[str], slots: dict[str, set[str]]) -> npt.NDArray[np.bool_]:
        rows = [[slot in slots[name] for slot in self.facts.slots] for name in names]
        return np.array(rows, dtype=bool).reshape(len(names), len(self.facts.slots))

    def _pays(self, party: str) -> list[int]:
        """What a meeting costs a party in each slot: its diary and its session."""
        diary = self.certificate["party_slot"].get(party, [0] * len(self.session))
        sessions = self.certificate.get("party_session", {}).get(party)
        return [
            int(price) + (int(sessions[k]) if sessions else 0) for price, k in zip(diary, self.session, strict=True)
        ]

    def _best_count(self, party: str) -> int:
        """The best of F(n) + λ·n over the numbers of meetings the party can have."""
        row, side = self.facts.parties[party], self.facts.parties[party]["side"]
        floor = self.facts.rules["penalties"][f"floor_{side}"]
        weight = self.facts.rules["level_weight"][side]
        names = self.facts.demand if side == "demand" else self.facts.supply
        largest = max(self.facts.parties[name]["max_meetings"] for name in names) if weight else 0
        best = None
        for n in range(min(row["max_meetings"], len(self.facts.free[party])) + 1):
            reward = weight * (n * largest - n * (n + 1) // 2) - floor * max(0, row["min_meetings"] - n)
            worth = self.scale * reward + self.degree[party] * n
            best = worth if best is None else max(best, worth)
        return best or 0

    def _groups(self) -> int:
        """Σ over groups of the best meeting, if it pays; a locked pair is taken as it is."""
        facts = self.facts
        best: dict[Any, int] = {}
        locked = {facts.group(pair): pair for pair in facts.locked}
        taken = 0
        for demand in facts.demand:
            earn = self._row(demand)
            for column in np.flatnonzero(earn > 0).tolist():
                group = facts.group((demand, facts.supply[column]))
                if group not in locked:
                    best[group] = max(best.get(group, 0), int(earn[column]))
            for pair in locked.values():
                taken += int(earn[self.values.column[pair[1]]]) if pair[0] == demand else 0
        return taken + sum(best.values())

    def _row(self, demand: str) -> Ints:
        """What each pair of one demand party earns in its best slot after paying."""
        facts, row = self.facts, self.values.row[demand]
        host = bool(facts.own.get(demand))
        mine = np.array([slot in facts.free[demand] for slot in facts.slots])
        own = np.array([slot in self._own_slots([demand])[demand] for slot in facts.slots])
        pooled = ~self.supply_host[:, None] & (not host)
        cost = self.supply_pays + np.array(self._pays(demand), dtype=np.int64) + np.where(pooled, self.table, 0)
        table = np.where(pooled, self.pool > 0, own | self.supply_own)
        cost = np.where(self.supply_free & mine & table, cost, _DEAR)
        self._single_out(demand, cost)
        earn = self._worth(demand)
        earn *= self.scale
        earn -= self.degree[demand] + self.supply_degree + cost.min(axis=1, initial=_DEAR)
        earn[~(self.values.eligible[row] & (cost < _DEAR).any(axis=1))] = -_DEAR
        return earn

    def _worth(self, demand: str) -> Ints:
        worth: Ints = self.values.weight[self.values.row[demand]].copy()
        penalties = self.facts.rules["penalties"]
        for pairs, penalty in ((self.facts.musts, penalties["must"]), (self.facts.published, penalties["dropped"])):
            for pair in self._mine(pairs, demand):
                worth[self.values.column[pair[1]]] += penalty
        return worth

    def _mine(self, pairs: Any, demand: str) -> list[Pair]:
        return [pair for pair in pairs if pair[0] == demand and pair[1] in self.values.column]

    def _single_out(self, demand: str, cost: Ints) -> None:
        """Closed and locked slots, and the penalty for leaving a published slot."""
        facts, moved = self.facts, self.scale * self.facts.rules["penalties"]["moved"]
        for pair in self._mine({*facts.closed, *facts.locked, *facts.published}, demand):
            line, allowed = cost[self.values.column[pair[1]]], facts.allowed(pair)
            for k, slot in enumerate(facts.slots):
                if slot not in allowed:
                    line[k] = _DEAR
                elif pair in facts.published and facts.published[pair] != slot:
                    line[k] += moved
