"""A file of a plan (导出文件): what it can be, and how far its making is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from services.conference.domain import PlanState

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PDF = "application/pdf"
CALENDAR = "text/calendar; charset=utf-8"
SHOWN = frozenset({PlanState.PROVISIONAL, PlanState.PUBLISHED})
"""States in which the parties may look at a plan."""


@dataclass(frozen=True)
class Form:
    """What a file can be: its name in an address, the ending of its own name, its media type.

    `on` are the states of a plan that let it be made without being asked for, `only` those in which it can be had, all
    when empty. One party's own file is `of_party`; it may be `part_of` a file that is made for all parties together.
    """

    name: str
    ending: str
    media_type: str
    on: frozenset[PlanState] = frozenset()
    only: frozenset[PlanState] = frozenset()
    of_party: bool = False
    part_of: str = ""


_OUT = frozenset({PlanState.PUBLISHED})
FORMS: Mapping[str, Form] = {
    "workbook": Form("plan.xlsx", ".xlsx", XLSX, on=SHOWN),
    "sheets": Form("sheets.pdf", "-sheets.pdf", PDF, on=SHOWN),
    "hall": Form("hall.pdf", "-hall.pdf", PDF, on=SHOWN),
    "calendars": Form("calendars.zip", "-calendars.zip", "application/zip", on=_OUT, only=_OUT),
    "event": Form("event.xlsx", "-event.xlsx", XLSX),
    "sheet": Form("sheet.pdf", "-sheet.pdf", PDF, of_party=True),
    "calendar": Form("calendar.ics", ".ics", CALENDAR, only=_OUT, of_party=True, part_of="calendars"),
}
"""Form -> what it is. The draft's workbook is made together with the plan."""
FORM_OF = {form.name: key for key, form in FORMS.items()}


@dataclass(frozen=True)
class PlanFile:
    """One file of a plan in one state of it; `doubts` are what cannot be printed as it was typed."""

    id: str
    run_id: str
    form: str
    party_id: str
    plan_state: PlanState
    state: str
    created_at: datetime
    progress: int = 0
    error: str = ""
    size: int = 0
    doubts: Sequence[Mapping[str, Any]] = ()
    finished_at: datetime | None = None


@dataclass(frozen=True)
class Release:
    """A list that was published once, with the snapshot it was made from, both as JSON."""

    run_id: str
    published_at: datetime
    frozen: bytes
    plan: bytes
