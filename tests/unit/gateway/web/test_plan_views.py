"""A plan as people read it."""

from typing import Any

from gateway.web.plan_views import by_party, gap_of, make_halls, prove, short_names


def slot(number: int, start: str, end: str) -> dict[str, Any]:
    return {"id": f"s{number}", "startsAt": f"2019-11-28T{start}:00Z", "endsAt": f"2019-11-28T{end}:00Z"}


SLOTS = [slot(1, "01:00", "01:20"), slot(2, "01:20", "01:40"), slot(3, "05:00", "05:20")]
TABLES = [{"id": "t1", "name": "1 号桌"}, {"id": "t2", "name": "2 号桌"}]
FIRM = {"id": "d1", "name": "云枢汽车零部件（上海）有限公司"}
OTHER = {"id": "d2", "name": "云枢汽车模具有限公司"}
BAOSIGHT = {"id": "p1", "name": "上海宝信软件股份有限公司"}
GEER = {"id": "p2", "name": "上海格尔软件股份有限公司"}


def meeting(at: int, table: int, demand: dict[str, Any], supply: dict[str, Any]) -> dict[str, Any]:
    return {"slot": SLOTS[at], "table": TABLES[table], "demand": demand, "supply": supply}


def test_the_hall_has_a_line_a_table_and_shows_the_pause_at_noon() -> None:
    meetings = [meeting(0, 0, FIRM, BAOSIGHT), meeting(2, 0, OTHER, BAOSIGHT), meeting(1, 1, FIRM, GEER)]

    (hall,) = make_halls(SLOTS, TABLES, meetings)

    assert hall.day == "2019-11-28"
    assert [one["id"] for one in hall.slots] == ["s1", "s2", "s3"]
    assert hall.breaks == {"s2"}
    assert [(line.table["id"], sorted(line.cells)) for line in hall.lines] == [("t1", ["s1", "s3"]), ("t2", ["s2"])]
    assert [line.keeper for line in hall.lines] == [BAOSIGHT["name"], GEER["name"]]
    assert hall.keeps_tables


def test_a_table_that_changes_hands_has_no_keeper() -> None:
    (hall,) = make_halls(SLOTS, TABLES, [meeting(0, 0, FIRM, BAOSIGHT), meeting(1, 0, OTHER, GEER)])

    assert not hall.keeps_tables


def test_a_day_has_a_hall_of_its_own() -> None:
    later = {"id": "s9", "startsAt": "2019-11-29T01:00:00Z", "endsAt": "2019-11-29T01:20:00Z"}

    halls = make_halls([*SLOTS, later], TABLES, [])

    assert [(hall.day, len(hall.slots)) for hall in halls] == [("2019-11-28", 3), ("2019-11-29", 1)]


def test_a_party_reads_its_day_in_order() -> None:
    meetings = [meeting(2, 0, FIRM, BAOSIGHT), meeting(0, 1, FIRM, GEER)]

    days = {one.party["id"]: [met["slot"]["id"] for met in one.meetings] for one in by_party(meetings)}

    assert days == {"p1": ["s3"], "p2": ["s1"], "d1": ["s1", "s3"]}


def test_short_names_tell_parties_apart() -> None:
    meetings = [meeting(0, 0, FIRM, BAOSIGHT), meeting(1, 1, OTHER, GEER)]

    assert short_names(meetings) == {"d1": "云枢汽车零", "d2": "云枢汽车模", "p1": "宝信软件", "p2": "格尔软件"}


def test_parties_of_the_same_name_share_it() -> None:
    twin = {"id": "p3", "name": BAOSIGHT["name"]}

    assert short_names([meeting(0, 0, FIRM, BAOSIGHT), meeting(1, 0, FIRM, twin)])["p3"] == "宝信软件"


def test_the_proof_is_told_in_words() -> None:
    assert prove({"value": 20813, "bound": 20813}).endswith("没有更好的排法。")
    assert prove({"value": 48211, "bound": 48360}) == (
        "洽谈总分 48,211，任何排法都不会超过 48,360：距理论上限最多 0.3%。"
    )
    assert prove({"value": None, "bound": None}) == "这次没有得出理论上限。"
    assert gap_of({"value": 0, "bound": 0}) == 0
