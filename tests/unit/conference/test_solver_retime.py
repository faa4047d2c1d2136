"""Retiming: people wait less, and nothing else changes."""

from typing import Any

from hypothesis import HealthCheck, given, settings

from services.conference.formats.event import load_event
from services.conference.formats.plan import dump_plan
from services.conference.solver.idle import idle_gaps
from services.conference.solver.locks import settle_locks
from services.conference.solver.problem import read_problem
from services.conference.solver.retime import retime
from services.conference.solver.search import search
from services.conference.solver.solve import solve
from services.conference.solver.tally import tally_seats
from services.conference.solver.worth import composite
from tests.unit.conference.events import an_event, events

ANY = settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
STEPS = 500


def a_day(**changes: Any) -> dict[str, Any]:
    """Two enterprises, one provider, three slots of one session."""
    event = an_event(2, 1, 3, 2, **changes)
    for slot in event["slots"]:
        slot["session"] = "am"
    return event


def test_a_provider_does_not_wait_between_two_meetings_when_it_need_not() -> None:
    problem = read_problem(load_event(a_day()))

    seats = retime(problem, [(0, 0, 0), (1, 0, 2)], steps=STEPS, seed=1)

    assert [seat[:2] for seat in seats] == [(0, 0), (1, 0)]
    assert idle_gaps(problem, tally_seats(problem, seats).busy).sum() == 0


def test_a_locked_meeting_keeps_its_slot() -> None:
    locks = [
        {"kind": "meeting", "demand": "D0", "supply": "S0", "slot": "s0"},
        {"kind": "meeting", "demand": "D1", "supply": "S0", "slot": "s2"},
    ]
    problem = read_problem(load_event(a_day(locks=locks)))
    seats = [(0, 0, 0), (1, 0, 2)]

    assert retime(problem, seats, steps=STEPS, seed=1) == seats


def test_a_published_meeting_does_not_move_so_that_somebody_waits_less() -> None:
    published = [{"demand": "D0", "supply": "S0", "slot": "s0", "table": "T0"}]
    published.append({"demand": "D1", "supply": "S0", "slot": "s2", "table": "T0"})
    event = a_day(baseline={"plan_id": "v1", "meetings": published})

    plan = dump_plan(solve(load_event(event), effort="polish"))

    assert [meeting["slot"] for meeting in plan["meetings"]] == ["s0", "s2"]
    assert plan["objective"]["moved"] == 0


def test_the_session_limit_holds_while_meetings_move() -> None:
    event = an_event(3, 2, 4, 3)
    event["rules"] = {**event["rules"], "max_per_session": 2, "idle_scope": "event"}
    problem = read_problem(load_event(event))
    seats = [(0, 0, 0), (1, 0, 3), (2, 0, 1), (0, 1, 2), (1, 1, 0)]

    moved = retime(problem, seats, steps=STEPS, seed=1)

    assert tally_seats(problem, moved).per_session.max() <= 2
    assert idle_gaps(problem, tally_seats(problem, moved).busy).sum() == 0


@ANY
@given(events())
def test_pairs_and_composite_stay_and_gaps_never_rise(event: dict[str, Any]) -> None:
    problem = read_problem(load_event(event))
    seats = search(problem, settle_locks(problem), seed=1).seats

    moved = retime(problem, seats, steps=STEPS, seed=1)

    assert sorted(seat[:2] for seat in moved) == sorted(seat[:2] for seat in seats)
    assert composite(problem, moved) == composite(problem, seats)
    before, after = (idle_gaps(problem, tally_seats(problem, some).busy).sum() for some in (seats, moved))
    assert after <= before
