"""Plans: valid by the independent checker, as good as the best that trying everything finds, the same every time."""

from collections.abc import Iterator
from itertools import combinations
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from services.conference.checker.check import check
from services.conference.checker.facts import Facts
from services.conference.checker.figures import objective
from services.conference.checker.meetings import check_meetings
from services.conference.checker.use import Use
from services.conference.checker.values import Values
from services.conference.formats.event import load_event
from services.conference.formats.plan import dump_plan, encode_plan
from services.conference.solver.solve import solve
from tests.unit.conference.events import a_party, an_event, events

ANY = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def plan_of(event: dict[str, Any]) -> dict[str, Any]:
    return dump_plan(solve(load_event(event)))


@ANY
@given(events())
def test_every_plan_passes_the_checker(event: dict[str, Any]) -> None:
    assert check(event, plan_of(event)) == []


def all_plans(event: dict[str, Any]) -> Iterator[list[dict[str, str]]]:
    """Every set of seated pairs, the tables given in order; for events that are small enough to try all."""
    places = [
        {"demand": one, "supply": other, "slot": slot["id"]}
        for one, other, _ in event["scores"]["entries"]
        for slot in event["slots"]
    ]
    most = len(event["slots"]) * len(event["tables"])
    for size in range(min(most, 4) + 1):
        for chosen in combinations(places, size):
            used: dict[str, int] = {}
            meetings = []
            for place in chosen:
                number = used.get(place["slot"], 0)
                used[place["slot"]] = number + 1
                if number < len(event["tables"]):
                    meetings.append({**place, "table": event["tables"][number]["id"]})
            if len(meetings) == size:
                yield sorted(meetings, key=lambda one: (one["slot"], one["table"]))


def best_by_trying(event: dict[str, Any]) -> int:
    facts = Facts(event)
    values = Values(facts)
    best = None
    for meetings in all_plans(event):
        if any(check_meetings(facts, values, meetings)):
            continue
        composite = int(objective(facts, values, Use(facts, meetings), {})["composite"])
        best = composite if best is None else max(best, composite)
    assert best is not None
    return best


@pytest.mark.parametrize("case", range(8))
def test_a_small_plan_is_as_good_as_the_best_of_all(case: int) -> None:
    scores = [[100, 900, 300, 700], [500, 500, 500, 500], [10, 20, 30, 40], [999, 1, 1, 999]][case % 4]
    event = an_event(2, 2, 2, 1 + case // 4)
    for entry, score in zip(event["scores"]["entries"], scores, strict=True):
        entry[2] = score
    event["parties"][0].update(min_meetings=1, max_meetings=1)
    event["parties"][3]["unavailable"] = ["s0"]
    event["wishes"] = [{"from": "D1", "to": "S1", "kind": "must"}, {"from": "S0", "to": "D0", "kind": "want"}]

    plan = plan_of(event)

    assert plan["objective"]["composite"] == best_by_trying(event)
    assert plan["bound"]["composite"] >= plan["objective"]["composite"]


def test_the_same_event_gives_the_same_bytes() -> None:
    event = an_event(6, 4, 4, 3)

    assert len({encode_plan(solve(load_event(event))) for _ in range(5)}) == 1


def test_musts_come_before_minimums_and_minimums_before_fit() -> None:
    event = an_event(2, 1, 1, 1)
    event["scores"]["entries"] = [["D0", "S0", 1000], ["D1", "S0", 1]]
    event["parties"][0]["min_meetings"] = 1
    event["wishes"] = [{"from": "D1", "to": "S0", "kind": "must"}]

    plan = plan_of(event)

    assert [(meeting["demand"], meeting["supply"]) for meeting in plan["meetings"]] == [("D1", "S0")]
    (unmet,) = plan["unmet"]
    assert (unmet["kind"], unmet["party"], unmet["shortfall"]) == ("floor", "D0", 1)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"wishes": [{"from": "D0", "to": "S0", "kind": "must"}], "tables": 0}, "no_common_slot"),
        (
            {"wishes": [{"from": "D0", "to": "S0", "kind": "must"}, {"from": "S0", "to": "D0", "kind": "never"}]},
            "never",
        ),
        (
            {
                "wishes": [{"from": "D0", "to": "S0", "kind": "must"}],
                "parties": [a_party("D0", "demand", unavailable=["s0", "s1", "s2"]), a_party("S0", "supply")],
                "scores": {"layout": "sparse", "entries": []},
            },
            "no_common_slot",
        ),
    ],
)
def test_an_unmet_must_says_why(changes: dict[str, Any], reason: str) -> None:
    event = an_event(1, 1, **changes)

    plan = plan_of(event)

    assert plan["meetings"] == []
    assert [(unmet["kind"], unmet["reason"]) for unmet in plan["unmet"]] == [("must", reason)]


@pytest.mark.parametrize(
    "event",
    [
        an_event(1, 1, 1, 0),
        an_event(
            2,
            2,
            1,
            1,
            parties=[a_party(f"{side[0].upper()}{n}", side, most=0) for side in ("demand", "supply") for n in (0, 1)],
        ),
        an_event(2, 2, 2, 2, scores={"layout": "sparse", "entries": []}),
    ],
)
def test_an_event_in_which_nobody_can_meet_has_an_empty_plan_that_is_best(event: dict[str, Any]) -> None:
    plan = plan_of(event)

    assert plan["meetings"] == []
    assert plan["bound"]["gap"] == 0
    assert check(event, plan) == []


def test_a_dense_and_a_sparse_table_of_scores_mean_the_same() -> None:
    sparse = an_event(3, 2)
    dense = an_event(3, 2)
    dense["scores"] = {
        "layout": "dense",
        "demand": ["D0", "D1", "D2"],
        "supply": ["S0", "S1"],
        "rows": [[500, 500]] * 3,
    }

    assert plan_of(sparse)["meetings"] == plan_of(dense)["meetings"]


def test_progress_rises_and_the_bound_never_does() -> None:
    told: list[tuple[float, int, int]] = []

    plan = solve(load_event(an_event(8, 6, 6, 3)), report=lambda *figures: told.append(figures))

    shares, bounds = [done for done, _, _ in told], [bound for _, _, bound in told]
    assert told
    assert shares == sorted(shares)
    assert all(0 < share < 1 for share in shares)
    assert bounds[-1] >= plan.bound.composite


def test_a_search_that_is_cancelled_ends_with_a_plan_that_stands() -> None:
    event = an_event(8, 6, 6, 3)
    asked: list[bool] = []

    def cancelled() -> bool:
        asked.append(True)
        return True

    plan = dump_plan(solve(load_event(event), cancelled=cancelled))

    assert asked
    assert check(event, plan) == []
