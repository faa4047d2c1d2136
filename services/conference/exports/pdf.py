"""Printed documents (打印稿): a page a party, and the hall on A3, told as data for the templates in `static/`."""

from collections.abc import Collection, Mapping, Sequence
from itertools import groupby
from typing import Any

import orjson

from services.conference.exports.archive import pack
from services.conference.exports.glyphs import missing_in
from services.conference.exports.grids import split_pages
from services.conference.exports.paper import (
    CAUTIONS,
    PARTIES_GRID,
    SIDES,
    STATES,
    TABLES_GRID,
    day_of,
    local,
    occasion_of,
    order_parties,
    start_of,
    times_of,
)
from services.conference.exports.printing import print_apart, print_document

TABLE_MILLIMETRES, PARTY_MILLIMETRES = 22, 46
"""Width of the first column of the two grids."""
SHEETS_A_FILE = 500
ROWS_A_FILE = 1000
"""Parties and lines of a grid that one PDF holds: half a gigabyte of memory while it is made."""

Row = Mapping[str, Any]


def print_sheets(plan: Row, *, only: str = "", among: Collection[str] | None = None) -> bytes:
    """A page for every party, for those `among` them, or for one, whose sheet can be read aloud and kept (PDF/A-2b).

    Numbers are those of the whole list, whatever part of it is printed.
    """
    numbers = {party["id"]: f"{number:03d}" for number, party in enumerate(order_parties(plan["parties"]), 1)}
    meetings = _meetings_of(plan)
    parties = [
        _tell_party(party, numbers[party["id"]], meetings[party["id"]])
        for party in order_parties(plan["parties"])
        if only in ("", party["id"]) and (among is None or party["id"] in among)
    ]
    if only:
        data = orjson.dumps({**_tell_frame(plan), "parties": parties}).decode()
        return print_document("sheets.typ", data, is_single=not missing_in(data))
    batches = [parties[start : start + SHEETS_A_FILE] for start in range(0, len(parties), SHEETS_A_FILE)]
    return _print_all("sheets.typ", [{**_tell_frame(plan), "parties": batch} for batch in batches])


def print_hall(plan: Row) -> bytes:
    """Tables by slots and parties by slots on A3 that lies on its side."""
    at_table = {(one["table"]["id"], one["slot"]["id"]): one for one in plan["meetings"]}
    meetings = _meetings_of(plan)
    tables = [
        (table["name"], [_names(at_table.get((table["id"], slot["id"]))) for slot in plan["slots"]])
        for table in plan["tables"]
    ]
    parties = [
        (f"{number:03d} {party['name']}", _cells_of(plan, party, meetings[party["id"]]))
        for number, party in enumerate(order_parties(plan["parties"]), 1)
    ]
    grids = [
        *_tell_grid(plan, TABLES_GRID, "洽谈桌", TABLE_MILLIMETRES, tables),
        *_tell_grid(plan, PARTIES_GRID, "参会方", PARTY_MILLIMETRES, parties),
    ]
    batches: list[list[dict[str, Any]]] = [[]]
    for grid in grids:
        if batches[-1] and sum(len(one["rows"]) for one in [*batches[-1], grid]) > ROWS_A_FILE:
            batches.append([])
        batches[-1].append(grid)
    return _print_all("hall.typ", [{**_tell_frame(plan), "grids": batch} for batch in batches])


def _print_all(template: str, documents: Sequence[Row]) -> bytes:
    """One PDF, or an archive of several where one would take too much memory to make and to open."""
    data = [orjson.dumps(one).decode() for one in documents]
    if len(data) == 1:
        return print_document(template, data[0])
    return pack((f"{number}.pdf", print_apart(template, one), "") for number, one in enumerate(data, 1))


def _tell_frame(plan: Row) -> dict[str, Any]:
    title, state = plan["conference"]["title"], plan["plan_state"]
    made = local(plan["run"]["created_at"])
    return {
        "title": title,
        # The moment of the plan, not of the printing, so that equal plans are equal files.
        "made": {name: getattr(made, name) for name in ("year", "month", "day", "hour", "minute", "second")},
        "occasion": occasion_of(plan),
        "caution": CAUTIONS.get(state, ""),
        "foot": f"{title} · {STATES[state]} · {plan['run_id'][-6:]}",
    }


def _meetings_of(plan: Row) -> dict[str, dict[str, Row]]:
    """Party -> slot -> meeting."""
    found: dict[str, dict[str, Row]] = {party["id"]: {} for party in plan["parties"]}
    for meeting in plan["meetings"]:
        for side in SIDES:
            found[meeting[side]["id"]][meeting["slot"]["id"]] = meeting
    return found


def _tell_party(party: Row, number: str, meetings: Mapping[str, Row]) -> dict[str, Any]:
    told = []
    day = ""
    for meeting in sorted(meetings.values(), key=lambda one: one["slot"]["starts_at"]):
        today = day_of(meeting["slot"])
        other = _other(meeting, party["id"])
        told.append(
            {
                "day": today if today != day else "",
                "time": times_of(meeting["slot"]),
                "table": meeting["table"]["name"],
                "other": other["name"],
                "organisation": _organisation(other),
            }
        )
        day = today
    return {
        "number": number,
        "name": party["name"],
        "organisation": _organisation(party),
        "side": SIDES[party["side"]],
        "days": sum(bool(one["day"]) for one in told),
        "meetings": told,
    }


def _organisation(party: Row) -> str:
    name, organisation = str(party["name"]), str(party["organisation_name"])
    return "" if organisation in name else organisation


def _other(meeting: Row, party_id: str) -> Row:
    other: Row = meeting["supply" if meeting["demand"]["id"] == party_id else "demand"]
    return other


def _names(meeting: Row | None) -> list[str]:
    return [meeting["demand"]["name"], meeting["supply"]["name"]] if meeting else []


def _cells_of(plan: Row, party: Row, meetings: Mapping[str, Row]) -> list[list[str]]:
    closed = set(party["unavailable"])
    return [
        [_other(meetings[slot["id"]], party["id"])["name"], meetings[slot["id"]]["table"]["name"]]
        if slot["id"] in meetings
        else (["不便"] if slot["id"] in closed else [])
        for slot in plan["slots"]
    ]


def _tell_grid(
    plan: Row, title: str, head: str, first: int, rows: Sequence[tuple[str, list[list[str]]]]
) -> list[dict[str, Any]]:
    """A grid for each page's slots."""
    told: list[dict[str, Any]] = []
    slots, done = plan["slots"], 0
    titles = {session["id"]: session["title"] for session in plan["sessions"]}
    lengths = [len(list(group)) for _, group in groupby(slots, key=lambda slot: slot["session_id"])]
    for length in split_pages(lengths):
        here = slots[done : done + length]
        sessions = [
            {"title": f"{day_of(group[0])} {titles[group[0]['session_id']]}", "span": len(group)}
            for _, found in groupby(here, key=lambda slot: slot["session_id"])
            if (group := list(found))
        ]
        frame = {"title": title, "head": head, "first": first, "sessions": sessions}
        lines = [{"name": name, "cells": cells[done : done + length]} for name, cells in rows]
        told += [
            {**frame, "starts": [start_of(slot) for slot in here], "rows": lines[start : start + ROWS_A_FILE]}
            for start in range(0, len(lines), ROWS_A_FILE)
        ]
        done += length
    return told
