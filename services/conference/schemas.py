"""Shapes on the wire of the conference service."""

from marshmallow import fields, validate

from services.chassis.fields import Line, OneOf, Shape, Text, list_of
from services.conference.domain import RunMode, Side, Strength
from services.conference.hand.changing import Act
from services.conference.hand.conflicts import KINDS
from services.conference.objection import ObjectionState

_YEAR = validate.Range(min=2000, max=2100)
_COUNT = validate.Range(min=0, max=100)


class ConferenceIn(Shape):
    """A conference to plan."""

    title = Line(required=True, blank=False, limit=120)
    year = fields.Integer(required=True, validate=_YEAR, strict=True)
    scope = OneOf(["shanghai", "delta"], load_default="shanghai")
    starts_on = fields.Date(required=True)
    venue = Line(load_default="")
    min_meetings = fields.Integer(load_default=1, validate=_COUNT, strict=True)
    max_meetings = fields.Integer(load_default=6, validate=_COUNT, strict=True)
    demo = fields.Boolean(load_default=False)


class ConferenceChange(Shape):
    """What may change of a conference."""

    title = Line(blank=False, limit=120)
    venue = Line()
    starts_on = fields.Date()
    min_meetings = fields.Integer(validate=_COUNT, strict=True)
    max_meetings = fields.Integer(validate=_COUNT, strict=True)


class SessionIn(Shape):
    """A session; without an id it is numbered."""

    id = Line(load_default="", limit=60)
    title = Line(load_default="", limit=60)
    starts_at = fields.AwareDateTime(required=True)
    ends_at = fields.AwareDateTime(required=True)


class DayIn(Shape):
    """A day and its sessions."""

    date = fields.Date(required=True)
    sessions = list_of(fields.Nested(SessionIn), limit=12, required=True)


class TimetableIn(Shape):
    """Days, sessions, the length of a meeting and of the change to the next."""

    days = list_of(fields.Nested(DayIn), limit=14, required=True)
    slot_minutes = fields.Integer(required=True, validate=validate.Range(min=5, max=240), strict=True)
    buffer_minutes = fields.Integer(load_default=0, validate=validate.Range(min=0, max=120), strict=True)


class TableIn(Shape):
    """A table; an id is made from its place when none is given."""

    id = Line(load_default="", limit=64)
    name = Line(required=True, blank=False, limit=40)
    party_id = Line(load_default="", limit=40, allow_none=True)
    unavailable = list_of(Line(limit=64), limit=400, load_default=list)


class TablesIn(Shape):
    """The tables, by number or one by one."""

    count = fields.Integer(validate=validate.Range(min=0, max=500), strict=True, allow_none=True)
    tables = list_of(fields.Nested(TableIn), limit=500, allow_none=True)


class PartyIn(Shape):
    """A party to add; its name is its organisation's unless it says another."""

    organisation_id = Line(required=True, blank=False, limit=120)
    organisation_name = Line(required=True, blank=False)
    side = OneOf(Side, required=True)
    name = Line(load_default="")
    need_id = Line(load_default=None, limit=60, allow_none=True)
    entry_id = Line(load_default=None, limit=60, allow_none=True)
    need_ids = list_of(Line(limit=60), limit=50, load_default=list)
    entry_ids = list_of(Line(limit=60), limit=50, load_default=list)
    min_meetings = fields.Integer(load_default=None, validate=_COUNT, strict=True, allow_none=True)
    max_meetings = fields.Integer(load_default=None, validate=_COUNT, strict=True, allow_none=True)


class PartyChange(Shape):
    """What may change of a party."""

    name = Line(blank=False)
    min_meetings = fields.Integer(validate=_COUNT, strict=True)
    max_meetings = fields.Integer(validate=_COUNT, strict=True)


class AvailabilityIn(Shape):
    """The slots in which a party cannot meet."""

    unavailable = list_of(Line(limit=64), limit=400, required=True)


class WishIn(Shape):
    """A wish towards a party of the other side."""

    party_id = Line(required=True, blank=False, limit=40)
    strength = OneOf(Strength, required=True)


class WishesIn(Shape):
    """All wishes of a party; they replace the earlier ones."""

    wishes = list_of(fields.Nested(WishIn), limit=500, required=True)


class InvitationIn(Shape):
    """Whom to invite: supply parties whose best score with a demand party is at least this."""

    least_score = fields.Integer(load_default=300, validate=validate.Range(min=0, max=1000), strict=True)


class RunIn(Shape):
    """A run to start, based on the latest list unless it names another; the same seed and input give the same plan."""

    mode = OneOf([RunMode.ALL, RunMode.FILL], load_default=RunMode.ALL.value)
    based_on = Line(load_default="", limit=40)
    keep_locks = fields.Boolean(load_default=True)

    effort = OneOf(["proof", "polish"], load_default="proof")
    seed = fields.Integer(load_default=1, validate=validate.Range(min=0, max=2**31 - 1), strict=True)


class ChangeIn(Shape):
    """A change of a meeting by hand; `table` may stay open, `release` names the conflicts that are released."""

    act = OneOf(Act, required=True)
    demand = Line(required=True, blank=False, limit=40)
    supply = Line(required=True, blank=False, limit=40)
    slot = Line(load_default="", limit=64)
    table = Line(load_default="", limit=64)
    release = list_of(OneOf(KINDS), limit=20, load_default=list)


class ChangesIn(Shape):
    """Changes of a list, one after the other."""

    changes = list_of(fields.Nested(ChangeIn), limit=50, required=True)


class ObjectionIn(Shape):
    """What a party says of a list, or of one meeting of it."""

    party_id = Line(required=True, blank=False, limit=40)
    meeting_id = Line(load_default="", limit=90)
    text = Text(required=True, blank=False, limit=1000)


class SettlementIn(Shape):
    """What becomes of an objection, and what its party is told."""

    state = OneOf([ObjectionState.ACCEPTED, ObjectionState.DECLINED], required=True)
    answer = Text(load_default="", limit=1000)


class ComparisonQuery(Shape):
    """With which other list to compare."""

    other = Line(required=True, blank=False, limit=40, data_key="with")


class FileIn(Shape):
    """A file of a plan to make; `party_id` for a form that is one party's own."""

    form = Line(required=True, blank=False, limit=20)
    party_id = Line(load_default="", limit=40)


class ImportQuery(Shape):
    """Whether to change anything, or only to say what is wrong."""

    dry_run = fields.Boolean(load_default=False)


class PageQuery(Shape):
    """Which page of a list."""

    first = fields.Integer(load_default=20, validate=validate.Range(min=1, max=100))
    after = fields.String(load_default="")


class ConferenceQuery(PageQuery):
    """Which conferences."""

    year = fields.Integer(load_default=None, validate=_YEAR)


class PartyQuery(PageQuery):
    """Which parties."""

    side = OneOf(Side, load_default=None)


class FiguresQuery(Shape):
    """Figures of which year."""

    year = fields.Integer(required=True, validate=_YEAR)
