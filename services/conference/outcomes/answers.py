"""What the service answers of outcomes, a year's report and a provider's record."""

from marshmallow import fields

from services.chassis.fields import Shape
from services.conference.answers import FigureOut, PageOut, listed


class StatementOut(Shape):
    """What one of them has said; the organizer sees all of a meeting, each of the two its own."""

    by = fields.String()
    held = fields.String()
    absent = fields.String()
    rating = fields.Integer(allow_none=True)
    intent = fields.Boolean()
    contract = fields.Boolean()
    amount = fields.Integer(allow_none=True)
    follow_up = fields.String()
    follow_up_on = fields.String(allow_none=True)
    person = fields.String()
    said_at = fields.String()
    version = fields.Integer()


class CountedOut(Shape):
    """What counts of a meeting; `disputed` names the fields in which the two differ, which count nothing."""

    held = fields.String()
    held_text = fields.String()
    held_text_en = fields.String()
    absent = fields.String()
    absent_text = fields.String()
    absent_text_en = fields.String()
    intent = fields.Boolean()
    contract = fields.Boolean()
    amount = fields.Integer(allow_none=True)
    rating_demand = fields.Integer(allow_none=True)
    rating_supply = fields.Integer(allow_none=True)
    disputed = fields.List(fields.String())


class MeetingOutcomeOut(Shape):
    """A meeting, what counts of it (the organizer's to see), what was said; `closes` are needs a contract may end."""

    id = fields.String()
    conference_id = fields.String()
    demand_id = fields.String()
    supply_id = fields.String()
    demand_name = fields.String()
    supply_name = fields.String()
    starts_at = fields.String()
    table = fields.String()
    can_state = fields.Boolean()
    outcome = fields.Nested(CountedOut, allow_none=True)
    statements = listed(StatementOut)
    own = fields.Nested(StatementOut, allow_none=True)
    closes = fields.List(fields.String())


class OutcomesOut(PageOut):
    """A page of meetings with their outcomes; `counts` over all that the reader may see, by state."""

    items = listed(MeetingOutcomeOut)
    counts = fields.Dict(keys=fields.String(), values=fields.Integer())


class OwnConferenceOut(Shape):
    """A conference whose list is published and in which the organisation of the reader takes part."""

    id = fields.String()
    title = fields.String()
    year = fields.Integer()
    starts_on = fields.String()
    venue = fields.String()
    demo = fields.Boolean()


class OwnConferencesOut(PageOut):
    """The conferences of one's organisation, the latest first."""

    items = listed(OwnConferenceOut)


class SectionOut(Shape):
    """The figures of one service; `missing` when it could not be read just now."""

    name = fields.String()
    title = fields.String()
    title_en = fields.String()
    missing = fields.Boolean()
    figures = listed(FigureOut)


class ConversionOut(Shape):
    """What has come of the meetings of an earlier year until now."""

    year = fields.Integer()
    held = fields.Integer()
    intents = fields.Integer()
    contracts = fields.Integer()
    amount = fields.Integer()


class SupplierOut(Shape):
    """One organisation of the supply side: evidence of how evenly meetings were given."""

    organisation_id = fields.String()
    name = fields.String()
    planned = fields.Integer()
    held = fields.Integer()
    intents = fields.Integer()
    contracts = fields.Integer()
    amount = fields.Integer()


class ReportOut(Shape):
    """The report of a year: computed while it is open, frozen once it is closed."""

    year = fields.Integer()
    state = fields.String()
    closed_at = fields.String(allow_none=True)
    closed_by = fields.String(allow_none=True)
    sections = listed(SectionOut)
    conversion = listed(ConversionOut)
    suppliers = listed(SupplierOut)


class YearsOut(Shape):
    """The years there is something to report of, the latest first, and which of them are closed."""

    years = fields.List(fields.Integer())
    closed = fields.List(fields.Integer())


class RecordMeetingOut(Shape):
    """A meeting of a provider's record."""

    conference = fields.String()
    starts_at = fields.String()
    table = fields.String()
    demand_name = fields.String()
    held_text = fields.String()
    intent = fields.Boolean()
    contract = fields.Boolean()
    amount = fields.Integer(allow_none=True)
    is_disputed = fields.Boolean()


class RecordEntryOut(Shape):
    """An entry of the catalogue that the organisation had in the year."""

    name = fields.String()
    category = fields.String()
    edition = fields.String()
    document_number = fields.String()


class LabelledFigureOut(FigureOut):
    """A figure with the words that stand before it."""

    label = fields.String()
    label_en = fields.String()


class RecordOut(Shape):
    """A provider's record of a year (成效材料), with the definitions used."""

    organisation_id = fields.String()
    name = fields.String()
    year = fields.Integer()
    made_on = fields.String()
    entries = listed(RecordEntryOut)
    figures = listed(LabelledFigureOut)
    meetings = listed(RecordMeetingOut)
