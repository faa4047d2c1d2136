"""What the conference service answers of the history of its lists."""

from marshmallow import fields

from services.chassis.fields import Shape
from services.conference.answers import PartyOut, SlotOut, listed
from services.conference.run_answers import PlaceOut, RunOut


class ConflictOut(Shape):
    """What stands against a change, by its place among those asked for; `level` says how much."""

    place = fields.Integer()
    code = fields.String()
    level = fields.String()
    text = fields.String()
    text_en = fields.String()


class RevisedOut(Shape):
    """The run that makes the changed list, none while it was only asked what would stand against it."""

    run = fields.Nested(RunOut, allow_none=True)
    conflicts = listed(ConflictOut)


class InputChangeOut(Shape):
    """Something that is other than it was when a list was made; of a party, or of the whole."""

    kind = fields.String()
    party_id = fields.String(allow_none=True)
    party_name = fields.String(allow_none=True)
    text = fields.String()
    text_en = fields.String()


class InputChangesOut(Shape):
    """What has changed since a list was made; nothing of it has changed the list."""

    changed = fields.Boolean()
    items = listed(InputChangeOut)


class FigurePairOut(Shape):
    """A figure of both lists."""

    name = fields.String()
    before = fields.Integer()
    after = fields.Integer()


class SeatOut(Shape):
    """When and where."""

    slot = fields.Nested(SlotOut)
    table = fields.Nested(PlaceOut)


class MeetingChangeOut(Shape):
    """A meeting that is `new`, `dropped`, `moved` to another slot, or `reseated` at another table."""

    change = fields.String()
    demand = fields.Nested(PartyOut)
    supply = fields.Nested(PartyOut)
    before = fields.Nested(SeatOut, allow_none=True)
    after = fields.Nested(SeatOut, allow_none=True)


class BalanceOut(Shape):
    """What became of a party: it `gained`, `lost`, `joined` or `left`; `is_short` when it is under its minimum now."""

    party = fields.Nested(PartyOut)
    change = fields.String()
    count_before = fields.Integer()
    count_after = fields.Integer()
    points_before = fields.Integer()
    points_after = fields.Integer()
    is_short = fields.Boolean()


class ComparisonOut(Shape):
    """Two lists side by side; parties whose balance is even are counted, not listed."""

    before = fields.Nested(RunOut)
    after = fields.Nested(RunOut)
    same_input = fields.Boolean()
    figures = listed(FigurePairOut)
    counts = fields.Dict(keys=fields.String(), values=fields.Integer())
    meetings = listed(MeetingChangeOut)
    parties = listed(BalanceOut)
    party_counts = fields.Dict(keys=fields.String(), values=fields.Integer())
