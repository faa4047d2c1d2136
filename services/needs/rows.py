"""Between a need and the JSON it is stored and sent as."""

from collections.abc import Mapping
from dataclasses import asdict, fields, replace
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Row

from services.needs.domain import Contact, Content, Event, Need, NeedKind, NeedStatus

CONTENT = tuple(one.name for one in fields(Content))
PRIVATE = ("contact", "history")


def tell_need(need: Need) -> dict[str, Any]:
    """A need as JSON, private parts and all."""
    return {
        "id": need.id,
        "kind": need.kind.value,
        "organisation_id": need.organisation_id,
        "organisation_name": need.organisation_name,
        **tell_content(need.content),
        "confidential": need.confidential,
        "demo": need.demo,
        "contact": asdict(need.contact),
        "status": need.status.value,
        "status_reason": need.status_reason,
        "outcome": need.outcome,
        "expires_on": need.expires_on.isoformat() if need.expires_on else None,
        "published_at": tell_moment(need.published_at) if need.published_at else None,
        "history": [tell_event(event) for event in need.history],
        "version": need.version,
    }


def tell_public(need: Need) -> dict[str, Any]:
    """What everybody may read of a need."""
    return {name: value for name, value in tell_need(need).items() if name not in PRIVATE}


def tell_fact(need: Need) -> dict[str, Any]:
    """What leaves in a fact: of a confidential need only that it is there."""
    if need.confidential:
        told = {"id": need.id, "kind": need.kind.value, "status": need.status.value, "confidential": True}
        return {**told, "version": need.version}
    return tell_public(need)


def tell_content(content: Content) -> dict[str, Any]:
    """The content as JSON."""
    told = {name: list(value) if isinstance(value, tuple) else value for name, value in asdict(content).items()}
    return {**told, "deadline_on": content.deadline_on.isoformat() if content.deadline_on else None}


def merge_content(content: Content, changes: Mapping[str, Any]) -> Content:
    """The content with changes; lists become tuples, what is not named stays."""
    named = {name: tuple(value) if isinstance(value, list) else value for name, value in changes.items()}
    known: dict[str, Any] = {name: value for name, value in named.items() if name in CONTENT}
    return replace(content, **known)


def tell_event(event: Event) -> dict[str, Any]:
    """A step as JSON."""
    at = tell_moment(event.at)
    return {"status": event.status.value, "at": at, "person": event.person, "reason": event.reason}


def tell_moment(moment: datetime) -> str:
    """A moment as ISO 8601 in UTC."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def read_need(row: Row[Any]) -> Need:
    """A need from its row."""
    said: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in row.content.items()
    }
    if said.get("deadline_on"):
        said["deadline_on"] = date.fromisoformat(said["deadline_on"])
    return Need(
        id=row.id,
        kind=NeedKind(row.kind),
        organisation_id=row.organisation_id,
        organisation_name=row.organisation_name,
        content=Content(**said),
        contact=Contact(**row.contact),
        confidential=row.confidential,
        demo=row.demo,
        status=NeedStatus(row.status),
        status_reason=row.status_reason,
        outcome=row.outcome,
        expires_on=row.expires_on,
        published_at=row.published_at,
        history=tuple(_read_event(event) for event in row.history),
        version=row.version,
    )


def _read_event(row: Mapping[str, Any]) -> Event:
    return Event(NeedStatus(row["status"]), datetime.fromisoformat(row["at"]), row["person"], row["reason"])


def write_need(need: Need) -> dict[str, Any]:
    """A need as its row."""
    return {
        "id": need.id,
        "kind": need.kind.value,
        "organisation_id": need.organisation_id,
        "organisation_name": need.organisation_name,
        "content": tell_content(need.content),
        "contact": asdict(need.contact),
        "confidential": need.confidential,
        "demo": need.demo,
        "status": need.status.value,
        "status_reason": need.status_reason,
        "outcome": need.outcome,
        "expires_on": need.expires_on,
        "published_at": need.published_at,
        "history": [tell_event(event) for event in need.history],
        "version": need.version,
    }
