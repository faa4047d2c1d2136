"""The needs service's answers on the wire."""

from marshmallow import fields

from services.chassis.fields import Shape
from services.needs.schemas import ContactIn


class EventOut(Shape):
    """A step in the life of a need."""

    status = fields.String()
    at = fields.String()
    person = fields.String()
    reason = fields.String()


class NeedOut(Shape):
    """A need; `contact` and `history` are absent for those who may not see them. Money in 万元."""

    id = fields.String()
    kind = fields.String()
    organisation_id = fields.String()
    organisation_name = fields.String()
    title = fields.String()
    text = fields.String()
    industry = fields.String()
    district = fields.String()
    categories = fields.List(fields.String())
    capabilities = fields.List(fields.String())
    application_modes = fields.List(fields.String())
    work_items = fields.List(fields.String())
    budget_min = fields.Integer(allow_none=True)
    budget_max = fields.Integer(allow_none=True)
    deadline_on = fields.String(allow_none=True)
    languages = fields.List(fields.String())
    confidential = fields.Boolean()
    gbt23001_certified = fields.Boolean()
    demo = fields.Boolean()
    status = fields.String()
    status_reason = fields.String()
    outcome = fields.String()
    expires_on = fields.String(allow_none=True)
    published_at = fields.String(allow_none=True)
    contact = fields.Nested(ContactIn, metadata={"role": "private"})
    history = fields.List(fields.Nested(EventOut), metadata={"role": "private"})
    version = fields.Integer()


class NeedsOut(Shape):
    """A page of needs."""

    items = fields.List(fields.Nested(NeedOut))
    has_next = fields.Boolean()
    end_cursor = fields.String()
    total = fields.Integer()


class FigureOut(Shape):
    """A figure and what it counts."""

    name = fields.String()
    value = fields.Integer()
    definition = fields.String()
    definition_en = fields.String()


class FiguresOut(Shape):
    """The figures of a year."""

    year = fields.Integer()
    figures = fields.List(fields.Nested(FigureOut))
