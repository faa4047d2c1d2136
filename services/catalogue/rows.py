"""Editions and entries as rows of tables and back."""

from dataclasses import asdict, fields
from typing import Any

from sqlalchemy import Row

from services.catalogue.domain import (
    Category,
    Contact,
    Difference,
    Dropped,
    Edition,
    EditionStatus,
    Entry,
    EntryStatus,
    Kind,
    Listing,
    Profile,
    Reach,
    Scope,
)

_LISTING = [one.name for one in fields(Listing)]
_PROFILE = [one.name for one in fields(Profile) if one.name != "contact"]


def from_edition(edition: Edition) -> dict[str, Any]:
    """The row of an edition."""
    return {**_plain(vars(edition)), "difference": asdict(edition.difference)}


def to_edition(row: Row[Any]) -> Edition:
    """The edition of a row."""
    values = dict(row._mapping)
    told = values["difference"]
    values["difference"] = Difference(
        told["previous_id"],
        tuple(told["kept"]),
        tuple(told["added"]),
        tuple(Dropped(**one) for one in told["dropped"]),
    )
    return Edition(**{**values, "scope": Scope(values["scope"]), "status": EditionStatus(values["status"])})


def from_entry(entry: Entry) -> dict[str, Any]:
    """The row of an entry."""
    values = _plain(vars(entry))
    listing, profile = values.pop("listing"), values.pop("profile")
    told = {name: _listed(getattr(profile, name)) for name in _PROFILE}
    return {**values, **_plain(vars(listing)), "profile": told, "contact": asdict(profile.contact)}


def to_entry(row: Row[Any]) -> Entry:
    """The entry of a row."""
    values = dict(row._mapping)
    listing = {name: values.pop(name) for name in _LISTING}
    listing |= {
        "kind": Kind(listing["kind"]),
        "category": Category(listing["category"]),
        "reach": Reach(listing["reach"]),
    }
    told: dict[str, Any] = values.pop("profile")
    told = {name: tuple(value) if isinstance(value, list) else value for name, value in told.items()}
    profile = Profile(**told, contact=Contact(**values.pop("contact")))
    return Entry(**{**values, "listing": Listing(**listing), "profile": profile, "status": EntryStatus(row.status)})


def _plain(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value.value if hasattr(value, "value") else value for name, value in values.items()}


def _listed(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
