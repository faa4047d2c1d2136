"""The pairing list (对接名单) as an Excel workbook: overview, what is not met, grids, desk list, one sheet a party.

The same plan always gives the same bytes. Text that users typed is always written as text, never as a formula.
"""

import io
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import xlsxwriter

from services.conference.exports.grids import write_parties_grid, write_tables_grid
from services.conference.exports.overview import write_overview
from services.conference.exports.paper import Paper
from services.conference.exports.sheets import write_desk_list, write_party_sheet
from services.conference.exports.shortfalls import write_shortfalls
from services.conference.exports.standby import write_standby

SAFE = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
MADE_AT = datetime(2018, 11, 19)
"""Written into every file as the moment of its making, so that equal plans are equal files."""


def write_workbook(plan: Mapping[str, Any]) -> bytes:
    """The workbook of a plan as `telling.tell_whole_plan` tells it, with its `run` and its `standby`."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, SAFE) as book:
        book.set_properties({"title": plan["conference"]["title"], "subject": "对接名单", "created": MADE_AT})
        paper = Paper(book, plan)
        write_overview(paper)
        write_shortfalls(paper)
        write_tables_grid(paper)
        write_parties_grid(paper)
        write_desk_list(paper)
        write_standby(paper)
        for party in paper.parties:
            write_party_sheet(paper, party)
    return buffer.getvalue()
