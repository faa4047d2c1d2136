"""Lists changed by hand: the four levels of conflict, locks that follow, and plans that the checker accepts."""

import copy
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from services.conference.checker.check import check
from services.conference.formats.event import load_event
from services.conference.formats.plan import dump_plan
from services.conference.hand.changing import Act, Change, change_list
from services.conference.hand.conflicts import KINDS, Level
from services.conference.hand.describing import describe_given
from services.conference.solver.solve import solve
from tests.unit.conference.events import an_event, events

Json = dict[str, Any]
ANY = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
NOTHING: frozenset[str] = frozenset()


def plan_of(event: Json) -> Json:
    return dump_plan(solve(load_event(event)))


def listed(*seats: str) -> Json:
    """A plan of these meetings, written as in "D0 S1 s2 T1"."""
    return {"meetings": [dict(zip(("demand", "supply", "slot", "table"), seat.split(), strict=True)) for seat in seats]}


def seats_of(meetings: list[Json]) -> list[str]:
    return [" ".join((one["demand"], one["supply"], one["slot"], one["table"])) for one in meetings]


def change(text: str, *release: str) -> Change:
    act, demand, supply, *place = text.split()
    slot, table = [*place, "", ""][:2]
    return Change(Act(act), demand, supply, slot, table, frozenset(release))


def judged(event: Json, plan: Json, asked: Change, **frozen: Any) -> list[tuple[str, Level]]:
    made = change_list({"event": event, **frozen}, plan, [asked])
    return [(found.code, found.kind.level) for found in made.conflicts]


def test_a_meeting_is_added_at_a_free_table_and_locked() -> None:
    event = an_event(2, 2)

    made = change_list({"event": event}, listed("D0 S0 s0 T0"), [change("add D1 S1 s0")])

    assert seats_of(made.meetings) == ["D0 S0 s0 T0", "D1 S1 s0 T1"]
    assert made.locks == [{"kind": "meeting", "demand": "D1", "supply": "S1", "slot": "s0", "table": "T1"}]
    assert made.event["locks"] == made.locks
    assert made.conflicts == []
    assert event == an_event(2, 2)


def test_a_meeting_that_is_dropped_is_excluded_from_later_runs() -> None:
    event = an_event(2, 2)

    made = change_list({"event": event}, listed("D0 S0 s0 T0", "D1 S1 s0 T1"), [change("drop D0 S0")])

    assert seats_of(made.meetings) == ["D1 S1 s0 T1"]
    assert made.locks == [{"kind": "exclude", "demand": "D0", "supply": "S0"}]
    assert ("D0", "S0") not in {(one["demand"], one["supply"]) for one in plan_of(made.event)["meetings"]}


def test_changes_follow_on_each_other() -> None:
    asked = [change("drop D0 S0"), change("add D1 S0 s0 T0"), change("lock D1 S1"), change("unlock D0 S0")]

    made = change_list({"event": an_event(2, 2)}, listed("D0 S0 s0 T0", "D1 S1 s1 T1"), asked)

    assert made.against(asked) == []
    assert seats_of(made.meetings) == ["D1 S0 s0 T0", "D1 S1 s1 T1"]
    assert [(one["kind"], one["demand"], one["supply"]) for one in made.locks] == [
        ("meeting", "D1", "S0"),
        ("meeting", "D1", "S1"),
    ]
    assert [(one["act"], one["before"], one["after"]) for one in made.told[:2]] == [
        ("drop", {"slot": "s0", "table": "T0"}, None),
        ("add", None, {"slot": "s0", "table": "T0"}),
    ]


def party(event: Json, name: str) -> Json:
    found: Json = next(one for one in event["parties"] if one["id"] == name)
    return found


def same_organisation(event: Json) -> None:
    party(event, "S1")["organisation"] = "OD1"


def through_another(event: Json) -> None:
    party(event, "D1")["organisation"] = "OD0"
    party(event, "S1")["organisation"] = "OS0"


def a_session_each(event: Json) -> None:
    event["rules"]["max_per_session"] = 1


def a_table_of_its_own(event: Json) -> None:
    event["tables"][0]["party"] = "S0"


def absent_demand(event: Json) -> None:
    party(event, "D1")["unavailable"] = ["s1"]


def absent_supply(event: Json) -> None:
    party(event, "S1")["unavailable"] = ["s1"]


def full_demand(event: Json) -> None:
    party(event, "D1")["max_meetings"] = 0


def full_supply(event: Json) -> None:
    party(event, "S1")["max_meetings"] = 0


def a_closed_table(event: Json) -> None:
    event["tables"][1]["unavailable"] = ["s1"]


def a_never(event: Json) -> None:
    event["wishes"].append({"from": "S1", "to": "D1", "kind": "never"})


def a_low_score(event: Json) -> None:
    event["scores"]["entries"] = []


def met(event: Json) -> None:
    event["met_before"] = [{"demand_organisation": "OD1", "supply_organisation": "OS1"}]


def plain(event: Json) -> None:
    pass


@pytest.mark.parametrize(
    ("prepare", "asked", "code"),
    [
        (same_organisation, "add D1 S1 s1 T1", "same_organisation"),
        (plain, "add D0 S0 s1 T1", "already_meet"),
        (plain, "move D1 S1 s1 T1", "not_there"),
        (plain, "lock D1 S1", "not_there"),
        (through_another, "add D1 S1 s1 T1", "organisation_pair"),
        (plain, "add D0 S1 s0 T1", "demand_busy"),
        (plain, "add D1 S0 s0 T1", "supply_busy"),
        (a_session_each, "add D1 S0 s1 T1", "session_full"),
        (a_table_of_its_own, "add D1 S1 s1 T0", "wrong_table"),
        (plain, "add D1 S1 s0 T0", "table_taken"),
        (absent_demand, "add D1 S1 s1 T1", "demand_absent"),
        (absent_supply, "add D1 S1 s1 T1", "supply_absent"),
        (full_demand, "add D1 S1 s1 T1", "demand_full"),
        (full_supply, "add D1 S1 s1 T1", "supply_full"),
        (a_closed_table, "add D1 S1 s1 T1", "table_closed"),
        (a_never, "add D1 S1 s1 T1", "never"),
        (a_low_score, "add D1 S1 s1 T1", "low_score"),
        (met, "add D1 S1 s1 T1", "met_before"),
        (plain, "move D0 S0 s0 T1", "reseated"),
    ],
)
def test_a_change_meets_one_conflict_of_its_level(prepare: Any, asked: str, code: str) -> None:
    event = an_event(2, 2)
    prepare(event)
    plan, wanted = listed("D0 S0 s0 T0"), change(asked)

    made = change_list({"event": event}, plan, [wanted])
    released = change_list({"event": event}, plan, [change(asked, code)])

    assert [found.code for found in made.conflicts] == [code]
    level = KINDS[code].level
    assert bool(made.against([wanted])) == (level in {Level.BLOCK, Level.RELEASE})
    if level is Level.BLOCK:
        assert seats_of(released.meetings) == ["D0 S0 s0 T0"]
    else:
        assert len(released.meetings) == (1 if code == "reseated" else 2)
        final = dump_plan(describe_given(load_event(released.event), released.meetings, None, seed=1))
        assert check(released.event, final) == []
    if level is Level.RELEASE:
        assert made.meetings == plan["meetings"]
        assert len(released.releases) == 1


def test_no_table_is_found_when_all_are_taken() -> None:
    event = an_event(2, 2, tables=1)

    assert judged(event, listed("D0 S0 s0 T0"), change("add D1 S1 s0")) == [("no_table", Level.BLOCK)]


def test_dropping_tells_what_is_lost_and_a_lock_must_be_released() -> None:
    event = an_event(2, 2)
    party(event, "D0")["min_meetings"] = 1
    event["wishes"] = [{"from": "D0", "to": "S0", "kind": "must"}, {"from": "S0", "to": "D0", "kind": "want"}]
    lock = {"kind": "meeting", "demand": "D0", "supply": "S0", "slot": "s0", "table": "T0"}

    told = judged(event, listed("D0 S0 s0 T0"), change("drop D0 S0"), locks=[lock])

    assert told == [
        ("locked", Level.RELEASE),
        ("must_dropped", Level.WARN),
        ("below_minimum", Level.WARN),
        ("want_dropped", Level.IGNORE),
    ]


def test_a_pair_that_was_excluded_may_be_added_without_a_word() -> None:
    excluded = {"kind": "exclude", "demand": "D1", "supply": "S1"}

    made = change_list({"event": an_event(2, 2), "locks": [excluded]}, listed(), [change("add D1 S1 s0 T0")])

    assert [(found.code, found.kind.level) for found in made.conflicts] == [("was_excluded", Level.IGNORE)]
    assert [one["kind"] for one in made.locks] == ["meeting"]


def test_an_unlocked_meeting_that_no_run_would_offer_stays_within_the_rules() -> None:
    event = an_event(1, 1, score=0)
    lock = {"kind": "meeting", "demand": "D0", "supply": "S0", "slot": "s0", "table": "T0"}

    made = change_list({"event": event, "locks": [lock]}, listed("D0 S0 s0 T0"), [change("unlock D0 S0")])

    assert made.locks == []
    final = dump_plan(describe_given(load_event(made.event), made.meetings, None, seed=1))
    assert check(made.event, final) == []


def test_a_list_described_again_is_the_same_plan() -> None:
    event = an_event(4, 3, 4, 2)
    plan = plan_of(event)

    again = dump_plan(
        describe_given(load_event(event), plan["meetings"], plan["bound"]["certificate"], seed=plan["solver"]["seed"])
    )

    assert again == plan


@ANY
@given(events(), st.data())
def test_whatever_is_changed_by_hand_passes_the_checker(event: Json, data: Any) -> None:
    plan = plan_of(event)
    before = copy.deepcopy((event, plan))
    names = {side: [one["id"] for one in event["parties"] if one["side"] == side] for side in ("demand", "supply")}
    every = frozenset(code for code, kind in KINDS.items() if kind.level is not Level.BLOCK)
    asked = [
        Change(
            data.draw(st.sampled_from(list(Act))),
            data.draw(st.sampled_from(names["demand"])),
            data.draw(st.sampled_from(names["supply"])),
            data.draw(st.sampled_from([slot["id"] for slot in event["slots"]])),
            data.draw(st.sampled_from(["", *(table["id"] for table in event["tables"])])),
            every,
        )
        for _ in range(3)
    ]

    made = change_list({"event": event}, plan, asked)

    final = dump_plan(
        describe_given(load_event(made.event), made.meetings, plan["bound"]["certificate"], seed=plan["solver"]["seed"])
    )
    assert (event, plan) == before
    assert check(made.event, final) == []
    assert sorted(seats_of(final["meetings"])) == sorted(seats_of(made.meetings))
    assert final["bound"]["gap"] >= 0
