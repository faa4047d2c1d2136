"""Shapes on the wire of the day."""

from marshmallow import fields, validate

from services.chassis.fields import Line, OneOf, Shape, list_of
from services.conference.day.domain import IncidentKind


class IncidentIn(Shape):
    """What happened: which party or table, and from which slot on, or in exactly which slots."""

    kind = OneOf(IncidentKind, required=True)
    party_id = Line(load_default="", limit=40)
    table_id = Line(load_default="", limit=64)
    from_slot = Line(load_default="", limit=64)
    slots = list_of(Line(limit=64), limit=400, load_default=None, allow_none=True)
    note = Line(load_default="", limit=500)


class ReprintQuery(Shape):
    """Since which list; the one it took the place of when not said."""

    since = Line(load_default="", limit=40)


class StandbyQuery(Shape):
    """In which slot, and whether only those who have checked in."""

    slot = Line(load_default="", limit=64)
    present = fields.Boolean(load_default=False)


class CheckInIn(Shape):
    """With how many people a party is there."""

    people = fields.Integer(load_default=1, validate=validate.Range(min=1, max=100), strict=True)
