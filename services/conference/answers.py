"""The conference service's answers on the wire."""

from typing import Any

from marshmallow import fields

from services.chassis.fields import Shape


def listed(shape: type[Shape]) -> fields.List[Any]:
    """A list of a shape."""
    return fields.List(fields.Nested(shape))


class PageOut(Shape):
    """A page of a list."""

    has_next = fields.Boolean()
    end_cursor = fields.String()
    total = fields.Integer()


class SlotOut(Shape):
    """A slot."""

    id = fields.String()
    session_id = fields.String()
    starts_at = fields.String()
    ends_at = fields.String()


class SessionOut(Shape):
    """A session."""

    id = fields.String()
    title = fields.String()
    starts_at = fields.String()
    ends_at = fields.String()


class DayOut(Shape):
    """A day."""

    date = fields.String()
    sessions = listed(SessionOut)


class TimetableOut(Shape):
    """Days, sessions, the length of a meeting and of the change to the next."""

    slot_minutes = fields.Integer()
    buffer_minutes = fields.Integer()
    days = listed(DayOut)


class TableOut(Shape):
    """A table; `party_id` is "" for one that everybody uses."""

    id = fields.String()
    name = fields.String()
    party_id = fields.String()
    unavailable = fields.List(fields.String())


class ConferenceOut(Shape):
    """A conference with its slots and tables."""

    id = fields.String()
    title = fields.String()
    year = fields.Integer()
    scope = fields.String()
    starts_on = fields.String()
    venue = fields.String()
    min_meetings = fields.Integer()
    max_meetings = fields.Integer()
    demo = fields.Boolean()
    timetable = fields.Nested(TimetableOut)
    slots = listed(SlotOut)
    tables = listed(TableOut)
    version = fields.Integer()


class ConferencesOut(PageOut):
    """A page of conferences."""

    items = listed(ConferenceOut)


class WishOut(Shape):
    """A wish."""

    party_id = fields.String()
    strength = fields.String()


class OtherPartyOut(Shape):
    """A party as another organisation knows it."""

    id = fields.String()
    conference_id = fields.String()
    side = fields.String()
    organisation_id = fields.String()
    organisation_name = fields.String()
    name = fields.String()
    need_id = fields.String(allow_none=True)
    need_ids = fields.List(fields.String())
    entry_id = fields.String(allow_none=True)
    entry_ids = fields.List(fields.String())


class PartyOut(OtherPartyOut):
    """A party; the first of its needs and entries stand by themselves too."""

    min_meetings = fields.Integer()
    max_meetings = fields.Integer()
    unavailable = fields.List(fields.String())
    wishes = listed(WishOut)
    version = fields.Integer()


class PartiesOut(PageOut):
    """A page of parties."""

    items = listed(PartyOut)


class LackOut(Shape):
    """Something that is missing."""

    code = fields.String()
    text = fields.String()
    text_en = fields.String()


class MissingOut(Shape):
    """What a party lacks; the conference itself, without a party, comes first."""

    party_id = fields.String(allow_none=True)
    missing = listed(LackOut)


class ReadinessOut(PageOut):
    """What is missing, party by party; who lacks nothing is not listed."""

    items = listed(MissingOut)


class InvitedOut(Shape):
    """How many parties were added, by side."""

    added = fields.Dict(keys=fields.String(), values=fields.Integer())


class FigureOut(Shape):
    """A figure and what it counts."""

    name = fields.String()
    value = fields.Integer()
    definition = fields.String()
    definition_en = fields.String()


class FiguresOut(Shape):
    """The figures of a year."""

    year = fields.Integer()
    figures = listed(FigureOut)
