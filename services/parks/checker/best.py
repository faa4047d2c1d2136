"""The best consortium of one park at given prices, by the checker's own branch and bound over whole numbers.

Candidates are decided one by one, taken or left, most rewarding first. What a half-decided set can still gain is at
most what it gains now from the best of the undecided for each need, and from as many of them as there are seats.
"""

from collections.abc import Callable, Collection, Mapping

from services.parks.checker.facts import Facts

Offers = tuple[int, ...]


class Hunt:
    """The search in one park; every number is multiplied by `scale`, and `price` adds to what a member costs."""

    def __init__(self, facts: Facts, park: str, price: Mapping[str, int], scale: int) -> None:
        self.facts, self.rules = facts, facts.parks[park]
        items = sorted(facts.needs[park])
        extra = dict.fromkeys(facts.required(park), facts.penalty)
        self.toll = {name: scale * facts.fee + price.get(name, 0) for name in facts.price}
        self.offers: dict[str, Offers] = {
            name: tuple(scale * (row[item] + extra.get(item, 0)) if item in row else 0 for item in items)
            for name, row in facts.points[park].items()
        }
        self.nothing: Offers = (0,) * len(items)

    def best(
        self,
        *,
        allowed: Callable[[str], bool] = lambda name: True,
        include: Collection[str] | None = None,
        exclude: Collection[str] | None = None,
        budget: int | None = None,
        seats: int | None = None,
        one_of: Collection[str] = (),
    ) -> int:
        """The most a consortium of the park can net, the rules as the event says unless they are given here.

        Of `one_of` at most one can be a member.
        """
        forced = list(self.rules.get("include", ()) if include is None else include)
        barred = set(self.rules.get("exclude", ()) if exclude is None else exclude) | set(forced)
        covered, net = self.nothing, 0
        for name in forced:
            covered = tuple(map(max, covered, self.offers.get(name, self.nothing)))
            net -= self.toll[name]
        self.money = (self.rules["budget"] if budget is None else budget) - self.facts.cost(forced)
        self.single = set(one_of)
        undecided = [name for name in self.offers if name not in barred and allowed(name)]
        undecided = [name for name in undecided if not self.facts.enemies[name] & set(forced)]
        left = (self.rules["max_members"] if seats is None else seats) - len(forced)
        self.top = net + sum(covered)
        self._decide(covered, self.top, undecided, left, self.money)
        return self.top

    def _decide(self, covered: Offers, net: int, undecided: list[str], left: int, money: int) -> None:
        self.top = max(self.top, net)
        if left <= 0:
            return
        gains = []
        for name in undecided:
            offers = self.offers[name]
            gain = -self.toll[name]
            for has, mine in zip(covered, offers, strict=True):
                if mine > has:
                    gain += mine - has
            if gain > 0 and self.facts.price[name] <= money:
                gains.append((gain, name))
        gains.sort(key=lambda one: (-one[0], one[1]))
        names = [name for _, name in gains]
        reach = self._reach(covered, names)
        for place, (gain, name) in enumerate(gains):
            most = sum(more for more, _ in gains[place : place + left])
            if net + min(most, reach[place]) <= self.top:
                # Gains fall and so does the reach: nobody further on does better.
                return
            rest = names[place + 1 :]
            enemies = self.facts.enemies[name] | (self.single if name in self.single else set())
            if enemies:
                rest = [other for other in rest if other not in enemies]
            after = tuple(map(max, covered, self.offers[name]))
            self._decide(after, net + gain, rest, left - 1, money - self.facts.price[name])

    def _reach(self, covered: Offers, names: list[str]) -> list[int]:
        """[place] what all from there on could add together, if each cost no more than the cheapest of them."""
        reach, best, toll = [0] * len(names), covered, None
        for place in range(len(names) - 1, -1, -1):
            best = tuple(map(max, best, self.offers[names[place]]))
            mine = self.toll[names[place]]
            toll = mine if toll is None else min(toll, mine)
            reach[place] = sum(best) - sum(covered) - toll
        return reach
