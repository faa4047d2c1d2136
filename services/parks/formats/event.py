"""The park event (园区对接输入) of format 1.0: decoded JSON in, checked nouns out."""

import hashlib
import json
from collections.abc import Collection, Mapping
from typing import Any

from services.parks.formats.cursor import Cursor, known_once, refuse_repeats
from services.parks.formats.nouns import Need, Park, ParkEvent, Provider, Rules
from services.parks.formats.promises import refuse_broken_promises
from services.parks.formats.refusals import EventError

__all__ = ["EventError", "ParkEvent", "canonical_digest", "load_event"]

FORMAT, VERSION = "park-event", "1.0"
MOST_WORK_ITEMS = 16
BEST = 1000
_REQUIRED = (
    "format",
    "version",
    "event_id",
    "work_items",
    "parks",
    "providers",
    "scores",
    "conflicts",
    "rules",
)
_WORK_ITEM = ("建设内容", "work item")
_PROVIDER = ("目录条目", "provider")


def load_event(value: Any) -> ParkEvent:
    """Read an event strictly. Raises EventError with the code and the field of the first fault."""
    row = Cursor(value).record(_REQUIRED)
    for name, expected in (("format", FORMAT), ("version", VERSION)):
        if row[name].value != expected:
            raise row[name].refused("wrong-format", expected=expected)
    event_id = row["event_id"].identifier()
    work_items = _read_work_items(row["work_items"])
    providers = _read_providers(row["providers"], work_items)
    names = frozenset(provider.id for provider in providers)
    parks = _read_parks(row["parks"], work_items, names)
    event = ParkEvent(
        event_id=event_id,
        work_items=work_items,
        parks=parks,
        providers=providers,
        qualities=_read_scores(row["scores"], {park.id for park in parks}, work_items, names),
        conflicts=_read_conflicts(row["conflicts"], names),
        rules=_read_rules(row["rules"]),
        digest=canonical_digest(value),
    )
    refuse_broken_promises(event)
    return event


def canonical_digest(value: Any) -> str:
    """SHA-256 of canonical JSON: keys sorted, no spaces, UTF-8, no ASCII escapes."""
    canonical = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(canonical.encode("utf-8", "surrogatepass")).hexdigest()


def _read_work_items(list_: Cursor) -> dict[str, str]:
    rows = [item.record(("id",), ("title",)) for item in list_.items(1, MOST_WORK_ITEMS)]
    refuse_repeats((row["id"], row["id"].identifier()) for row in rows)
    return {row["id"].value: row.get("title", "").text() for row in rows}


def _read_providers(list_: Cursor, work_items: Collection[str]) -> tuple[Provider, ...]:
    rows = [
        item.record(("id", "work_items", "price", "max_parks"), ("name", "organisation")) for item in list_.items(1)
    ]
    refuse_repeats((row["id"], row["id"].identifier()) for row in rows)
    for row in rows:
        # The format carries the organisation for readers; what follows from it stands in `conflicts`.
        row.get("organisation", row["id"].value).identifier()
    return tuple(
        Provider(
            id=row["id"].value,
            name=row.get("name", "").text(),
            work_items=frozenset(known_once(row["work_items"], work_items, *_WORK_ITEM)),
            price=row["price"].whole(),
            max_parks=row["max_parks"].whole(),
        )
        for row in rows
    )


def _read_parks(list_: Cursor, work_items: Collection[str], providers: Collection[str]) -> tuple[Park, ...]:
    optional = ("name", "include", "exclude")
    rows = [item.record(("id", "needs", "budget", "max_members"), optional) for item in list_.items(1)]
    refuse_repeats((row["id"], row["id"].identifier()) for row in rows)
    return tuple(
        Park(
            id=row["id"].value,
            name=row.get("name", "").text(),
            needs=_read_needs(row["needs"], work_items),
            budget=row["budget"].whole(),
            max_members=row["max_members"].whole(low=1),
            include=known_once(row.get("include", []), providers, *_PROVIDER),
            exclude=frozenset(known_once(row.get("exclude", []), providers, *_PROVIDER)),
        )
        for row in rows
    )


def _read_needs(list_: Cursor, work_items: Collection[str]) -> tuple[Need, ...]:
    rows = [item.record(("work_item", "priority"), ("required",)) for item in list_.items(1)]
    refuse_repeats((row["work_item"], row["work_item"].known(work_items, *_WORK_ITEM)) for row in rows)
    return tuple(
        Need(row["work_item"].value, row["priority"].whole(1, 3), row.get("required", False).flag()) for row in rows
    )


def _read_scores(
    list_: Cursor, parks: Collection[str], work_items: Collection[str], providers: Collection[str]
) -> Mapping[tuple[str, str], Mapping[str, int]]:
    """The qualities; one for a work item that the park does not need, or the provider does not list, does no harm."""
    qualities: dict[tuple[str, str], dict[str, int]] = {}
    for item in list_.items():
        park, work_item, provider, quality = item.tuple_of(4)
        offers = qualities.setdefault((park.known(parks, "园区", "park"), work_item.known(work_items, *_WORK_ITEM)), {})
        name = provider.known(providers, *_PROVIDER)
        if name in offers:
            raise item.refused("duplicate", value=f"{park.value} {work_item.value} {name}")
        offers[name] = quality.whole(0, BEST)
    return qualities


def _read_conflicts(list_: Cursor, providers: Collection[str]) -> frozenset[frozenset[str]]:
    pairs = set()
    for item in list_.items():
        one, other = (place.known(providers, *_PROVIDER) for place in item.tuple_of(2))
        if one == other:
            raise item.refused("conflict-with-itself", value=one)
        pairs.add(frozenset((one, other)))
    return frozenset(pairs)


def _read_rules(row: Cursor) -> Rules:
    row.record(("cover_weight", "member_cost", "penalties"))
    penalties = row["penalties"].record(("required",))
    return Rules(row["cover_weight"].whole(), row["member_cost"].whole(), penalties["required"].whole())
