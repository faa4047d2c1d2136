"""Matching's tables: what facts told of needs and entries, the suggestions, the requests, the feedback."""

from sqlalchemy import JSON, Boolean, Column, Date, Integer, String, Table, Text

from services.chassis.store import UtcDateTime, service_metadata

METADATA = service_metadata()
NEED = Table(
    "known_need",
    METADATA,
    Column("id", String(60), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("is_public", Boolean, nullable=False, index=True),
    Column("told", JSON, nullable=False),
)
EDITION = Table(
    "known_edition",
    METADATA,
    Column("id", String(60), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("is_in_use", Boolean, nullable=False),
)
ENTRY = Table(
    "known_entry",
    METADATA,
    Column("id", String(60), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("edition_id", String(60), nullable=False, index=True),
    Column("status", String(12), nullable=False),
    Column("told", JSON, nullable=False),
)
RECORD = Table(
    "known_record",
    METADATA,
    Column("id", String(120), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("meetings_held", Integer, nullable=False),
    Column("agreements", Integer, nullable=False),
)
GENERATION = Table(
    "generation",
    METADATA,
    Column("name", String(20), primary_key=True),
    Column("value", Integer, nullable=False),
)
SUGGESTIONS = Table(
    "suggestions",
    METADATA,
    Column("need_id", String(60), primary_key=True),
    Column("need_version", Integer, nullable=False),
    Column("generation", Integer, nullable=False),
    Column("basis", String(80), nullable=False),
    Column("policy", String(20), nullable=False),
    Column("seed", String(60), nullable=False),
    Column("is_weak", Boolean, nullable=False),
    Column("computed_at", UtcDateTime, nullable=False),
    Column("items", JSON, nullable=False),
    Column("seen_at", UtcDateTime),
)
FEEDBACK = Table(
    "feedback",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("action", String(20), nullable=False),
    Column("need_id", String(60), nullable=False),
    Column("entry_id", String(60), nullable=False),
    Column("side", String(12), nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("place", Integer, nullable=False),
    Column("score", Integer, nullable=False),
    Column("basis", String(80), nullable=False),
    Column("need_version", Integer, nullable=False),
    Column("listed", JSON, nullable=False),
)
REQUEST = Table(
    "request",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("id", String(60), nullable=False, unique=True),
    Column("need_id", String(60), nullable=False, index=True),
    Column("entry_id", String(60), nullable=False, index=True),
    Column("kind", String(12), nullable=False),
    Column("asked_by_side", String(12), nullable=False),
    Column("from_organisation", String(60), nullable=False, index=True),
    Column("to_organisation", String(60), nullable=False, index=True),
    Column("message", Text, nullable=False),
    Column("state", String(12), nullable=False, index=True),
    Column("asked_at", UtcDateTime, nullable=False),
    Column("expires_on", Date, nullable=False),
    Column("decided_at", UtcDateTime),
    Column("reason", Text, nullable=False),
    Column("version", Integer, nullable=False),
)
