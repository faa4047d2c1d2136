"""The workbook of a plan made from a file: told as the service tells it, with no more names than the event has."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from services.conference.exports.making import tell_printed
from services.conference.exports.workbook import write_workbook


def write_plan_book(event: Mapping[str, Any], plan: Mapping[str, Any]) -> bytes:
    """The workbook of a plan of format 1.0 and the event it answers: a draft, since nobody has published it."""
    slots = [
        {"id": one["id"], "session_id": one["session"], "starts_at": one["start"], "ends_at": one["end"]}
        for one in event["slots"]
    ]
    dates = {slot["session_id"]: datetime.fromisoformat(slot["starts_at"]).date().isoformat() for slot in slots}
    names = {
        "event": {**event, "scores": {"entries": _entries(event["scores"])}},
        "conference": {"id": "", "title": event.get("title") or event["event_id"], "venue": "", "demo": False},
        "sessions": [
            {"id": one["id"], "title": one.get("title") or one["id"], "date": dates.get(one["id"], "")}
            for one in event["sessions"]
        ],
        "slots": slots,
        "tables": [{"id": one["id"], "name": _name_table(one["id"])} for one in event["tables"]],
        "parties": [_party(one) for one in event["parties"]],
    }
    run = {"id": event["event_id"], "conference_id": "", "plan_state": "draft", "created_at": ""}
    return write_workbook(tell_printed({**run, "input_hash": plan["event_sha256"]}, names, plan))


def _entries(scores: Mapping[str, Any]) -> list[tuple[str, str, int]]:
    if scores["layout"] == "sparse":
        return [(one, other, score) for one, other, score in scores["entries"]]
    return [
        (demand, supply, score)
        for demand, row in zip(scores["demand"], scores["rows"], strict=True)
        for supply, score in zip(scores["supply"], row, strict=True)
        if score
    ]


def _name_table(table_id: str) -> str:
    digits = table_id.removeprefix("T")
    return f"{int(digits)} 号桌" if digits.isascii() and digits.isdigit() else table_id


def _party(party: Mapping[str, Any]) -> dict[str, Any]:
    name = party.get("name") or party["id"]
    return {**party, "name": name, "organisation_name": name, "unavailable": party.get("unavailable", [])}
