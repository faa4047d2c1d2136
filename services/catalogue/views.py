"""How editions and entries are told: the same words in answers and in facts, a contact only to those who may see it."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from services.catalogue.completeness import weigh
from services.catalogue.domain import Category, Edition, Entry
from services.catalogue.prerequisite import Prerequisite, state_prerequisite
from services.chassis.identity import Actor, Role

Told = dict[str, Any]


def tell_edition(edition: Edition) -> Told:
    """An edition's own state; how many entries it has is counted apart (`with_counts`)."""
    return {
        "id": edition.id,
        "year": edition.year,
        "scope": str(edition.scope),
        "title": edition.title,
        "document_number": edition.document_number,
        "status": str(edition.status),
        "demo": edition.demo,
        "in_use": edition.in_use,
        "opened_at": edition.opened_at.isoformat(),
        "published_at": edition.published_at.isoformat() if edition.published_at else None,
        "version": edition.version,
    }


def with_counts(edition: Edition, counts: Mapping[Category, int]) -> Told:
    """An edition and its admitted entries by category, all categories in the order of the list."""
    categories = [{"category": str(one), "count": counts.get(one, 0)} for one in Category]
    return {**tell_edition(edition), "entry_count": sum(counts.values()), "categories": categories}


def brief_edition(edition: Edition) -> Told:
    """What an entry says of its edition."""
    told = tell_edition(edition)
    names = ("id", "year", "scope", "title", "document_number", "status", "demo", "in_use")
    return {name: told[name] for name in names}


def tell_entry(entry: Entry, edition: Edition, *, contact: bool = False) -> Told:
    """An entry; with its contact only when `contact` says so."""
    listing = asdict(entry.listing)
    return {
        "id": entry.id,
        "edition": brief_edition(edition),
        **{name: str(value) if isinstance(value, str) else value for name, value in listing.items()},
        "official": not edition.demo,
        "status": str(entry.status),
        "withdrawn_reason": entry.withdrawn_reason,
        "withdrawn_at": entry.withdrawn_at.isoformat() if entry.withdrawn_at else None,
        "renewed_from": entry.renewed_from,
        "profile": _tell_profile(entry, contact=contact),
        "completeness": {**asdict(weigh(entry.profile)), "missing": list(weigh(entry.profile).missing)},
        "prerequisites": [_brief_prerequisite(state_prerequisite(entry, edition, edition.year))],
        "version": entry.version,
    }


def _tell_profile(entry: Entry, *, contact: bool) -> Told:
    told = {name: list(value) if isinstance(value, tuple) else value for name, value in vars(entry.profile).items()}
    told["contact"] = asdict(entry.profile.contact)
    if not contact:
        del told["contact"]
    return told


def _brief_prerequisite(prerequisite: Prerequisite) -> Told:
    return {name: getattr(prerequisite, name) for name in ("year", "met", "basis", "basis_en")} | {
        "category": str(prerequisite.category)
    }


def may_see_contact(actor: Actor, entry: Entry) -> bool:
    """Whether a person sees the entry's contact: those who organize or audit, and the provider itself."""
    own = actor.has(Role.PROVIDER) and actor.organisation == entry.listing.organisation_id
    return own or actor.has(Role.ORGANIZER, Role.AUDITOR)
