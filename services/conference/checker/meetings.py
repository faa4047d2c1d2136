"""Hard rules: who may meet whom, when and where, and what is locked."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from services.conference.checker.facts import Facts, Pair
from services.conference.checker.values import Values
from services.conference.checker.violation import Violation


def check_names(facts: Facts, meetings: list[dict[str, str]]) -> Iterator[Violation]:
    """Every meeting names a demand party, a supply party, a slot and a table of the event."""
    known = {"demand": set(facts.demand), "supply": set(facts.supply), "slot": set(facts.slots), "table": facts.tables}
    for place, meeting in enumerate(meetings):
        for field, names in known.items():
            if meeting[field] not in names:
                yield Violation("unknown-id", f"meetings.{place}.{field}", f"no such {field}: {meeting[field]}")


def check_meetings(facts: Facts, values: Values, meetings: list[dict[str, str]]) -> Iterator[Violation]:
    """All hard rules for meetings whose names are known."""
    for place, meeting in enumerate(meetings):
        for code, message in _alone(facts, values, meeting):
            yield Violation(code, f"meetings.{place}", message)
    yield from _together(facts, meetings)
    yield from _limits(facts, meetings)
    yield from _locks(facts, meetings)
    placed = [(facts.order[meeting["slot"]], meeting["demand"]) for meeting in meetings]
    if placed != sorted(placed):
        yield Violation("order", "meetings", "meetings must be sorted by slot, then demand id")


def _alone(facts: Facts, values: Values, meeting: dict[str, str]) -> Iterator[tuple[str, str]]:
    pair, slot, table = (meeting["demand"], meeting["supply"]), meeting["slot"], meeting["table"]
    why = values.why_not(pair)
    if why:
        yield f"forbidden-{why.replace('_', '-')}", f"{pair} may not meet: {why}"
    elif not values.eligible[values.place(pair)]:
        yield "not-eligible", f"{pair} has too low a score and no wish or lock"
    for party in pair:
        if slot not in facts.free[party]:
            yield "party-absent", f"{party} is not available in {slot}"
    if slot in facts.closed.get(pair, ()):
        yield "excluded-slot", f"{pair} is excluded in {slot}"
    if slot not in facts.open_at[table]:
        yield "table-closed", f"table {table} cannot be used in {slot}"
    owner, hosts = facts.tables[table].get("party"), facts.hosts(pair)
    if hosts and owner not in hosts:
        yield "not-at-own-table", f"{hosts[0]} meets only at its own table, not at {table}"
    if not hosts and owner is not None:
        yield "table-of-another", f"table {table} serves only {owner}"


def _together(facts: Facts, meetings: list[dict[str, str]]) -> Iterator[Violation]:
    counters: dict[str, Counter[Any]] = {
        "pair-twice": Counter((meeting["demand"], meeting["supply"]) for meeting in meetings),
        "party-twice": Counter(
            (meeting[side], meeting["slot"]) for meeting in meetings for side in ("demand", "supply")
        ),
        "table-twice": Counter((meeting["table"], meeting["slot"]) for meeting in meetings),
    }
    if facts.rules["organisation_pair_once"]:
        groups = (facts.group(pair) for pair in counters["pair-twice"])
        counters["organisations-twice"] = Counter(tuple(sorted(group)) for group in groups)
    for code, counter in counters.items():
        for key in sorted(key for key, count in counter.items() if count > 1):
            yield Violation(code, "meetings", f"{' / '.join(key)} occurs {counter[key]} times")


def _limits(facts: Facts, meetings: list[dict[str, str]]) -> Iterator[Violation]:
    ends = [(meeting[side], meeting["slot"]) for meeting in meetings for side in ("demand", "supply")]
    for party, count in sorted(Counter(party for party, _ in ends).items()):
        if count > facts.parties[party]["max_meetings"]:
            yield Violation("above-maximum", "meetings", f"{party} has {count} meetings")
    most = facts.rules["max_per_session"]
    if most is not None:
        for (party, session), count in sorted(Counter((party, facts.session[slot]) for party, slot in ends).items()):
            if count > most:
                yield Violation("above-session-maximum", "meetings", f"{party} has {count} meetings in {session}")


def _locks(facts: Facts, meetings: list[dict[str, str]]) -> Iterator[Violation]:
    placed: dict[Pair, tuple[str, str]] = {
        (meeting["demand"], meeting["supply"]): (meeting["slot"], meeting["table"]) for meeting in meetings
    }
    for pair, (slot, table) in facts.locked.items():
        found = placed.get(pair)
        if found is None:
            yield Violation("lock-broken", "meetings", f"locked pair {pair} does not meet")
        elif slot not in (None, found[0]):
            yield Violation("lock-broken", "meetings", f"{pair} is locked in {slot}, meets in {found[0]}")
        elif table not in (None, found[1]):
            yield Violation("lock-broken", "meetings", f"{pair} is locked at {table}, meets at {found[1]}")
