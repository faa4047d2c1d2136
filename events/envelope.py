"""The envelope of a fact (事实): what every fact says beside its data, on the wire as CloudEvents 1.0 in JSON."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cached_property
from typing import Any
from uuid import uuid4

from jsonschema import Draft202012Validator

from events.log import Event

SPEC_VERSION = "1.0"
CONTENT_TYPE = "application/json"
TYPE_NAME = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*){2,}")


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is not JSON")


_ENCODER = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))
_DECODER = json.JSONDecoder(parse_constant=_refuse_constant)


class Malformed(ValueError):
    """A record that is no fact of ours; the reason says what is wrong with it. Reading it again will not help."""


class SchemaViolation(ValueError):
    """Data that the fact type's own schema does not allow: a fault of the announcing code, not of the person."""


@dataclass(frozen=True)
class FactType:
    """A kind of fact, as `room.noun.past_participle`; `schema` is the JSON Schema (2020-12) of its data.

    `version` counts the incompatible changes of the schema; `sentence` tells in a sentence what has happened.
    """

    name: str
    version: int
    sentence: str
    schema: Mapping[str, Any] = field(hash=False)

    def __post_init__(self) -> None:
        """Refuse a declaration that could not be announced."""
        if not TYPE_NAME.fullmatch(self.name):
            raise ValueError(f"fact type {self.name!r} is not of the form room.noun.past_participle")
        if self.version < 1:
            raise ValueError(f"fact type {self.name}: versions count from 1")
        if not self.sentence.strip():
            raise ValueError(f"fact type {self.name}: say in a sentence what has happened")

    @property
    def topic(self) -> str:
        """The topic of the noun, shared by all facts about it, so that their order holds."""
        return topic_of(self.name)

    @cached_property
    def validator(self) -> Draft202012Validator:
        """The compiled schema. Raises jsonschema's SchemaError when the declaration itself is wrong."""
        Draft202012Validator.check_schema(self.schema)
        return Draft202012Validator(self.schema, format_checker=Draft202012Validator.FORMAT_CHECKER)

    def check(self, data: Mapping[str, Any]) -> None:
        """Raise SchemaViolation, naming the place, unless the data is as the schema says."""
        fault = next(self.validator.iter_errors(data), None)
        if fault is not None:
            raise SchemaViolation(f"{self.name} v{self.version}: {fault.json_path}: {fault.message}")


@dataclass(frozen=True, slots=True)
class Fact:
    """Something that has happened to a noun: `data` is the noun's whole public state at `version`.

    `subject` is the noun's id and the key of its order; `type_version` that of the schema; `request_id` leads back to
    the request that caused it.
    """

    id: str
    type: str
    type_version: int
    source: str
    subject: str
    version: int
    time: datetime
    data: Mapping[str, Any]
    request_id: str = ""


def topic_of(type_name: str) -> str:
    """The topic of a fact type: its first two segments, the room and the noun."""
    return ".".join(type_name.split(".")[:2])


def new_fact(
    fact_type: FactType,
    *,
    source: str,
    subject: str,
    version: int,
    data: Mapping[str, Any],
    time: datetime,
    request_id: str = "",
) -> Fact:
    """A fact with an id of its own. Raises SchemaViolation; ValueError for a naive time or an empty subject."""
    fact_type.check(data)
    if time.tzinfo is None:
        raise ValueError(f"{fact_type.name}: a moment without a time zone says nothing")
    if not subject or not source:
        raise ValueError(f"{fact_type.name}: a fact has a source and a subject")
    return Fact(
        id=str(uuid4()),
        type=fact_type.name,
        type_version=fact_type.version,
        source=source,
        subject=subject,
        version=version,
        time=time.astimezone(UTC),
        data=data,
        request_id=request_id,
    )


def encode(fact: Fact) -> Event:
    """The fact as an event of its topic: CloudEvents 1.0, structured. Raises SchemaViolation for what is not JSON."""
    document = {
        "specversion": SPEC_VERSION,
        "id": fact.id,
        "source": fact.source,
        "type": fact.type,
        "typeversion": fact.type_version,
        "subject": fact.subject,
        "subjectversion": fact.version,
        "time": fact.time.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        "datacontenttype": CONTENT_TYPE,
        "data": fact.data,
    }
    if fact.request_id:
        document["requestid"] = fact.request_id
    try:
        value = _ENCODER.encode(document).encode()
    except (TypeError, ValueError) as error:
        raise SchemaViolation(f"{fact.type} {fact.subject}: not JSON: {error}") from error
    headers = {"id": fact.id, "type": fact.type, "request_id": fact.request_id}
    return Event(topic_of(fact.type), fact.subject, value, headers)


def decode(event: Event) -> Fact:
    """The fact in a record. Attributes that we do not know are passed over. Raises Malformed."""
    if event.value is None:
        raise Malformed("a tombstone is no fact")
    try:
        document = _DECODER.decode(event.value.decode())
    except (ValueError, RecursionError) as error:
        raise Malformed(f"not JSON: {error}") from error
    if not isinstance(document, dict):
        raise Malformed("not a JSON object")
    if document.get("specversion") != SPEC_VERSION:
        raise Malformed(f"specversion is {document.get('specversion')!r}, not {SPEC_VERSION!r}")
    fact = Fact(
        id=_text(document, "id"),
        type=_text(document, "type"),
        type_version=_count(document, "typeversion"),
        source=_text(document, "source"),
        subject=_text(document, "subject"),
        version=_count(document, "subjectversion"),
        time=_moment(document, "time"),
        data=_object(document, "data"),
        request_id=_text(document, "requestid") if "requestid" in document else "",
    )
    if fact.subject != event.key:
        raise Malformed(f"subject {fact.subject!r} travels under the key {event.key!r}: its order would not hold")
    if fact.id != event.headers.get("id"):
        raise Malformed(f"id {fact.id!r} travels under the header {event.headers.get('id')!r}")
    return fact


def _text(document: Mapping[str, Any], name: str) -> str:
    value = document.get(name)
    if not isinstance(value, str) or not value:
        raise Malformed(f"{name} is {value!r}, not a text")
    return value


def _count(document: Mapping[str, Any], name: str) -> int:
    value = document.get(name)
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise Malformed(f"{name} is {value!r}, not a count")
    return value


def _moment(document: Mapping[str, Any], name: str) -> datetime:
    text = _text(document, name)
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise Malformed(f"{name} is {text!r}, not a moment") from error
    if moment.tzinfo is None:
        raise Malformed(f"{name} is {text!r}, without a time zone")
    return moment.astimezone(UTC)


def _object(document: Mapping[str, Any], name: str) -> dict[str, Any]:
    value = document.get(name)
    if not isinstance(value, dict):
        raise Malformed(f"{name} is not an object")
    return value
