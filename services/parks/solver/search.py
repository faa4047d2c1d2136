"""The best consortia of one park at given prices of places: an exact search, depth first, a block of sets at a time.

A need is worth what the best member makes of it, so what a candidate adds only falls as others join (the worth is
submodular). That bounds what a growing set can still become: by what its candidates add now, at most as many as there
are seats left; by what the money left can buy of that; and by the best that is on offer for each need.
"""

from dataclasses import dataclass, field

import numpy as np

from services.parks.solver.arrays import Bools, Ints, Members, ints
from services.parks.solver.problem import ParkView

NOTHING = -(2**62)
_CELLS = 60_000
"""Numbers (sets × candidates × needs) looked at together: enough to be quick, few enough to stay near the processor."""
_RATES = 25
"""Exchange rates of points for money that are tried at the start."""


@dataclass(frozen=True, slots=True)
class Task:
    """What to look for: members are `forced` or `open_` candidates, and each costs its toll."""

    view: ParkView
    toll: Ints
    """[candidate] scaled points: the fee of a member and the price of its place"""
    open_: Bools
    forced: Members
    budget: int
    seats: int


def search(task: Task, *, places: int = 1, floor: int = NOTHING) -> list[tuple[int, Members]]:
    """The `places` best sets that net more than `floor` scaled points, best first, equals by their members.

    A set nets its worth less the prices of its places. No set holds a member that adds nothing to the rest of it by
    the time it joins, unless it is forced. The answer is exact however long it takes.
    """
    podium, root = _Podium(places, floor), _root(task)
    podium.offer(root.net, root.members)
    rate, rows = _rate(task, root), max(1, _CELLS // max(1, task.view.gain.size))
    stack = [root]
    while stack:
        head, rest = stack.pop().split(rows)
        grown = _grow(task, head, podium, rate)
        stack += [block for block in (rest, grown) if block is not None]
    return podium.sets


@dataclass(slots=True)
class _Podium:
    """The best sets so far, never more than `places`, all better than `floor`."""

    places: int
    floor: int
    sets: list[tuple[int, Members]] = field(default_factory=list)

    @property
    def bar(self) -> int:
        """What a set must exceed to matter."""
        return self.sets[-1][0] if len(self.sets) == self.places else self.floor

    def offer(self, net: Ints, members: Ints) -> None:
        """Take the best of some sets."""
        better = np.flatnonzero(net > self.bar)
        better = better[np.argsort(-net[better], kind="stable")[: self.places]]
        found = {(int(net[place]), tuple(sorted(members[place].tolist()))) for place in better.tolist()}
        if found:
            self.sets = sorted(found.union(self.sets), key=lambda one: (-one[0], one[1]))[: self.places]


@dataclass(frozen=True, slots=True)
class _Block:
    """Sets of one size that are still growing, side by side, the most promising first."""

    covered: Ints
    """[set, need] scaled points so far"""
    net: Ints
    money: Ints
    members: Ints
    """[set, member]"""
    open_: Bools
    """[set, candidate] who may still join"""

    def split(self, rows: int) -> "tuple[_Block, _Block | None]":
        """The first rows and the rest."""
        if len(self.net) <= rows:
            return self, None
        return self._rows(slice(None, rows)), self._rows(slice(rows, None))

    def _rows(self, rows: slice) -> "_Block":
        return _Block(self.covered[rows], self.net[rows], self.money[rows], self.members[rows], self.open_[rows])


def _root(task: Task) -> _Block:
    view, forced = task.view, list(task.forced)
    covered = view.gain[forced].max(axis=0, initial=0)
    open_ = task.open_.copy()
    open_[forced] = False
    if view.clash is not None:
        open_ &= ~view.clash[forced].any(axis=0)
    return _Block(
        covered=covered[None],
        net=ints([int(covered.sum() - task.toll[forced].sum())]),
        money=ints([task.budget - int(view.price[forced].sum())]),
        members=ints([forced]).reshape(1, -1),
        open_=open_[None],
    )


def _rate(task: Task, root: _Block) -> int:
    """The exchange rate of points for money at which the bound by money is lowest for the whole park.

    Any rate gives a valid bound; 0 is the bound that forgets the budget.
    """
    view, left = task.view, task.seats - len(task.forced)
    grow = np.maximum(view.gain - root.covered, 0).sum(axis=1) - task.toll
    usable = root.open_[0] & (grow > 0) & (view.price <= root.money[0])
    if left <= 0 or not usable.any():
        return 0
    grow, price, money = grow[usable], view.price[usable], int(root.money[0])
    rates = np.unique(np.r_[0, np.quantile(grow // np.maximum(1, price), np.linspace(0, 1, _RATES))].astype(np.int64))
    # No product of a rate and an amount of money may leave 64 bits.
    rates = rates[rates <= -NOTHING // (4 * max(1, money, int(view.price.max())))]
    saved = np.sort(np.maximum(grow - rates[:, None] * price, 0), axis=1)[:, -left:].sum(axis=1)
    return int(rates[np.argmin(rates * money + saved)])


def _grow(task: Task, block: _Block, podium: _Podium, rate: int) -> _Block | None:
    """Offer every set with one member more; return those that may become better still with yet another one."""
    view, left = task.view, task.seats - block.members.shape[1]
    if left <= 0:
        return None
    more = np.maximum(view.gain - block.covered[:, None], 0)
    grow = more.sum(axis=2) - task.toll
    open_ = block.open_ & (grow > 0) & (view.price <= block.money[:, None])
    net = block.net[:, None] + grow
    row, who = np.nonzero(open_ & (net > podium.bar))
    if len(row):
        podium.offer(net[row, who], np.c_[block.members[row], who])
    if left == 1:
        return None
    grow = np.where(open_, grow, 0)
    order = np.argsort(-grow, axis=1, kind="stable")
    rank = np.argsort(order, axis=1, kind="stable")
    promise = np.minimum(_by_rank(grow, order, rank, left), _by_money(task, grow, block.money, rate, left))
    reach = np.where(open_[:, :, None], more, 0).max(axis=1, initial=0).sum(axis=1)
    promise = block.net[:, None] + np.minimum(promise, reach[:, None] - task.toll)
    row, who = np.nonzero(open_ & (promise > podium.bar))
    if not len(row):
        return None
    first = np.argsort(-promise[row, who], kind="stable")
    row, who = row[first], who[first]
    # A set grows in the order of ranks alone, so that no set is met twice.
    open_ = open_[row] & (rank[row] > rank[row, who][:, None])
    return _Block(
        covered=np.maximum(block.covered[row], view.gain[who]),
        net=net[row, who],
        money=block.money[row] - view.price[who],
        members=np.c_[block.members[row], who],
        open_=open_ if view.clash is None else open_ & ~view.clash[who],
    )


def _by_rank(grow: Ints, order: Ints, rank: Ints, left: int) -> Ints:
    """[set, candidate] what it and the next `left` − 1 in rank add at most."""
    sets, candidates = grow.shape
    total = np.zeros((sets, candidates + left), dtype=np.int64)
    np.cumsum(np.take_along_axis(grow, order, axis=1), axis=1, out=total[:, 1 : candidates + 1])
    total[:, candidates + 1 :] = total[:, candidates : candidates + 1]
    window: Ints = np.take_along_axis(total[:, left:] - total[:, :candidates], rank, axis=1)
    return window


def _by_money(task: Task, grow: Ints, money: Ints, rate: int, left: int) -> Ints:
    """[set, candidate] what it and the best `left` − 1 for their money add at most, money valued at the rate."""
    thrift = grow - rate * task.view.price
    others = np.maximum(thrift, 0)
    if others.shape[1] >= left:
        others = np.partition(others, others.shape[1] - left + 1, axis=1)[:, others.shape[1] - left + 1 :]
    most: Ints = thrift + (rate * money + others.sum(axis=1))[:, None]
    return most
