"""The facts the catalogue tells; each carries the whole public state of its noun."""

from typing import Any

from events.envelope import FactType
from services.catalogue.domain import ApplicationMode, Category, EditionStatus, EntryStatus, Kind, Reach, Scope

Schema = dict[str, Any]
_TEXT: Schema = {"type": "string"}
_FLAG: Schema = {"type": "boolean"}
_COUNT: Schema = {"type": "integer", "minimum": 0}
_MOMENT: Schema = {"type": ["string", "null"]}
_TEXTS: Schema = {"type": "array", "items": _TEXT}


def _shape(**properties: Schema) -> Schema:
    return {
        "type": "object",
        "properties": properties,
        "required": sorted(properties),
        "additionalProperties": False,
    }


def _one_of(listed: type[Any]) -> Schema:
    return {"type": "string", "enum": [str(one) for one in listed]}


_BRIEF = {
    "id": _TEXT,
    "year": _COUNT,
    "scope": _one_of(Scope),
    "title": _TEXT,
    "document_number": _TEXT,
    "status": _one_of(EditionStatus),
    "demo": _FLAG,
    "in_use": _FLAG,
}
EDITION = _shape(**_BRIEF, opened_at=_TEXT, published_at=_MOMENT, version=_COUNT)
ENTRY = _shape(
    id=_TEXT,
    edition=_shape(**_BRIEF),
    name=_TEXT,
    short_name=_TEXT,
    company=_TEXT,
    organisation_id=_TEXT,
    unified_code=_TEXT,
    kind=_one_of(Kind),
    category=_one_of(Category),
    reach=_one_of(Reach),
    official=_FLAG,
    status=_one_of(EntryStatus),
    withdrawn_reason=_TEXT,
    withdrawn_at=_MOMENT,
    renewed_from=_TEXT,
    gbt23001_certified=_FLAG,
    profile=_shape(
        description=_TEXT,
        capabilities=_TEXTS,
        industries=_TEXTS,
        application_modes={"type": "array", "items": _one_of(ApplicationMode)},
        service_regions=_TEXTS,
        cases=_TEXTS,
        languages=_TEXTS,
    ),
    completeness=_shape(percent=_COUNT, missing=_TEXTS),
    prerequisites={
        "type": "array",
        "items": _shape(year=_COUNT, category=_one_of(Category), met=_FLAG, basis=_TEXT, basis_en=_TEXT),
    },
    version=_COUNT,
)

FACTS = (
    FactType("catalogue.edition.opened", 1, "A draft edition of a year and scope was opened.", EDITION),
    FactType("catalogue.edition.changed", 1, "An edition's title, document or being in use has changed.", EDITION),
    FactType("catalogue.edition.published", 1, "An edition was published and can be read by everybody.", EDITION),
    FactType("catalogue.entry.admitted", 1, "A platform or provider was admitted into an edition.", ENTRY),
    FactType("catalogue.entry.changed", 1, "An entry, its profile or its edition's state has changed.", ENTRY),
    FactType("catalogue.entry.withdrawn", 1, "An entry was withdrawn from its edition, for a reason.", ENTRY),
)
