"""Shapes on the wire of the needs service."""

from marshmallow import fields, validate

from services.chassis.fields import Line, OneOf, Shape, Text, list_of
from services.needs.domain import NeedKind, NeedStatus, Outcome

CATEGORIES = (
    "platform",
    "platform_services",
    "cloud_services",
    "data_services",
    "identifier_resolution",
    "gbt23001_consulting",
    "system_integration",
    "industrial_security",
)
APPLICATION_MODES = ("smart_production", "networked_collaboration", "mass_customization", "service_extension")
WORK_ITEMS = (
    "overall_planning",
    "infrastructure_upgrade",
    "identifier_application",
    "gbt23001_adoption",
    "device_connection",
    "platform_adoption",
    "cloud_and_platform_adoption",
    "publicity_showcase",
)
_MONEY = validate.Range(min=0, max=10_000_000)


class ContactIn(Shape):
    """Whom to call."""

    person = Line(load_default="", limit=60)
    phone = Line(load_default="", limit=40)
    email = Line(load_default="", limit=120)


class NeedChange(Shape):
    """What a need says; what is left out stays as it is."""

    title = Line(limit=120, blank=False)
    text = Text(limit=4000)
    organisation_name = Line(blank=False)
    industry = Line(limit=60)
    district = Line(limit=60)
    categories = list_of(OneOf(CATEGORIES), limit=8)
    capabilities = list_of(Line(limit=60, blank=False), limit=40)
    application_modes = list_of(OneOf(APPLICATION_MODES), limit=4)
    work_items = list_of(OneOf(WORK_ITEMS), limit=8)
    budget_min = fields.Integer(strict=True, validate=_MONEY, allow_none=True)
    budget_max = fields.Integer(strict=True, validate=_MONEY, allow_none=True)
    deadline_on = fields.Date(allow_none=True)
    languages = list_of(Line(limit=40, blank=False), limit=10)
    confidential = fields.Boolean()
    gbt23001_certified = fields.Boolean()
    contact = fields.Nested(ContactIn, metadata={"role": "private"})


class NeedIn(NeedChange):
    """A need to write down, as a draft."""

    kind = OneOf(NeedKind, load_default=NeedKind.ENTERPRISE.value)
    title = Line(required=True, limit=120, blank=False)
    organisation_id = Line(load_default="", limit=120)
    organisation_name = Line(required=True, blank=False)
    demo = fields.Boolean(load_default=False)


class ReturnIn(Shape):
    """Why a need goes back to its owner."""

    reason = Text(required=True, blank=False, limit=1000)


class CloseIn(Shape):
    """How a need ended."""

    outcome = OneOf(Outcome, required=True)
    note = Text(load_default="", limit=1000)


class NeedsQuery(Shape):
    """Which needs, and which page of them."""

    status = OneOf(NeedStatus, load_default=None)
    kind = OneOf(NeedKind, load_default=None)
    organisation = fields.String(load_default=None)
    ids = fields.String(load_default=None)
    mine = fields.Boolean(load_default=False)
    first = fields.Integer(load_default=20, validate=validate.Range(min=1, max=100))
    after = fields.String(load_default="")


class FiguresQuery(Shape):
    """Figures of which year."""

    year = fields.Integer(required=True, validate=validate.Range(min=2000, max=2100))
