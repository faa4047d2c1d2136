"""Hard rules: every park has one consortium that it may have, and no provider is in more parks than it takes."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from services.parks.checker.facts import Facts
from services.parks.checker.violation import Violation

Row = dict[str, Any]


def check_names(facts: Facts, rows: list[Row]) -> Iterator[Violation]:
    """Every park once, in the order of ids; every member, work item and provider known."""
    names = [row["park"] for row in rows]
    if names != sorted(facts.parks):
        yield Violation("parks", "consortia", "must list every park once, by id")
        return
    for place, row in enumerate(rows):
        for where, one in (("", row), *((f".alternatives.{k}", one) for k, one in enumerate(_alternatives(row)))):
            mentioned = {*one["members"], *(task["provider"] for task in one["assignments"])}
            for name in sorted(mentioned - facts.price.keys()):
                yield Violation("unknown", f"consortia.{place}{where}", f"no provider {name}")


def check_sets(facts: Facts, rows: list[Row]) -> Iterator[Violation]:
    """Members within the rules of their park and the loads of all; each set's assignments, cost and value."""
    use = Counter(name for row in rows for name in row["members"])
    for name, count in sorted(use.items()):
        if count > facts.most[name]:
            yield Violation("load", "consortia", f"{name} is in {count} parks, takes {facts.most[name]}")
    for place, row in enumerate(rows):
        where = f"consortia.{place}"
        yield from _check_set(facts, row["park"], row, where)
        ranks = [facts.worth(row["park"], row["members"])]
        for number, other in enumerate(_alternatives(row)):
            yield from _check_set(facts, row["park"], other, f"{where}.alternatives.{number}")
            yield from _check_places(facts, use, row, other, f"{where}.alternatives.{number}")
            ranks.append(facts.worth(row["park"], other["members"]))
        if ranks != sorted(ranks, reverse=True):
            yield Violation("order", f"{where}.alternatives", "must be no better than the consortium, best first")
        seen = [frozenset(one["members"]) for one in (row, *_alternatives(row))]
        if len(set(seen)) < len(seen):
            yield Violation("twice", f"{where}.alternatives", "the same members twice")


def _alternatives(row: Row) -> list[Row]:
    found: list[Row] = row.get("alternatives", [])
    return found


def _check_set(facts: Facts, park: str, row: Row, where: str) -> Iterator[Violation]:
    members, rules = row["members"], facts.parks[park]
    if members != sorted(members):
        yield Violation("order", f"{where}.members", "must be sorted")
    if len(members) > rules["max_members"]:
        yield Violation("max_members", f"{where}.members", f"{len(members)} members, at most {rules['max_members']}")
    if facts.cost(members) > rules["budget"]:
        yield Violation("budget", f"{where}.cost", f"costs {facts.cost(members)}, budget {rules['budget']}")
    if facts.conflict(members):
        yield Violation("conflict", f"{where}.members", "two members are never in one consortium")
    for name in sorted(set(rules.get("include", ())) - set(members)):
        yield Violation("include", f"{where}.members", f"{name} must be a member")
    for name in sorted(set(rules.get("exclude", ())) & set(members)):
        yield Violation("exclude", f"{where}.members", f"{name} may not be a member")
    for figure, is_ in (("cost", facts.cost(members)), ("value", facts.value(park, members))):
        if row[figure] != is_:
            yield Violation("figure", f"{where}.{figure}", f"is {row[figure]}, must be {is_}")
    yield from _check_assignments(facts, park, row, where)


def _check_assignments(facts: Facts, park: str, row: Row, where: str) -> Iterator[Violation]:
    best, tasks = facts.served(park, row["members"]), row["assignments"]
    if [task["work_item"] for task in tasks] != sorted(best):
        yield Violation("assignments", f"{where}.assignments", "must list what the members cover, by work item")
        return
    for number, task in enumerate(tasks):
        mine = facts.points[park].get(task["provider"], {}).get(task["work_item"])
        if task["provider"] not in row["members"] or mine != best[task["work_item"]]:
            yield Violation("assignments", f"{where}.assignments.{number}", "is not its best member")


def _check_places(facts: Facts, use: Counter[str], row: Row, other: Row, where: str) -> Iterator[Violation]:
    """An alternative must be possible while all other parks keep theirs."""
    for name in sorted(set(other["members"]) - set(row["members"])):
        if use[name] >= facts.most[name]:
            yield Violation("load", f"{where}.members", f"{name} has no place left")
