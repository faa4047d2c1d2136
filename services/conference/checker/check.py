"""Judge a plan against its event: hard rules, every figure, every reason, cuts, and the bound."""

from typing import Any

from services.conference.checker.cuts import check_cuts
from services.conference.checker.facts import Facts
from services.conference.checker.figures import check_figures, objective
from services.conference.checker.meetings import check_meetings, check_names
from services.conference.checker.proof import check_bound
from services.conference.checker.reasons import check_reasons
from services.conference.checker.shape import check_shape
from services.conference.checker.use import Use
from services.conference.checker.values import Values
from services.conference.checker.violation import Violation

__all__ = ["Violation", "check"]


def check(event: dict[str, Any], plan: Any) -> list[Violation]:
    """Everything that is wrong with `plan` as a plan of `event`; an empty list means that it stands.

    The event must be a usable one (`formats.event.load_event` accepts it). A plan that is not of the format, or that
    names what the event does not have, is reported for that alone: nothing further can be said of it.
    """
    violations = list(check_shape(plan))
    if violations:
        return violations
    facts = Facts(event)
    meetings = plan["meetings"]
    violations = list(check_names(facts, meetings))
    if violations:
        return violations
    values, use = Values(facts), Use(facts, meetings)
    sound, faulty_cuts = check_cuts(facts, values, plan["cuts"])
    composite = objective(facts, values, use, {})["composite"]
    return [
        *check_meetings(facts, values, meetings),
        *check_figures(facts, values, use, plan),
        *faulty_cuts,
        *check_reasons(facts, values, use, plan, sound),
        *check_bound(facts, values, plan, composite),
    ]
