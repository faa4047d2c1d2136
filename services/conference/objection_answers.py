"""What the conference service answers of objections, and of the lists an organisation takes part in."""

from marshmallow import fields

from services.chassis.fields import Shape
from services.conference.answers import OtherPartyOut, listed
from services.conference.run_answers import MeetingOut, OccasionOut


class ObjectionOut(Shape):
    """An objection, to one meeting or, without one, to the whole list."""

    id = fields.String()
    run_id = fields.String()
    party_id = fields.String()
    party_name = fields.String()
    meeting_id = fields.String(allow_none=True)
    counterpart_name = fields.String(allow_none=True)
    text = fields.String()
    state = fields.String()
    answer = fields.String()
    created_at = fields.String()
    settled_at = fields.String(allow_none=True)
    version = fields.Integer()


class ObjectionsOut(Shape):
    """The objections to a list, in the order of their time."""

    items = listed(ObjectionOut)


class OwnListOut(Shape):
    """A list as an organisation may see it: its parties, its meetings, what it has objected to."""

    run_id = fields.String()
    plan_state = fields.String()
    conference = fields.Nested(OccasionOut)
    parties = listed(OtherPartyOut)
    meetings = listed(MeetingOut)
    objections = listed(ObjectionOut)


class OwnListsOut(Shape):
    """The lists that lie before an organisation, or count."""

    items = listed(OwnListOut)
