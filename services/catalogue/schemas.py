"""The catalogue's shapes on the wire; a contact is private."""

from typing import Any

from marshmallow import ValidationError, fields, validate, validates

from services.catalogue.code_lists import industry_name, region_name
from services.catalogue.domain import ApplicationMode, Category, Kind, Reach, Scope
from services.chassis.fields import Line, OneOf, Shape, Text, list_of
from services.chassis.paging import MAX_FIRST
from services.chassis.refusal import Invalid

FIRST_YEAR, LAST_YEAR = 2016, 2100
_YEAR = validate.Range(FIRST_YEAR, LAST_YEAR)
LANGUAGES = ("zh", "en", "ja", "ko", "de", "fr", "ru", "es", "it", "pt", "ar", "vi", "th")


class Named(Line):
    """A word of a code list, given as name or code and kept as name."""

    def __init__(self, find_name: Any, **kwargs: Any) -> None:
        super().__init__(blank=False, limit=60, **kwargs)
        self.find_name = find_name

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        word = super()._deserialize(value, attr, data, **kwargs)
        try:
            name: str = self.find_name(word)
        except Invalid as refusal:
            raise ValidationError(f"{refusal.code}|value={word}") from refusal
        return name


class ContactShape(Shape):
    """Whom to call."""

    person = Line(limit=60)
    phone = Line(limit=40)
    email = Line(limit=120)

    @validates("email")
    def _check_email(self, value: str, **_: Any) -> None:
        name, at, host = value.partition("@")
        if value and not (name and at and "." in host and " " not in value):
            raise ValidationError(f"bad-email|value={value[:80]}")


class ProfileShape(Shape):
    """What a provider says of itself."""

    description = Text()
    capabilities = list_of(Line(limit=60, blank=False), limit=60)
    industries = list_of(Named(industry_name), limit=60)
    application_modes = list_of(OneOf(ApplicationMode), limit=4)
    service_regions = list_of(Named(region_name), limit=100)
    cases = list_of(Text(limit=1000, blank=False), limit=30)
    languages = list_of(OneOf(LANGUAGES), limit=len(LANGUAGES))
    contact = fields.Nested(ContactShape, metadata={"role": "private"})


class ListingShape(Shape):
    """The official facts of an entry."""

    name = Line(limit=120, blank=False)
    company = Line(limit=120, blank=False)
    kind = OneOf(Kind)
    category = OneOf(Category)
    reach = OneOf(Reach)
    short_name = Line(limit=40)
    unified_code = Line(limit=40)
    gbt23001_certified = fields.Boolean(truthy={True}, falsy={False})
    organisation_id = Line(limit=60)


class EntryIn(ListingShape):
    """An entry to admit; the kind follows from the category when it is not said."""

    name = Line(limit=120, blank=False, required=True)
    company = Line(limit=120, blank=False, required=True)
    category = OneOf(Category, required=True)
    profile = fields.Nested(ProfileShape)


class EntryPatch(ListingShape):
    """What changes of an entry's official facts."""


class WithdrawalIn(Shape):
    """Why an entry is withdrawn."""

    reason = Text(limit=500, blank=False, required=True)


class EditionIn(Shape):
    """An edition to open."""

    year = fields.Integer(required=True, strict=True, validate=_YEAR)
    scope = OneOf(Scope, required=True)
    title = Line(limit=120, blank=False, required=True)
    document_number = Line(limit=60, load_default="")
    demo = fields.Boolean(load_default=False, truthy={True}, falsy={False})


class EditionPatch(Shape):
    """What changes of a draft edition."""

    title = Line(limit=120, blank=False)
    document_number = Line(limit=60)


class DropIn(Shape):
    """An entry that is not carried over, and why."""

    entry_id = Line(blank=False, required=True)
    reason = Text(limit=500, blank=False, required=True)


class RenewalIn(Shape):
    """Decisions about entries of the previous edition."""

    keep = list_of(Line(blank=False), limit=5000, load_default=list)
    drop = list_of(fields.Nested(DropIn), limit=5000, load_default=list)


class YearQuery(Shape):
    """A year."""

    year = fields.Integer(validate=_YEAR)


class PageQuery(Shape):
    """A page of a list."""

    first = fields.Integer(load_default=20, validate=validate.Range(1, MAX_FIRST))
    after = Line(limit=500, load_default="")


class EditionsQuery(PageQuery):
    """Which editions."""

    year = fields.Integer(validate=_YEAR)
    scope = OneOf(Scope)
    status = OneOf(("draft", "published"))


class EntriesQuery(PageQuery):
    """Which entries. Withdrawn ones are listed only when asked for, or by their ids."""

    edition = Line(limit=60)
    year = fields.Integer(validate=_YEAR)
    scope = OneOf(Scope)
    category = OneOf(Category)
    kind = OneOf(Kind)
    organisation = Line(limit=60)
    ids = Line(limit=20000)
    in_use = fields.Boolean()
    status = OneOf(("admitted", "withdrawn", "all"))


class ImportQuery(Shape):
    """How a list is read in: tried or in earnest, and which kind of file it is (found out when not said)."""

    dry_run = fields.Boolean(load_default=False)
    format = OneOf(("xlsx", "csv", "json"))
