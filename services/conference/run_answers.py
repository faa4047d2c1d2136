"""What the conference service answers of runs and their plans."""

from marshmallow import fields

from services.chassis.fields import Shape
from services.conference.answers import PageOut, PartyOut, SlotOut, listed


class RunOut(Shape):
    """A run and how far it is; `figures` are the plan's, or the best so far.

    `number` counts the runs of the conference, `based_on` is the run whose list it started from; `version` goes into
    every change of its list. `input_changed` says whether times, tables, parties or wishes are other than they were.
    """

    id = fields.String()
    conference_id = fields.String()
    state = fields.String()
    progress = fields.Integer()
    figures = fields.Dict(keys=fields.String())
    effort = fields.String()
    seed = fields.Integer()
    input_hash = fields.String()
    error = fields.String()
    attempts = fields.Integer()
    plan_state = fields.String()
    number = fields.Integer()
    mode = fields.String()
    based_on = fields.String(allow_none=True)
    version = fields.Integer()
    input_changed = fields.Boolean(allow_none=True)
    created_at = fields.String()
    started_at = fields.String(allow_none=True)
    finished_at = fields.String(allow_none=True)
    published_at = fields.String(allow_none=True)


class RunsOut(PageOut):
    """A page of runs."""

    items = listed(RunOut)


class PlaceOut(Shape):
    """A table by its name."""

    id = fields.String()
    name = fields.String()


class MeetingOut(Shape):
    """A meeting; `score` and `locked` are the organizer's to see, as is what a party wishes."""

    id = fields.String()
    slot = fields.Nested(SlotOut)
    table = fields.Nested(PlaceOut)
    demand = fields.Nested(PartyOut)
    supply = fields.Nested(PartyOut)
    score = fields.Integer()
    locked = fields.Boolean()


class UnmetOut(Shape):
    """A must, a want or a minimum that is not met, and why; `cut` is the place of the proof among `cuts`."""

    party_id = fields.String()
    counterpart_id = fields.String(allow_none=True)
    kind = fields.String()
    kind_text = fields.String()
    reason = fields.String()
    shortfall = fields.Integer(allow_none=True)
    cut = fields.Integer(allow_none=True)
    text = fields.String()
    text_en = fields.String()


class SeatIdOut(Shape):
    """When and where, by id."""

    slot = fields.String()
    table = fields.String()


class HandChangeOut(Shape):
    """What was done by hand to the list that this one was made from, and the conflicts that were met."""

    act = fields.String()
    demand = fields.String()
    supply = fields.String()
    before = fields.Nested(SeatIdOut, allow_none=True)
    after = fields.Nested(SeatIdOut, allow_none=True)
    conflicts = fields.List(fields.String())


class LostOut(Shape):
    """A meeting of the earlier list that could not be kept, and why."""

    demand = fields.String()
    supply = fields.String()
    slot = fields.String()
    table = fields.String()
    reason = fields.String()
    text = fields.String()
    text_en = fields.String()


class PairOut(Shape):
    """Two parties."""

    demand = fields.String()
    supply = fields.String()


class SessionBrief(Shape):
    """A session and its day."""

    id = fields.String()
    title = fields.String()
    date = fields.String()


class OccasionOut(Shape):
    """The conference as it was called when the run began."""

    id = fields.String()
    title = fields.String()
    venue = fields.String()
    demo = fields.Boolean()


class PlanOut(Shape):
    """A plan with its names; an organisation that takes part gets its own meetings and nothing of the proof.

    `changes` were made by hand, `excluded` are pairs that no run may bring back, `lost` are meetings of the list it was
    based on that could not be kept.
    `gap` is in percent; `objective`, `cuts`, `fairness` and `idle` are those of the plan's format 1.0.
    """

    run_id = fields.String()
    conference_id = fields.String()
    plan_state = fields.String()
    conference = fields.Nested(OccasionOut)
    meeting_count = fields.Integer()
    meetings = listed(MeetingOut)
    value = fields.Integer()
    bound = fields.Integer()
    gap = fields.Float()
    proof = fields.String()
    objective = fields.Dict(keys=fields.String())
    unmet = listed(UnmetOut)
    cuts = fields.List(fields.Dict(keys=fields.String()))
    fairness = fields.Dict(keys=fields.String())
    idle = fields.Dict(keys=fields.String())
    sessions = listed(SessionBrief)
    slots = listed(SlotOut)
    tables = listed(PlaceOut)
    parties = listed(PartyOut)
    solver = fields.Dict(keys=fields.String())
    changes = listed(HandChangeOut)
    excluded = listed(PairOut)
    lost = listed(LostOut)
