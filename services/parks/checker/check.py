"""Judge a consortium plan against its event: hard rules, every figure, every reason, prices of rules, the bound."""

from typing import Any

from services.parks.checker.facts import Facts
from services.parks.checker.figures import check_figures, check_uncovered, objective
from services.parks.checker.proof import check_bound
from services.parks.checker.reliefs import check_reliefs
from services.parks.checker.sets import check_names, check_sets
from services.parks.checker.shape import check_shape
from services.parks.checker.violation import Violation

__all__ = ["Violation", "check"]


def check(event: dict[str, Any], plan: Any) -> list[Violation]:
    """Everything that is wrong with `plan` as a plan of `event`; an empty list means that it stands.

    The event must be a usable one (`formats.event.load_event` accepts it). A plan that is not of the format, or that
    names what the event does not have, is reported for that alone: nothing further can be said of it.
    """
    violations = list(check_shape(plan))
    if violations:
        return violations
    facts, rows = Facts(event), plan["consortia"]
    violations = list(check_names(facts, rows))
    if violations:
        return violations
    return [
        *check_sets(facts, rows),
        *check_figures(facts, plan),
        *check_uncovered(facts, rows),
        *check_reliefs(facts, rows),
        *check_bound(facts, plan, objective(facts, rows)["composite"]),
    ]
