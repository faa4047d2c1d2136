"""Reading what other services tell (事实与应答的读取): needs, entries and editions as matching knows them."""

from collections.abc import Mapping
from typing import Any

from services.matching.domain import KnownEntry, KnownNeed, KnownRecord
from services.matching.schemas import EditionHeard, EntryHeard, NeedHeard, RecordHeard

_NEED, _ENTRY, _EDITION, _RECORD = NeedHeard(), EntryHeard(), EditionHeard(), RecordHeard()
_NEED_LISTS = ("categories", "capabilities", "application_modes", "work_items")
_PROFILE_LISTS = ("capabilities", "industries", "application_modes", "service_regions", "cases")


def read_need(need_id: str, version: int, data: Mapping[str, Any]) -> KnownNeed:
    """A need out of a fact or an answer. Raises marshmallow's ValidationError."""
    told = _NEED.load(data)
    return KnownNeed(
        id=need_id,
        version=version or told["version"],
        status=told["status"],
        kind=told["kind"],
        is_confidential=told["confidential"],
        organisation_id=told["organisation_id"],
        title=told["title"],
        text=told["text"],
        industry=told["industry"] or "",
        district=told["district"] or "",
        **{name: tuple(told[name]) for name in _NEED_LISTS},
    )


def read_entry(entry_id: str, version: int, data: Mapping[str, Any]) -> KnownEntry:
    """An entry out of a fact. Raises marshmallow's ValidationError."""
    told = _ENTRY.load(data)
    edition, profile = told["edition"], {**_EMPTY_PROFILE, **told["profile"]}
    lists: dict[str, Any] = {name: tuple(profile[name]) for name in _PROFILE_LISTS}
    return KnownEntry(
        id=entry_id,
        version=version,
        edition_id=edition["id"],
        edition_year=edition["year"],
        document_number=edition["document_number"],
        description=profile["description"],
        **{name: told[name] for name in _ENTRY_WORDS},
        **lists,
    )


def read_edition(data: Mapping[str, Any]) -> bool:
    """Whether an edition is in use. Raises marshmallow's ValidationError."""
    return bool(_EDITION.load(data)["in_use"])


def read_record(version: int, data: Mapping[str, Any]) -> KnownRecord:
    """A record out of a fact. Raises marshmallow's ValidationError."""
    told = _RECORD.load(data)
    return KnownRecord(
        **{name: told[name] for name in ("organisation_id", "meetings_held", "agreements")}, version=version
    )


_EMPTY_PROFILE: dict[str, Any] = {"description": "", **dict.fromkeys(_PROFILE_LISTS, ())}
_ENTRY_WORDS = (
    "status",
    "organisation_id",
    "name",
    "short_name",
    "company",
    "kind",
    "category",
    "reach",
    "gbt23001_certified",
)
