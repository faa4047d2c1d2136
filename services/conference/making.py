"""Making a plan (排期) from a snapshot: solved, then judged by the checker that shares no code with it. Pure."""

import base64
from typing import Any

import orjson

from services.chassis.runs import Report
from services.conference.checker.check import check
from services.conference.day.repairing import keep_tables
from services.conference.exports.making import tell_printed
from services.conference.exports.workbook import write_workbook
from services.conference.formats.event import EventError, load_event
from services.conference.formats.plan import dump_plan
from services.conference.hand.describing import describe_given
from services.conference.solver.solve import solve


def make_plan(source: bytes, report: Report) -> bytes:
    """The body of a run: `{"plan": …, "workbook": …}`, `{"error": …}` for an unusable event, or `{"faults": […]}`.

    Runs in a child that can be killed; the same run and snapshot always give the same bytes.
    """
    asked: dict[str, Any] = orjson.loads(source)
    frozen = asked["frozen"]

    def tell(done: float, best: int, bound: int) -> None:
        report(min(95, int(done * 95)), best=best, bound=bound)

    given = frozen.get("given")
    try:
        event = load_event(frozen["event"])
        if given is None:
            # Locks may contradict each other in ways that only solving finds.
            plan = dump_plan(solve(event, effort=frozen["effort"], report=tell))
        else:
            plan = dump_plan(describe_given(event, given["meetings"], given["certificate"], seed=given["seed"]))
    except EventError as error:
        told = {"code": error.code, "field": error.field, "zh": error.message_zh, "en": error.message_en}
        return orjson.dumps({"error": told})
    if given is None and frozen["event"]["baseline"] is not None:
        plan = keep_tables(frozen["event"], plan)
    report(97, best=plan["objective"]["composite"], bound=plan["bound"]["composite"])
    faults = check(frozen["event"], plan)
    if faults:
        return orjson.dumps({"faults": [f"{fault.code} {fault.where}: {fault.message}" for fault in faults[:50]]})
    report(99, best=plan["objective"]["composite"], bound=plan["bound"]["composite"])
    # The organizer's first look is at the workbook, so a run is done when both are there.
    workbook = base64.b64encode(write_workbook(tell_printed(asked["run"], frozen, plan))).decode()
    return orjson.dumps({"plan": plan, "workbook": workbook})
