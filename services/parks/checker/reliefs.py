"""Prices of rules: the gain of every step of relief, searched again; and that no park can do better by itself."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from services.parks.checker.best import Hunt
from services.parks.checker.facts import Facts
from services.parks.checker.violation import Violation

Row = dict[str, Any]


def check_reliefs(facts: Facts, rows: list[Row]) -> Iterator[Violation]:
    """Compare the rule prices of every consortium that has them with the checker's own search."""
    use = Counter(name for row in rows for name in row["members"])
    for place, row in enumerate(rows):
        if "rule_prices" not in row:
            continue
        others = use - Counter(row["members"])
        expected = _expect(facts, row["park"], {name for name in others if others[name] >= facts.most[name]})
        claimed = [(one["rule"], _step(one), one["gain"]) for one in row["rule_prices"]]
        if claimed != expected:
            yield Violation("rule_prices", f"consortia.{place}.rule_prices", f"must be {expected}")


def _step(price: Row) -> str:
    """What a price is about; which full provider the load is about may differ among equals."""
    return "" if price["rule"] == "load" else str(price["change"])


def _expect(facts: Facts, park: str, full: set[str]) -> list[tuple[str, str, int]]:
    rules = facts.parks[park]
    full |= {name for name, most in facts.most.items() if most == 0}
    include, exclude = list(rules.get("include", ())), set(rules.get("exclude", ()))
    hunt = Hunt(facts, park, {}, 1)

    def free(name: str) -> bool:
        return name not in full

    best, more = hunt.best(allowed=free), max(1, rules["budget"] // 10)
    found = [
        ("budget", f"+{more}", hunt.best(allowed=free, budget=rules["budget"] + more)),
        ("max_members", "+1", hunt.best(allowed=free, seats=rules["max_members"] + 1)),
        *(("exclude", name, hunt.best(allowed=free, exclude=exclude - {name})) for name in sorted(exclude)),
        *(
            ("include", name, hunt.best(allowed=free, include=[one for one in include if one != name]))
            for name in sorted(include)
        ),
        ("load", "", hunt.best(one_of=full)),
    ]
    return [(rule, step, worth - best) for rule, step, worth in found]
