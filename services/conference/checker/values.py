"""What pairs are worth and which may meet, row by row of the score matrix."""

from typing import Any

import numpy as np
import numpy.typing as npt

from services.conference.checker.facts import Facts, Pair

REASONS = ("", "never", "excluded", "same_organisation", "met_before")


class Values:
    """Weights and eligibility of all pairs of an event."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self.row = {name: place for place, name in enumerate(facts.demand)}
        self.column = {name: place for place, name in enumerate(facts.supply)}
        self.weight = self._scores()
        self.forbidden = np.zeros(self.weight.shape, dtype=np.int8)
        self.eligible: npt.NDArray[np.bool_] = self.weight >= facts.rules["min_score"]
        met = self._met_before()
        self._weigh(met)
        self._forbid(met)

    def of(self, pair: Pair) -> int:
        """The weight of a pair."""
        return int(self.weight[self.place(pair)])

    def why_not(self, pair: Pair) -> str:
        """The reason that forbids a pair, or nothing."""
        return REASONS[int(self.forbidden[self.place(pair)])]

    def place(self, pair: Pair) -> tuple[int, int]:
        """Row and column of a pair."""
        return self.row[pair[0]], self.column[pair[1]]

    def _scores(self) -> npt.NDArray[np.int64]:
        scores: dict[str, Any] = self._facts.event["scores"]
        matrix = np.zeros((len(self.row), len(self.column)), dtype=np.int64)
        if scores["layout"] == "sparse":
            for demand, supply, score in scores["entries"]:
                matrix[self.row[demand], self.column[supply]] = score
            return matrix
        columns = [self.column[name] for name in scores["supply"]]
        for name, row in zip(scores["demand"], scores["rows"], strict=True):
            matrix[self.row[name], columns] = row
        return matrix

    def _met_before(self) -> set[Pair]:
        facts = self._facts
        met = {(row["demand_organisation"], row["supply_organisation"]) for row in facts.event["met_before"]}
        suppliers: dict[str, list[str]] = {}
        for name in facts.supply:
            suppliers.setdefault(facts.parties[name]["organisation"], []).append(name)
        pairs = set()
        for demand in facts.demand:
            home = facts.parties[demand]["organisation"]
            for organisation in (there for here, there in met if here == home) if met else ():
                pairs |= {(demand, supply) for supply in suppliers.get(organisation, ())}
        fresh = facts.rules["met_before"]["fresh_wish_overrides"]
        return {pair for pair in pairs if not (fresh and facts.wished_from.get(pair))}

    def _weigh(self, met: set[Pair]) -> None:
        rules = self._facts.rules
        if rules["met_before"]["mode"] == "penalise":
            for pair in met:
                self.weight[self.place(pair)] -= rules["met_before"]["penalty"]
        for pair, sides in self._facts.wished_from.items():
            extra = sum(rules["want_bonus"][side] for side in sides)
            extra += rules["want_bonus"]["mutual"] if sides == {"demand", "supply"} else 0
            self.weight[self.place(pair)] += extra
            self.eligible[self.place(pair)] = True
        for pair in self._facts.locked:
            self.eligible[self.place(pair)] = True

    def _forbid(self, met: set[Pair]) -> None:
        facts = self._facts
        if facts.rules["met_before"]["mode"] == "forbid":
            for pair in met - set(facts.locked):
                self.forbidden[self.place(pair)] = REASONS.index("met_before")
        by_home: dict[str, list[int]] = {}
        for name, column in self.column.items():
            by_home.setdefault(facts.parties[name]["organisation"], []).append(column)
        for name, row in self.row.items():
            same = by_home.get(facts.parties[name]["organisation"], [])
            self.forbidden[row, same] = REASONS.index("same_organisation")
        for pair in facts.excluded:
            self.forbidden[self.place(pair)] = REASONS.index("excluded")
        if facts.rules["never_scope"] == "party":
            for pair in facts.nevers:
                self.forbidden[self.place(pair)] = REASONS.index("never")
        else:
            self._forbid_between({frozenset(facts.organisations(pair)) for pair in facts.nevers}, by_home)
        self.eligible &= self.forbidden == 0

    def _forbid_between(self, never: set[frozenset[str]], by_home: dict[str, list[int]]) -> None:
        enemies: dict[str, set[str]] = {}
        for organisations in never:
            for one in organisations:
                enemies.setdefault(one, set()).update(organisations - {one} or {one})
        for name, row in self.row.items():
            for enemy in enemies.get(self._facts.parties[name]["organisation"], ()):
                self.forbidden[row, by_home.get(enemy, [])] = REASONS.index("never")
