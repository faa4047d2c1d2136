"""Tables: nobody changes without need."""

from services.conference.formats.event import load_event
from services.conference.solver.problem import read_problem
from services.conference.solver.resettling import count_table_changes, resettle
from services.conference.solver.seating import seat_meetings
from tests.unit.conference.events import an_event

SEATS = [(0, 0, 0), (1, 1, 0), (2, 0, 1), (3, 1, 1), (4, 0, 2), (5, 1, 2)]
"""Two providers meet one enterprise after the other; nobody of the enterprises has a second meeting."""


def test_tables_given_without_thought_are_given_anew() -> None:
    problem = read_problem(load_event(an_event(6, 2, 3, 2)))
    careless = {(0, 0): 0, (1, 1): 1, (2, 0): 1, (3, 1): 0, (4, 0): 0, (5, 1): 1}
    assert count_table_changes(problem, SEATS, careless) == 4

    seating = resettle(problem, SEATS, careless)

    assert count_table_changes(problem, SEATS, seating) == 0


def test_a_locked_table_stays_and_the_others_come_to_it() -> None:
    locks = [{"kind": "meeting", "demand": "D2", "supply": "S0", "slot": "s1", "table": "T1"}]
    problem = read_problem(load_event(an_event(6, 2, 3, 2, locks=locks)))

    seating = seat_meetings(problem, SEATS)

    assert [seating[demand, 0] for demand in (0, 2, 4)] == [1, 1, 1]
    assert count_table_changes(problem, SEATS, seating) == 0


def test_an_own_table_and_a_closed_table_are_kept_apart() -> None:
    event = an_event(6, 2, 3, 3)
    event["tables"][0]["party"] = "S0"
    event["tables"][1]["unavailable"] = ["s1"]
    problem = read_problem(load_event(event))

    seating = seat_meetings(problem, SEATS)

    assert [seating[demand, 0] for demand in (0, 2, 4)] == [0, 0, 0]
    assert [seating[demand, 1] for demand in (1, 3, 5)] == [2, 2, 2]
