"""The bound, recomputed from the prices of the certificate alone."""

from collections.abc import Iterator
from typing import Any

from services.parks.checker.best import Hunt
from services.parks.checker.facts import Facts
from services.parks.checker.violation import Violation


def prove(facts: Facts, scale: int, prices: dict[str, int]) -> int:
    """The bound that these prices prove: every place sold, every park at its best; any prices prove one."""
    total = -scale * facts.penalty * sum(len(facts.required(park)) for park in facts.parks)
    total += sum(price * facts.most[name] for name, price in prices.items())
    total += sum(Hunt(facts, park, prices, scale).best() for park in facts.parks)
    return total // scale


def check_bound(facts: Facts, plan: dict[str, Any], composite: int) -> Iterator[Violation]:
    """The bound must be proved by its certificate, and gap and status follow from it."""
    bound = plan["bound"]
    certificate = bound["certificate"]
    if certificate is None:
        if bound["status"] != "none":
            yield Violation("bound", "bound.status", "must be none without a certificate")
        return
    unknown = sorted(set(certificate["provider"]) - facts.most.keys())
    if unknown:
        yield Violation("unknown", "bound.certificate.provider", f"no provider {unknown[0]}")
        return
    proved = prove(facts, certificate["scale"], certificate["provider"])
    if bound["composite"] != proved:
        yield Violation("bound", "bound.composite", f"is {bound['composite']}, the certificate proves {proved}")
    gap = proved - composite
    if bound["gap"] != gap:
        yield Violation("bound", "bound.gap", f"is {bound['gap']}, must be {gap}")
    percent = round(100 * gap / max(1, plan["objective"]["value"]), 6)
    if bound["gap_percent"] != percent:
        yield Violation("bound", "bound.gap_percent", f"is {bound['gap_percent']}, must be {percent}")
    if bound["status"] != ("optimal" if gap == 0 else "bounded"):
        yield Violation("bound", "bound.status", f"is {bound['status']} with a gap of {gap}")
