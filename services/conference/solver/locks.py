"""Locks (锁定): whether they can be kept, each alone and all together, and seats that keep them."""

from collections.abc import Iterator

from services.conference.formats.nouns import Lock
from services.conference.formats.refusals import EventError, refuse
from services.conference.solver.affinity import FORBIDDEN
from services.conference.solver.arrays import Ints, Seat, ints
from services.conference.solver.columns import list_columns
from services.conference.solver.grid import by_slot
from services.conference.solver.leftover import leave
from services.conference.solver.master import Master, build_master
from services.conference.solver.mip import choose
from services.conference.solver.problem import Problem
from services.conference.solver.relax import Relaxation
from services.conference.solver.whole import whole_columns

_WHY = {
    "never": ("双方有「不见」意愿", "one of the two never wants to meet"),
    "excluded": ("另一锁定排除了这一对", "another lock excludes the pair"),
    "same_organisation": ("双方属于同一单位", "both belong to one organisation"),
}


def settle_locks(problem: Problem) -> list[Seat]:
    """Seats for all locked pairs. Raises EventError when a lock, or all of them together, cannot be kept."""
    for place, lock in enumerate(problem.event.locks):
        if lock.kind != "exclude":
            _check_alone(problem, lock, f"locks.{place}")
    for place, zh, en in _clashes(problem):
        raise refuse("locks-contradict", f"locks.{place}", zh=zh, en=en)
    return _seat_together(problem)


def _check_alone(problem: Problem, lock: Lock, field: str) -> None:
    demand, supply = pair = problem.roster.pair(lock.demand, lock.supply)
    other = problem.roster.demand + supply
    if problem.affinity.why[pair]:
        zh, en = _WHY[FORBIDDEN[int(problem.affinity.why[pair])]]
        raise refuse("lock-impossible", field, zh=zh, en=en)
    for party in (demand, other):
        if problem.roster.most[party] == 0:
            name = problem.roster.ids[party]
            raise refuse("lock-impossible", field, zh=f"{name} 的最多场数为 0", en=f"{name} may have no meeting")
    if not problem.allowed(ints([demand]), ints([supply])).any():
        zh = "双方没有共同空闲且有桌的时段"
        raise refuse("lock-impossible", field, zh=zh, en="no slot in which both are free and a table can be used")
    table = problem.wishes.locked_table.get(pair)
    if lock.table is not None and table is not None:
        _check_table(problem, table, (demand, other), problem.wishes.locked[pair], field)


def _check_table(problem: Problem, table: int, both: tuple[int, int], slot: int, field: str) -> None:
    places = problem.places
    hosts = {party for party in both if places.host[party]}
    if int(places.owner[table]) not in (hosts or {-1}):
        raise refuse("lock-impossible", field, zh="这一对不能用这张桌", en="the pair cannot use this table")
    if not places.usable[table, slot]:
        raise refuse("lock-impossible", field, zh="这张桌在该时段不可用", en="the table cannot be used in this slot")


def _clashes(problem: Problem) -> Iterator[tuple[int, str, str]]:
    """Two locks that cannot both hold: (place of the second, why in Chinese, why in English)."""
    seen: dict[tuple[str, object], object] = {}
    for place, lock in enumerate(problem.event.locks):
        if lock.kind == "exclude":
            continue
        pair = problem.roster.pair(lock.demand, lock.supply)
        group = int(problem.groups(ints([pair[0]]), ints([pair[1]]))[0])
        claims: list[tuple[tuple[str, object], object, str, str]] = [
            (("group", group), pair, "两家单位只能见一次", "two organisations meet once"),
        ]
        if lock.slot is not None:
            claims.append((("slot of", pair), lock.slot, "同一对锁在两个时段", "one pair locked in two slots"))
            for party in (lock.demand, lock.supply):
                claims.append(((party, lock.slot), pair, f"{party} 在该时段已锁定", f"{party} is locked in this slot"))
            if lock.table is not None:
                claims.append((("table", (lock.table, lock.slot)), pair, "同桌同时段", "one table in one slot"))
        for key, claim, zh, en in claims:
            if seen.setdefault(key, claim) != claim:
                yield place, zh, en


def _seat_together(problem: Problem) -> list[Seat]:
    pairs = sorted(problem.wishes.locked)
    if not pairs:
        return []
    room, grid = leave(problem), by_slot(problem)
    demand, supply = ints([d for d, _ in pairs]), ints([s for _, s in pairs])
    columns = list_columns(problem, room, grid, demand, supply)
    master = build_master(problem, room, grid, columns)
    chosen = _choose(problem, master) if len(master.rows.groups) == len(pairs) else None
    if chosen is None:
        zh, en = "时段、场数或桌数不够", "too few slots, meetings or tables for all of them"
        raise refuse("locks-contradict", "locks", zh=zh, en=en)
    seats = zip(
        columns.demand[chosen].tolist(), columns.supply[chosen].tolist(), columns.bucket[chosen].tolist(), strict=True
    )
    return sorted(seats)


def _choose(problem: Problem, master: Master) -> Ints | None:
    """A column for every group: the linear program mostly has whole solutions, else the integer program says."""
    try:
        chosen = whole_columns(Relaxation(problem).solve(master))
    except ArithmeticError:
        chosen = ints([])
    return chosen if len(chosen) == len(master.rows.groups) else choose(master.program, len(master.columns))


__all__ = ["EventError", "settle_locks"]
