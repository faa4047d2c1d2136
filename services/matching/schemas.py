"""Matching's shapes on the wire, and of what it hears; a listener takes no offence at fields it does not know."""

from marshmallow import EXCLUDE, Schema, fields, validate

from services.chassis.fields import Line, OneOf, Shape, Text, list_of
from services.chassis.paging import MAX_FIRST
from services.matching.domain import RequestKind, RequestState

MAX_IDS = 100
MAX_ENTRIES = 20000
MAX_SUGGESTIONS = 20
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
"""The eight work items of a benchmark park (八项建设内容), concepts of the vocabulary."""


class SuggestionsQuery(Shape):
    """The suggestions of one need or of several (ids, separated by commas)."""

    need = Line(load_default="")
    needs = Line(limit=10000, load_default="")
    first = fields.Integer(load_default=10, validate=validate.Range(1, MAX_SUGGESTIONS))


class ScoresIn(Shape):
    """Which pairs are to be scored; without `entries`, all that are in use."""

    needs = list_of(Line(), limit=MAX_IDS, load_default=list)
    work_items = list_of(OneOf(WORK_ITEMS), limit=len(WORK_ITEMS), load_default=list)
    entries = list_of(Line(), limit=MAX_ENTRIES, load_default=None, allow_none=True)


class RequestIn(Shape):
    """What is asked of whom."""

    need_id = Line(required=True, blank=False)
    entry_id = Line(required=True, blank=False)
    kind = OneOf(RequestKind, required=True)
    message = Text(limit=2000, load_default="")


class ReasonIn(Shape):
    """Why a request is declined."""

    reason = Text(limit=2000, load_default="")


class RequestsQuery(Shape):
    """Which requests are wanted."""

    state = OneOf(RequestState, load_default=None)
    need = Line(load_default=None)
    entry = Line(load_default=None)
    mine = fields.Boolean(load_default=False)
    first = fields.Integer(load_default=20, validate=validate.Range(1, MAX_FIRST))
    after = Line(limit=400, load_default="")


class FeedbackQuery(Shape):
    """Which page of events is wanted."""

    first = fields.Integer(load_default=100, validate=validate.Range(1, MAX_FIRST))
    after = Line(limit=400, load_default="")


class FiguresQuery(Shape):
    """The year of the figures."""

    year = fields.Integer(required=True, validate=validate.Range(2016, 2100))


class Heard(Schema):
    """A shape of another service's fact."""

    class Meta:
        """Pass over what is not needed here."""

        unknown = EXCLUDE


class NeedHeard(Heard):
    """A need; of a confidential one only its state."""

    version = fields.Integer(load_default=0)
    kind = fields.String(load_default="enterprise")
    status = fields.String(required=True)
    confidential = fields.Boolean(load_default=False)
    organisation_id = fields.String(load_default="")
    title = fields.String(load_default="")
    text = fields.String(load_default="")
    industry = fields.String(load_default="", allow_none=True)
    district = fields.String(load_default="", allow_none=True)
    categories = fields.List(fields.String(), load_default=list)
    capabilities = fields.List(fields.String(), load_default=list)
    application_modes = fields.List(fields.String(), load_default=list)
    work_items = fields.List(fields.String(), load_default=list)


class EditionHeard(Heard):
    """An edition."""

    in_use = fields.Boolean(required=True)


class EntryEditionHeard(Heard):
    """What an entry says of its edition."""

    id = fields.String(required=True)
    year = fields.Integer(load_default=0)
    document_number = fields.String(load_default="")


class ProfileHeard(Heard):
    """A profile."""

    description = fields.String(load_default="")
    capabilities = fields.List(fields.String(), load_default=list)
    industries = fields.List(fields.String(), load_default=list)
    application_modes = fields.List(fields.String(), load_default=list)
    service_regions = fields.List(fields.String(), load_default=list)
    cases = fields.List(fields.String(), load_default=list)


class EntryHeard(Heard):
    """An entry."""

    edition = fields.Nested(EntryEditionHeard, required=True)
    status = fields.String(required=True)
    organisation_id = fields.String(load_default="")
    name = fields.String(required=True)
    short_name = fields.String(load_default="")
    company = fields.String(load_default="")
    kind = fields.String(load_default="provider")
    category = fields.String(load_default="")
    reach = fields.String(load_default="")
    gbt23001_certified = fields.Boolean(load_default=False)
    profile = fields.Nested(ProfileHeard, load_default=dict)


class RecordHeard(Heard):
    """What the conference tells of an organisation's meetings."""

    organisation_id = fields.String(required=True)
    meetings_held = fields.Integer(required=True)
    agreements = fields.Integer(required=True)
