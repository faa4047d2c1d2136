"""Search's tables: the editions it has heard of, rebuilds, saved searches and what was found for them."""

from sqlalchemy import JSON, Boolean, Column, ForeignKey, Integer, String, Table, Text

from services.chassis.store import UtcDateTime, service_metadata

METADATA = service_metadata()

EDITIONS = Table(
    "editions",
    METADATA,
    Column("edition_id", String(120), primary_key=True),
    Column("version", Integer, nullable=False),
    Column("year", Integer, nullable=False),
    Column("scope", String(40), nullable=False),
    Column("title", String(400), nullable=False),
    Column("is_published", Boolean, nullable=False),
    Column("is_demo", Boolean, nullable=False),
)
REBUILDS = Table(
    "rebuilds",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("reason", String(200), nullable=False),
    Column("requested_at", UtcDateTime, nullable=False),
    Column("finished_at", UtcDateTime),
    Column("document_count", Integer),
)
SAVED_SEARCH = Table(
    "saved_search",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("id", String(60), nullable=False, unique=True),
    Column("owner", String(120), nullable=False, index=True),
    Column("title", String(200), nullable=False),
    Column("text", Text, nullable=False),
    Column("filters", JSON, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
)
# Told once by name: the same firm in the next edition, or with a better profile, is no news.
FOUND = Table(
    "found",
    METADATA,
    Column("saved_search_id", String(60), ForeignKey("saved_search.id", ondelete="CASCADE"), primary_key=True),
    Column("name", String(200), primary_key=True),
    Column("entry_id", String(60), nullable=False),
    Column("found_at", UtcDateTime, nullable=False),
    Column("is_news", Boolean, nullable=False),
    Column("seen_at", UtcDateTime),
)
