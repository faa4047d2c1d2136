"""What the conference service answers of the day."""

from marshmallow import fields

from services.chassis.fields import Shape
from services.conference.answers import PartyOut, SlotOut, listed
from services.conference.history_answers import ComparisonOut, MeetingChangeOut
from services.conference.run_answers import PlaceOut, RunOut


class IncidentOut(Shape):
    """What was reported; the slots it closes, of a changed availability all in which the party cannot meet."""

    id = fields.String()
    conference_id = fields.String()
    kind = fields.String()
    kind_text = fields.String()
    kind_text_en = fields.String()
    party_id = fields.String(allow_none=True)
    table_id = fields.String(allow_none=True)
    slots = fields.List(fields.String())
    note = fields.String()
    reported_at = fields.String()
    reported_by = fields.String()
    withdrawn_at = fields.String(allow_none=True)
    version = fields.Integer()


class SeatedOut(Shape):
    """A meeting of the published list by its names."""

    id = fields.String()
    demand = fields.Nested(PartyOut)
    supply = fields.Nested(PartyOut)
    slot = fields.Nested(SlotOut)
    table = fields.Nested(PlaceOut)


class OpenIncidentOut(IncidentOut):
    """`open` until the published list takes it into account, then `settled`; the published meetings that it hits."""

    state = fields.String()
    meetings = listed(SeatedOut)


class ChangedOut(Shape):
    """A party that has said since when it can: slots it closed and opened, and meetings that this would cost."""

    party_id = fields.String()
    closed = fields.List(fields.String())
    opened = fields.List(fields.String())
    meetings = listed(SeatedOut)


class ArrivalOut(Shape):
    """A party that has checked in."""

    party_id = fields.String()
    conference_id = fields.String()
    people = fields.Integer()
    arrived_at = fields.String()
    version = fields.Integer()


class TheDayOut(Shape):
    """The day: the list that counts, what is reported, the repair that waits, who is there and who should be.

    `slot_id` is the slot under way or the next; `overdue` are parties whose first meeting began without them.
    """

    conference_id = fields.String()
    run = fields.Nested(RunOut, allow_none=True)
    proposal = fields.Nested(RunOut, allow_none=True)
    slot_id = fields.String(allow_none=True)
    incidents = listed(OpenIncidentOut)
    open_count = fields.Integer()
    changed = listed(ChangedOut)
    overdue = fields.List(fields.String())
    arrivals = listed(ArrivalOut)


class ReasonedChangeOut(MeetingChangeOut):
    """A meeting that the repair changes, and why."""

    reason = fields.String()
    incident_id = fields.String(allow_none=True)
    text = fields.String()
    text_en = fields.String()


class RepairOut(ComparisonOut):
    """What a repair changes against the list it repairs.

    `unconsidered` are open incidents reported since; `is_current` is false once another list was published.
    """

    class Meta(ComparisonOut.Meta):
        """The two lists are called otherwise here."""

        exclude = ("before", "after", "same_input")

    run = fields.Nested(RunOut)
    parent = fields.Nested(RunOut)
    incidents = listed(IncidentOut)
    unconsidered = fields.List(fields.String())
    is_current = fields.Boolean()
    meetings = listed(ReasonedChangeOut)


class SheetOut(Shape):
    """A party whose sheet is to be printed again; without a meeting it is to be taken back."""

    party = fields.Nested(PartyOut)
    number = fields.Integer()
    meeting_count = fields.Integer()
    changes = listed(MeetingChangeOut)


class SignOut(Shape):
    """A table whose sign is to be printed again."""

    table = fields.Nested(PlaceOut)
    changes = listed(MeetingChangeOut)


class ReprintsOut(Shape):
    """What to print again; `unchanged` sheets stay as they are, `hall` is the plan of the hall."""

    run = fields.Nested(RunOut)
    since = fields.Nested(RunOut)
    parties = listed(SheetOut)
    tables = listed(SignOut)
    unchanged = fields.Integer()
    hall = fields.Boolean()


class StandbyRowOut(Shape):
    """A pair that could meet in a slot."""

    slot_id = fields.String()
    place = fields.Integer()
    demand_id = fields.String()
    supply_id = fields.String()
    score = fields.Integer()
    wish = fields.String()
    free_tables = fields.Integer()


class StandbyOut(Shape):
    """Who could step in, slot by slot, as things stand now."""

    run = fields.Nested(RunOut)
    items = listed(StandbyRowOut)
