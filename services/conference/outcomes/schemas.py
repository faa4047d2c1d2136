"""Shapes on the wire of outcomes and reports."""

from marshmallow import fields, validate

from services.chassis.fields import OneOf, Shape, Text
from services.conference.outcomes.domain import Absent, Held
from services.conference.schemas import PageQuery

MOST_AMOUNT = 10_000_000
"""万元: a thousand times the largest project of the field."""


class OutcomeIn(Shape):
    """What came of a meeting; `amount` in 万元, `rating` from 1 to 5."""

    held = OneOf([Held.HELD, Held.NO_SHOW], required=True)
    absent = OneOf(Absent, load_default="", allow_none=True)
    rating = fields.Integer(load_default=None, allow_none=True, strict=True, validate=validate.Range(min=1, max=5))
    intent = fields.Boolean(load_default=False)
    contract = fields.Boolean(load_default=False)
    amount = fields.Integer(
        load_default=None, allow_none=True, strict=True, validate=validate.Range(min=0, max=MOST_AMOUNT)
    )
    follow_up = Text(load_default="", limit=500)
    follow_up_on = fields.Date(load_default=None, allow_none=True)


class OutcomesQuery(PageQuery):
    """Which meetings: all, those nobody has stated yet, those held, not held, or in which the two differ."""

    state = OneOf(["all", "open", "held", "no_show", "disputed"], load_default="all")


class RecordQuery(Shape):
    """The record of which year."""

    year = fields.Integer(required=True, validate=validate.Range(min=2000, max=2100))
