"""The making of a plan's files in a child: told once, then written as workbook, sheets, hall or calendars. Pure."""

from collections.abc import Callable, Mapping
from typing import Any

import orjson

from services.chassis.runs import Report
from services.conference.exports.calendars import write_calendars
from services.conference.exports.event_book import write_event_book
from services.conference.exports.glyphs import find_unprintable
from services.conference.exports.pdf import print_hall, print_sheets
from services.conference.exports.printing import PrintError
from services.conference.exports.standby import find_standby
from services.conference.exports.workbook import write_workbook
from services.conference.telling import tell_whole_plan

Plan = Mapping[str, Any]
WRITERS: Mapping[str, Callable[[Plan, Mapping[str, Any]], bytes]] = {
    "workbook": lambda plan, _: write_workbook(plan),
    "sheets": lambda plan, _: print_sheets(plan),
    "hall": lambda plan, _: print_hall(plan),
    "sheet": lambda plan, asked: print_sheets(plan, only=asked["party_id"]),
    "event": lambda _, asked: write_event_book(asked["frozen"]["event"]),
    "calendars": lambda plan, asked: write_calendars(plan, asked["releases"]),
}
"""Form of a file -> what writes it from the told plan and from what was asked."""
PRINTED = frozenset({"sheets", "hall", "sheet"})
"""Forms that show only what the font has."""


def tell_printed(run: Plan, frozen: Plan, plan: Plan) -> dict[str, Any]:
    """All that stands in the files of a plan."""
    told = tell_whole_plan(run, frozen, plan)
    return {**told, "run": run, "standby": find_standby(frozen["event"], plan["meetings"])}


def make_file(source: bytes, report: Report) -> bytes:
    """The body of a file's run: a line of JSON with `doubts` or `problem`, then the file; equal input, equal bytes."""
    asked = orjson.loads(source)
    report(10)
    plan = tell_printed(asked["run"], asked["frozen"], asked["plan"])
    report(20)
    try:
        content = WRITERS[asked["form"]](plan, asked)
    except PrintError as fault:
        return orjson.dumps({"problem": str(fault)}) + b"\n"
    doubts = find_unprintable(plan) if asked["form"] in PRINTED else []
    return orjson.dumps({"doubts": doubts}) + b"\n" + content
