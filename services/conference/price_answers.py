"""What the conference service answers of the prices of rules."""

from marshmallow import fields

from services.chassis.fields import Shape
from services.conference.answers import listed


class SolvedOut(Shape):
    """One solve behind a price: of which event, by its hash, and what came out."""

    event_sha256 = fields.String()
    status = fields.String()
    meetings = fields.Integer()
    value = fields.Integer()
    must_unmet = fields.Integer()
    shortfall = fields.Integer()
    wants_met = fields.Integer()
    gap = fields.Integer()


class RulePriceOut(Shape):
    """What a rule costs: points, musts, meetings to be had without it; `exact` when both solves are proved."""

    rule = fields.String()
    name = fields.String()
    name_en = fields.String()
    value = fields.Integer()
    musts = fields.Integer()
    meetings = fields.Integer()
    exact = fields.Boolean()
    kept = fields.Nested(SolvedOut)
    lifted = fields.Nested(SolvedOut)


class RulePricesOut(Shape):
    """The price list of a run; `state` is "" while nobody has asked for it. Rules that it has not are not listed."""

    run_id = fields.String()
    state = fields.String()
    progress = fields.Integer()
    error = fields.String()
    items = listed(RulePriceOut)
