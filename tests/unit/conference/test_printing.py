"""Printed documents: equal bytes for equal plans, names as data, and what the font lacks named by cell."""

import re

import pytest

from services.conference.exports.glyphs import find_unprintable, known_characters, missing_in
from services.conference.exports.pdf import print_hall, print_sheets
from services.conference.exports.printing import PrintError, print_apart, print_document
from services.conference.exports.standby import find_standby
from tests.unit.conference.events import an_event
from tests.unit.conference.plans import a_plan


def pages(pdf: bytes) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", pdf))


def test_every_party_has_one_page_however_many_meetings() -> None:
    short, long = a_plan(), a_plan(([f"工厂{n}" for n in range(24)], ["服务商甲"]), slots=12)

    assert pages(print_sheets(short)) == 3
    assert pages(print_sheets(long)) == 25
    assert pages(print_sheets(long, only="s0")) == 1


def test_equal_plans_are_equal_files_and_the_state_is_seen() -> None:
    assert print_sheets(a_plan()) == print_sheets(a_plan())
    assert print_hall(a_plan()) == print_hall(a_plan())
    assert print_hall(a_plan()) != print_hall(a_plan(plan_state="draft"))


def test_what_users_typed_is_no_code() -> None:
    plan = a_plan((['#panic("x")', "$ x $ * _ \\ ` <a> @b // /* "], ['"); #import "x.typ"']))

    assert pages(print_sheets(plan)) == 3
    assert print_hall(plan).startswith(b"%PDF")


def test_a_character_that_the_font_lacks_is_named_by_its_cell_before_printing() -> None:
    plan = a_plan((["马镕𪚥厂", "王珺厂"], ["服务商甲"]))
    plan["parties"][1]["organisation_name"] = "𪚥集团"
    plan["tables"][1]["name"] = "𪚥桌"

    assert find_unprintable(plan) == [
        {"cell": "洽谈桌×时段!A4", "text": "𪚥桌", "character": "𪚥", "code_point": "U+2A6A5"},
        {"cell": "参会方×时段!B3", "text": "马镕𪚥厂", "character": "𪚥", "code_point": "U+2A6A5"},
        {"cell": "002!A2", "text": "𪚥集团", "character": "𪚥", "code_point": "U+2A6A5"},
    ]
    assert find_unprintable(a_plan()) == []
    assert pages(print_sheets(plan, only="d0")) == 1


def test_the_font_has_the_rare_characters_of_names() -> None:
    assert missing_in("䶮㛃㙍𬭎𫖯𬱖𬳵𬍛𦙶堃喆頔昇镕旸玟玥珺") == []
    assert missing_in("龙𪚥龙𪚥\n") == ["𪚥"]
    assert len(known_characters()) == 30890


def test_a_document_that_cannot_be_printed_says_why() -> None:
    with pytest.raises(PrintError, match="parse JSON"):
        print_document("sheets.typ", "{")
    with pytest.raises(PrintError):
        print_apart("sheets.typ", "{")


def test_who_could_step_in_is_free_and_wished_first_and_stands_once_a_slot() -> None:
    event = an_event()
    entries = [("D0", "S0", 900), ("D0", "S1", 500), ("D1", "S0", 400), ("D1", "S1", 100)]
    event |= {"scores": {"entries": entries}, "wishes": [{"from": "D1", "to": "S0", "kind": "want"}], "locks": []}
    event["rules"]["min_score"] = 300
    slot, later = (one["id"] for one in event["slots"][:2])
    meetings = [{"demand": "D0", "supply": "S1", "slot": slot, "table": "T1"}]

    found = [(one["slot_id"], one["demand_id"], one["supply_id"], one["wish"]) for one in find_standby(event, meetings)]

    assert [one for one in found if one[0] == slot] == [(slot, "D1", "S0", "want")]
    assert [one for one in found if one[0] == later] == [(later, "D1", "S0", "want")]
