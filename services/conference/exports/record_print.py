"""A provider's record of a year (成效材料) as a document to be handed in: tagged, and fit to be kept (PDF/A-2b)."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import orjson

from services.conference.exports.glyphs import missing_in
from services.conference.exports.paper import day_of, start_of
from services.conference.exports.printing import print_document
from services.conference.exports.record_words import CATEGORIES, NOTE, amount_of, caption_of, result_of, title_of

Row = Mapping[str, Any]


def print_record(record: Row) -> bytes:
    """The PDF; the same record always gives the same bytes. Raises PrintError."""
    made = date.fromisoformat(record["made_on"])
    told = {
        "title": title_of(record),
        "caption": caption_of(record),
        "note": NOTE,
        # The day of the figures, not of the printing, so that equal records are equal files.
        "made": {"year": made.year, "month": made.month, "day": made.day},
        "figures": [[one["label"], f"{one['value']:,}", one["definition"]] for one in record["figures"]],
        "entries": [
            [one["name"], CATEGORIES.get(one["category"], one["category"]), one["edition"], one["document_number"]]
            for one in record["entries"]
        ],
        "meetings": [_tell(one) for one in record["meetings"]],
    }
    data = orjson.dumps(told).decode()
    return print_document("record.typ", data, is_single=not missing_in(data))


def _tell(meeting: Row) -> list[str]:
    amount = amount_of(meeting)
    return [
        f"{day_of(meeting)} {start_of(meeting)}",
        meeting["demand_name"],
        meeting["held_text"],
        result_of(meeting),
        "" if amount is None else f"{amount:,}",
    ]
